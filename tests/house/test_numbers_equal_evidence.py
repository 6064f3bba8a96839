"""Every number equals its evidence: for every shipped indicator, at places, for periods.

The value of a figure is worked out here again, with fractions, from the contributions of the
records it opens, on both engines; nothing of the figure's own arithmetic is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from town import ANGELICA, CITY, GINKGO, SHIQIAO, Town
from xinglin.language import catalogue
from xinglin.language.periods import parse_period
from xinglin.language.plans import Plan
from xinglin.query.engine import Engine, SideKey, SideTotal

PLACES = (CITY, ANGELICA, SHIQIAO)
PERIODS = tuple(parse_period(key) for key in ("2013H1", "2013-03", "2013-05YTD", "2013W10"))
HALF_YEAR = PERIODS[0]
SHIPPED = list(catalogue.load().indicators)


@dataclass(frozen=True)
class Engines:
    """One snapshot of the town, on the judge and on DuckDB, with all totals and figures."""

    asked: Any
    judge: Engine
    totals: list[dict[SideKey, SideTotal]]
    figures: dict[tuple[str, str, str], Any]

    def both(self) -> Iterator[tuple[Engine, dict[SideKey, SideTotal]]]:
        """The judge first."""
        yield from zip((self.judge, self.asked.engine), self.totals, strict=True)


@pytest.fixture(scope="module")
def engines(town: Town) -> Engines:
    from xinglin.query.in_memory import InMemoryEngine
    from xinglin.reports.figures import evaluation
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("city", action="snapshot"):
        asked = evaluation(take().name)
    judge = InMemoryEngine.of_snapshot(asked.snapshot, asked.definitions.code_sets)
    plans = [asked.plan(i) for i in SHIPPED]
    return Engines(
        asked,
        judge,
        [engine.totals(plans, PERIODS, PLACES) for engine in (judge, asked.engine)],
        {(f.indicator, f.place, f.period): f for f in asked.series(SHIPPED, PLACES, PERIODS)},
    )


def sums_of_members(engine: Engine, plan: Plan, place: str, period: Any) -> dict[str, Fraction]:
    """Side → the sum of the contributions of the records it opens."""
    sums = {}
    for side in plan.sides:
        page = engine.members(plan, side.name, place, period)
        assert page.total == len(page.rows)
        records = [(m.record, m.subject) for m in page.rows]
        assert len(set(records)) == len(records), "a record opened twice"
        sums[side.name] = Fraction(sum(m.contribution or 0 for m in page.rows))
    return sums


def by_hand(plan: Plan, sums: dict[str, Fraction]) -> Fraction:
    """The formulas as rulebook 14 words them."""
    if plan.formula == "total":
        return sums["numerator"] / plan.in_one
    if plan.formula == "ratio":
        return sums["numerator"] / sums["denominator"] * plan.per
    if plan.formula == "change":
        return (sums["numerator"] - sums["denominator"]) / sums["denominator"] * plan.per
    now = sums["numerator"] / sums["denominator"]
    before = sums["prior_numerator"] / sums["prior_denominator"]
    return (now - before if plan.formula == "points" else (now - before) / before) * plan.per


@pytest.mark.parametrize("indicator", SHIPPED)
def test_a_number_is_the_sum_of_the_records_it_opens_on_both_engines(
    engines: Engines, indicator: str
) -> None:
    plan = engines.asked.plan(indicator)
    for place, period in product(PLACES, PERIODS):
        found = []
        for engine, totals in engines.both():
            sums = sums_of_members(engine, plan, place, period)
            for side in plan.sides:
                key = SideKey(indicator, side.name, place, period.key)
                assert totals.get(key, SideTotal()).total == sums[side.name], (place, period.key)
            found.append(sums)
        assert found[0] == found[1], (place, period.key)
        agrees(engines.figures[indicator, place, period.key], plan, found[0])


def agrees(figure: Any, plan: Plan, sums: dict[str, Fraction]) -> None:
    """The figure's value is worked out from its records; without one it says why."""
    if figure.value is None:
        assert figure.status in ("not_reported", "not_applicable", "cannot_tell"), figure.id
        assert figure.note, figure.id
        return
    assert figure.status in ("reported", "zero"), figure.id
    # Values travel as decimals of at least fifteen digits; they are rounded at print.
    assert abs(Fraction(figure.value) - by_hand(plan, sums)) < Fraction(1, 10**12), figure.id


@pytest.mark.parametrize("indicator", SHIPPED)
def test_members_of_the_parts_are_the_members_of_the_whole(
    engines: Engines, indicator: str
) -> None:
    """Numerators add up from places: the city's records are its counties', each once."""
    plan = engines.asked.plan(indicator)
    for side in plan.sides:
        if side.table.endswith("monthly_report"):
            continue  # the published table is the city's own
        pages = {
            p: engines.judge.members(plan, side.name, p, HALF_YEAR)
            for p in (CITY, GINKGO, ANGELICA)
        }
        records = {p: {m.record for m in page.rows} for p, page in pages.items()}
        if side.distinct:
            assert records[GINKGO] | records[ANGELICA] >= records[CITY]
        else:
            assert records[CITY] == records[GINKGO] | records[ANGELICA]
            assert not records[GINKGO] & records[ANGELICA]


EXPECTED = [
    # Counted on the drawing of `tests/town.py` by hand.
    ("class_bc_cases", CITY, "5"),  # m1 m2 r1 t1 l1
    ("class_bc_cases", ANGELICA, "2"),  # m2 r1
    ("class_bc_persons", CITY, "4"),  # m1 and t1 are one person
    ("class_bc_deaths", CITY, "1"),  # r1
    ("class_bc_fatality", CITY, "20"),
    ("class_a_cases", CITY, "1"),  # c1
    ("managed_as_class_a_cases", CITY, "1"),
    ("class_bc_cases_change", CITY, "150"),  # 5 against p1, p2
    ("class_bc_cases_change", ANGELICA, "100"),  # 2 against p2
    ("local_dengue_cases", CITY, "1"),  # l1
    ("direct_reporting_units", CITY, "2"),  # T2 had ceased
    ("zero_reports_sent", CITY, "13"),  # 7 + 6
    # 5 per 210 000 = 2.380952… per 100 000
    ("class_bc_incidence", GINKGO, "3.75"),  # m1 t1 l1 of 80 000
    ("published_cases", CITY, "12"),
]


@pytest.mark.parametrize(("indicator", "place", "value"), EXPECTED)
def test_the_town_s_figures_are_those_of_its_drawing(
    engines: Engines, indicator: str, place: str, value: str
) -> None:
    figure = engines.asked.figures(place, HALF_YEAR, [indicator])[0]
    assert (figure.value, figure.status) == (value, "reported")


def test_half_a_year_that_lacks_a_month_is_no_smaller_number(engines: Engines) -> None:
    """2012-06 was never published, so neither the half year nor the change on it can be told."""
    half = parse_period("2012H1")
    figures = engines.asked.figures(CITY, half, ["published_cases"])
    figures += engines.asked.figures(CITY, HALF_YEAR, ["published_cases_change"])
    assert [(f.value, f.status) for f in figures] == [(None, "cannot_tell")] * 2


def test_without_every_zero_report_no_case_is_not_zero(engines: Engines) -> None:
    """T1 sent nothing on 7 March, so Angelica's week without dengue is 未报; 5 March is a zero."""
    day, week = parse_period("2013-03-05"), parse_period("2013-03-07")
    told = [engines.asked.figures(ANGELICA, p, ["local_dengue_cases"])[0] for p in (day, week)]
    assert [(f.value, f.status) for f in told] == [("0", "zero"), (None, "not_reported")]
    assert "T1" in told[1].note


def test_a_case_whose_day_is_unknown_is_shown_apart(engines: Engines) -> None:
    figure = engines.asked.figures(CITY, HALF_YEAR, ["h7n9_cases"])[0]
    assert (figure.undated, figure.value) == (1, None)
