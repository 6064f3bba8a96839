"""The tree of divisions (行政区划) on a day: which codes belong to a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

DIVISION_TABLE = "store_division"
DIVISION_COLUMNS: dict[str, str] = {
    "code": "text",
    "name": "text",
    "level": "text",
    "parent_code": "text",
    "valid_from": "date",
    "valid_to": "date",
    "fictitious": "flag",
    "country": "text",
}


@dataclass(frozen=True)
class Division:
    """One row of the division table, in force from `valid_from` (inclusive) to `valid_to`
    (exclusive); None: no bound known."""

    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on the day."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day < self.valid_to)


class Divisions:
    """The division tree with its dates.

    A code that has no row in force on a day (a county since renamed, whose old cards remain)
    counts where its last earlier row put it, else where its first row does: a record is never
    lost from the total above it because its place was renamed.
    """

    def __init__(self, rows: Iterable[Division] = ()) -> None:
        self._rows: dict[str, list[Division]] = {}
        for row in rows:
            self._rows.setdefault(row.code, []).append(row)
        for found in self._rows.values():
            found.sort(key=lambda r: r.valid_from or date.min)
        self._children: dict[date, dict[str, list[str]]] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Divisions:
        """From rows of the table `store_division`."""
        names = ("code", "name", "level", "parent_code", "valid_from", "valid_to")
        return cls(Division(*(row[n] for n in names)) for row in rows)

    def row(self, code: str, on: date) -> Division | None:
        """The row that says where a code stands on a day; None for an unknown code."""
        rows = self._rows.get(code)
        if not rows:
            return None
        holding = next((r for r in rows if r.holds_on(on)), None)
        earlier = [r for r in rows if (r.valid_from or date.min) <= on]
        return holding or (earlier[-1] if earlier else rows[0])

    def name(self, code: str, on: date) -> str:
        """The name on the day; the code itself where it is unknown."""
        row = self.row(code, on)
        return row.name if row else code

    def children(self, code: str, on: date) -> list[str]:
        """The codes one level below on the day, in the order of codes."""
        return self._tree(on).get(code, [])

    def below(self, code: str, on: date) -> frozenset[str]:
        """The place itself and every code below it on the day."""
        tree, found, waiting = self._tree(on), {code}, [code]
        while waiting:
            new = [c for c in tree.get(waiting.pop(), []) if c not in found]
            found.update(new)
            waiting.extend(new)
        return frozenset(found)

    def at_level(self, level: str, within: str, on: date) -> list[str]:
        """Codes of a level at or below a place whose row is in force on the day."""
        codes = sorted(self.below(within, on))
        rows = [(c, self.row(c, on)) for c in codes]
        return [c for c, r in rows if r and r.level == level and r.holds_on(on)]

    def _tree(self, on: date) -> dict[str, list[str]]:
        if on not in self._children:
            tree: dict[str, list[str]] = {}
            for code in sorted(self._rows):
                row = self.row(code, on)
                if row and row.parent_code:
                    tree.setdefault(row.parent_code, []).append(code)
            self._children[on] = tree
        return self._children[on]
