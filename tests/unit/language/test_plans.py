"""A frozen indicator is the same indicator: every shipped plan survives its JSON form."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.unit.language.lending import H5N1BookLoan as Loan

from xinglin.language import catalogue, indicators
from xinglin.language.expressions import every
from xinglin.language.indicators import (
    Change,
    CohortRatio,
    Count,
    CountOfYear,
    Coverage,
    Distinct,
    DistinctPersons,
    Indicator,
    LatestRatio,
    LatestState,
    NotFollowedUp,
    PointChange,
    PopulationTotal,
    Rate,
    Ratio,
    ShareOfPopulation,
    ShareOfTarget,
    Stock,
    StockRate,
    StockShare,
    Total,
)
from xinglin.language.plans import FORMULAS, WINDOWS, EveryMonth, plan_from_json, plan_to_json

SHIPPED = list(catalogue.load().indicators.values())


class Loans(Count):
    """借出册数."""

    name, office, definition = "借出册数", "借阅部", "期内借出的册数。"
    of = Loan.where(Loan.state != "lost")
    completeness = EveryMonth()


class LoansOfYear(CountOfYear):
    """全年借出."""

    name, office, definition = "全年借出", "借阅部", "本年全年借出。"
    of = Loan.where()


class Readers(DistinctPersons):
    """借书人数."""

    name, office, definition = "借书人数", "借阅部", "期内借书的人数。"
    of = Loan.where()


class Branches(Distinct):
    """有借出的分馆数."""

    name, office, definition = "有借出的分馆数", "借阅部", "期内有借出的分馆个数。"
    of, by = Loan.where(), Loan.genre


class Fines(Total):
    """逾期费."""

    name, office, definition, unit = "逾期费", "借阅部", "期内逾期费。", "元"
    of = Loan.where()
    amount = Loan.fine_fen


class OutOnTheDay(Stock):
    """期末在借."""

    name, office, definition = "期末在借册数", "借阅部", "期末借出未还。"
    of = Loan.where()
    ceased_on = Loan.back_at.date


class LastLostOnes(LatestState):
    """最近一次已失."""

    name, office, definition = "最近一次借阅报失的读者数", "借阅部", "最近一次借阅已失。"
    of = Loan.where(Loan.state == "lost")
    subject = Loan.person_id


class NotBackInTime(NotFollowedUp):
    """未按时再借."""

    name, office, definition = "三十天内未再借", "借阅部", "三十天内没有再借。"
    of = Loan.where()
    followed_by = Loan.where(Loan.genre == "map")
    link = (Loan.person_id, Loan.person_id)
    within_days = 30


class MapShare(Ratio):
    """图占比."""

    name, office, definition = "图占比", "借阅部", "图÷全部。"
    numerator = Loan.where(Loan.genre == "map")
    denominator = Loan.where()


class LostOfTheYearBefore(CohortRatio):
    """上年借出已失占比."""

    name, office, definition = "上年借出已失占比", "借阅部", "上年同期借出中已失÷上年同期借出。"
    numerator = Loan.where(Loan.state == "lost")
    denominator = Loan.where()


class LostShare(StockShare):
    """报失占存."""

    name, office, definition = "报失占比", "借阅部", "报失÷全部，截至期末。"
    numerator = Loan.where(Loan.state == "lost")
    denominator = Loan.where()


class BackShare(Coverage):
    """再借率."""

    name, office, definition = "再借率", "借阅部", "再借÷全部。"
    numerator = Loan.where()
    denominator = Loan.where()
    followed_by = Loan.where()
    link = (Loan.person_id, Loan.person_id)
    within_days = 14


class PagesThere(PopulationTotal):
    """上年末页数."""

    name, office, definition = "上年末页数", "借阅部", "上年的页数之和。"
    of, amount = Loan.where(), Loan.pages


class MapsOfPages(ShareOfPopulation):
    """图占页数."""

    name, office, definition = "图占上年页数", "借阅部", "本年的图÷上年页数。"
    numerator = Loan.where(Loan.genre == "map")
    population, population_amount = Loan.where(), Loan.pages


class LoanRate(Rate):
    """每十万人借出."""

    name, office, definition = "每十万人借出", "借阅部", "借出÷人口。"
    numerator = Loan.where()
    denominator = Loan.where()
    population = Loan.where()
    population_amount = Loan.pages


class OutPerReader(StockRate):
    """每十万人期末在借."""

    name, office, definition = "每十万人期末在借", "借阅部", "期末在借÷人口。"
    numerator = Loan.where()
    ceased_on = Loan.back_at.date
    population = Loan.where()
    population_amount = Loan.pages


class LatestMapShare(LatestRatio):
    """各读者最近一次图占比."""

    name, office, definition = "各读者最近一次图占比", "借阅部", "各读者最近一次借图÷全部。"
    numerator = Loan.where(Loan.genre == "map")
    denominator = Loan.where()
    subject = Loan.person_id


class LoansChange(Change):
    """借出同比."""

    name, definition = "借出同比", "同比。"
    of_indicator = Loans


class MapShareChange(Change):
    """图占比同比."""

    name, definition = "图占比同比", "同比。"
    of_indicator = MapShare


class MapSharePoints(PointChange):
    """图占比变动."""

    name, definition = "图占比变动", "百分点。"
    of_indicator = MapShare


class LoansOfTarget(ShareOfTarget):
    """占任务."""

    name, office, definition = "占任务", "借阅部", "借出÷任务。"
    of_indicator = Loans
    targets = Loan.where(Loan.state == "lent")
    target_amount = Loan.pages


TOYS: list[type[Indicator]] = [
    Loans, LoansOfYear, Readers, Fines, OutOnTheDay, LastLostOnes, NotBackInTime, MapShare,
    LostShare, LostOfTheYearBefore, BackShare, LoanRate, PagesThere, MapsOfPages, LoansChange,
    MapShareChange,
    MapSharePoints, LoansOfTarget, Branches, OutPerReader, LatestMapShare,
]  # fmt: skip


def test_there_is_a_toy_of_every_kind() -> None:
    declared = [k for k in vars(indicators).values() if isinstance(k, type)]
    kinds = {k for k in declared if issubclass(k, Indicator) and k is not Indicator}
    assert kinds == {toy.__mro__[1] for toy in TOYS}


@pytest.mark.parametrize("indicator", [*SHIPPED, *TOYS], ids=lambda i: i.id)
def test_a_plan_survives_its_json_form(indicator: type[Indicator]) -> None:
    written = json.dumps(plan_to_json(indicator.plan()), ensure_ascii=False, sort_keys=True)
    read = plan_from_json(json.loads(written))
    assert json.dumps(plan_to_json(read), ensure_ascii=False, sort_keys=True) == written
    assert read.tables() == indicator.plan().tables()
    assert [s.name for s in read.sides] == [s.name for s in indicator.plan().sides]


@pytest.mark.parametrize("indicator", [*SHIPPED, *TOYS], ids=lambda i: i.id)
def test_a_plan_uses_known_words_and_explains_itself(indicator: type[Indicator]) -> None:
    plan = indicator.plan()
    assert plan.formula in FORMULAS
    assert {s.window for s in plan.sides} <= set(WINDOWS)
    words = indicator.in_words()
    assert set(words) == {s.name for s in plan.sides}
    assert all("：" in text for text in words.values())
    assert indicator.variant().startswith("按")


def test_sides_of_a_change_are_this_year_s_and_last_year_s() -> None:
    assert [(s.name, s.years_back) for s in LoansChange.plan().sides] == [
        ("numerator", 0),
        ("denominator", 1),
    ]
    assert [(s.name, s.years_back) for s in MapShareChange.plan().sides] == [
        ("numerator", 0), ("denominator", 0), ("prior_numerator", 1), ("prior_denominator", 1),
    ]  # fmt: skip


def test_formulas_of_the_kinds() -> None:
    assert [toy.formula for toy in TOYS] == [
        "total", "total", "total", "total", "total", "total", "total", "ratio", "ratio", "ratio",
        "ratio", "ratio", "total", "ratio", "change", "change_of_ratio", "points", "ratio",
        "total", "ratio", "ratio",
    ]  # fmt: skip


def test_a_change_takes_over_office_and_completeness() -> None:
    assert (LoansChange.office, LoansChange.completeness) == ("借阅部", EveryMonth())


def test_the_task_of_the_year_is_asked_for_by_the_indicator_s_own_id() -> None:
    task = LoansOfTarget.plan().side("denominator")
    assert (task.window, task.where is None) == ("year", False)
    assert '"value": "loans"' in json.dumps(task.where.to_json())  # type: ignore[union-attr]


def test_a_side_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="denominator"):
        Loans.plan().side("denominator")


def test_a_plan_of_another_format_is_refused() -> None:
    data = plan_to_json(Loans.plan()) | {"format": 99}
    with pytest.raises(ValueError, match="99"):
        plan_from_json(data)


def test_days_of_validity_are_in_the_plan() -> None:
    class Dated(Loans):
        """只有一年有效."""

        valid_from, valid_to = date(2013, 1, 1), date(2013, 12, 31)

    plan = plan_from_json(plan_to_json(Dated.plan()))
    assert (plan.valid_from, plan.valid_to) == ("2013-01-01", "2013-12-31")


def test_a_plan_lists_every_condition_and_amount() -> None:
    columns = every(*NotBackInTime.plan().expressions()).columns()
    assert "genre" in columns
