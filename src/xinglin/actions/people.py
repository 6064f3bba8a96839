"""Link a record to the person index: one person for the same number and name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from xinglin.codes.pinyin import sort_key
from xinglin.language.registers import PersonFields
from xinglin.store.models import Person


def person_of(fields: PersonFields, record: Mapping[str, Any]) -> int | None:
    """The person's index number, filed anew where nobody fits; None when nothing names a person.

    The same number with another name is another row: a person decides whether they are one.
    """
    name = record.get(fields.name.name)
    number = record.get(fields.id_number.name) if fields.id_number is not None else None
    if not name:
        return None
    if number:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xinglin.find_person(%s, %s)", [number, name])
            found = cursor.fetchone()
        if found and found[0] is not None:
            return int(found[0])
    person = Person(
        name=name,
        id_number=number or "",
        sex=_value(record, fields.sex),
        birth_date=record.get(fields.birth_date.name) if fields.birth_date is not None else None,
        phone=_value(record, fields.phone),
        name_key=sort_key(name),
        reporter=record.get("reporter") or "",
        place=record.get("place") or "",
    )
    person.save(force_insert=True)
    return int(person.pk)


def _value(record: Mapping[str, Any], field: Any) -> str:
    return (record.get(field.name) or "") if field is not None else ""
