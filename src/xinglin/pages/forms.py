"""The form of any register: new, edit, correct. Nothing typed is ever lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from xinglin.actions.moments import now
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.recording import Saved, change_record, create_record, take_step
from xinglin.actions.references import load_references
from xinglin.codes.dates import local_day
from xinglin.language.lifecycle import Step
from xinglin.language.registers import Register
from xinglin.pages.accounts import write_audit
from xinglin.pages.clocks import Clock, clocks_of
from xinglin.pages.form_fields import (
    Reading,
    items_of,
    masked_items,
    read_form,
    typed_from,
)
from xinglin.pages.histories import versions_of
from xinglin.pages.judging import clocks_for, problems_of, still_open, told_by_number
from xinglin.pages.lists import register_or_404
from xinglin.pages.names import Names, place_of_unit
from xinglin.pages.requests import user_of
from xinglin.store.acting import acting
from xinglin.store.models import Division, User
from xinglin.store.registers import model_of


@dataclass
class Form:
    """A form as it stands: what is typed, what is wrong, and the record it is about, if any."""

    register: type[Register]
    user: User
    at: datetime
    row: Any = None
    typed: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_editable(self) -> bool:
        """Whether it changes in place; otherwise it is a correction and asks for a reason."""
        return self.row is None or self.row.state in self.register.lifecycle.editable

    @property
    def submit(self) -> Step | None:
        """The step that sends the record on from here."""
        state = self.row.state if self.row is not None else self.register.lifecycle.initial
        steps = self.register.steps.values()
        return next(
            (
                s
                for s in steps
                if state in s.source
                and s.needs == "enter"
                and not s.corrects
                and not s.reason_required
            ),
            None,
        )

    @property
    def may_draft(self) -> bool:
        """Whether it can be put aside unfinished."""
        initial = self.register.lifecycle.initial
        state = self.row.state if self.row is not None else initial
        return self.submit is not None and state == initial

    @property
    def before(self) -> dict[str, Any]:
        """The stored values that a correction leaves alone."""
        if self.row is None:
            return {}
        return {name: getattr(self.row, name) for name in self.register.stored_columns()}

    def read(self, data: Mapping[str, str]) -> Reading:
        """The values of a posted form."""
        return read_form(
            self.register, self.user, data, local_day(self.at), without=frozenset(self.hidden)
        )


def row_or_404(register: type[Register], record_id: int) -> Any:
    """A record in the user's scope. Raises Http404."""
    row = model_of(register)._default_manager.filter(pk=record_id).first()
    if row is None:
        raise Http404(f"没有这条{register.label}，或它不在您的数据范围内，请核对记录号。")
    return row


def _form(request: HttpRequest, name: str, record: int | None) -> Form:
    register, user = register_or_404(name), user_of(request)
    require(user, "enter", register)
    made = Form(register, user, now())
    if record is not None:
        made.row = row_or_404(register, record)
        if not may(user, "unmask", register):
            made.hidden = masked_items(register, made.row)
        made.typed = typed_from(register, made.row, local_day(made.at))
    else:
        # 新增 on the page of a record: the new one belongs to it. A number, never a name.
        asked = {r.name: request.GET.get(r.name, "") for r in register.references()}
        made.typed = {name: number for name, number in asked.items() if number}
    return made


@require_http_methods(["GET", "POST"])
def form_page(request: HttpRequest, name: str, record: int | None = None) -> HttpResponse:
    """A new record, or an existing one to edit or correct."""
    form = _form(request, name, record)
    if request.method == "POST":
        return _posted(request, form)
    if form.row is not None:
        if not form.is_editable and not any(
            s.corrects and form.row.state in s.source for s in form.register.steps.values()
        ):
            state = form.register.lifecycle.states.get(form.row.state, form.row.state)
            raise Http404(f"状态为“{state}”的记录不能修改，请返回查看。")
        if not form.hidden and any(f.identifying for f in form.register.fields.values()):
            with acting(form.user.username, purpose="修改记录"):
                write_audit(
                    "unmask", form.register.table(), form.row.pk, form.row.version, "打开修改页"
                )
    return _drawn(request, form)


def _drawn(
    request: HttpRequest, form: Form, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    names = Names()
    items = items_of(
        form.register, form.user, form.typed, names, local_day(form.at), hidden=form.hidden
    )
    for item in items:
        item.problems = [p for p in form.problems if p.field == item.field.name]
    placed = {i.field.name for i in items}
    labels = {i.field.name: i.field.label for i in items}
    context = {
        "form": form,
        "register": form.register,
        "items": items,
        "loose": [p for p in form.problems if p.field not in placed],
        "problems": [(p, labels.get(p.field, "")) for p in form.problems],
        "warnings": list({p.code: p for p in form.problems if p.level != "error"}.values()),
        "reasons": more.get("reasons", {}),
        "clocks": _clocks(form),
        "home": _home(form.user, names),
        "own_unit": names.institution(form.user.unit) if form.user.unit else "",
        **more,
    }
    return render(request, "form.html", context, status=status)


def _clocks(form: Form) -> list[Clock]:
    """The record's own deadlines; of a new one those its answers start, as far as they go."""
    if form.row is not None:
        return clocks_of(form.register, form.row.pk, form.at)
    return clocks_for(form.register, form.read(form.typed).values, form.at) if form.typed else []


def _home(user: User, names: Names) -> str:
    """Where the cascade of places starts: the prefecture the user works in."""
    code = user.scope_places[0] if user.scope_places else place_of_unit(user)
    above = [one for one, _ in names.path(code)]
    found = Division.objects.filter(code__in=above, level="prefecture").first()
    return found.code if found else ""


def reasons_in(data: Mapping[str, str]) -> dict[str, str]:
    """Check code → why its warning is passed, as posted."""
    return {k[len("reason_") :]: v.strip() for k, v in data.items() if k.startswith("reason_")}


def _posted(request: HttpRequest, form: Form) -> HttpResponse:
    data = request.POST.dict()
    intent, reasons = data.get("intent", "save"), reasons_in(data)
    form.typed = data
    reading = form.read(data)
    channel = form.row.channel if form.row is not None else "direct"
    if intent == "draft":
        form.problems = list(reading.unreadable)
    else:
        form.problems = problems_of(form.register, reading, channel, form.at, form.before)
    if (form.problems and intent == "draft") or still_open(form.problems, reasons):
        return _refused(request, form, reasons)
    try:
        with transaction.atomic():
            saved = _save(form, reading, data, reasons, intent)
    except RefusedError as error:
        form.problems = list(error.problems)
        return _refused(request, form, reasons)
    except ConflictError as error:
        return _overtaken(request, form, str(error), reasons)
    form.row = None
    messages.success(request, _said(form, saved, intent))
    answer = redirect("detail", form.register.name, saved.id)
    if "again" in data:
        answer = redirect("new", form.register.name)
    request.session["saved_form"] = data.get("draft_key", "")  # the browser drops its own draft
    return answer


def _said(form: Form, saved: Saved, intent: str) -> str:
    state = form.register.lifecycle.states.get(saved.state, saved.state)
    done = "草稿已保存" if intent == "draft" else "已保存"
    return f"{form.register.label}{done}，现为“{state}”。"


def _refused(request: HttpRequest, form: Form, reasons: Mapping[str, str]) -> HttpResponse:
    return _drawn(request, form, HTTPStatus.UNPROCESSABLE_ENTITY, reasons=reasons)


def _overtaken(
    request: HttpRequest, form: Form, said: str, reasons: Mapping[str, str]
) -> HttpResponse:
    """Somebody wrote first: show what they changed; what was typed stays in the form."""
    seen = int(form.typed.get("version", "0") or 0)
    form.row = row_or_404(form.register, form.row.pk)
    theirs = versions_of(form.register, form.row.pk, Names(), after=seen)
    return _drawn(request, form, HTTPStatus.CONFLICT, conflict=said, theirs=theirs, reasons=reasons)


def _save(
    form: Form, reading: Reading, data: Mapping[str, str], reasons: Mapping[str, str], intent: str
) -> Saved:
    register, user, values = form.register, form.user, reading.values
    if form.row is None:
        sends_on = form.submit is not None
        saved = create_record(register, values, by=user, reasons=reasons, draft=sends_on)
    else:
        saved = change_record(
            register,
            form.row.pk,
            values,
            by=user,
            version=int(data.get("version", "0") or 0),
            reason=data.get("reason", ""),
            reasons=reasons,
        )
    if intent == "submit" and form.submit is not None:
        saved = take_step(
            register, saved.id, form.submit.name, by=user, version=saved.version, reasons=reasons
        )
    return saved


@require_POST
def check(request: HttpRequest, name: str, record: int | None = None) -> HttpResponse:
    """What the form would be told now, beside each item that has been left; changes nothing."""
    form = _form(request, name, record)
    data = request.POST.dict()
    reading = form.read(data)
    channel = form.row.channel if form.row is not None else "direct"
    left = set(data.get("touched", "").split(","))
    found = problems_of(form.register, reading, channel, form.at, form.before)
    shown = [p for p in found if p.field in left]
    values = {**form.before, **reading.values}
    items = items_of(
        form.register, form.user, data, Names(), local_day(form.at), hidden=form.hidden
    )
    for item in items:
        item.problems = [p for p in shown if p.field == item.field.name]
    context = {
        "items": [i for i in items if i.field.name in left],
        "clocks": clocks_for(form.register, values, form.at),
        "remaining": sum(p.level == "error" for p in found),
    }
    answer = render(request, "parts/checked.html", context)
    told = told_by_number(form.register, values, local_day(form.at), load_references())
    if told:
        answer.headers["HX-Trigger"] = json.dumps({"xinglin:told": told})
    return answer
