"""What the statements of one pass returned, found again by window, place and category."""

from __future__ import annotations

from typing import Any

from xinglin.query.engine import SideKey, SideTotal
from xinglin.query.sql import SideColumns


class Answers:
    """Rows of the two statements of a pass, found by window, place and category."""

    def __init__(
        self, dated: list[dict[str, Any]], undated: list[dict[str, Any]], split: bool
    ) -> None:
        self._split = split
        self._dated: dict[Any, dict[Any, dict[str, Any]]] = {}
        self._undated: dict[Any, dict[Any, dict[str, Any]]] = {}
        for row in dated:
            place = self._dated.setdefault((row["window_no"], row["target_no"]), {})
            place[self._category(row, 2)] = row
        for row in undated:
            place = self._undated.setdefault(row["target_no"], {})
            place[self._category(row, 1)] = row

    def _category(self, row: dict[str, Any], position: int) -> Any:
        return list(row.values())[position] if self._split else ""

    def of(
        self, key: SideKey, window: int, target: int, stands: SideColumns
    ) -> dict[SideKey, SideTotal]:
        """The totals of one side at one place in one window, by category."""
        dated = self._dated.get((window, target), {})
        undated = self._undated.get(target, {})
        found: dict[SideKey, SideTotal] = {}
        for category in {**dated, **undated}:
            counts, gone = dated.get(category, {}), undated.get(category, {})
            total = SideTotal(
                int(counts.get(stands.total) or 0),
                int(counts.get(stands.members) or 0),
                int(counts.get(stands.unknown) or 0) if stands.unknown else 0,
                int(gone.get(stands.undated) or 0),
            )
            if total.members or total.unknown or total.undated:
                found[key._replace(category=category)] = total
        return found
