"""All likely duplicates among many rows, without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from xinglin.linkage.likeness import Likeness, Points, compare
from xinglin.linkage.rows import PersonRow

LARGEST_GROUP = 60
"""A group past this is no sign of one human (a clinic's telephone, a number of nines)."""


@dataclass(frozen=True)
class Found:
    """A pair on the list, the lower id first."""

    first: int
    second: int
    likeness: Likeness


def likely_duplicates(rows: Iterable[PersonRow], points: Points) -> tuple[list[Found], int]:
    """The pairs of at least `listed_from` points, the likeliest first, and how many groups of
    rows were too large to look into."""
    groups: defaultdict[Hashable, list[PersonRow]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            groups[key].append(row)
    passed_over = sum(len(group) > LARGEST_GROUP for group in groups.values())
    seen: set[tuple[int, int]] = set()
    found = []
    for group in groups.values():
        if not 1 < len(group) <= LARGEST_GROUP:
            continue
        for one, two in combinations(sorted(group, key=lambda r: r.id), 2):
            if (one.id, two.id) in seen:
                continue
            seen.add((one.id, two.id))
            likeness = compare(one, two, points)
            if likeness.score >= points.listed_from:
                found.append(Found(one.id, two.id, likeness))
    found.sort(key=lambda f: (-f.likeness.score, f.first, f.second))
    return found, passed_over


def _keys(row: PersonRow) -> Iterator[Hashable]:
    """What two rows must share one of to be compared; one slip in a number leaves half of it."""
    for number in row.numbers:
        yield "number", number
    if len(row.number) >= 17:
        yield "first half", row.number[:8], row.name
        yield "second half", row.number[-8:], row.name[:1]
    if row.birth_date is not None:
        yield "birth", row.birth_date, row.name
        if row.sound:
            yield "sound", row.birth_date, row.sound
    if row.phone:
        yield "phone", row.phone, row.name[:1]
