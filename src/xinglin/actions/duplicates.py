"""The worklist of likely duplicates: judged as they are noted, and all at once by a command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinglin.actions.office_rules import points_on
from xinglin.actions.person_merging import OPEN
from xinglin.linkage import Found, Likeness, PersonRow, Points, compare, likely_duplicates
from xinglin.store.models import DuplicatePair, Person, PersonIdentifier, PersonLink

_BATCH = 2_000
_COLUMNS = ("id", "name", "name_key", "sex", "birth_date", "id_number", "phone")


@dataclass(frozen=True)
class Batch:
    """What a run over all persons in scope came to."""

    persons: int
    listed: int
    fresh: int
    passed_over: int


def judge_noted(day: date, at_most: int = 500) -> int:
    """Compare the pairs noted at entry that nobody has judged, newest first; returns how many."""
    noted = DuplicatePair.objects.filter(score=None, state=OPEN).order_by("-pk")
    pairs: list[Any] = list(noted[:at_most])
    rows = {r.id: r for r in _rows({n for p in pairs for n in (p.first_id, p.second_id)})}
    points = points_on(day)
    for pair in pairs:
        likeness = compare(rows[pair.first_id], rows[pair.second_id], points)
        pair.score, pair.reasons = likeness.score, "、".join(likeness.reasons)
    DuplicatePair.objects.bulk_update(pairs, ["score", "reasons"], batch_size=_BATCH)
    return len(pairs)


def likeness_of(one: int, two: int, day: date) -> Likeness | None:
    """How alike two rows in scope are; None where one of them is not."""
    rows = {r.id: r for r in _rows({one, two})}
    return compare(rows[one], rows[two], points_on(day)) if {one, two} <= rows.keys() else None


def find_duplicates(day: date) -> Batch:
    """Compare all persons in the actor's scope; what is decided already stays decided."""
    points = points_on(day)
    rows = list(_rows())
    found, passed_over = likely_duplicates(rows, points)
    found = _not_linked(found)
    before = DuplicatePair.objects.count()
    DuplicatePair.objects.bulk_create(
        [_pair(f) for f in found], ignore_conflicts=True, batch_size=_BATCH
    )
    fresh = DuplicatePair.objects.count() - before
    _judge_again(found, points)
    return Batch(len(rows), len(found), fresh, passed_over)


def _pair(found: Found) -> DuplicatePair:
    return DuplicatePair(
        first_id=found.first, second_id=found.second, score=found.likeness.score,
        reasons="、".join(found.likeness.reasons),
    )  # fmt: skip


def _judge_again(found: list[Found], points: Points) -> None:
    """Open pairs get today's points; those past the list too, for a row may have changed."""
    told = {(f.first, f.second): f.likeness for f in found}
    pairs: list[Any] = list(DuplicatePair.objects.filter(state=OPEN))
    missing = {n for p in pairs if (p.first_id, p.second_id) not in told
               for n in (p.first_id, p.second_id)}  # fmt: skip
    rows = {r.id: r for r in _rows(missing)} if missing else {}
    changed = []
    for pair in pairs:
        at = (pair.first_id, pair.second_id)
        likeness = told.get(at) or compare(rows[at[0]], rows[at[1]], points)
        reasons = "、".join(likeness.reasons)
        if (pair.score, pair.reasons) != (likeness.score, reasons):
            pair.score, pair.reasons = likeness.score, reasons
            changed.append(pair)
    DuplicatePair.objects.bulk_update(changed, ["score", "reasons"], batch_size=_BATCH)


def _not_linked(found: list[Found]) -> list[Found]:
    """Pairs that are one human already need no decision."""
    leads = dict(
        PersonLink.objects.filter(valid_to=None).values_list("from_person_id", "to_person_id")
    )

    def head(person: int) -> int:
        while person in leads:
            person = leads[person]
        return person

    return [f for f in found if head(f.first) != head(f.second)]


def _rows(ids: Iterable[int] | None = None) -> Iterator[PersonRow]:
    persons, numbers = Person.objects.order_by("pk"), PersonIdentifier.objects.all()
    if ids is not None:
        wanted = list(ids)
        persons, numbers = persons.filter(pk__in=wanted), numbers.filter(person__in=wanted)
    others: defaultdict[int, set[str]] = defaultdict(set)
    for person, number in numbers.values_list("person_id", "number"):
        others[person].add(number)
    for row in persons.values(*_COLUMNS).iterator(chunk_size=_BATCH):
        yield PersonRow(**row, others=frozenset(others.get(row["id"], ())))
