"""Load division tables into the database: China's, the sample's, another country's, townships.

Divisions are data. The owner loads them; the app only reads. The database keeps the unrolled tree
(`store_divisionclosure`) by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from django.db import DatabaseError, connections, transaction

from xinglin.codes.dated import fold_text
from xinglin.codes.divisions import (
    Division,
    china_divisions,
    load_divisions,
    sample_divisions,
    sierra_leone_divisions,
)

OWNER = "owner"
TABLES = {
    "china": lambda: list(china_divisions().rows),
    "sample": sample_divisions,
    "sierra_leone": sierra_leone_divisions,
}
"""Division tables that come with Xinglin, by the name mappings and load files use."""

_COUNTRIES = {"CHN": "CN", "SLE": "SL"}
_UPSERT = """
INSERT INTO store_division (code, name, short_name, level, parent_code, valid_from, valid_to,
                            successor_code, country, fictitious)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],
                     %s::date[], %s::text[], %s::text[], %s::boolean[])
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, short_name = excluded.short_name, level = excluded.level,
    parent_code = excluded.parent_code, valid_from = excluded.valid_from,
    valid_to = excluded.valid_to, successor_code = excluded.successor_code,
    country = excluded.country, fictitious = excluded.fictitious
WHERE (store_division.name, store_division.short_name, store_division.level,
       store_division.parent_code, store_division.valid_from, store_division.valid_to,
       store_division.successor_code, store_division.country, store_division.fictitious)
   IS DISTINCT FROM
      (excluded.name, excluded.short_name, excluded.level, excluded.parent_code,
       excluded.valid_from, excluded.valid_to, excluded.successor_code, excluded.country,
       excluded.fictitious)
"""


class DivisionLoadError(Exception):
    """A division table cannot be loaded; the message is one Chinese sentence."""


def load(rows: Iterable[Division]) -> int:
    """Put divisions into the database, new or changed; returns how many were.

    Of a code with several forms the database holds the latest, dated from its first day; the
    forms themselves stay with the code table. Raises DivisionLoadError.
    """
    latest = _latest(rows)
    if not latest:
        return 0
    columns = list(zip(*(_record(*span) for span in latest.values()), strict=True))
    try:
        with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
            _refuse_orphans(cursor, latest)
            cursor.execute(_UPSERT, [list(column) for column in columns])
            return int(cursor.rowcount)
    except DatabaseError as error:
        raise DivisionLoadError(
            "区划表载入失败：需要数据库所有者的连接（XINGLIN_OWNER_URL），请由系统管理员载入。"
        ) from error


def load_table(name: str) -> int:
    """Load one of the tables that come with Xinglin. Raises DivisionLoadError."""
    if name not in TABLES:
        known = "、".join(TABLES)
        raise DivisionLoadError(f"没有名为“{name}”的区划表，可用的有：{known}。")
    return load(TABLES[name]())


def load_file(path: Path) -> int:
    """Load a division table (townships, another prefecture). Raises DivisionLoadError."""
    try:
        return load(load_divisions(path))
    except (OSError, ValueError) as error:
        raise DivisionLoadError(f"区划表“{path.name}”读不出来：{error}。") from error


def codes_of(name: str) -> frozenset[str]:
    """The codes of a table that comes with Xinglin. Raises DivisionLoadError."""
    if name not in TABLES:
        raise DivisionLoadError(f"没有名为“{name}”的区划表，可用的有：{'、'.join(TABLES)}。")
    return frozenset(row.code for row in TABLES[name]())


def _latest(rows: Iterable[Division]) -> dict[str, tuple[Division, date | None]]:
    """Code → its latest form, and the first day of its first form (None: always)."""
    found: dict[str, tuple[Division, date | None]] = {}
    for row in sorted(rows, key=lambda r: r.valid_from or date.min):
        first = found[row.code][1] if row.code in found else row.valid_from
        found[row.code] = (row, first)
    return found


def _record(row: Division, first_day: date | None) -> tuple[object, ...]:
    return (
        row.code,
        row.name,
        _short_name(row),
        row.level,
        row.parent or "",
        first_day,
        row.valid_to,
        row.successor or "",
        _COUNTRIES.get(row.country, row.country),
        row.fictitious,
    )


def _short_name(row: Division) -> str:
    """The first alias in Chinese, where there is one shorter than the name."""
    shorter = [a for a in row.aliases if len(a) < len(row.name) and not fold_text(a).isascii()]
    return shorter[0] if shorter else ""


def _refuse_orphans(cursor: object, latest: Mapping[str, tuple[Division, date | None]]) -> None:
    wanted = {row.parent for row, _ in latest.values() if row.parent} - set(latest)
    if not wanted:
        return
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT wanted FROM unnest(%s::text[]) wanted"
        " WHERE NOT EXISTS (SELECT FROM store_division WHERE code = wanted)",
        [sorted(wanted)],
    )
    missing = [code for (code,) in cursor.fetchall()]  # type: ignore[attr-defined]
    if missing:
        raise DivisionLoadError(f"区划表里的上级代码还没有载入：{'、'.join(missing[:10])}。")
