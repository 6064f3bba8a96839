"""Likely duplicates: the worklist, two persons side by side, merges and how to take them back."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.duplicates import judge_noted, likeness_of
from xinglin.actions.moments import today
from xinglin.actions.office_rules import points_on
from xinglin.actions.permissions import require
from xinglin.actions.person_index import registers_of_people
from xinglin.actions.person_merging import (
    OPEN,
    PAIR_STATES,
    dismiss_pair,
    merge_persons,
    unmerge_persons,
)
from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError
from xinglin.pages.accounts import write_audit
from xinglin.pages.histories import names_of_users
from xinglin.pages.names import Names
from xinglin.pages.person_lines import LineOfPerson, line_of_person, records_of
from xinglin.pages.persons import visible_or_404
from xinglin.pages.requests import user_of
from xinglin.store.models import DuplicatePair, Person, PersonLink

PAGE = 50


@dataclass(frozen=True)
class Compared:
    """One item of two persons: as shown, and whether the originals agree (None: one lacks it)."""

    label: str
    one: str
    two: str
    agrees: bool | None


@require_safe
def duplicates_page(request: HttpRequest) -> HttpResponse:
    """Pairs of rows that may be one human, the likeliest first."""
    require(user_of(request), "merge")
    day = today()
    judge_noted(day)
    state = request.GET.get("state", OPEN)
    state = state if state in PAIR_STATES else OPEN
    pairs = DuplicatePair.objects.filter(state=state, score__gte=points_on(day).listed_from)
    total = pairs.count()
    shown = list(pairs.select_related("first", "second").order_by("-score", "pk")[:PAGE])
    names = Names()
    names.learn_places(p.place for pair in shown for p in (pair.first, pair.second))
    lines = [
        (pair, line_of_person(pair.first, names), line_of_person(pair.second, names))
        for pair in shown
    ]
    context = {"lines": lines, "total": total, "page": PAGE, "state": state, "states": PAIR_STATES}
    return render(request, "duplicates.html", context)


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Two persons side by side; looking at both is audited."""
    asked = [request.GET.get(n, "") for n in ("one", "two")]
    if not all(n.isdecimal() and len(n) < 19 for n in asked):
        return redirect("duplicates")
    return _compared(request, int(asked[0]), int(asked[1]))


def _compared(request: HttpRequest, one: int, two: int, **more: Any) -> HttpResponse:
    user = user_of(request)
    require(user, "merge")
    first, second = visible_or_404(user, one, two)
    for person in (first, second):
        write_audit("open", "store_person", person.pk, detail="比对")
    names = Names()
    lines = [line_of_person(p, names) for p in (first, second)]
    registers = registers_of_people(user)
    counts = [records_of([p.pk], registers, names)[1] for p in (first, second)]
    low, high = sorted((one, two))
    context = {
        "one": lines[0],
        "two": lines[1],
        "items": _items(first, second, lines[0], lines[1]),
        "counts": counts,
        "likeness": likeness_of(one, two, today()),
        "pair": DuplicatePair.objects.filter(first=low, second=high).first(),
        "linked": PersonLink.objects.filter(
            from_person__in=[one, two], to_person__in=[one, two], valid_to=None
        ).first(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "problems" in more else HTTPStatus.OK
    return render(request, "compare.html", context | more, status=status)


def _items(first: Person, second: Person, one: LineOfPerson, two: LineOfPerson) -> list[Compared]:
    """What is compared; agreement is of the originals, which stay masked."""
    shown = (
        ("name", "姓名", "name"), ("sex", "性别", "sex"), ("birth_date", "出生日期", "birth"),
        ("phone", "联系电话", "phone"), ("reporter", "填报机构", "reporter"),
        ("place", "所在地区", "place"),
    )  # fmt: skip
    items = [_item(label, first, second, column, getattr(one, line), getattr(two, line))
             for column, label, line in shown]  # fmt: skip
    numbers = ["；".join(f"{n.kind} {n.text}" for n in line.numbers) for line in (one, two)]
    items.insert(3, _item("证件与卡号", first, second, "id_number", *numbers))
    return items


def _item(label: str, first: Person, second: Person, column: str, one: str, two: str) -> Compared:
    values = getattr(first, column), getattr(second, column)
    agrees = values[0] == values[1] if all(values) else None
    return Compared(label, one, two, agrees)


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Merge two persons, as the page of both asks."""
    user, sent = user_of(request), request.POST
    require(user, "merge")
    one, two, kept = (int(sent.get(n, "0") or 0) for n in ("one", "two", "kept"))
    lost = two if kept == one else one
    kept = one if kept == one else two
    try:
        with transaction.atomic():
            merge_persons(lost, kept, by=user, reason=sent.get("reason", ""))
    except (RefusedError, ForbiddenError) as error:
        return _compared(request, one, two, problems=[str(error)], typed=sent.dict())
    messages.success(request, f"已合并：人员 {lost} 从今天起与人员 {kept} 是同一人。")
    return redirect("person", kept)


@require_POST
def dismiss(request: HttpRequest, pair: int) -> HttpResponse:
    """Say that a pair is two people."""
    user = user_of(request)
    require(user, "merge")
    try:
        with transaction.atomic():
            dismiss_pair(pair, by=user, reason=request.POST.get("reason", ""))
    except RefusedError as error:
        row: Any = DuplicatePair.objects.get(pk=pair)
        return _compared(request, row.first_id, row.second_id, problems=[str(error)])
    messages.success(request, "已记为不是同一人，不再列入清单。")
    return redirect("duplicates")


@require_safe
def merges_page(request: HttpRequest) -> HttpResponse:
    """All merges in scope, those in force first."""
    require(user_of(request), "merge")
    return _merges(request)


def _merges(request: HttpRequest, **more: Any) -> HttpResponse:
    links: list[Any] = list(PersonLink.objects.order_by("valid_to", "-pk")[:PAGE])
    people = names_of_users({link.recorded_by for link in links})
    lines = [(link, people.get(link.recorded_by, link.recorded_by)) for link in links]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "problems" in more else HTTPStatus.OK
    return render(request, "merges.html", {"lines": lines} | more, status=status)


@require_POST
def undo_merge(request: HttpRequest, link: int) -> HttpResponse:
    """Take a merge back."""
    user = user_of(request)
    require(user, "merge")
    version = request.POST.get("version", "")
    try:
        with transaction.atomic():
            unmerge_persons(
                link, by=user, version=int(version) if version.isdecimal() else 0,
                reason=request.POST.get("reason", ""),
            )  # fmt: skip
    except (RefusedError, ConflictError) as error:
        return _merges(request, problems=[str(error)])
    messages.success(request, "已撤销合并；这两行人员重新列入疑似重复，由人核实。")
    return redirect(reverse("merges"))
