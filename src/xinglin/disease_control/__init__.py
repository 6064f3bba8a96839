"""Disease control's own pages (疾病控制): work that is more than one record of one register.

Early warning: run the rules, see what they raised and on what evidence. They stand above `pages`,
whose frame and words they use; everything is written through `actions`.
"""
