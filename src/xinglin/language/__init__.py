"""The meeting place: the words in which a bureau's registers, indicators and reports are declared.

Lives here: Register and its fields, Lifecycle, Deadline, Check, Indicator, RulePack, Statement,
the expressions they are made of, and the catalogue that loads `content`.
Does not live here: anything that knows Django, a database, a file format or a page.
May import: `xinglin.codes` only.
"""
