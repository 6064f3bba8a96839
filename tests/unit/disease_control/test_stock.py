"""The emergency store's arithmetic, worked by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from xinglin.disease_control.stock import stock_of

TODAY = date(2026, 11, 23)
SOON, LATER, PAST = date(2027, 2, 21), date(2027, 2, 22), date(2026, 11, 22)


def move(kind: str, count: int, lot: str = "", expiry: date | None = None, day: int = 1) -> Any:
    return SimpleNamespace(
        kind=kind, moved_count=count, lot=lot, expiry_date=expiry, moved_date=date(2026, 11, day)
    )


def test_nothing_ever_came() -> None:
    empty = stock_of(10, [], TODAY)
    assert (empty.count, empty.usable, empty.earliest) == (0, 0, None)
    assert empty.remarks == ("不足：差 10",)
    assert stock_of(0, [], TODAY).remarks == ()


def test_what_left_a_lot_left_that_lot() -> None:
    moves = [move("in", 100, "A", LATER), move("in", 50, "B"), move("out", 30, "A", day=2)]
    found = stock_of(120, moves, TODAY)
    assert [(lot.lot, lot.count) for lot in found.lots] == [("A", 70), ("B", 50)]
    assert (found.count, found.earliest, found.remarks) == (120, LATER, ())


def test_what_left_without_a_lot_left_the_one_that_expires_first() -> None:
    moves = [
        move("in", 40, "late", LATER), move("in", 20, "soon", SOON), move("out", 25),
        move("back", 1),
    ]  # fmt: skip
    found = stock_of(0, moves, TODAY)
    # 25 left: all 20 of the lot that expires first, then 5 of the next; the one that came back
    # has no day of expiry and goes last.
    assert [(lot.lot, lot.count) for lot in found.lots] == [("late", 35), ("", 1)]
    assert (found.earliest, found.remarks) == (LATER, ())


def test_expired_is_not_usable_and_ninety_days_are_told() -> None:
    moves = [move("in", 10, "old", PAST), move("in", 5, "soon", SOON), move("in", 5, "ok", LATER)]
    found = stock_of(11, moves, TODAY)
    assert (found.count, found.usable, found.expired, found.expiring) == (20, 10, 10, 5)
    assert found.remarks == ("不足：差 1", "已过期 10", "90 天内到期 5")


def test_more_left_than_came_is_said_not_hidden() -> None:
    found = stock_of(0, [move("in", 3, "A"), move("scrap", 5, "A")], TODAY)
    assert (found.count, found.unplaced) == (-2, 2)
    assert "账目不平：出库比入库多 2" in found.remarks


def test_a_movement_of_tomorrow_is_not_there_yet() -> None:
    assert stock_of(0, [move("in", 3, "A", day=24)], TODAY).count == 0
