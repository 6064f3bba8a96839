"""Indicators: named definitions over registers; each makes a Plan and explains itself in Chinese.

A subclass of Count, CountOfYear, Distinct, DistinctPersons, Total, Ratio, Rate, StockRate,
CohortRatio, LatestRatio, Stock, LatestState, NotFollowedUp, Change, PointChange or ShareOfTarget,
with its attributes after WS/T 598 (name, definition, formula, unit, source, significance), the
office that owns it and its days of validity.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from xinglin.language.expressions import Column, Expression, Literal, every
from xinglin.language.plans import Completeness, FollowUp, Plan, Side
from xinglin.language.registers import Selection, snake_case
from xinglin.language.words import say


class Indicator:
    """What every indicator says of itself.

    counted_on / counted_at: the variant of counting date and place; '' = the register's first.
    revisions: (day, what changed) of the definition itself, told by year-on-years across them.
    """

    name: ClassVar[str] = ""
    line: ClassVar[str] = ""
    unit: ClassVar[str] = "例"
    decimals: ClassVar[int] = 0
    per: ClassVar[int] = 1
    office: ClassVar[str] = ""
    source: ClassVar[str] = ""
    definition: ClassVar[str] = ""
    significance: ClassVar[str] = ""
    collected: ClassVar[str] = ""
    author: ClassVar[str] = ""
    counted_on: ClassVar[str] = ""
    counted_at: ClassVar[str] = ""
    valid_from: ClassVar[date | None] = None
    valid_to: ClassVar[date | None] = None
    revisions: ClassVar[tuple[tuple[date, str], ...]] = ()
    completeness: ClassVar[Completeness | None] = None
    formula: ClassVar[str] = "total"
    abstract: ClassVar[bool] = True

    id: ClassVar[str] = ""
    declared: ClassVar[list[type[Indicator]]] = []
    """Every concrete indicator declared so far; the catalogue reads it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.abstract = bool(vars(cls).get("abstract", False))
        if cls.abstract:
            return
        cls.id = snake_case(cls.__name__)
        parts = cls.__module__.split(".")
        if not cls.line and "indicators" in parts[:-1]:
            cls.line = parts[parts.index("indicators") + 1]
        Indicator.declared.append(cls)

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        """The lists of members."""
        raise NotImplementedError

    @classmethod
    def plan(cls) -> Plan:
        """The indicator as data."""
        return Plan(
            indicator=cls.id,
            name=cls.name,
            unit=cls.unit,
            decimals=cls.decimals,
            formula=cls.formula,
            sides=cls.sides(),
            per=cls.per,
            completeness=cls.completeness,
            valid_from=cls.valid_from.isoformat() if cls.valid_from else "",
            valid_to=cls.valid_to.isoformat() if cls.valid_to else "",
        )

    @classmethod
    def _side(cls, name: str, selection: Selection, **more: Any) -> Side:
        register = selection.register
        when = register.counting_dates[cls.counted_on or next(iter(register.counting_dates))]
        where = register.counting_places[cls.counted_at or next(iter(register.counting_places))]
        return Side(
            name,
            register.name,
            register.table(),
            date=when.column.name,
            place=where.column.name,
            where=selection.condition,
            **more,
        )

    @classmethod
    def variant(cls) -> str:
        """Which day and place records are counted by, in words (按审核日期、现住址统计)."""
        register = cls.main_register()
        when = register.counting_dates[cls.counted_on or next(iter(register.counting_dates))]
        where = register.counting_places[cls.counted_at or next(iter(register.counting_places))]
        return f"按{when.label}、{where.label}统计"

    @classmethod
    def main_register(cls) -> Any:
        """The register of the numerator."""
        raise NotImplementedError

    @classmethod
    def in_words(cls) -> dict[str, str]:
        """Side → its condition in Chinese."""
        words = {}
        for side in cls.sides():
            labels = cls._labels(side.register)
            text = "全部记录" if side.where is None else say(side.where, labels)
            words[side.name] = f"{labels.label}：{text}"
        return words

    @classmethod
    def _labels(cls, register_name: str) -> Any:
        from xinglin.language.registers import Register  # the list grows while content loads

        return next(r for r in Register.declared if r.name == register_name)


class Count(Indicator):
    """How many records (件数、例数)."""

    abstract = True
    of: ClassVar[Selection]

    @classmethod
    def main_register(cls) -> Any:
        return cls.of.register

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of),)


class CountOfYear(Count):
    """Records of the whole year the period lies in, such as a year's plan (本年列入数)."""

    abstract = True

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, window="year"),)


class DistinctPersons(Count):
    """How many people (人数), each once whatever their number of records."""

    abstract = True
    unit = "人"

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, distinct="person_id"),)


class Distinct(Count):
    """How many different values a column has (个数): towns, rounds, units, each once."""

    abstract = True
    unit = "个"
    by: ClassVar[Column]

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, distinct=cls.by.name),)


class Total(Count):
    """The sum of a quantity or of money."""

    abstract = True
    amount: ClassVar[Expression]
    in_one: ClassVar[int] = 1
    """How many of what is added make one of the unit: 100 fen are 1 元, 1 000 000 are 1 万元."""

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, amount=cls.amount),)

    @classmethod
    def plan(cls) -> Plan:
        """The indicator as data."""
        return replace(super().plan(), in_one=cls.in_one)


class PopulationTotal(Total):
    """How many people there were at the end of the year before, by one series (人口数)."""

    abstract = True

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, amount=cls.amount, window="previous_year"),)


class Stock(Count):
    """What is there on the last day of the period (期末实有): begun by then and not ceased."""

    abstract = True
    ceased_on: ClassVar[Column | None] = None

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        ends = cls.ceased_on.name if cls.ceased_on is not None else ""
        return (cls._side("numerator", cls.of, window="until_end", ends=ends),)


class LatestState(Count):
    """Subjects whose latest record by the period's end satisfies the condition."""

    abstract = True
    subject: ClassVar[Column]

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, window="until_end", latest_per=cls.subject.name),)


class NotFollowedUp(Count):
    """Records that no record of another register follows within so many days."""

    abstract = True
    followed_by: ClassVar[Selection]
    link: ClassVar[tuple[Column, Column]]
    within_days: ClassVar[int]
    wanted: ClassVar[bool] = False

    @classmethod
    def follow_up(cls) -> FollowUp:
        """What is looked for in the other register."""
        here, there = cls.link
        other = cls.followed_by.register
        start = cls._side("numerator", cls.of).date
        there_date = next(iter(other.counting_dates.values())).column.name
        return FollowUp(
            other.name,
            other.table(),
            (here.name, there.name),
            start,
            there_date,
            cls.within_days,
            cls.wanted,
            cls.followed_by.condition,
        )

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, follow_up=cls.follow_up()),)


class Ratio(Indicator):
    """A part of a whole, both lists of records; `per` 100 prints a percentage."""

    abstract = True
    formula = "ratio"
    unit = "%"
    per = 100
    decimals = 2
    numerator: ClassVar[Selection]
    denominator: ClassVar[Selection]
    numerator_amount: ClassVar[Expression] = Literal(1)
    denominator_amount: ClassVar[Expression] = Literal(1)

    @classmethod
    def main_register(cls) -> Any:
        return cls.numerator.register

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (
            cls._side("numerator", cls.numerator, amount=cls.numerator_amount),
            cls._side("denominator", cls.denominator, amount=cls.denominator_amount),
        )


class StockShare(Ratio):
    """A part of what is there at the period's end (期末占比), begun by then."""

    abstract = True

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (
            cls._side("numerator", cls.numerator, window="until_end"),
            cls._side("denominator", cls.denominator, window="until_end"),
        )


class LatestRatio(Ratio):
    """A sum over a sum, of each subject its latest record by the period's end alone (累计率).

    For running totals: each record carries what came before, so that records are not added up.
    """

    abstract = True
    subject: ClassVar[Column]

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return tuple(replace(side, latest_per=cls.subject.name) for side in super().sides())


class CohortRatio(Ratio):
    """What became of those who entered in the same period a year earlier (队列).

    Whoever entered in this period has not had the time for an outcome.
    """

    abstract = True

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return tuple(replace(side, years_back=1) for side in super().sides())


class Coverage(Ratio):
    """Of a cohort, those for whom something happened (in time): its records with a follow-up."""

    abstract = True
    followed_by: ClassVar[Selection]
    link: ClassVar[tuple[Column, Column]]
    within_days: ClassVar[int]

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        whole = cls._side("denominator", cls.denominator)
        here, there = cls.link
        other = cls.followed_by.register
        there_date = next(iter(other.counting_dates.values())).column.name
        follow = FollowUp(
            other.name,
            other.table(),
            (here.name, there.name),
            whole.date,
            there_date,
            cls.within_days,
            True,
            cls.followed_by.condition,
        )
        return (replace(whole, name="numerator", follow_up=follow), whole)


class Rate(Ratio):
    """Events over a population named by its series (户籍、常住、活产 …), of the year before."""

    abstract = True
    unit = "/10万"
    per = 100_000
    population: ClassVar[Selection]
    population_amount: ClassVar[Column]
    population_window: ClassVar[str] = "previous_year"

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        register = cls.population.register
        when = next(iter(register.counting_dates.values())).column.name
        where = next(iter(register.counting_places.values())).column.name
        people = Side(
            "denominator",
            register.name,
            register.table(),
            when,
            where,
            cls.population.condition,
            cls.population_amount,
            window=cls.population_window,
        )
        return (cls._side("numerator", cls.numerator), people)


class StockRate(Rate):
    """What is there at the period's end over a population (患病率): begun by then, not ceased."""

    abstract = True
    ceased_on: ClassVar[Column | None] = None

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        numerator, population = super().sides()
        ends = cls.ceased_on.name if cls.ceased_on is not None else ""
        return (replace(numerator, window="until_end", ends=ends), population)


class ShareOfPopulation(Rate):
    """Those of the whole year in a population at the end of the year before (参合率)."""

    abstract = True
    unit = "%"
    per = 100
    decimals = 2

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        numerator, population = super().sides()
        return (replace(numerator, window="year"), population)


class Change(Indicator):
    """Change on the same period of the year before, in per cent, from unrounded values (同比)."""

    abstract = True
    unit = "%"
    per = 100
    decimals = 2
    of_indicator: ClassVar[type[Indicator]]
    formula_for_ratio: ClassVar[str] = "change_of_ratio"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.abstract:
            ratio = cls.of_indicator.formula == "ratio"
            cls.formula = cls.formula_for_ratio if ratio else "change"
            cls.completeness = cls.of_indicator.completeness
            cls.office = cls.office or cls.of_indicator.office

    @classmethod
    def main_register(cls) -> Any:
        return cls.of_indicator.main_register()

    @classmethod
    def variant(cls) -> str:
        return cls.of_indicator.variant()

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        now = cls.of_indicator.sides()
        if cls.formula == "change":
            return (now[0], replace(now[0], name="denominator", years_back=1))
        before = tuple(replace(s, name=f"prior_{s.name}", years_back=1) for s in now)
        return now + before


class PointChange(Change):
    """Change of a rate on the year before, in percentage points (百分点)."""

    abstract = True
    unit = "个百分点"
    formula_for_ratio = "points"


class ShareOfTarget(Ratio):
    """Done so far as a share of the year's task (占年度目标)."""

    abstract = True
    of_indicator: ClassVar[type[Indicator]]
    targets: ClassVar[Selection]
    target_amount: ClassVar[Column]
    indicator_column: ClassVar[str] = "indicator"
    """Which column of the targets names the indicator; '' where all are this one's."""

    @classmethod
    def main_register(cls) -> Any:
        return cls.of_indicator.main_register()

    @classmethod
    def variant(cls) -> str:
        return cls.of_indicator.variant()

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        register = cls.targets.register
        when = next(iter(register.counting_dates.values())).column.name
        where = next(iter(register.counting_places.values())).column.name
        conditions = [] if cls.targets.condition is None else [cls.targets.condition]
        if cls.indicator_column:
            conditions.insert(0, Column(cls.indicator_column) == cls.of_indicator.id)
        task = Side(
            "denominator",
            register.name,
            register.table(),
            when,
            where,
            every(*conditions) if conditions else None,
            cls.target_amount,
            window="year",
        )
        return (*cls.of_indicator.sides()[:1], task)
