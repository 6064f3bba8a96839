"""Early warning over real cards: what is raised, once, for whom, and what is not known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from town import ANGELICA, CHENGGUAN, GINKGO, KINGS, Town, at, card, clock
from xinglin.actions.problems import ForbiddenError
from xinglin.language import catalogue

MORNING = at("2028-06-26 08:00")
"""A Monday; the week judged ended yesterday."""
_SERIAL = iter(range(400, 900))


def file(town: Town, disease: str, home: str, day: datetime, *, submit: bool = True) -> None:
    from xinglin.actions.recording import create_record, take_step

    case, user = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    with clock(user, day):
        saved = create_record(case, card(next(_SERIAL), day, disease, home), by=user)
        if submit:
            take_step(case, saved.id, "submit", by=user, version=saved.version)


@pytest.fixture(scope="module")
def weeks(town: Town) -> Town:
    """Twelve weeks of a few mumps in both counties; in the last one nine, and a cholera case.

    In the second week nobody reported anything.
    """
    for back in range(12, 0, -1):
        day = MORNING - timedelta(days=7 * back)
        if back == 11:
            continue
        for _ in range(9 if back == 1 else 1):
            file(town, "mumps", CHENGGUAN, day)
        for _ in range(2):
            file(town, "mumps", KINGS, day)
    file(town, "cholera", KINGS, MORNING - timedelta(days=2))
    for _ in range(6):
        file(town, "measles", KINGS, MORNING - timedelta(days=2), submit=False)
    return town


def watch(town: Town, name: str, moment: datetime = MORNING) -> Any:
    from xinglin.actions.warning import watch as run

    user = town.user(name)
    with clock(user, moment):
        return run(by=user)


def signals(town: Town, name: str) -> list[Any]:
    from xinglin.actions.warning import signals_register
    from xinglin.store.registers import model_of

    user = town.user(name)
    with clock(user, MORNING):
        return list(model_of(signals_register())._default_manager.order_by("id"))


def test_an_excess_is_raised_once_where_it_is(weeks: Town) -> None:
    ran = watch(weeks, "cdc_angelica")
    assert (ran.alarms, ran.raised) == (1, 1)
    (one,) = signals(weeks, "cdc_angelica")
    assert (one.disease, one.division, one.kind) == ("mumps", ANGELICA, "model")
    assert (one.observed_count, one.state) == (9, "raised")
    assert (one.from_date, one.to_date) == (date(2028, 6, 19), date(2028, 6, 25))
    assert "9 例" in one.evidence and one.threshold_text in one.evidence
    again = watch(weeks, "cdc_angelica")
    assert (again.alarms, again.raised, again.open_already) == (1, 0, 1)


def test_one_case_of_what_must_not_occur_and_a_card_not_sent_is_none(weeks: Town) -> None:
    ran = watch(weeks, "cdc_ginkgo")
    assert ran.raised == 1  # not the six measles cards that nobody has sent
    (one,) = signals(weeks, "cdc_ginkgo")  # the other county's is out of reach
    assert (one.disease, one.division, one.kind) == ("cholera", GINKGO, "fixed")
    assert one.verify_limit_due_at - one.raised_at == timedelta(hours=2)


def test_a_week_in_which_nobody_reported_is_no_nought(weeks: Town) -> None:
    from xinglin.actions.warning import weeks_of

    watch(weeks, "cdc_angelica")
    user = weeks.user("cdc_angelica")
    (one,) = signals(weeks, "cdc_angelica")
    with clock(user, MORNING):
        found = weeks_of(one, by=user)
    silent = next(w for w in found if w.first <= date(2028, 4, 10) <= w.last)
    assert silent.count is None
    assert found[-1].count == 9 and found[-1].threshold is not None
    assert found[-1].threshold < 9


def test_who_may_not_enter_may_not_run_it(weeks: Town) -> None:
    with pytest.raises(ForbiddenError):
        watch(weeks, "city")


def test_a_signal_goes_its_way_and_then_another_may_be_raised(weeks: Town) -> None:
    from xinglin.actions.recording import take_step
    from xinglin.actions.warning import signals_register

    watch(weeks, "cdc_angelica")
    user = weeks.user("cdc_angelica")
    (one,) = signals(weeks, "cdc_angelica")
    with clock(user, MORNING):
        take_step(signals_register(), one.pk, "dismiss", by=user, version=one.version,
                  reason="学校集中补报上月病例")  # fmt: skip
    assert watch(weeks, "cdc_angelica").raised == 0  # it was looked into
    for _ in range(9):
        file(weeks, "mumps", CHENGGUAN, MORNING)
    assert watch(weeks, "cdc_angelica", MORNING + timedelta(days=1)).raised == 1
    states = {s.state for s in signals(weeks, "cdc_angelica")}
    assert states == {"dismissed", "raised"}


def test_a_few_in_each_of_three_neighbours_are_a_cluster(weeks: Town) -> None:
    """Two a week in each, for two weeks: too few for any county's own rule, together too many."""
    from xinglin.actions.warning import signals_register
    from xinglin.store.registers import model_of

    later = at("2029-03-12 08:00")
    for back in range(12, 0, -1):
        day = later - timedelta(days=7 * back)
        for _ in range(5):
            file(weeks, "scarlet_fever", "998824100", day)
        for home in (KINGS, CHENGGUAN, "998822100") if back <= 2 else ():
            for _ in range(2):
                file(weeks, "scarlet_fever", home, day + timedelta(days=3))
    watch(weeks, "admin", later)
    user = weeks.user("admin")
    with clock(user, later):
        model = model_of(signals_register())
        (one,) = model._default_manager.filter(disease="scarlet_fever")
    assert (one.kind, one.observed_count, one.threshold_text) == ("cluster", 12, None)
    assert one.division in {GINKGO, ANGELICA, "998822"}
    assert all(name in one.evidence for name in ("银杏区", "当归县", "黄芪县"))
    assert "半夏县" not in one.evidence


def test_what_a_person_writes_for_a_method_breaks_no_page(weeks: Town) -> None:
    from xinglin.actions.recording import create_record
    from xinglin.actions.warning import method_of, signals_register, weeks_of
    from xinglin.store.registers import model_of

    user, day = weeks.user("cdc_angelica"), date(2028, 6, 24)
    values = {
        "signal_key": "手工-1", "disease": "mumps", "division": ANGELICA, "kind": "model",
        "method": "相邻县通报", "from_date": day, "to_date": day, "observed_count": 3,
        "evidence": "电话", "raised_at": MORNING,
    }  # fmt: skip
    with clock(user, MORNING):
        saved = create_record(signals_register(), values, by=user)
        row = model_of(signals_register())._default_manager.get(pk=saved.id)
        assert method_of(row) is None
        found = weeks_of(row, by=user)
    assert found and all(week.threshold is None for week in found)
