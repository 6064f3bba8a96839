"""The member behind a card: found by card or identity number, and whether the scheme pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import connection

from xinglin.actions.problems import Problem
from xinglin.codes.id_numbers import read_id_number


@dataclass(frozen=True)
class Member:
    """One member's year, as a window needs it (参合人)."""

    id: int
    version: int
    state: str
    household_no: str
    name: str
    name_key: str | None
    id_number: str | None
    sex: str | None
    birth_date: date | None
    residence: str
    aid_class: str | None
    left_date: date | None
    person_id: int | None
    twice: int
    card_no: str
    year: int

    def problems(self, admitted: date, discharged: date) -> list[Problem]:
        """Why a claim of these days cannot be settled for this member; empty where it can."""
        found = []
        if self.state not in ("enrolled", "left"):
            found.append(_said("这条参合登记不在参合状态，不能结算。"))
        if self.left_date is not None and discharged > self.left_date:
            found.append(_said(f"此人已于 {self.left_date:%Y-%m-%d} 退出合作医疗，不能结算。"))
        if self.birth_date is not None and admitted < self.birth_date:
            found.append(_said("入院日期早于出生日期，请核对是否用错了证。"))
        if self.twice:
            said = (
                "同一身份证号本年度还有另一条参合登记，请合管办先核实退出其中一条，待遇只享受一次。"
            )
            found.append(_said(said))
        return found


def _said(sentence: str) -> Problem:
    return Problem("MEMBER", "card_no", sentence)


def find_member(card_no: str, year: int) -> Member | None:
    """The member of a card in a year, wherever enrolled. Looked up by the whole number alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM xinglin.insured_member(%s, %s)", [card_no, year])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return None if row is None else member_of(row, card_no, year)


_READ = tuple(f.name for f in fields(Member))[:-2]
_DAYS = ("birth_date", "left_date")


def member_of(row: Iterable[Any], card_no: str, year: int) -> Member:
    """The member of the columns of xinglin.insured_member, in their order; days may be text."""
    found: dict[str, Any] = dict(zip(_READ, row, strict=True))
    found["household_no"] = found["household_no"] or ""
    for name in _DAYS:
        if isinstance(found[name], str):
            found[name] = date.fromisoformat(found[name])
    return Member(**found, card_no=card_no, year=year)


def card_of(written: str, year: int) -> str:
    """The card meant by what was typed or read from a card: a card's or an identity number.

    An identity number that two cards carry gives the first; `Member.twice` then says so.
    """
    text = written.strip()
    read = read_id_number(text, today=date(year, 12, 31))
    if not read.is_valid:
        return text
    with connection.cursor() as cursor:
        ask = "SELECT card_no FROM xinglin.card_of_id_number(%s, %s)"
        cursor.execute(ask, [read.number, year])
        found = cursor.fetchone()
    return found[0] if found else text
