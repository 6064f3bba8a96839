"""Persons of a whole batch, found or filed in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from xinglin.actions.staging import array_of, as_array, insert_columns, take_ids
from xinglin.language.fields import Field
from xinglin.language.registers import PersonFields, Register, key_column

_COLUMNS = {
    "id": "bigint",
    "name": "text",
    "sex": "text",
    "birth_date": "date",
    "id_number": "text",
    "phone": "text",
    "name_key": "text",
    "reporter": "text",
    "place": "text",
}
Named = tuple[str, str]

_FIND = "SELECT number, person_name, person_id FROM xinglin.find_persons({texts}, {texts})"


def assign_persons(fields: PersonFields, records: Sequence[dict[str, Any]]) -> list[int]:
    """Give each record that names a person its `person_id`; returns those newly filed.

    The same number and name is one person, whoever filed him first; a name without a number is a
    person of its own; a record without a name has none. `records` carry their pinyin keys.
    """
    named = [
        (_pair(fields, r), r)
        for r in records
        if r.get(fields.name.name) and r.get("person_id") is None
    ]
    known = _known({pair for pair, _ in named if pair[0]})
    fresh: list[dict[str, Any]] = []
    asked: dict[Named, dict[str, Any]] = {}
    for pair, record in named:
        if not pair[0] or (pair not in known and asked.setdefault(pair, record) is record):
            fresh.append(record)
    _file(fields, fresh)
    for pair, record in named:
        if record.get("person_id") is None:
            record["person_id"] = known[pair] if pair in known else asked[pair]["person_id"]
    return [record["person_id"] for record in fresh]


def named_among(register: type[Register], records: Sequence[Mapping[str, Any]]) -> frozenset[Named]:
    """Number and name of every person among the records who would be known again by them."""
    fields = register.person
    if fields is None:
        return frozenset()
    return frozenset(pair for record in records if (pair := _pair(fields, record))[0])


def _pair(fields: PersonFields, record: Mapping[str, Any]) -> Named:
    return _text(record, fields.id_number), _text(record, fields.name)


def _text(record: Mapping[str, Any], item: Field | None) -> str:
    return (record.get(item.name) or "") if item is not None else ""


def _known(pairs: set[Named]) -> dict[Named, int]:
    if not pairs:
        return {}
    numbers, names = zip(*pairs, strict=True)
    query = sql.SQL(_FIND).format(texts=array_of("text"))
    with connection.cursor() as cursor:
        cursor.execute(query, [as_array(numbers), as_array(names)])
        return {(number, name): found for number, name, found in cursor.fetchall()}


def _file(fields: PersonFields, fresh: Sequence[dict[str, Any]]) -> None:
    rows = []
    for person_id, record in zip(take_ids("store_person", len(fresh)), fresh, strict=True):
        record["person_id"] = person_id
        born = record.get(fields.birth_date.name) if fields.birth_date is not None else None
        rows.append(
            (
                person_id,
                _text(record, fields.name),
                _text(record, fields.sex),
                born,
                _text(record, fields.id_number),
                _text(record, fields.phone),
                record[key_column(fields.name)],
                record["reporter"],
                record["place"],
            )
        )
    insert_columns("store_person", _COLUMNS, rows)
