"""Which places border on each other (相邻地区): data, the office's own beside what is shipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from xinglin.codes.tables import DATA, read_records

SHIPPED = DATA / "division_neighbours.csv"


class NeighbourTableError(ValueError):
    """A table that cannot be used; the message is one sentence in Chinese."""


def read_neighbours(own: Iterable[Path] = ()) -> Mapping[str, frozenset[str]]:
    """Place → the places it borders on, either way round. own: further tables of the same form.

    Columns: place, neighbour. Raises NeighbourTableError.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for path in (SHIPPED, *own):
        try:
            for number, row in enumerate(read_records(path), 2):
                one, other = row.get("place", ""), row.get("neighbour", "")
                if not one or not other or one == other:
                    raise NeighbourTableError(
                        f"相邻地区表“{path.name}”第 {number} 行：place 和 neighbour 须是"
                        "两个不同地区的代码，请核对。"
                    )
                found[one].add(other)
                found[other].add(one)
        except (OSError, UnicodeDecodeError) as error:
            said = f"相邻地区表“{path.name}”读不出来，请存为 UTF-8 的 CSV。"
            raise NeighbourTableError(said) from error
    return {place: frozenset(near) for place, near in found.items()}
