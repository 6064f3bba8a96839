"""Children and doses on a real database: the plan, the due list, the month's report, the stock.

Expected: the rulebook's worked examples (born on 31 January; the second dose of hepatitis B after
20 days), counted by hand for the months.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from town import KINGS, Town, at, clock
from xinglin.language import catalogue

ELDER, YOUNGER = "998801ET2026000001", "998801ET2026000002"
BATCH = "2026-示例-01"
APRIL = at("2026-04-05 09:00")


def _file(town: Town, moment: datetime, register: str, *passed: str, **values: Any) -> None:
    from xinglin.actions.recording import create_record

    user = town.user("admin")
    with clock(user, moment):
        create_record(
            catalogue.load().register(register),
            {"reporter": "H1", **values},
            by=user,
            reasons=dict.fromkeys(passed, "示例理由"),
        )


def _dose(town: Town, child: str, vaccine: str, day: date, batch: str | None = None) -> None:
    _file(
        town, at(f"{day} 10:00"), "vaccination", *(() if batch else ("VN05",)),
        child=child, vaccine=vaccine, dose_date=day, batch=batch,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clinic(town: Town) -> Town:
    """Two children of one clinic; the elder's second dose of hepatitis B came too soon."""
    _file(
        town, at("2026-01-05 09:00"), "vaccine_batch", batch_no=BATCH, vaccine="hepb",
        maker="示例生物", expiry_date=date(2026, 3, 31), received_date=date(2026, 1, 5),
        doses_per_vial=1,
    )  # fmt: skip
    _move(town, 1, "in", 10)
    for number, birth in ((ELDER, date(2026, 1, 31)), (YOUNGER, date(2026, 2, 10))):
        _file(
            town, at(f"{birth} 15:00"), "vaccination_child", child_no=number, child_name="试样童",
            sex="1", birth_date=birth, residence=KINGS, carded_date=birth,
        )  # fmt: skip
        _dose(town, number, "hepb", birth, BATCH)
    _dose(town, ELDER, "bcg", date(2026, 1, 31))
    _dose(town, ELDER, "hepb", date(2026, 2, 20), BATCH)
    return town


def _move(town: Town, serial: int, kind: str, count: int) -> None:
    _file(
        town, at("2026-01-06 09:00"), "vaccine_movement", slip_no=f"998801CR2026{serial:06d}",
        batch=BATCH, kind=kind, moved_date=date(2026, 1, 6), doses_count=count,
    )  # fmt: skip


def _child(number: str) -> Any:
    from xinglin.actions.immunising import rows_of
    from xinglin.language.provisions import CHILD

    return rows_of(CHILD).get(child_no=number)


def test_a_dose_too_soon_is_told_and_repeated(clinic: Town) -> None:
    from xinglin.actions.immunising import plan_of

    with clock(clinic.user("admin"), at("2026-03-01 09:00")):
        hepb = next(s for s in plan_of(_child(ELDER)) if s.label == "乙肝")
    assert [(d.day, d.name, d.counts) for d in hepb.doses] == [
        (date(2026, 1, 31), "乙肝1", True),
        (date(2026, 2, 20), "乙肝2", False),
    ]
    assert hepb.doses[1].verdict == "未到起始年龄，不计，应重种"
    assert (hepb.next_name, hepb.day) == ("乙肝2", date(2026, 3, 20))
    assert hepb.said == "未到时间"


def test_the_due_list_has_the_longest_due_first(clinic: Town) -> None:
    from xinglin.actions.immunising import due_doses, missing_doses

    with clock(clinic.user("admin"), at("2026-03-25 09:00")):
        both = [_child(ELDER), _child(YOUNGER)]
        found = [
            (d.child.child_no[-1], d.name, d.day, d.said)
            for d in due_doses(both, date(2026, 3, 31))
        ]
        assert missing_doses(both[1]) == ["乙肝2", "卡介苗"]
    assert found == [
        ("2", "卡介苗", date(2026, 2, 10), "应种"),
        ("2", "乙肝2", date(2026, 3, 10), "应种"),
        ("1", "乙肝2", date(2026, 3, 20), "应种"),
        ("1", "百白破1", date(2026, 3, 31), "未到时间"),
        ("1", "脊灰1", date(2026, 3, 31), "未到时间"),
    ]


def test_a_month_made_twice_changes_nothing(clinic: Town) -> None:
    assert _make(clinic, "2026-02-02 09:00", 1) == (1, 2, 0)
    assert _make(clinic, "2026-03-02 09:00", 2) == (1, 3, 0)
    assert _rows(1) == {"hepb_1": (1, 1, 0), "bcg_1": (1, 1, 0)}
    # Of the younger: hepatitis B and no BCG. Of the elder: a second dose that does not count.
    assert _rows(2) == {"hepb_1": (1, 1, 1), "bcg_1": (1, 0, 1), "hepb_2": (1, 0, 0)}
    assert _make(clinic, "2026-03-02 10:00", 2) == (1, 0, 0)
    # What is written down late corrects its month.
    _dose(clinic, YOUNGER, "bcg", date(2026, 2, 27))
    assert _make(clinic, "2026-03-03 09:00", 2) == (1, 0, 1)
    assert _rows(2)["bcg_1"] == (1, 1, 1)


def test_who_is_no_longer_due_leaves_the_month(clinic: Town) -> None:
    """A dose found out about late: it stood in March as due, and was given in February."""
    third = "998801ET2026000003"
    _file(
        clinic, at("2026-03-03 09:00"), "vaccination_child", child_no=third, child_name="试样童",
        sex="2", birth_date=date(2026, 2, 25), residence=KINGS, carded_date=date(2026, 3, 3),
    )  # fmt: skip
    _make(clinic, "2026-04-01 09:00", 2)
    _make(clinic, "2026-04-01 09:00", 3)
    assert _rows(3)["bcg_1"] == (1, 0, 2)
    _dose(clinic, third, "bcg", date(2026, 2, 26))
    _make(clinic, "2026-04-02 09:00", 2)
    _make(clinic, "2026-04-02 09:00", 3)
    assert _rows(2)["bcg_1"] == (2, 2, 1)
    assert _rows(3)["bcg_1"] == (0, 0, 3)


def _make(town: Town, moment: str, month: int) -> tuple[int, int, int]:
    from xinglin.actions.coverage import make_month

    user = town.user("admin")
    with clock(user, at(moment)):
        made = make_month(date(2026, month, 1), by=user)
    return made.clinics, made.new, made.changed


def _rows(month: int) -> dict[str, tuple[int, int, int]]:
    from xinglin.actions.immunising import rows_of
    from xinglin.language.provisions import COVERAGE
    from xinglin.store.acting import acting

    with acting("admin"):
        return {
            r.dose: (r.due_count, r.given_count, r.before_count)
            for r in rows_of(COVERAGE).filter(month_date=date(2026, month, 1))
        }


def test_a_month_to_come_is_refused(clinic: Town) -> None:
    from xinglin.actions.problems import RefusedError

    with pytest.raises(RefusedError, match="今天之后"):
        _make(clinic, "2026-03-02 09:00", 4)


def test_stock_is_what_came_less_what_went_and_was_given(clinic: Town) -> None:
    from xinglin.actions.vaccine_stock import stock

    _move(clinic, 2, "loss", 3)
    with clock(clinic.user("admin"), APRIL):
        (one,) = [s for s in stock() if s.batch.batch_no == BATCH]
    assert (one.unit, one.came, one.went, one.given, one.left) == ("H1", 10, 3, 3, 4)
    assert (one.days_left, one.is_expired) == (-5, True)


def test_a_temperature_out_of_range_wants_words_and_is_listed(clinic: Town) -> None:
    from xinglin.actions.problems import RefusedError
    from xinglin.actions.vaccine_stock import warm_readings

    fridge = {"equipment": "1号冰箱", "store_kind": "fridge"}
    early, late = at("2026-04-04 08:00"), at("2026-04-04 16:00")
    _file(clinic, APRIL, "cold_chain_reading", **fridge, read_at=early, temperature_milli=8000)
    warm = {**fridge, "read_at": late, "temperature_milli": 8100}
    with pytest.raises(RefusedError) as told:
        _file(clinic, APRIL, "cold_chain_reading", **warm)
    assert [p.code for p in told.value.problems] == ["CC02"]
    _file(clinic, APRIL, "cold_chain_reading", "CC02", **warm)
    with clock(clinic.user("admin"), APRIL):
        assert [r.read_at for r in warm_readings()] == [late]
    with clock(clinic.user("admin"), at("2026-06-05 09:00")):
        assert warm_readings() == []
