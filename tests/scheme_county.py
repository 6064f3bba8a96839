"""A made-up county with a scheme: two hospitals, a clinic, households, and who works there.

枸杞县 998825 ── office (合管办)          样例方案 gouqi-2013
├── 城关镇 998825100 ── G1 县医院（县级）: window_g1
├── 红岩镇 998825101 ── G2 红岩镇卫生院（乡镇级）: window_g2
└── G3 县外医院（县外），由合管办登记

户 F1: 甲（证 C11，户主）、乙（C12）；户 F2: 丙（C21）；户 F3: 丁（C31，2013-03-31 退出）
户 F4: 戊（C41）与另一张证 C42 同一身份证号（双重参合）；户 F1 新生儿 C13（2013-05-20 出生）
每人缴费 30 元，均划入家庭账户。
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psycopg
import pytest

from town import at, clock, identity_number
from xinglin.store.server import Urls

COUNTY, CHENGGUAN, HONGYAN = "998825", "998825100", "998825101"
NOW = "2013-06-28 09:00"
_PEOPLE = [
    ("office", "枸杞县合管办", "scheme_office", None, [COUNTY], ["insurance", "foundation"]),
    ("window_g1", "县医院窗口", "hospital", "G1", [], ["insurance", "foundation"]),
    ("window_g2", "红岩镇卫生院窗口", "hospital", "G2", [], ["insurance", "foundation"]),
    ("window_h", "别县医院", "hospital", "H9", [], ["infectious"]),
]
_MEMBERS = [
    # card, household, name, serial, born, changes
    ("C11", "F1", "试样甲", 1, date(1985, 1, 1), {}),
    ("C12", "F1", "试样乙", 2, date(1985, 1, 1), {}),
    ("C21", "F2", "试样丙", 3, date(1985, 1, 1), {}),
    ("C31", "F3", "试样丁", 4, date(1985, 1, 1), {"left_date": date(2013, 3, 31)}),
    ("C41", "F4", "试样戊", 5, date(1985, 1, 1), {}),
    ("C42", "F4", "试样戊", 5, date(1985, 1, 1), {}),
]


@dataclass
class County:
    """The county's users by name; `urls` reach its database."""

    urls: Urls
    users: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def now(self, user: str, moment: str = NOW) -> Iterator[Any]:
        """Act as a user at a moment."""
        with clock(self.users[user], at(moment)):
            yield self.users[user]

    def create(self, register: str, by: str, moment: str, **values: Any) -> Any:
        """File a record."""
        from xinglin.actions.recording import create_record
        from xinglin.language import catalogue

        with self.now(by, moment) as user:
            return create_record(
                catalogue.load().register(register), values, by=user,
                reasons={"IM04": "试", "IM02": "试", "ID02": "试"},
            )  # fmt: skip

    def member(self, card: str, household: str, name: str, serial: int | None, born: date,
               year: int = 2013, **changes: Any) -> Any:  # fmt: skip
        """Enrol one person for a year."""
        values = {
            "year_date": date(year, 1, 1), "card_no": card, "household_no": household,
            "member_name": name, "sex": "1" if serial and serial % 2 else "2",
            "birth_date": born, "relation": "head", "residence": CHENGGUAN, "fee_fen": 3_000,
            "paid_date": date(year - 1, 11, 20), **changes,
        }  # fmt: skip
        if serial is not None:
            values["id_number"] = identity_number(serial)
        return self.create("insured_member", "office", NOW, **values)


@pytest.fixture(scope="session")
def county(migrated: Urls) -> County:
    """The county of the drawing, in the migrated database."""
    from xinglin.actions.fund.households import credit_households

    made = County(migrated)
    _users(made)
    for code, name, place, level in (
        ("G1", "枸杞县人民医院（虚构）", CHENGGUAN, "county"),
        ("G2", "红岩镇卫生院（虚构）", HONGYAN, "township"),
        ("G3", "州人民医院（虚构）", "998801001", "outside"),
    ):
        made.create(
            "health_institution", "admin", NOW, institution_code=code, institution_name=name,
            division=place,
        )  # fmt: skip
        made.create(
            "designated_institution", "office", NOW, institution=code, scheme_level=level,
            area=COUNTY, from_date=date(2012, 1, 1),
        )  # fmt: skip
    for card, household, name, serial, born, changes in _MEMBERS:
        made.member(card, household, name, serial, born, **changes)
    baby = date(2013, 5, 20)
    made.member("C13", "F1", "试样小", None, baby, relation="child", paid_date=date(2013, 6, 1))
    with made.now("office") as user:
        credit_households(2013, by=user)
    return made


def _users(made: County) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.divisions import load_table
    from xinglin.store.models import User

    load_table("sample")
    people = [(*p, False) for p in _PEOPLE]
    for name in ("admin", "system"):
        people.append((name, name, "administrator", None, [], ["*"], True))
    with psycopg.connect(made.urls.owner) as owner, owner.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO store_user (username, name, password, role, unit, scope_units,"
            " scope_places, scope_lines, is_everything)"
            " VALUES (%s, %s, '!', %s, %s, '{}', %s, %s, %s)",
            people,
        )
    for username, *_ in people:
        with acting(username):
            made.users[username] = User.objects.get(username=username)
