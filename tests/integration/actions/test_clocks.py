"""A permit's clock: stopped, set going, extended. The dates are worked examples of the rulebook."""

from __future__ import annotations

from typing import Any

import pytest

from town import GINKGO, Town, at, clock
from xinglin.codes.dates import local_day
from xinglin.language import catalogue
from xinglin.language.registers import Register

ACCEPTED = at("2026-02-10 09:00")
_FIRST, _EXTENDED, _REVIEWED = "2026-03-16", "2026-03-30", "2026-03-31"
"""20 working days from 2026-02-10; with 10 more; with an expert review 02-25 to 03-10 left out."""


def case() -> type[Register]:
    return catalogue.load().register("permit_case")


def accepted(town: Town) -> Any:
    """A case that was accepted on 10 February 2026."""
    from xinglin.actions.recording import create_record, take_step

    clerk = town.user("clerk_h1")
    with clock(clerk, ACCEPTED):
        values = {
            "item": "public_place", "case_kind": "1", "applicant": "示例浴室", "division": GINKGO,
            "door": "1", "received_at": ACCEPTED, "promised_days": 20,
        }  # fmt: skip
        saved = create_record(case(), values, by=clerk)
        return take_step(case(), saved.id, "accept", by=clerk, version=saved.version)


def due(record: int) -> tuple[str, str | None]:
    """The stored due day of the record, and of what the worklist reads."""
    from xinglin.store.acting import acting
    from xinglin.store.models import DueMoment
    from xinglin.store.registers import model_of

    with acting("admin"):
        row = model_of(case())._default_manager.get(pk=record)
        listed = DueMoment.objects.get(
            register="permit_case", record_id=record, deadline="decide_limit"
        )
        assert (listed.due_at is None) == (listed.suspended_at is not None)
        days = [str(local_day(m)) if m else "" for m in (row.decide_limit_due_at, listed.due_at)]
    return days[0], days[1]


def do(town: Town, what: str, saved: Any, by: str, moment: str, **more: Any) -> Any:
    from xinglin.actions import clocks

    user = town.user(by)
    with clock(user, at(moment)):
        act = getattr(clocks, what)
        return act(case(), saved.id, "decide_limit", by=user, version=saved.version, **more)


def told(town: Town, what: str, saved: Any, by: str, moment: str, **more: Any) -> str:
    from xinglin.actions.problems import RefusedError

    with pytest.raises(RefusedError) as caught:
        do(town, what, saved, by, moment, **more)
    return caught.value.problems[0].message


REVIEW = {"reason": "专家评审", "document": "评审〔2026〕3号"}


def test_twenty_working_days(town: Town) -> None:
    assert due(accepted(town).id) == (_FIRST, _FIRST)


def test_an_expert_review_is_left_out_both_its_end_days_included(town: Town) -> None:
    saved = do(town, "stop_clock", accepted(town), "clerk_h1", "2026-02-25 10:00", **REVIEW)
    assert due(saved.id) == ("", "")
    saved = do(town, "start_clock", saved, "clerk_h1", "2026-03-10 15:00")
    assert due(saved.id) == (_REVIEWED, _REVIEWED)


def test_an_extension_is_granted_once_by_the_head_and_before_the_end(town: Town) -> None:
    from xinglin.actions.problems import ForbiddenError

    saved, why = accepted(town), {"amount": 10, "reason": "案情复杂"}
    with pytest.raises(ForbiddenError):
        do(town, "extend_deadline", saved, "clerk_h1", "2026-03-01 10:00", **why)
    over = told(town, "extend_deadline", saved, "fujz", "2026-03-01 10:00", amount=11, reason="多")
    assert "可延长 1 至 10 个工作日，您填的是 11" in over
    saved = do(town, "extend_deadline", saved, "fujz", "2026-03-01 10:00", **why)
    assert due(saved.id) == (_EXTENDED, _EXTENDED)
    assert "只能延长一次" in told(town, "extend_deadline", saved, "fujz", "2026-03-02 10:00", **why)


def test_after_the_end_nothing_moves_it(town: Town) -> None:
    saved, late = accepted(town), "2026-03-17 09:00"
    assert "期限已满" in told(
        town, "extend_deadline", saved, "fujz", late, amount=5, reason="案情复杂"
    )
    assert "期限已满" in told(town, "stop_clock", saved, "clerk_h1", late, **REVIEW)


def test_a_stop_needs_its_document_and_happens_once(town: Town) -> None:
    saved, when = accepted(town), "2026-02-25 10:00"
    assert "须写明文书编号" in told(
        town, "stop_clock", saved, "clerk_h1", when, reason="检验", document=" "
    )
    assert "没有停钟" in told(town, "start_clock", saved, "clerk_h1", when)
    saved = do(town, "stop_clock", saved, "clerk_h1", when, **REVIEW)
    assert "已在停钟中" in told(town, "stop_clock", saved, "clerk_h1", when, **REVIEW)


def test_what_was_due_as_known_before(town: Town) -> None:
    """The history keeps each due moment with the version that had it."""
    from xinglin.store.acting import acting

    saved = accepted(town)
    do(town, "extend_deadline", saved, "fujz", "2026-03-01 10:00", amount=10, reason="案情复杂")
    from django.db import connection

    with acting("admin"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT decide_limit_due_at, actor, action, reason FROM permits_permit_case_history"
            " WHERE id = %s ORDER BY version DESC LIMIT 2",
            [saved.id],
        )
        now, before = cursor.fetchall()
    assert (str(local_day(now[0])), str(local_day(before[0]))) == (_EXTENDED, _FIRST)
    assert now[1:] == ("fujz", "permit_case.extend.decide_limit", "案情复杂")


def test_a_stop_of_another_institution_is_not_theirs_to_make(town: Town) -> None:
    from xinglin.actions.problems import ForbiddenError

    with pytest.raises(ForbiddenError):
        do(town, "stop_clock", accepted(town), "clerk_t1", "2026-02-25 10:00", **REVIEW)
