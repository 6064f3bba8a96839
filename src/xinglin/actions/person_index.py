"""The person index: one human over several rows, found by any of his numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ForbiddenError, Problem, RefusedError
from xinglin.codes.card_codes import IdentityType
from xinglin.codes.id_numbers import as_eighteen, normalise_id_number
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.store.acting import acting
from xinglin.store.models import Person, PersonIdentifier, User

SHORTEST = 6
"""Characters of the shortest number one may look for: less would be browsing."""


@dataclass(frozen=True)
class Holder:
    """Whom a whole number belongs to, as anybody who has the number may know him."""

    id: int
    masked_name: str
    sex: str
    birth_year: int | None


def find_by_number(text: str) -> list[Holder]:
    """Who carries a whole number, of a document or card; asking is audited by the database."""
    number = as_eighteen(normalise_id_number(text))
    if len(number) < SHORTEST:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM xinglin.persons_with_number(%s)", [number])
        return [Holder(*row) for row in cursor.fetchall()]


def rows_of(person: int) -> list[int]:
    """The ids of all rows of one human as linked today, the one that stands for them first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.person_rows(%s)", [person])
        rows: list[int] = cursor.fetchone()[0]
    return rows


def heads_of(persons: Sequence[int]) -> dict[int, int]:
    """Person row → the row that stands for the same human today, all in one question."""
    if not persons:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, (xinglin.person_rows(person))[1] FROM unnest(%s::bigint[]) person",
            [list(persons)],
        )
        return dict(cursor.fetchall())


def registers_of_people(user: User) -> list[type[Register]]:
    """The registers about persons that the user may see."""
    return [
        r
        for r in catalogue.load().registers.values()
        if r.person is not None and may(user, "see", r)
    ]


def count_records(persons: Sequence[int], registers: Sequence[type[Register]]) -> int | None:
    """How many records these rows have, in anybody's scope; None where that may not be told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.count_of_persons(%s::bigint[], %s::text[], %s::text[])",
            [list(persons), [r.line for r in registers], [r.table() for r in registers]],
        )
        total: int | None = cursor.fetchone()[0]
    return total


def add_identifier(
    person: int,
    kind: str,
    text: str,
    *,
    by: User,
    issuer: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> PersonIdentifier:
    """Write down one more number of a person. A number somebody else carries is not refused: the
    pair goes on the worklist. Raises RefusedError, ForbiddenError."""
    require(by, "enter")
    number = as_eighteen(normalise_id_number(text))
    _fit(kind, number, valid_from, valid_to)
    with acting(by.username, action="person.identify"):
        row = Person.objects.filter(pk=person).first()
        if row is None:
            raise ForbiddenError("没有这个人员，或不在您的数据范围内。")
        if PersonIdentifier.objects.filter(person=row, kind=kind, number=number).exists():
            raise RefusedError([Problem("PI03", "number", "此人已有这个号码，不必重复登记。")])
        made = PersonIdentifier(
            person=row, kind=kind, number=number, issuer=issuer.strip(), valid_from=valid_from,
            valid_to=valid_to, reporter=by.unit or row.reporter, place=row.place,
        )  # fmt: skip
        made.save(force_insert=True)
        note_candidates([person])
    return made


def _fit(kind: str, number: str, valid_from: date | None, valid_to: date | None) -> None:
    if kind not in IdentityType:
        raise RefusedError([Problem("PI01", "kind", "请选择证件或卡的种类。")])
    if len(number) < SHORTEST:
        said = f"号码至少 {SHORTEST} 位，请照证件或卡面填写。"
        raise RefusedError([Problem("PI02", "number", said)])
    if valid_from and valid_to and valid_to < valid_from:
        said = "终止日期不能早于起始日期，请核对两处日期。"
        raise RefusedError([Problem("PI04", "valid_to", said)])


def note_candidates(persons: Sequence[int]) -> int:
    """Put the new pairs of rows that share something on the worklist, unjudged."""
    if not persons:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.note_candidates(%s::bigint[])", [list(persons)])
        noted: int = cursor.fetchone()[0]
    return noted
