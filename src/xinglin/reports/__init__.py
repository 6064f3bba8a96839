"""Every number with its evidence: figures, statements, documents, proofs.

Lives here: which snapshot and definitions a figure comes from, how it is printed, the report
built of figures and the proof that it still holds. Does not live here: how records change.
May import: engines, `query`, `store`, `language`, `codes`.
"""
