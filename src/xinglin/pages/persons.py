"""The person index: find somebody, and one human's records over all registers (居民时间线)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.person_index import (
    Holder,
    add_identifier,
    count_records,
    find_by_number,
    heads_of,
    registers_of_people,
    rows_of,
)
from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.card_codes import IdentityType
from xinglin.codes.dates import read_date
from xinglin.pages.accounts import write_audit
from xinglin.pages.names import Names
from xinglin.pages.person_lines import LineOfPerson, line_of_person, records_of
from xinglin.pages.purposes import keep_purpose, purpose_in
from xinglin.pages.requests import user_of
from xinglin.pages.searching import name_condition, recall, remember
from xinglin.store.acting import acting
from xinglin.store.models import Person, User

MOST = 50
_DIGIT = re.compile(r"\d")


@require_safe
def persons_page(request: HttpRequest) -> HttpResponse:
    """Find a person: by any whole number wherever filed, by name within one's scope."""
    require(user_of(request), "see")
    mark = request.GET.get("find", "")
    text = recall(request.session, mark)
    holders: list[Holder] = []
    lines: list[LineOfPerson] = []
    more = False
    if _DIGIT.search(text):
        holders = find_by_number(text)
    elif text:
        lines, more = _by_name(text)
    context = {
        "searched": text,
        "mark": mark,
        "holders": holders,
        "lines": lines,
        "more": more,
        "most": MOST,
        "lost_search": bool(mark) and not text,
    }
    return render(request, "persons.html", context)


def _by_name(text: str) -> tuple[list[LineOfPerson], bool]:
    rows = list(Person.objects.filter(name_condition("name_key", "name", text))[: MOST + 1])
    names = Names()
    names.learn_places(p.place for p in rows)
    names.learn_institutions(p.reporter for p in rows)
    found: dict[int, LineOfPerson] = {}
    heads = heads_of([person.pk for person in rows[:MOST]])
    for person in rows[:MOST]:
        head = heads[person.pk]
        found.setdefault(head, line_of_person(person, names, known_as=head))
    return list(found.values()), len(rows) > MOST


@require_POST
def search_persons(request: HttpRequest) -> HttpResponse:
    """Keep what is searched for out of the address."""
    require(user_of(request), "see")
    mark = remember(request.session, request.POST.get("text", ""))
    return redirect(reverse("persons") + (f"?find={mark}" if mark else ""))


@require_safe
def person_page(request: HttpRequest, person: int) -> HttpResponse:
    """The timeline of one person, masked; the opening is audited."""
    context = _described(request, person)
    write_audit("open", "store_person", person)
    return render(request, "person.html", context)


@require_POST
def unmask_person(request: HttpRequest, person: int) -> HttpResponse:
    """The person's name and numbers, once a purpose is given; every opening is written down."""
    user = user_of(request)
    require(user, "unmask")
    context = _described(request, person)
    purpose = request.POST.get("purpose", "").strip() or purpose_in(request)
    if not purpose:
        return render(request, "person.html", context | {"needs_purpose": True})
    purpose = keep_purpose(request, purpose)
    with acting(user.username, purpose=purpose):
        write_audit("unmask", "store_person", person, detail="查看原值")
    opened = _described(request, person, masked=False)
    return render(request, "person.html", opened | {"is_open": True, "purpose": purpose})


@require_POST
def identify(request: HttpRequest, person: int) -> HttpResponse:
    """Write down one more number of the person."""
    user, sent = user_of(request), request.POST
    context = _described(request, person)
    problems: list[Problem] = []
    days = {}
    for name in ("valid_from", "valid_to"):
        read = read_date(sent[name]) if sent.get(name, "").strip() else None
        if read is not None and read.value is None:
            problems.append(Problem("V-date", name, f"日期：{read.reason}"))
        days[name] = read.value if read is not None else None
    if not problems:
        try:
            with transaction.atomic():
                add_identifier(
                    context["rows"][0].id, sent.get("kind", ""), sent.get("number", ""),
                    by=user, issuer=sent.get("issuer", ""), **days,
                )  # fmt: skip
        except RefusedError as error:
            problems = list(error.problems)
    if problems:
        said = {"problems": problems, "typed": sent.dict()}
        return render(
            request, "person.html", context | said, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    messages.success(request, "已登记这个号码；凭它可以找到此人。")
    return redirect("person", person)


def _described(request: HttpRequest, person: int, *, masked: bool = True) -> dict[str, Any]:
    """What the page of a person shows. Raises Http404 where nothing of him is in reach."""
    user = user_of(request)
    require(user, "see")
    rows = rows_of(person)
    visible = {p.pk: p for p in Person.objects.filter(pk__in=rows)}
    names = Names()
    registers = registers_of_people(user)
    records, counted = records_of(rows, registers, names)
    holder = None if visible else _holder(request, rows)
    if not visible and not counted and holder is None:
        raise Http404("没有这个人员，或不在您的数据范围内；手上有其证件或卡时，可凭完整号码查找。")
    told = count_records(rows, registers)
    return {
        "person": person,
        "mark": request.GET.get("find", ""),
        "holder": holder,
        "rows": [line_of_person(visible[n], names, masked=masked) for n in rows if n in visible],
        "hidden_rows": len(rows) - len(visible) if user.is_everything or told is not None else 0,
        "records": records,
        "counted": counted,
        "out_of_scope": max((told or 0) - counted, 0),
        "purpose": purpose_in(request),
        "may_unmask": may(user, "unmask") and bool(visible),
        "may_enter": may(user, "enter") and bool(visible),
        "kinds": IdentityType.choices(today()),
    }


def _holder(request: HttpRequest, rows: Sequence[int]) -> Holder | None:
    """The person as somebody may know him who has typed his whole number in this session."""
    text = recall(request.session, request.GET.get("find", ""))
    if not _DIGIT.search(text):
        return None
    return next((h for h in find_by_number(text) if h.id in rows), None)


def visible_or_404(user: User, *persons: int) -> list[Person]:
    """Person rows in the user's scope, in the order asked for. Raises Http404."""
    require(user, "see")
    found = {p.pk: p for p in Person.objects.filter(pk__in=persons)}
    if len(found) < len(set(persons)):
        raise Http404("没有这些人员，或不都在您的数据范围内。")
    return [found[n] for n in persons]
