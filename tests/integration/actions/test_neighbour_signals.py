"""Alarms of the county next door: told beyond scope, without persons, records or more than asked.

By `division_neighbours.csv` 银杏区 (998801) and 半夏县 (998824) border on 当归县 (998821), and not
on each other.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from town import ANGELICA, GINKGO, Town, at, clock
from xinglin.actions.problems import ForbiddenError
from xinglin.language import catalogue
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

NOW = at("2033-06-20 09:00")
EVIDENCE = "患者试样某，住石桥镇某路9号"


def signal(town: Town, key: str, place: str, day: date, step: str = "") -> int:
    from xinglin.actions.recording import create_record, take_step

    register, user = catalogue.load().register("outbreak_signal"), town.user("admin")
    values = {
        "signal_key": key, "disease": "cholera", "division": place, "kind": "fixed",
        "method": "fixed-c1-n1", "from_date": day - timedelta(days=6), "to_date": day,
        "observed_count": 2, "threshold_text": "1", "evidence": EVIDENCE, "raised_at": NOW,
    }  # fmt: skip
    with clock(user, NOW):
        saved = create_record(register, values, by=user)
        if step:
            take_step(register, saved.id, step, by=user, version=saved.version, reason="误报")
    return saved.id


@pytest.fixture(scope="module")
def alarms(town: Town) -> Town:
    yesterday = NOW.date() - timedelta(days=1)
    signal(town, "near-1", ANGELICA, yesterday)
    signal(town, "near-2", "998821101", yesterday - timedelta(days=2))
    signal(town, "near-dismissed", ANGELICA, yesterday, "dismiss")
    signal(town, "near-old", ANGELICA, yesterday - timedelta(days=40))
    signal(town, "far", "998824", yesterday)
    signal(town, "own", GINKGO, yesterday)
    return town


def told(town: Town, who: str) -> list[Any]:
    from xinglin.actions.neighbour_signals import neighbour_signals

    user = town.user(who)
    with clock(user, NOW):
        return neighbour_signals(by=user)


def test_a_neighbour_is_told_what_its_own_scope_hides(alarms: Town) -> None:
    from xinglin.store.registers import model_of

    found = told(alarms, "cdc_ginkgo")
    assert [(s.disease, s.county, s.observed_count, s.threshold) for s in found] == [
        ("cholera", ANGELICA, 2, "1"), ("cholera", ANGELICA, 2, "1"),
    ]  # fmt: skip
    assert found[0].to_date == NOW.date() - timedelta(days=1)
    user = alarms.user("cdc_ginkgo")
    with clock(user, NOW):
        rows = model_of(catalogue.load().register("outbreak_signal"))._default_manager
        assert not rows.filter(division__startswith=ANGELICA).exists()


def test_no_person_no_place_below_the_county_no_record(alarms: Town) -> None:
    found = told(alarms, "cdc_ginkgo")
    assert {f.name for f in fields(found[0])} == {
        "disease", "county", "kind", "from_date", "to_date", "observed_count", "threshold", "state",
    }  # fmt: skip
    assert EVIDENCE not in str(found) and "998821101" not in str(found)


def test_it_works_both_ways_and_only_next_door(alarms: Town) -> None:
    assert {s.county for s in told(alarms, "cdc_angelica")} == {GINKGO, "998824"}


def test_who_watches_no_county_or_all_is_told_nothing_more(alarms: Town) -> None:
    for who in ("clerk_h1", "admin"):
        assert told(alarms, who) == []
    assert all(s.county[:4] != "9988" for s in told(alarms, "city"))


def test_the_function_itself_holds_the_limits(alarms: Town, migrated: Urls) -> None:
    """Raw SQL of the app role gets no more: no institution's user, no other line, 60 days."""
    ask = "SELECT count(*) FROM xinglin.signals_near(%s, %s, %s)"
    asked = [[ANGELICA], date(2000, 1, 1), []]

    def count(app: psycopg.Connection[Any], who: str) -> int:
        with acting_on(app, who):
            app.execute("SELECT set_config('xinglin.clock', %s, true)", [NOW.isoformat()])
            row = app.execute(ask, asked).fetchone()
        assert row is not None
        return int(row[0])

    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_units, scope_places,"
            " scope_lines) VALUES ('otherline', '别线', '!', 'cdc', '{}', '{998801}', '{permits}')"
        )
    with psycopg.connect(migrated.app) as app:
        assert count(app, "cdc_ginkgo") == 4  # ended ones are asked for here, old ones within 60
        assert count(app, "clerk_h1") == 0
        assert count(app, "otherline") == 0
        with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
            app.execute(ask, asked)
        app.rollback()


def test_who_may_not_see_signals_is_refused(alarms: Town) -> None:
    from xinglin.actions.neighbour_signals import neighbour_signals
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    with acting("otherline"):
        user = User.objects.get(username="otherline")
        with pytest.raises(ForbiddenError):
            neighbour_signals(by=user)
