"""Early warning: what is open, by which rules, and each signal's evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.moments import today
from xinglin.actions.neighbour_signals import DAYS, neighbour_signals
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.warning import (
    CLUSTER,
    Rule,
    Week,
    method_of,
    rules_on,
    signals_register,
    watch,
    weeks_of,
)
from xinglin.actions.warning_counts import cards_between
from xinglin.codes.dates import read_date
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.warning_codes import WarningKind
from xinglin.disease_control.timelines import event_from
from xinglin.language import catalogue
from xinglin.language.provisions import CASE
from xinglin.pages.accounts import write_audit
from xinglin.pages.names import Names
from xinglin.pages.numbers import bar_chart
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Point, Series, rate_line
from xinglin.store.models import User
from xinglin.store.registers import model_of

_LISTED = 500
STATUS_LABELS = {"verified": "已核实", "unverified": "待核实", "local": "本地规定"}


@require_http_methods(["GET", "HEAD", "POST"])
def signals_page(request: HttpRequest) -> HttpResponse:
    """Open signals, the latest first; by POST the rules are run over the week up to a day."""
    user, register = user_of(request), signals_register()
    require(user, "enter" if request.method == "POST" else "see", register)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            messages.success(request, _ran(user, request.POST.get("end", "")))
            return redirect("signals")
        except RefusedError as error:
            problems = list(error.problems)
    rows: Any = model_of(register)._default_manager
    names, states = Names(), register.lifecycle.states
    open_ = [s for s in states if s not in register.lifecycle.ended]
    waiting = list(rows.filter(state__in=open_).order_by("-to_date", "-observed_count", "id")[:200])
    names.learn_places(r.division for r in waiting)
    counted = dict(rows.values_list("state").annotate(n=Count("pk")))
    context = {
        "waiting": [
            (r, NotifiableDisease.label_of(r.disease), names.place(r.division),
             WarningKind.label_of(r.kind), states[r.state])
            for r in waiting
        ],
        "counted": [(state, label, counted.get(state, 0)) for state, label in states.items()],
        "rules": [
            (r, _watched(r), WarningKind.label_of(r.kind), STATUS_LABELS[r.status])
            for r in rules_on(today())
        ],
        **_near(user, states, names),
        "may_run": may(user, "enter", register),
        "register": register,
        "problems": problems,
        "yesterday": today() - timedelta(days=1),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "disease_control/signals.html", context, status=int(status))


def _near(user: User, states: Mapping[str, str], names: Names) -> dict[str, Any]:
    """The neighbours' open signals in words; none of them leads anywhere."""
    try:
        found = neighbour_signals(by=user)
    except RefusedError as error:  # the office's own table is wrong: the page shows the rest
        return {"near_problem": str(error)}
    names.learn_places(s.county for s in found)
    near = [
        (s, NotifiableDisease.label_of(s.disease), names.place(s.county),
         WarningKind.label_of(s.kind), states[s.state])
        for s in found
    ]  # fmt: skip
    return {"near": near, "near_days": DAYS}


def _watched(rule: Rule) -> str:
    """The diseases a rule watches, in words."""
    if rule.disease:
        return NotifiableDisease.label_of(rule.disease)
    without = "、".join(NotifiableDisease.label_of(code) for code in sorted(rule.not_for))
    return f"各病种（{without}除外）" if without else "各病种"


def _ran(user: User, written: str) -> str:
    """Run the rules; what came of it in words. Raises RefusedError."""
    end = read_date(written.strip()).value if written.strip() else None
    if written.strip() and end is None:
        said = f"截至日“{written.strip()}”不是日期，请写成如 2013-06-30 的样子。"
        raise RefusedError([Problem("DAY", "end", said)])
    ran = watch(by=user, end=end)
    said = f"判定 {ran.series} 个序列，{ran.alarms} 个超过阈值，新产生信号 {ran.raised} 条"
    more = f"，另有 {ran.open_already} 个已产生过信号" if ran.open_already else ""
    return f"{said}{more}。"


@require_safe
def signal_page(request: HttpRequest, signal: int) -> HttpResponse:
    """The evidence of one signal: the weeks, the threshold over them, the cards."""
    user, register = user_of(request), signals_register()
    require(user, "see", register)
    row: Any = model_of(register)._default_manager.filter(pk=signal).first()
    if row is None:
        raise Http404("没有这条预警信号，或它不在您的数据范围内。")
    write_audit("open", register.table(), row.pk, row.version)
    weeks = weeks_of(row, by=user)
    names = Names()
    context = {
        "row": row,
        "disease": NotifiableDisease.label_of(row.disease),
        "place": names.place_in_full(row.division),
        "kind": WarningKind.label_of(row.kind),
        "state": register.lifecycle.states[row.state],
        "weeks": list(reversed(weeks)),
        "chart": _chart(weeks) if weeks else None,
        "cards": _cards(row, names),
        "silent": sum(week.count is None for week in weeks),
        "event": event_from(row, user),
        "settings": vars(found) if (found := method_of(row)) else {},
        "register": register,
    }
    return render(request, "disease_control/signal.html", context)


def _chart(weeks: list[Week]) -> dict[str, Any]:
    """Cases by week, and the threshold as a line over them."""
    labels = [f"{week.last:%m-%d}" for week in weeks]
    counts = [
        Point(None, "not_reported") if week.count is None else Point(week.count) for week in weeks
    ]
    limits = [
        Point(None, "not_applicable")
        if week.threshold is None
        else Point(Decimal(str(round(week.threshold, 2))))
        for week in weeks
    ]
    made = bar_chart(labels, [Series("病例数", tuple(counts))], "例", [[]])
    line = rate_line(Series("阈值", tuple(limits)), 1)
    made["option"]["series"].append(line | {"yAxisIndex": 0})
    made["option"]["legend"]["data"].append("阈值")
    return made


def _cards(row: Any, names: Names) -> dict[str, Any] | None:
    """The cards of a signal's disease, place and days: what its count counts."""
    cases = catalogue.load().providing(CASE)
    if cases is None:
        return None
    found = cards_between(row.disease, row.from_date, row.to_date)
    listed = list(found.filter(residence__startswith=row.division).order_by("day", "pk")[:_LISTED])
    names.learn_places(card.residence for card in listed)
    return {
        "register": cases.name,
        "rows": [
            (card, NotifiableDisease.label_of(card.disease), names.place(card.residence or ""))
            for card in listed
        ],
        "is_part": row.kind == CLUSTER,
    }
