"""The desks and rooms of the clinic's queue (排队叫号): take, call, serve, pass on, observe."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinglin.actions import queueing
from xinglin.actions.immunising import register_of, rows_of
from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.queueing import CALLED_STAGES, OBSERVED, STAGES, code_of
from xinglin.clinic.screen_pages import key_of
from xinglin.codes.text import mask_name
from xinglin.codes.vaccines import QueuePrefix
from xinglin.language.provisions import CHILD, DOSE, TICKET
from xinglin.pages.requests import user_of
from xinglin.store.models import User

_ACTS = {
    "recall": queueing.recall,
    "serve": queueing.serve,
    "skip": queueing.skip,
    "back": queueing.come_back,
    "pass": queueing.pass_on,
    "leave": queueing.leave,
}
_LONGEST_ROOM = 12


@require_http_methods(["GET", "HEAD", "POST"])
def queue_page(request: HttpRequest) -> HttpResponse:
    """One desk: by POST a ticket is given out or the next is called."""
    user = user_of(request)
    require(user, "enter", register_of(TICKET))
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            _worked(request, user)
            return redirect(_address(request))
        except (RefusedError, ConflictError) as error:
            problems = _problems(error)
    return _drawn(request, "clinic/queue.html", problems)


@require_safe
def queue_part(request: HttpRequest) -> HttpResponse:
    """The same desk's lists, asked for every few seconds."""
    require(user_of(request), "enter", register_of(TICKET))
    return _drawn(request, "clinic/queue_part.html", [])


@require_POST
def queue_act(request: HttpRequest, ticket: int, act: str) -> HttpResponse:
    """One step of one ticket; what another desk has done meanwhile is told."""
    user = user_of(request)
    require(user, "enter", register_of(TICKET))
    try:
        if act == "refuse":
            queueing.refuse(ticket, request.POST.get("reason", ""), by=user)
        elif act in _ACTS:
            _ACTS[act](ticket, by=user)
        else:
            raise Http404("没有这种操作，请从排队叫号页重新进入。")
    except (RefusedError, ConflictError) as error:
        return _drawn(request, "clinic/queue.html", _problems(error))
    return redirect(_address(request))


def _worked(request: HttpRequest, user: User) -> None:
    if request.POST.get("act") == "take":
        child = request.POST.get("child", "").strip()
        if child and not rows_of(CHILD).filter(child_no=child).exists():
            said = f"没有编码为“{child}”的儿童，请核对，或留空先取号。"
            raise RefusedError([Problem("QUEUE", "child", said)])
        queueing.take_ticket(_prefix(request), child or None, by=user)
        return
    stage, room = _desk(request)
    if queueing.call_next(stage, room, by=user) is None:
        raise RefusedError([Problem("QUEUE", "", f"没有等候{STAGES[stage]}的号。")])


def _prefix(request: HttpRequest) -> str:
    prefix = request.POST.get("prefix", "B")
    if prefix not in QueuePrefix:
        raise RefusedError([Problem("QUEUE", "prefix", "没有这种号别，请从列表中选择。")])
    return prefix


def _desk(request: HttpRequest) -> tuple[str, str]:
    """Which stage and room this page stands for; both in its address."""
    asked = request.POST if request.method == "POST" else request.GET
    stage = asked.get("stage", "register")
    return (
        stage if stage in CALLED_STAGES else "register",
        asked.get("room", "").strip()[:_LONGEST_ROOM],
    )


def _address(request: HttpRequest) -> str:
    stage, room = _desk(request)
    return f"{reverse('queue')}?{urlencode({'stage': stage, 'room': room})}"


def _problems(error: RefusedError | ConflictError) -> list[Problem]:
    if isinstance(error, RefusedError):
        return list(error.problems)
    return [Problem("CONFLICT", "", str(error))]


def _drawn(request: HttpRequest, template: str, problems: list[Problem]) -> HttpResponse:
    user, (stage, room) = user_of(request), _desk(request)
    moment = now()
    rows = list(
        rows_of(TICKET)
        .filter(reporter=user.unit or "", session_date=today())
        .order_by("place_in_line", "pk")
    )
    names = _names(rows)
    mine = next(
        (r for r in rows if r.room == room and r.stage == stage and r.state in _AT_DESK), None
    )
    context: dict[str, Any] = {
        "unit": user.unit,
        "stage": stage,
        "stage_label": STAGES[stage],
        "room": room,
        "stages": [(s, STAGES[s], sum(r.stage == s and r.state == "waiting" for r in rows))
                   for s in CALLED_STAGES],
        "prefixes": QueuePrefix.choices(today()),
        "mine": _line(mine, names) if mine else None,
        "mine_state": mine.state if mine else "",
        "waiting": [_line(r, names) for r in rows if r.stage == stage and r.state == "waiting"],
        "skipped": [_line(r, names) for r in rows if r.state == "skipped"],
        "others": [_line(r, names) for r in rows if r.state in _AT_DESK and r is not mine],
        "observed": [
            (*_line(r, names), r.injected_at + OBSERVED, r.injected_at + OBSERVED <= moment)
            for r in sorted(
                (r for r in rows if r.state == "observed"), key=lambda r: r.injected_at
            )
        ],
        "screen": reverse("queue_screen", args=[user.unit, key_of(user.unit)]) if user.unit else "",
        "new_dose": reverse("new", args=[register_of(DOSE).name]),
        "address": _address(request),
        "problems": problems,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, template, context, status=int(status))


_AT_DESK = ("called", "serving")


def _names(rows: list[Any]) -> dict[str, tuple[int, str]]:
    """Child number → its record and masked name, of the children in line."""
    numbers = [row.child for row in rows if row.child]
    found = rows_of(CHILD).filter(child_no__in=numbers)
    return {c.child_no: (c.pk, mask_name(c.child_name or "")) for c in found}


def _line(row: Any, names: dict[str, tuple[int, str]]) -> tuple[Any, str, tuple[int, str]]:
    return row, code_of(row), names.get(row.child or "", (0, ""))
