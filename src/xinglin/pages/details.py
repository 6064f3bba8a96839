"""One record: all fields masked, its deadlines, its steps, its history, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.clocks import extend_deadline, start_clock, stop_clock
from xinglin.actions.moments import now
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.recording import take_step
from xinglin.codes.dates import shanghai
from xinglin.language.lifecycle import Step
from xinglin.language.registers import Register
from xinglin.pages.accounts import write_audit
from xinglin.pages.cells import Cell, cell, learn_names
from xinglin.pages.clocks import clocks_of, with_reckoning
from xinglin.pages.forms import reasons_in, row_or_404
from xinglin.pages.histories import looks_at, names_of_users, versions_of
from xinglin.pages.lists import register_or_404
from xinglin.pages.names import Names
from xinglin.pages.purposes import keep_purpose, purpose_in
from xinglin.pages.related import below, with_links
from xinglin.pages.requests import user_of
from xinglin.store.acting import acting
from xinglin.store.models import User

COMMON = ("reporter", "place", "channel", "recorded_by", "recorded_at")


def described(
    register: type[Register], row: Any, user: User, *, masked: bool = True
) -> dict[str, Any]:
    """What every view of a record shows."""
    names = Names()
    columns = list(register.fields)
    common = [c for c in COMMON if c not in register.fields]
    learn_names(register, columns + common, [row], names)
    numbers = {n: i.on_form for n, i in register.fields.items()}
    made = [cell(register, c, row, names, masked=masked) for c in columns]
    cells = [(numbers[c.column], c) for c in with_links(register, row, made)]
    at = now()
    return {
        "register": register,
        "row": row,
        "title": title_of(register, row),
        "cells": cells,
        "common": [_common(register, c, row, names) for c in common],
        "state": register.lifecycle.states.get(row.state, row.state),
        "clocks": with_reckoning(register, row, user, clocks_of(register, row.pk, at)),
        "steps": steps_for(register, row, user),
        "may_edit": may(user, "enter", register) and row.state in register.lifecycle.editable,
        "correction": _correction(register, row, user),
        "may_unmask": may(user, "unmask", register) and any(c.is_masked for _, c in cells),
        "versions": versions_of(register, row.pk, names, masked=masked),
        "printed_at": f"{shanghai(at):%Y-%m-%d %H:%M}",
    }


def _common(register: type[Register], column: str, row: Any, names: Names) -> Cell:
    made = cell(register, column, row, names)
    if column != "recorded_by":
        return made
    return replace(made, text=names_of_users({row.recorded_by}).get(row.recorded_by, made.text))


def title_of(register: type[Register], row: Any) -> str:
    """What a record is called on pages: its number on paper, never a name."""
    for column in register.key:
        field = register.fields.get(column.name)
        value = getattr(row, column.name)
        if field is not None and field.kind == "document_number" and value:
            return f"{register.label} {value}"
    return f"{register.label} 第 {row.pk} 号"


def steps_for(register: type[Register], row: Any, user: User) -> list[Step]:
    """The steps this user may take from here; corrections have a form of their own."""
    return [
        s
        for s in register.steps.values()
        if row.state in s.source and not s.corrects and may(user, s.needs, register)
    ]


def _correction(register: type[Register], row: Any, user: User) -> Step | None:
    if not may(user, "enter", register):
        return None
    return next((s for s in register.steps.values() if s.corrects and row.state in s.source), None)


def _opened(request: HttpRequest, name: str, record: int) -> tuple[type[Register], Any, User]:
    """A record somebody looks at: allowed, there, and written down."""
    register, user = register_or_404(name), user_of(request)
    require(user, "see", register)
    row = row_or_404(register, record)
    write_audit("open", register.table(), row.pk, row.version)
    return register, row, user


@require_safe
def detail(request: HttpRequest, name: str, record: int) -> HttpResponse:
    """The record's page."""
    register, row, user = _opened(request, name, record)
    context = described(register, row, user)
    context |= {
        "below": below(register, row, user, Names()),
        "looks": looks_at(register, row.pk),
        "purpose": purpose_in(request),
        "saved_form": request.session.pop("saved_form", ""),
    }
    return render(request, "detail.html", context)


@require_safe
def drawer(request: HttpRequest, name: str, record: int) -> HttpResponse:
    """The record beside its list."""
    register, row, user = _opened(request, name, record)
    context = described(register, row, user) | {"purpose": purpose_in(request)}
    return render(request, "parts/record.html", context | {"in_drawer": True})


@require_POST
def unmask(request: HttpRequest, name: str, record: int) -> HttpResponse:
    """The record with its originals, once a purpose is given; every opening is written down."""
    register, user = register_or_404(name), user_of(request)
    require(user, "unmask", register)
    row = row_or_404(register, record)
    in_drawer = {"in_drawer": request.POST.get("in_drawer") == "1"}
    purpose = request.POST.get("purpose", "").strip() or purpose_in(request)
    if not purpose:
        context = described(register, row, user) | in_drawer | {"needs_purpose": True}
        return render(request, "parts/record.html", context)
    purpose = keep_purpose(request, purpose)
    with acting(user.username, purpose=purpose):
        write_audit("unmask", register.table(), row.pk, row.version, "查看原值")
    context = described(register, row, user, masked=False) | in_drawer
    return render(request, "parts/record.html", context | {"is_open": True, "purpose": purpose})


@require_safe
def print_page(request: HttpRequest, name: str, record: int) -> HttpResponse:
    """The card for the printer: masked, unless a purpose is open in this session."""
    register, row, user = _opened(request, name, record)
    purpose = purpose_in(request)
    opened = bool(purpose) and may(user, "unmask", register)
    if opened:
        write_audit("print", register.table(), row.pk, row.version, f"打印原值；用途：{purpose}")
    return render(request, "print.html", described(register, row, user, masked=not opened))


@require_POST
def step(request: HttpRequest, name: str, record: int, taken: str) -> HttpResponse:
    """Take a step of the lifecycle."""
    register, user = register_or_404(name), user_of(request)
    require(user, "see", register)
    row = row_or_404(register, record)
    data = request.POST.dict()
    try:
        with transaction.atomic():
            saved = take_step(
                register,
                record,
                taken,
                by=user,
                version=int(data.get("version", "0") or 0),
                reason=data.get("reason", ""),
                reasons=reasons_in(data),
            )
    except KeyError:
        problems = [Problem("STEP", "", "没有这一步，请刷新后再试。")]
        return _refused(request, register, row, user, taken, data, problems)
    except RefusedError as error:
        return _refused(request, register, row, user, taken, data, list(error.problems))
    except ConflictError as error:
        problems = [Problem("CONFLICT", "", str(error))]
        return _refused(request, register, row, user, taken, data, problems)
    state = register.lifecycle.states.get(saved.state, saved.state)
    messages.success(request, f"已办理“{register.steps[taken].label}”，现为“{state}”。")
    return redirect("detail", register.name, record)


def _refused(
    request: HttpRequest,
    register: type[Register],
    row: Any,
    user: User,
    taken: str,
    data: Mapping[str, str],
    problems: list[Problem],
) -> HttpResponse:
    context = described(register, row, user)
    context |= {
        "below": below(register, row, user, Names()),
        "looks": looks_at(register, row.pk),
        "purpose": purpose_in(request),
        "taken": taken,
        "typed_reason": data.get("reason", ""),
        "reasons": reasons_in(data),
        "problems": [(p, register.column_label(p.field) if p.field else "") for p in problems],
        "warnings": [p for p in problems if p.level != "error"],
    }
    return render(request, "detail.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def clock(request: HttpRequest, name: str, record: int, deadline: str, act: str) -> HttpResponse:
    """Stop a clock, set it going again, or give it more time."""
    register, user = register_or_404(name), user_of(request)
    require(user, "see", register)
    row = row_or_404(register, record)
    data = request.POST.dict()
    said: dict[str, Any] = {"version": int(data.get("version", "0") or 0)}
    said["reason"] = data.get("reason", "")
    try:
        with transaction.atomic():
            if act == "stop":
                document = data.get("document", "")
                stop_clock(register, record, deadline, by=user, document=document, **said)
            elif act == "go":
                start_clock(register, record, deadline, by=user, **said)
            else:
                amount = int(data["amount"]) if data.get("amount", "").isdecimal() else 0
                extend_deadline(register, record, deadline, by=user, amount=amount, **said)
    except (RefusedError, ConflictError) as error:
        problems = (
            list(error.problems)
            if isinstance(error, RefusedError)
            else [Problem("CONFLICT", "", str(error))]
        )
        return _refused(request, register, row, user, "", data, problems)
    messages.success(request, f"已办理“{_ACTS.get(act, act)}”。")
    return redirect("detail", register.name, record)


_ACTS = {"stop": "停钟", "go": "恢复计时", "extend": "批准延长"}
