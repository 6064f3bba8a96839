"""Which person rows are one human: links between rows, read as of a moment (合并).

A merge rewrites no record. The history of the links goes into the snapshot beside the registers';
whoever counts persons, or follows them, counts the row at the end of each row's links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from xinglin.query.kinds import HISTORY_COLUMNS
from xinglin.query.versions import latest_versions

LINK_TABLE = "store_personlink"
LINK_COLUMNS: dict[str, str] = HISTORY_COLUMNS | {
    "from_person_id": "integer",
    "to_person_id": "integer",
    "valid_from": "date",
    "valid_to": "date",
}
"""Column → kind of the links in a snapshot: numbers and days, nothing identifying."""

PERSON = "person_id"
"""The column of a register that says whom a record is about."""


def heads(
    versions: Iterable[Mapping[str, Any]],
    known_at: datetime | None = None,
    true_on: date | None = None,
) -> dict[int, int]:
    """Person row → the row that stands for it; rows that stand for themselves are left out.

    versions: all versions of all links. A link is in force while the version last known (and
    effective) has no end: an end is written on its day, never ahead.
    """
    latest = latest_versions(versions, known_at, true_on)
    leads = {r["from_person_id"]: r["to_person_id"] for r in latest if not r["valid_to"]}
    return {person: _end(leads, person) for person in leads}


def _end(leads: Mapping[int, int], person: int) -> int:
    """The end of a chain. The database refuses rings; a damaged file must not hang a reader."""
    seen = set()
    while person in leads and person not in seen:
        seen.add(person)
        person = leads[person]
    return person
