"""Unusual uses over a real audit: kept once, seen in scope, answered by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from town import Town, at, clock
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

DAY = date(2016, 3, 7)  # a Monday


def looked(town: Town, username: str, kind: str, record: int, times: int, start: str) -> None:
    """The user opens a card so many times, a minute apart."""
    from django.db import connection

    user = town.user(username)
    for turn in range(times):
        with clock(user, at(start) + timedelta(minutes=turn)), connection.cursor() as cursor:
            cursor.execute(
                "SELECT xinglin.audit(%s, 'infectious_notifiable_case', %s, 1, '')", [kind, record]
            )


def rows(day: date = DAY) -> dict[str, object]:
    from xinglin.store.acting import acting
    from xinglin.store.models import AccessFinding

    with acting("admin"):
        return {f"{f.username} {f.rule}": f for f in AccessFinding.objects.filter(day=day)}


@pytest.fixture(scope="module")
def kept(town: Town) -> int:
    """Of T1 (当归县): 21 foreign cards by day; of H1: 21 openings at night and 21 originals.

    The limits are the pack's: 20 each, 60 an hour, 200 a day. Records filed at other times count
    on their own days only.
    """
    from xinglin.actions.access_findings import find_unusual_uses
    from xinglin.store.acting import acting

    looked(town, "clerk_t1", "open", town.cards["m1"], 21, "2016-03-07 09:00")
    looked(town, "clerk_t1", "open", town.cards["m2"], 5, "2016-03-07 10:00")
    looked(town, "clerk_h1", "open", town.cards["m1"], 21, "2016-03-07 20:00")
    looked(town, "clerk_h1", "unmask", town.cards["m1"], 21, "2016-03-07 14:00")
    looked(town, "cdc_ginkgo", "open", town.cards["m1"], 20, "2016-03-07 20:00")
    with acting("admin"):
        return find_unusual_uses(DAY, DAY)


def test_what_is_unusual_is_found_and_kept_once(kept: int, town: Town) -> None:
    from xinglin.actions.access_findings import find_unusual_uses
    from xinglin.store.acting import acting

    found = rows()
    assert kept == 3
    assert {name: f.counted for name, f in found.items()} == {
        "clerk_t1 foreign_places": 21,
        "clerk_h1 after_hours": 21,
        "clerk_h1 without_follow_up": 21,
    }
    assert found["clerk_t1 foreign_places"].reporter == "T1"
    with acting("admin"):
        assert find_unusual_uses(DAY, DAY) == 0
    assert {f.version for f in rows().values()} == {1}


def test_later_entries_of_the_day_are_added(kept: int, town: Town) -> None:
    from xinglin.actions.access_findings import find_unusual_uses
    from xinglin.store.acting import acting

    looked(town, "clerk_t1", "open", town.cards["m1"], 1, "2016-03-07 11:00")
    with acting("admin"):
        assert find_unusual_uses(DAY, DAY) == 0
    finding = rows()["clerk_t1 foreign_places"]
    assert (finding.counted, len(finding.entries), finding.version) == (22, 22, 2)


def test_findings_are_seen_by_who_answers_for_the_place(kept: int, urls: Urls) -> None:
    seen = {}
    for username in ("city", "cdc_ginkgo", "cdc_angelica", "clerk_h1"):
        with psycopg.connect(urls.app) as app, acting_on(app, username):
            told = app.execute("SELECT DISTINCT username FROM store_accessfinding").fetchall()
        seen[username] = {name for (name,) in told}
    assert seen == {
        "city": {"clerk_h1", "clerk_t1"}, "cdc_ginkgo": {"clerk_h1"},
        "cdc_angelica": {"clerk_t1"}, "clerk_h1": {"clerk_h1"},
    }  # fmt: skip


def test_an_answer_needs_a_reason_and_the_right(kept: int, town: Town) -> None:
    from xinglin.actions.access_findings import answer_finding, find_unusual_uses
    from xinglin.actions.problems import ForbiddenError, RefusedError
    from xinglin.store.acting import acting

    finding = rows()["clerk_h1 after_hours"]
    city, said = town.user("city"), {"version": finding.version, "reason": "当晚疫情值班"}
    with pytest.raises(ForbiddenError, match="查看审计"):
        answer_finding(finding.pk, "explained", by=town.user("cdc_ginkgo"), **said)
    with pytest.raises(RefusedError, match="须写明情况"):
        answer_finding(finding.pk, "explained", by=city, version=1, reason=" ")
    with pytest.raises(RefusedError, match="请选择"):
        answer_finding(finding.pk, "open", by=city, **said)
    answer_finding(finding.pk, "explained", by=city, **said)
    looked(town, "clerk_h1", "open", town.cards["m1"], 1, "2016-03-07 21:00")
    with acting("admin"):
        find_unusual_uses(DAY, DAY)
    kept_answer = rows()["clerk_h1 after_hours"]
    assert (kept_answer.state, kept_answer.decision_reason) == ("explained", "当晚疫情值班")
    assert kept_answer.counted == 21


def test_nobody_answers_for_himself(town: Town) -> None:
    from xinglin.actions.access_findings import answer_finding, find_unusual_uses
    from xinglin.actions.problems import RefusedError
    from xinglin.store.acting import acting

    day = DAY + timedelta(days=1)
    looked(town, "city", "open", town.cards["m1"], 21, "2016-03-08 22:00")
    with acting("admin"):
        assert find_unusual_uses(day, day) == 1
    own = rows(day)["city after_hours"]
    with pytest.raises(RefusedError, match="由他人核实"):
        answer_finding(own.pk, "verified", by=town.user("city"), version=1, reason="加班")
