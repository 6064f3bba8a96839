"""Figures: what the sums of an engine mean at a place and for a period.

Lives here: figures and their status, why a record is (not) counted, definition drift.
Does not live here: how members are found (`query`), how a figure is printed (`reports`).
May import: `xinglin.query`, `xinglin.language`, `xinglin.codes`.
"""
