"""Which person rows may be one human: what speaks for it and against, in points and words.

Pure functions of what they are given: no database, no Django; the points come from a dated rule
pack. Nothing is merged here: people decide over a list. Imports `codes` only.
"""

from __future__ import annotations

from xinglin.linkage.likeness import Likeness, Points, compare
from xinglin.linkage.pairs import Found, likely_duplicates
from xinglin.linkage.rows import PersonRow

__all__ = ["Found", "Likeness", "PersonRow", "Points", "compare", "likely_duplicates"]
