"""Many claims as columns: what the batch's door reads and gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np

from xinglin.claims.policy import KINDS, LEVELS

# NumPy's own types say less than these words: whole numbers of 64 bits, and any column.
Ints: TypeAlias = Any
Array: TypeAlias = Any
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
LEVEL_CODES = {level: code for code, level in enumerate(LEVELS)}
NEVER = np.int32(np.iinfo(np.int32).max)
"""The day of a consent that was not given."""


@dataclass
class Claims:
    """Claims as columns of one length. A column that is None has its default in every row.

    person, household: whole numbers below 2**31 that tell them apart. kind, level: positions in
    `KINDS`, `LEVELS`. Days count from 1970-01-01. class_a … total in fen. institution, disease,
    aid: positions in the lists of words beside them, -1 for none. order: breaks ties within a day;
    without it the rows do. balance: the household account before its first claim here, -1 where
    the row does not say.
    """

    person: Array
    discharged: Array
    class_a: Ints
    level: Array
    kind: Array | None = None
    household: Array | None = None
    admitted: Array | None = None
    class_b: Ints | None = None
    excluded: Ints | None = None
    referred: Array | None = None
    consented: Array | None = None
    emergency: Array | None = None
    institution: Array | None = None
    disease: Array | None = None
    aid: Array | None = None
    balance: Ints | None = None
    order: Ints | None = None
    institutions: Sequence[str] = ()
    diseases: Sequence[str] = ()
    aid_classes: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Array) -> Claims:
        """These rows, in this order."""
        taken: dict[str, Any] = {}
        for one in fields(self):
            column = getattr(self, one.name)
            taken[one.name] = column[rows] if isinstance(column, np.ndarray) else column
        return Claims(**taken)

    @property
    def year(self) -> Array:
        """The calendar year of each discharge."""
        days = self.discharged.astype("M8[D]")
        return days.astype("M8[Y]").astype(np.int32) + np.int32(1970)


@dataclass
class Results:
    """What becomes of each claim, in the order of the claims; fen.

    over_cap: what the annual cap cut off. note: the bits below.
    """

    paid: Ints
    account: Ints
    own: Ints
    hospital: Ints
    used_before: Ints
    used_after: Ints
    over_cap: Ints
    note: Array


CAPPED, NOT_PAYABLE, LATE_CONSENT, NO_CONSENT, UNKNOWN_AID = (1 << n for n in range(5))
