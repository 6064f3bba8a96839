"""The state of the fund: its indicators with their warning lines, and where the year is going."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from django.db.models import Sum

from xinglin.actions.fund.ledger import Balance, balances, month_sums
from xinglin.actions.settling.scheme import register_of
from xinglin.claims.projection import BackTest, Projection, back_test, project
from xinglin.codes.insurance_codes import FundSource
from xinglin.language import catalogue
from xinglin.language.provisions import FUND_INCOME
from xinglin.store.registers import model_of

RULES = "FundRules"
Verdict = Literal["within", "warning", "at_year_end", "cannot_tell"]


@dataclass(frozen=True)
class Sign:
    """One indicator of the fund. value: per cent, None where it cannot be told; line: its limit.

    is_due: whether the day has come on which the line holds: surplus is judged at the year's end.
    """

    label: str
    definition: str
    numerator: int
    denominator: int
    line: int | None = None
    is_due: bool = True

    @property
    def value(self) -> Fraction | None:
        """Per cent, exact."""
        return Fraction(self.numerator * 100, self.denominator) if self.denominator else None

    @property
    def verdict(self) -> Verdict:
        """Whether it is past its line."""
        if self.value is None:
            return "cannot_tell"
        if not self.is_due:
            return "at_year_end"
        return "warning" if self.line is not None and self.value > self.line else "within"


@dataclass(frozen=True)
class Arrival:
    """One source's money of a year. Fen."""

    source: str
    due: int
    received: int
    latest: date | None


@dataclass(frozen=True)
class FundState:
    """The fund of an area up to a day. Fen."""

    area: str
    until: date
    income: int
    expense: int
    balances: tuple[Balance, ...]
    arrivals: tuple[Arrival, ...]
    signs: tuple[Sign, ...]
    hot_months: tuple[date, ...]
    projection: Projection | None
    tests: tuple[BackTest, ...]
    expense_by_month: Mapping[date, int]

    @property
    def due(self) -> int:
        """What the year is to bring in all."""
        return sum(a.due for a in self.arrivals)

    @property
    def is_overdrawn(self) -> bool | None:
        """Whether the year is going past what it is to bring; None where nobody can tell."""
        if self.projection is None or not self.due:
            return None
        return self.projection.expected > self.due


def fund_state(area: str, until: date) -> FundState:
    """The fund's state; needs an actor who reaches the area."""
    first = until.replace(month=1, day=1)
    income, expense = month_sums(area, "income"), month_sums(area, "expense")
    year_income = _of_year(income, until)
    year_expense = _of_year(expense, until)
    held = balances(area, until)
    arrivals = _arrivals(area, first)
    due = sum(a.due for a in arrivals)
    hot = _hot_months(expense, due, until)
    history = {y: _twelve(expense, y) for y in {m.year for m in expense if m.year < until.year}}
    months = _months_of(expense, until)
    projection = project(months, [h for h in history.values() if all(h)]) if months else None
    return FundState(
        area, until, year_income, year_expense, tuple(held), tuple(arrivals),
        tuple(_signs(year_income, year_expense, held, arrivals, until)), tuple(hot), projection,
        tuple(back_test(history)), expense,
    )  # fmt: skip


def _of_year(sums: Mapping[date, int], until: date) -> int:
    return sum(fen for month, fen in sums.items() if month.year == until.year and month <= until)


def _twelve(sums: Mapping[date, int], year: int) -> list[int]:
    return [sums.get(date(year, month, 1), 0) for month in range(1, 13)]


def _months_of(sums: Mapping[date, int], until: date) -> list[int]:
    """The year's months up to the last that is over, as far as anything was posted."""
    over = [m for m in range(1, until.month) if date(until.year, m, 1) in sums]
    return [sums[date(until.year, m, 1)] for m in range(1, max(over, default=0) + 1) if m in over]


def limit(name: str, day: date) -> int | None:
    """A warning line in force on a day."""
    value = catalogue.load().code_sets[RULES].attribute(name, "value", day)
    return int(value) if value is not None else None


def _signs(
    income: int, expense: int, held: list[Balance], arrivals: list[Arrival], until: date
) -> list[Sign]:
    left = sum(b.amount for b in held if b.account in ("income", "balance"))
    left -= sum(b.amount for b in held if b.account == "expense")
    risk = sum(b.amount for b in held if b.account == "income" and b.compartment == "risk")
    is_over = until >= until.replace(month=12, day=31)
    due, received = sum(a.due for a in arrivals), sum(a.received for a in arrivals)
    return [
        Sign("基金使用率", "本年支出÷本年收入×100%", expense, income),
        Sign(
            "当年结余率", "（本年收入－本年支出）÷本年收入×100%，年末看", income - expense, income,
            limit("year_surplus_at_most", until), is_over,
        ),
        Sign(
            "累计结余率", "累计结余÷本年收入×100%，年末看", left, income,
            limit("total_surplus_at_most", until), is_over,
        ),
        Sign(
            "风险基金占比", "风险基金÷本年收入×100%", risk, income,
            limit("risk_fund_at_most", until),
        ),
        Sign("资金到位率", "本年实到÷本年应到×100%", received, due),
    ]  # fmt: skip


def _arrivals(area: str, first: date) -> list[Arrival]:
    income = model_of(register_of(FUND_INCOME))._default_manager
    rows = income.filter(area=area, year_date=first, state="registered")
    found = []
    for code in FundSource.codes:
        own = rows.filter(fund_source=code)
        sums = own.aggregate(due=Sum("due_fen"), received=Sum("received_fen"))
        if sums["due"] is None:
            continue
        latest = own.exclude(received_date=None).order_by("-received_date")
        day = latest.values_list("received_date", flat=True).first()
        found.append(Arrival(FundSource.label_of(code), sums["due"], sums["received"] or 0, day))
    return found


def _hot_months(expense: Mapping[date, int], due: int, until: date) -> list[date]:
    """The last months in a row that each spent more than a twelfth of the year's money allows."""
    factor, wanted = limit("burn_at_most", until), limit("burn_months", until)
    months = sorted(m for m in expense if m.year == until.year and m < until.replace(day=1))
    hot: list[date] = []
    for month in months:
        is_hot = due > 0 and factor is not None and expense[month] * 1200 > due * factor
        hot = [*hot, month] if is_hot else []
    return hot if wanted is not None and len(hot) >= wanted else []
