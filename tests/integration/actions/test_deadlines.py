"""The card's clocks on a real database: when it is due, and what comes late.

Expected moments are worked by hand from the law of the day: 2 hours for class A and what is
handled as class A, 24 hours for the rest (《传染病防治法》2025年修订 第四条、第四十五条); hours run
through nights and holidays (2026-10-01 to 2026-10-08 is the National Day holiday).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from town import CHENGGUAN, KINGS, Town, at, card, clock
from xinglin.language import catalogue

CASES = [
    # disease, diagnosed, submitted, due, late
    ("measles", "2026-10-02 22:00", "2026-10-03 21:59", "2026-10-03 22:00", False),
    ("measles", "2026-10-02 22:00", "2026-10-03 22:01", "2026-10-03 22:00", True),
    ("anthrax_pulmonary", "2026-10-02 08:10", "2026-10-02 10:10", "2026-10-02 10:10", False),
    ("anthrax_pulmonary", "2026-10-02 08:10", "2026-10-02 10:11", "2026-10-02 10:10", True),
    ("cholera", "2026-10-02 23:30", "2026-10-03 01:29", "2026-10-03 01:30", False),
    # 《传染病信息报告管理规范》(2006): a past half year is judged by the rules of its day.
    ("measles", "2013-02-09 20:00", "2013-02-10 19:59", "2013-02-10 20:00", False),
]


def filed(town: Town, serial: int, disease: str, diagnosed: str, submitted: str) -> Any:
    """A card written at its diagnosis and submitted when the example says; the saved row."""
    from xinglin.actions.recording import create_record, take_step
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    case, clerk = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    with clock(clerk, at(diagnosed)):
        values = card(serial, at(diagnosed), disease, KINGS)
        saved = create_record(case, values, by=clerk)
    with clock(clerk, at(submitted)):
        saved = take_step(case, saved.id, "submit", by=clerk, version=saved.version)
    with acting("clerk_h1"):
        return model_of(case).objects.get(pk=saved.id)


def due_of(record: int, deadline: str) -> Any:
    from xinglin.store.acting import acting
    from xinglin.store.models import DueMoment

    with acting("admin"):
        return DueMoment.objects.get(
            register="notifiable_case", record_id=record, deadline=deadline
        )


@pytest.mark.parametrize(
    ("number", "disease", "diagnosed", "submitted", "due", "late"),
    [(n, *case) for n, case in enumerate(CASES)],
)
def test_the_report_clock(
    town: Town, number: int, disease: str, diagnosed: str, submitted: str, due: str, late: bool
) -> None:
    row = filed(town, 50 + number, disease, diagnosed, submitted)
    assert row.report_limit_due_at == at(due)
    assert row.reported_at == at(submitted)
    assert (row.reported_at > row.report_limit_due_at) is late
    kept = due_of(row.pk, "report_limit")
    assert (kept.due_at, kept.starts_at, kept.done_at) == (at(due), at(diagnosed), at(submitted))
    assert "《传染病" in kept.clause


def test_one_second_after_two_hours_is_late(town: Town) -> None:
    """Pulmonary anthrax, diagnosed 08:10, submitted 10:10:01."""
    from xinglin.actions.recording import create_record, take_step
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    case, clerk = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    start = at("2026-10-02 08:10")
    with clock(clerk, start):
        saved = create_record(case, card(60, start, "anthrax_pulmonary", KINGS), by=clerk)
    with clock(clerk, start + timedelta(hours=2, seconds=1)):
        saved = take_step(case, saved.id, "submit", by=clerk, version=saved.version)
    with acting("clerk_h1"):
        row = model_of(case).objects.get(pk=saved.id)
    assert row.reported_at - row.report_limit_due_at == timedelta(seconds=1)


def test_a_returned_card_keeps_its_first_report(town: Town) -> None:
    """Returned at 23 h, submitted again at 26 h: the first submission was in time, and counts."""
    from xinglin.actions.recording import change_record, take_step

    row = filed(town, 61, "tuberculosis_pathogen_positive", "2026-10-12 08:00", "2026-10-12 20:00")
    case, clerk = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    checker, version, start = town.user("admin"), row.version, at("2026-10-12 08:00")
    with clock(checker, start + timedelta(hours=23)):
        saved = take_step(
            case, row.pk, "send_back", by=checker, version=version, reason="请核对分型"
        )
    with clock(clerk, start + timedelta(hours=26)):
        saved = change_record(case, row.pk, {"remark": "已核对"}, by=clerk, version=saved.version)
        take_step(case, row.pk, "submit", by=clerk, version=saved.version)
    kept = due_of(row.pk, "report_limit")
    assert kept.done_at == at("2026-10-12 20:00")
    assert kept.done_at < kept.due_at == at("2026-10-13 08:00")


@pytest.mark.parametrize(
    ("disease", "due"), [("cholera", "2026-10-12 12:00"), ("measles", "2026-10-13 10:00")]
)
def test_the_review_clock_starts_with_the_report(town: Town, disease: str, due: str) -> None:
    """2 hours for class A, 24 for the rest (《传染病防治法》第四十九条；管理规范)."""
    serial = 62 if disease == "cholera" else 63
    row = filed(town, serial, disease, "2026-10-12 09:00", "2026-10-12 10:00")
    assert due_of(row.pk, "review_limit").due_at == at(due)


def test_a_removed_card_waits_for_nobody(town: Town) -> None:
    """Suspected cholera, excluded: the card stays with its state, its open clocks are closed."""
    from xinglin.actions.recording import take_step
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    row = filed(town, 64, "cholera", "2026-10-12 09:00", "2026-10-12 10:00")
    case, admin = catalogue.load().register("notifiable_case"), town.user("admin")
    excluded = at("2026-10-13 09:00")
    with clock(admin, excluded):
        take_step(case, row.pk, "remove", by=admin, version=row.version, reason="实验室排除")
    assert due_of(row.pk, "review_limit").done_at == excluded
    assert due_of(row.pk, "report_limit").done_at == at("2026-10-12 10:00")
    with acting("admin"):
        assert model_of(case).objects.get(pk=row.pk).state == "removed"


def test_no_clock_runs_before_its_start(town: Town) -> None:
    from xinglin.actions.recording import create_record
    from xinglin.store.acting import acting
    from xinglin.store.models import DueMoment
    from xinglin.store.registers import model_of

    case, clerk = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    with clock(clerk, at("2026-10-12 09:00")):
        saved = create_record(case, {"disease": "measles", "residence": CHENGGUAN}, by=clerk,
                              draft=True)  # fmt: skip
    with acting("admin"):
        assert model_of(case).objects.get(pk=saved.id).report_limit_due_at is None
        assert not DueMoment.objects.filter(record_id=saved.id, register=case.name).exists()
