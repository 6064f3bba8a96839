"""Records that name other records: that those are there, and what they give to the ones below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from xinglin.actions.checking import with_local_dates
from xinglin.actions.problems import Problem
from xinglin.language import catalogue
from xinglin.language.fields import Reference
from xinglin.language.registers import Register, referred_register
from xinglin.language.relations import AnyRelation, Referred, relations_of, value_from
from xinglin.store.registers import model_of

Codes = Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """Where a record that is named by its number belongs."""

    id: int
    place: str
    person_id: int | None
    state: str


def find_named(register: type[Register], numbers: Iterable[str]) -> dict[str, Named]:
    """Number → record, for those there are, also where the actor does not see them."""
    asked = sorted(set(numbers))
    if not asked:
        return {}
    function = sql.Identifier("xinglin", f"numbers_of_{register.table()}")
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {}(%s)").format(function), [asked])
        return {number: Named(*rest) for number, *rest in cursor.fetchall()}


class Naming:
    """The records that some rows of a register name. Learn them first: one question a field."""

    def __init__(self, register: type[Register]) -> None:
        self.register = register
        self._references = [(r, referred_register(r)) for r in register.references()]
        self._known: dict[str, dict[str, Named]] = {}

    def learn(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Look up all that the rows name."""
        for reference, there in self._references:
            numbers = {str(v) for row in rows if (v := row.get(reference.name)) is not None}
            self._known[reference.name] = find_named(there, numbers)

    def problems(self, row: Mapping[str, Any], *, is_new: bool) -> list[Problem]:
        """What is wrong with the numbers of a row; a new one may not belong to an ended record."""
        found = []
        for reference, there in self._references:
            number = row.get(reference.name)
            if number is None:
                continue
            named = self._known[reference.name].get(number)
            if named is None:
                found.append(_absent(reference, there, number))
            elif is_new and named.state in there.lifecycle.ended:
                state = there.lifecycle.states[named.state]
                text = f"{reference.label}：{there.label}“{number}”已是“{state}”，不能再登记。"
                found.append(Problem("REF02", reference.name, text))
        return found

    def complete(self, row: dict[str, Any]) -> None:
        """Give a row below another the place and the person of that one, unless it has its own."""
        parent = self.register.parent
        if parent is None or row.get(parent.name) is None:
            return
        above = self._known[parent.name].get(row[parent.name])
        if above is None:
            return
        if self.register.place_field is None:
            row["place"] = above.place
        if self.register.person is None:
            row["person_id"] = above.person_id


def _absent(reference: Reference, there: type[Register], number: str) -> Problem:
    text = f"{reference.label}：没有编号为“{number}”的{there.label}，请核对编号，或先登记它。"
    return Problem("REF01", reference.name, text)


def relations_asked(register: type[Register]) -> list[AnyRelation]:
    """What the checks of a register ask of other registers."""
    return relations_of(*(check.condition for check in register.checks))


def add_relations(register: type[Register], rows: Sequence[dict[str, Any]], codes: Codes) -> None:
    """Put into each row what other records say of it, as far as the actor sees them.

    What he does not see stays unknown, and a check that asks for it passes.
    """
    for relation in relations_asked(register):
        wanted = {v for row in rows if (v := row.get(relation.here.name)) is not None}
        value = value_from(relation, _others(relation, wanted), codes)
        for row in rows:
            is_named = row.get(relation.here.name) is not None
            row[relation.slot] = value(row) if is_named or not _is_referred(relation) else None


def _is_referred(relation: AnyRelation) -> bool:
    return isinstance(relation, Referred)


def _others(relation: AnyRelation, wanted: set[Any]) -> list[dict[str, Any]]:
    there = catalogue.load().register(relation.register)
    rows = model_of(there)._default_manager.filter(**{f"{relation.there}__in": sorted(wanted)})
    return [with_local_dates(there, row) for row in rows.values(*there.stored_columns())]


def live_naming(register: type[Register], reference: Reference, number: str) -> int:
    """How many records that have not ended name a number, whoever filed them."""
    function = sql.Identifier("xinglin", f"naming_{register.table()}")
    with connection.cursor() as cursor:
        asked: list[Any] = [reference.name, number, list(register.lifecycle.ended)]
        cursor.execute(sql.SQL("SELECT {}(%s::name, %s, %s)").format(function), asked)
        count: int = cursor.fetchone()[0]
    return count


def below(register: type[Register]) -> list[tuple[type[Register], Reference]]:
    """The registers whose records belong to one of this register, with the field that says so."""
    found = []
    for other in catalogue.load().registers.values():
        parent = other.parent
        if parent is not None and referred_register(parent) is register:
            found.append((other, parent))
    return found


def refuse_orphans(register: type[Register], row: Any) -> list[Problem]:
    """Why a record may not end: live records that belong to it, whoever filed them."""
    found = []
    for other, reference in below(register):
        count = live_naming(other, reference, getattr(row, register.key[0].name))
        if count:
            text = f"名下还有 {count} 条{other.label}，请先逐条删除，再办理这一步。"
            found.append(Problem("REF03", "", text))
    return found
