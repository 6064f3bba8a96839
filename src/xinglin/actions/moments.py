"""The database's clock, which is the simulated one in a demo."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection


def now() -> datetime:
    """The moment, with its zone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def today() -> date:
    """The day in Shanghai."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.today()")
        day: date = cursor.fetchone()[0]
    return day
