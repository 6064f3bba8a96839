"""Public-health emergencies: what is open, and each event in one time line."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.emergencies import emergency_register, follow_up
from xinglin.actions.moments import now
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.codes.dates import shanghai
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.emergency_codes import EmergencyKind, EmergencyLevel
from xinglin.disease_control.timelines import timeline
from xinglin.language.provisions import AFTER_ACTION, EMERGENCY_REPORT
from xinglin.language.registers import Register
from xinglin.pages.accounts import write_audit
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.store.models import User
from xinglin.store.registers import model_of

_LISTED = 200


@require_safe
def events_page(request: HttpRequest) -> HttpResponse:
    """Events, those that are open first, then the latest that are over."""
    user, register = user_of(request), emergency_register()
    require(user, "see", register)
    rows: Any = model_of(register)._default_manager.exclude(state="removed")
    latest = rows.order_by("-learned_at", "-id")
    going_on, names = register.lifecycle.editable, Names()
    open_ = list(latest.filter(state__in=going_on)[:_LISTED])
    over = list(latest.exclude(state__in=going_on)[:_LISTED])
    names.learn_places(r.division for r in open_ + over)
    context = {
        "register": register,
        "lists": [
            ("处置中", "没有处置中的事件。", [_line(register, r, names) for r in open_]),
            ("已结案", "没有已结案的事件。", [_line(register, r, names) for r in over]),
        ],
        "most": _LISTED,
        "may_enter": may(user, "enter", register),
    }
    return render(request, "disease_control/events.html", context)


def _line(register: type[Register], row: Any, names: Names) -> tuple[Any, ...]:
    return (
        row, _kind(row), EmergencyLevel.label_of(row.level) if row.level else "",
        names.place(row.division), register.lifecycle.states[row.state],
    )  # fmt: skip


def _kind(row: Any) -> str:
    """What sort of event, with its disease where it has one."""
    kind = EmergencyKind.label_of(row.kind)
    return f"{kind}（{NotifiableDisease.label_of(row.disease)}）" if row.disease else kind


@require_http_methods(["GET", "HEAD", "POST"])
def event_page(request: HttpRequest, event: int) -> HttpResponse:
    """One event from its signal to its closing; by POST the reports' next moments are filled in."""
    user, register = user_of(request), emergency_register()
    require(user, "enter" if request.method == "POST" else "see", register)
    row: Any = model_of(register)._default_manager.filter(pk=event).first()
    if row is None:
        raise Http404("没有这起事件，或它不在您的数据范围内，请核对。")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            messages.success(request, f"已补填 {follow_up(row, by=user)} 份报告的续报时间。")
            return redirect("event", row.pk)
        except RefusedError as error:
            problems = list(error.problems)
        except ConflictError as error:
            problems = [Problem("CONFLICT", "", str(error))]
    write_audit("open", register.table(), row.pk, row.version, "事件时间线")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    context = _shown(register, row, user) | {"problems": problems}
    return render(request, "disease_control/event.html", context, status=int(status))


def _shown(register: type[Register], row: Any, user: User) -> dict[str, Any]:
    at = now()
    line = timeline(row, by=user, at=at)
    return {
        "register": register,
        "row": row,
        "kind": _kind(row),
        "level": EmergencyLevel.label_of(row.level) if row.level else "未填级别",
        "place": Names().place_in_full(row.division),
        "state": register.lifecycle.states[row.state],
        "timeline": line,
        "late": [limit for limit in line.limits if limit.is_late],
        "reports": emergency_register(EMERGENCY_REPORT).name,
        "items": emergency_register(AFTER_ACTION).name,
        "may_enter": may(user, "enter", register) and row.state != "removed",
        "printed_at": f"{shanghai(at):%Y-%m-%d %H:%M}",
    }
