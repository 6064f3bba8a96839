"""The pages people work with, made from the declarations: a new register gets all of them.

Lives here: log-in, workbench, lists, forms, details, import, figures and reports as HTML.
Does not live here: what a register is (`content`), who may change what (`actions`), how a figure
is computed (`reports`). Files come in through functions that `site` hands over (`intakes.py`).
May import: `actions` and what lies below it; no other surface.
"""
