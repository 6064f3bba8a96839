"""What a page of figures is asked: which indicator, where, when, by which counting variant.

Everything stands in the address, so that a figure can be sent to a colleague; no address holds
personal data.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError
from xinglin.codes.divisions import CHINA
from xinglin.language import catalogue
from xinglin.language.expressions import Column, every
from xinglin.language.indicators import Indicator
from xinglin.language.periods import Period, PeriodError, parse_period
from xinglin.language.plans import Plan, Side
from xinglin.language.registers import Register
from xinglin.pages.requests import user_of
from xinglin.reports.figures import Evaluation, evaluation
from xinglin.reports.references import FigureName
from xinglin.store.models import Report, User


def require_figures(user: User) -> None:
    """Figures are for those who see a place; an institution's own people see its records.

    Raises ForbiddenError.
    """
    require(user, "see")
    if not (user.is_everything or user.scope_places):
        raise ForbiddenError(
            "统计指标按地区计算，您的账号只限本机构数据，不能查看；如工作需要请向系统管理员申请。"
        )


@dataclass(frozen=True)
class Asked:
    """One figure as an address asks for it. on, at: names of counting variants ('' = declared).

    cut: "column:value" for records with one value of a column; several joined by ",".
    """

    indicator: str
    place: str
    period: str
    side: str = "numerator"
    on: str = ""
    at: str = ""
    cut: str = ""
    snapshot: str = ""
    definitions: str = ""

    @cached_property
    def evaluation(self) -> Evaluation:
        """Where it is computed. Raises NoSnapshotError, SnapshotError."""
        return evaluation(self.snapshot, self.definitions)

    @property
    def read_period(self) -> Period:
        """The period. Raises Http404."""
        return read_period(self.period)

    def plan(self) -> Plan:
        """The indicator's plan in this variant, cut to this category. Raises Http404."""
        try:
            plan = self.evaluation.plan(self.indicator)
        except KeyError:
            raise Http404("没有这个指标，请从“指标”页进入。") from None
        return varied(plan, self.on, self.at, self.cut)

    def address(self, **changes: str) -> str:
        """The address of its evidence."""
        changed = replace(self, **changes)
        said = {f.name: getattr(changed, f.name) for f in fields(changed)}
        query = {k: v for k, v in said.items() if v and k != "indicator"}
        if query.get("side") == "numerator":
            query.pop("side")
        return f"{reverse('evidence', args=[changed.indicator])}?{urlencode(query)}"


def varied(plan: Plan, on: str = "", at: str = "", cut: str = "") -> Plan:
    """A plan counted by another day or place, or only records with some values of columns."""
    return replace(plan, sides=tuple(_varied(side, on, at, cut) for side in plan.sides))


def _varied(side: Side, on: str, at: str, cut: str) -> Side:
    register = catalogue.load().registers.get(side.register)
    if register is None:
        return side
    if on in register.counting_dates:
        side = replace(side, date=register.counting_dates[on].column.name)
    if at in register.counting_places:
        side = replace(side, place=register.counting_places[at].column.name)
    for part in filter(None, cut.split(",")):
        column, _, value = part.partition(":")
        if column in register.stored_columns():
            condition = _equals(register, column, value)
            side = replace(
                side, where=condition if side.where is None else every(side.where, condition)
            )
    return side


def _equals(register: type[Register], column: str, value: str) -> Any:
    asked = register.fields.get(column, Column(column, register.column_label(column)))
    if not value:
        return asked.is_unknown()
    if register.stored_columns()[column] == "integer":
        low, _, high = value.partition("-")
        if not (low.isdecimal() and (high or "0").isdecimal()):
            raise Http404("年龄等数值的范围写法有误，请从页面重新选择。")
        return (asked >= int(low)) & (asked <= int(high)) if high else asked == int(low)
    return asked == value


def read_period(key: str) -> Period:
    """A period of an address. Raises Http404 with the reason in Chinese."""
    try:
        return parse_period(key)
    except PeriodError as error:
        raise Http404(str(error)) from None


def asked_in(request: HttpRequest, indicator: str) -> Asked:
    """The figure an address asks for, with this user's usual place and period where it is mute."""
    place, period = usual(user_of(request))
    given = {
        k: request.GET.get(k, "")
        for k in ("place", "period", "side", "on", "at", "cut", "snapshot", "definitions")
    }
    return Asked(
        indicator,
        given["place"] or place,
        given["period"] or period,
        given["side"] or "numerator",
        given["on"],
        given["at"],
        given["cut"],
        given["snapshot"],
        given["definitions"],
    )


def asked_by_figure(name: FigureName, report: Report | None) -> Asked:
    """The figure of a report, on the report's own snapshot and definitions."""
    cut = name.category.replace("=", ":").removesuffix("None")
    snapshot, definitions = (report.snapshot, report.definitions) if report else ("", "")
    return Asked(
        name.indicator, name.place, name.period, cut=cut, snapshot=snapshot, definitions=definitions
    )


def usual(user: User) -> tuple[str, str]:
    """Place and period where an address names none: the user's place, the last report's period."""
    last = Report.objects.order_by("-built_at").first()
    day: date = today()
    period = last.period if last else f"{day.year}H{1 if day.month <= 6 else 2}"
    if user.scope_places:
        return user.scope_places[0], period
    return (last.place if last else CHINA), period


def indicator_or_404(name: str) -> type[Indicator]:
    """A declared indicator. Raises Http404."""
    found = catalogue.load().indicators.get(name)
    if found is None:
        raise Http404("没有这个指标，请从“指标”页进入。")
    return found
