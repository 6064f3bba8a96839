"""Repeated cards (重卡): two cards of one person and one illness within its days.

Persons that are one are another matter (`duplicates`). Which card goes is decided by people and
is the card's own step; nothing is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from xinglin.actions.card_families import cases_register, families_on, no_reports
from xinglin.actions.moments import today
from xinglin.store.registers import model_of

# One person: the same person row, rows merged into one, or name, sex and birth alike with no two
# different numbers. Both joins are by equality, so that PostgreSQL hashes them: what it costs
# grows with the cards, not with their pairs.
_PAIRS = """
WITH RECURSIVE lead (person, head) AS (
    SELECT from_person_id, to_person_id FROM store_personlink WHERE valid_to IS NULL
    UNION
    SELECT lead.person, link.to_person_id FROM lead
    JOIN store_personlink link ON link.from_person_id = lead.head AND link.valid_to IS NULL
), head AS (
    SELECT person, head FROM lead WHERE NOT EXISTS (
        SELECT FROM store_personlink link
        WHERE link.from_person_id = lead.head AND link.valid_to IS NULL)
), card AS MATERIALIZED (
    SELECT c.id, coalesce(head.head, c.person_id) AS person, c.patient_name_key AS name, c.sex,
        c.birth_date, c.id_number, asked.family, asked.days,
        coalesce(c.onset_date, (c.diagnosed_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
    FROM {cards} c
    JOIN unnest(%(diseases)s::text[], %(families)s::text[], %(days)s::int[])
        asked (disease, family, days) ON asked.disease = c.disease
    LEFT JOIN head ON head.person = c.person_id
    WHERE NOT c.state = ANY (%(gone)s)
), pair AS (
    SELECT a.id AS first, b.id AS second, 'person' AS known_by, b.day - a.day AS days_apart
    FROM card a JOIN card b ON b.person = a.person AND b.family = a.family AND b.id > a.id
    WHERE a.days IS NULL OR abs(b.day - a.day) <= a.days
    UNION ALL
    SELECT a.id, b.id, 'name', b.day - a.day
    FROM card a JOIN card b ON b.name = a.name AND b.sex = a.sex AND b.birth_date = a.birth_date
        AND b.family = a.family AND b.id > a.id
    WHERE b.person IS DISTINCT FROM a.person AND coalesce(a.id_number = b.id_number, true)
      AND (a.days IS NULL OR abs(b.day - a.day) <= a.days)
)
SELECT first, second, known_by, days_apart, count(*) OVER () FROM pair
ORDER BY second DESC, first DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Pair:
    """Two cards that may be of one illness: the rows, the older first.

    by_person: they are of one person row (or merged rows); else name, sex and birth are alike.
    """

    first: Any
    second: Any
    by_person: bool
    days_apart: int | None


@dataclass(frozen=True)
class Pairs:
    """The newest pairs, and how many there are."""

    shown: tuple[Pair, ...]
    total: int


def duplicate_cards(disease: str = "", *, most: int = 200) -> Pairs:
    """The pairs in the actor's scope, of one disease and what is one with it, or of all ('')."""
    cases, families = cases_register(), families_on(today())
    wanted = families[disease].name if disease else ""
    asked = [f for f in families.values() if not wanted or f.name == wanted]
    table = sql.Identifier(cases.table())
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(_PAIRS).format(cards=table),
            {
                "diseases": [f.disease for f in asked], "families": [f.name for f in asked],
                "days": [f.days for f in asked], "gone": no_reports(cases), "most": most,
            },
        )  # fmt: skip
        found = cursor.fetchall()
    cards = model_of(cases)._default_manager.in_bulk({n for row in found for n in row[:2]})
    shown = tuple(
        Pair(cards[first], cards[second], known_by == "person", apart)
        for first, second, known_by, apart, _ in found
    )
    return Pairs(shown, found[0][4] if found else 0)
