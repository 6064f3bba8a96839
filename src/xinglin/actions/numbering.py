"""Numbers printed on paper: continuous within place and year, never reused."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from xinglin.codes.dates import local_day
from xinglin.language.fields import DocumentNumber
from xinglin.language.registers import Register


def next_number(register: type[Register], item: DocumentNumber, place: str, now: datetime) -> str:
    """The next number of a series (register, place's county, year).

    The counter's row is locked until the transaction ends, so a number that is rolled back is
    given again and none is skipped.
    """
    return next_numbers(register, item, place, local_day(now).year, 1)[0]


def next_numbers(
    register: type[Register], item: DocumentNumber, place: str, year: int, count: int
) -> list[str]:
    """Several numbers of one series at once, in order."""
    series = f"{register.name}/{item.name}/{place[:6]}/{year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_numberseries (series, last_serial) VALUES (%s, %s)"
            " ON CONFLICT (series) DO UPDATE"
            " SET last_serial = store_numberseries.last_serial + %s RETURNING last_serial",
            [series, count, count],
        )
        last: int = cursor.fetchone()[0]
    return [
        item.pattern.format(place=place[:6], year=year, serial=serial)
        for serial in range(last - count + 1, last + 1)
    ]
