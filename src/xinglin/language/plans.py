"""Plans: an indicator as data, ready to be evaluated by any engine and frozen with a report.

A plan names sides; a side yields members: (record, contribution, place, day). The value is a
formula over the sums of contributions, so a number and its list of records cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from xinglin.language.expressions import Expression, Literal, from_json
from xinglin.language.relations import AnyRelation, relations_of

PLAN_FORMAT = 1
"""Version of the JSON form; every later version of the program reads the earlier ones."""

FORMULAS = {
    "total": "分子",
    "ratio": "分子÷分母",
    "change": "（本期－上年同期）÷上年同期",
    "change_of_ratio": "（本期比率－上年同期比率）÷上年同期比率",
    "points": "本期比率－上年同期比率",
}

SIDES = {
    "numerator": "分子",
    "denominator": "分母",
    "prior_numerator": "上年分子",
    "prior_denominator": "上年分母",
}

WINDOWS = {
    "period": "本期内",
    "year": "本期所在全年",
    "previous_year": "上一年内",
    "until_end": "截至期末",
}


@dataclass(frozen=True)
class FollowUp:
    """Whether another register has (or lacks) a record of the same subject soon enough.

    exists: True asks for one, False for none. link: (column here, column there).
    days: at most so many days after `start` (a date column here); counted on `date` there.
    """

    register: str
    table: str
    link: tuple[str, str]
    start: str
    date: str
    days: int
    exists: bool
    where: Expression | None = None


@dataclass(frozen=True)
class Side:
    """One list of members.

    date: the column a member is counted on; place: the column of its place; amount: its
    contribution (Literal(1) counts). distinct: one member per value of this column.
    window: which days count, WINDOWS. years_back: 1 = the same window a year earlier.
    ends: for stocks, the column of the day it ceased (unknown = still there).
    latest_per: keep only each subject's latest record by `date`, before `where` is asked.
    """

    name: str
    register: str
    table: str
    date: str
    place: str
    where: Expression | None = None
    amount: Expression = Literal(1)
    distinct: str = ""
    window: str = "period"
    years_back: int = 0
    ends: str = ""
    latest_per: str = ""
    follow_up: FollowUp | None = None

    def relations(self) -> list[AnyRelation]:
        """What the side asks of other registers' records."""
        return relations_of(self.where, self.amount)


@dataclass(frozen=True)
class EveryMonth:
    """Part of a year is not the year: each month of the window must have rows at the place."""

    side: str = "numerator"


@dataclass(frozen=True)
class ZeroReports:
    """What tells zero from not reported: every unit that must report said 'nothing' each day.

    units: a stock of the units that owe a report; `unit` there and `reporter` in `reports` is
    the institution's code; `date` the day the report is for.
    """

    reports: Side
    units: Side
    unit_column: str
    reporter_column: str = "reporter"


Completeness = EveryMonth | ZeroReports


@dataclass(frozen=True)
class Plan:
    """An indicator, whole: what is counted, how it is divided, how it is printed.

    in_one: of a sum, how many of what is added make one of the unit (1 000 000 fen are 1 万元).
    """

    indicator: str
    name: str
    unit: str
    decimals: int
    formula: str
    sides: tuple[Side, ...]
    per: int = 1
    in_one: int = 1
    period_kinds: tuple[str, ...] = ()
    completeness: Completeness | None = None
    valid_from: str = ""
    valid_to: str = ""
    zero_denominator: str = "not_applicable"

    def side(self, name: str) -> Side:
        """The side of that name. Raises KeyError."""
        for side in self.sides:
            if side.name == name:
                return side
        raise KeyError(name)

    def tables(self) -> frozenset[str]:
        """Every table the plan reads."""
        found = {s.table for s in self.sides}
        found |= {s.follow_up.table for s in self.sides if s.follow_up}
        found |= {r.table for s in self.sides for r in s.relations()}
        if isinstance(self.completeness, ZeroReports):
            found |= {self.completeness.reports.table, self.completeness.units.table}
        return frozenset(found)

    def expressions(self) -> list[Expression]:
        """Every condition and amount, for whoever looks for words in them."""
        found: list[Expression] = []
        for side in self.sides:
            found += [x for x in (side.where, side.amount) if x is not None]
            if side.follow_up and side.follow_up.where is not None:
                found.append(side.follow_up.where)
        return found


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The frozen form of a plan."""
    data = {**vars(plan), "format": PLAN_FORMAT, "period_kinds": list(plan.period_kinds)}
    data["sides"] = [_side_to_json(s) for s in plan.sides]
    data["completeness"] = _completeness_to_json(plan.completeness)
    return data


def plan_from_json(data: Mapping[str, Any]) -> Plan:
    """Read a frozen plan. Raises ValueError for a format this program does not know."""
    if data.get("format") != PLAN_FORMAT:
        raise ValueError(f"unknown plan format {data.get('format')!r}")
    rest = {k: v for k, v in data.items() if k not in ("format", "sides", "completeness")}
    rest["period_kinds"] = tuple(rest["period_kinds"])
    return Plan(
        **rest,
        sides=tuple(_side_from_json(s) for s in data["sides"]),
        completeness=_completeness_from_json(data["completeness"]),
    )


def _expression(value: Expression | None) -> dict[str, Any] | None:
    return None if value is None else value.to_json()


def _side_to_json(side: Side) -> dict[str, Any]:
    data = {**vars(side), "where": _expression(side.where), "amount": side.amount.to_json()}
    if side.follow_up:
        data["follow_up"] = {
            **vars(side.follow_up),
            "link": list(side.follow_up.link),
            "where": _expression(side.follow_up.where),
        }
    return data


def _side_from_json(data: Mapping[str, Any]) -> Side:
    values = dict(data)
    values["where"] = from_json(data["where"]) if data["where"] else None
    values["amount"] = from_json(data["amount"])
    follow = data["follow_up"]
    if follow:
        where = from_json(follow["where"]) if follow["where"] else None
        values["follow_up"] = FollowUp(**{**follow, "link": tuple(follow["link"]), "where": where})
    return Side(**values)


def _completeness_to_json(value: Completeness | None) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, EveryMonth):
        return {"kind": "every_month", **asdict(value)}
    return {
        "kind": "zero_reports",
        "reports": _side_to_json(value.reports),
        "units": _side_to_json(value.units),
        "unit_column": value.unit_column,
        "reporter_column": value.reporter_column,
    }


def _completeness_from_json(data: Mapping[str, Any] | None) -> Completeness | None:
    if data is None:
        return None
    if data["kind"] == "every_month":
        return EveryMonth(data["side"])
    return ZeroReports(
        _side_from_json(data["reports"]),
        _side_from_json(data["units"]),
        data["unit_column"],
        data["reporter_column"],
    )
