"""The insurance scheme's own pages (合作医疗): work that is more than one record of one register.

The window, reversals, the fund, what-if, supervision and what is published. They stand above
`pages`, whose frame and words they use; everything is written through `actions`.
"""
