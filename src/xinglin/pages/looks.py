"""Who looked at what (查阅记录): by user, by record or person, by day; as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.permissions import require
from xinglin.actions.person_index import registers_of_people, rows_of
from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.dates import SHANGHAI, shanghai
from xinglin.language import catalogue
from xinglin.pages.accounts import write_audit
from xinglin.pages.audits import narrowed_entries
from xinglin.pages.exports import LARGEST, csv_body
from xinglin.pages.histories import KINDS, names_of_users, register_labels, told
from xinglin.pages.requests import user_of
from xinglin.store.models import LOOKS, AuditEntry, DivisionClosure, User
from xinglin.store.registers import model_of

PAGE = 50
WAYS = {"": "逐条", "user": "按用户", "record": "按记录", "day": "按日"}


@dataclass(frozen=True)
class Sum:
    """Some looks taken together; `query` narrows the page to them."""

    title: str
    count: int
    people: int
    last: Any
    query: dict[str, str]


@require_safe
def looks_page(request: HttpRequest) -> HttpResponse:
    """The looks of the people in one's scope; looking at this page is audited as well."""
    user = user_of(request)
    require(user, "audit")
    asked = {k: str(v).strip() for k, v in request.GET.items()}
    entries, faults = _looks(user, asked)
    write_audit("open", "audit", detail="查看查阅记录")
    way = asked.get("by", "") if asked.get("by", "") in WAYS else ""
    before = asked.get("before", "")
    found: list[AuditEntry] = []
    if not way:
        if before.isdecimal():
            entries = entries.filter(entry_id__lt=int(before))
        found = list(entries.order_by("-entry_id")[: PAGE + 1])
    context = {
        "ways": WAYS,
        "way": way,
        "sums": _sums(entries, way) if way else [],
        "looks": told(found[:PAGE]),
        "older": found[PAGE - 1].entry_id if len(found) > PAGE else None,
        "asked": asked,
        "kinds": {k: KINDS[k] for k in LOOKS},
        "registers": [("store_person", "人员索引"), *_tables()],
        "faults": faults,
        "page": PAGE,
    }
    return render(request, "looks.html", context)


def _tables() -> list[tuple[str, str]]:
    return [(r.table(), r.label) for r in catalogue.load().registers.values()]


def _looks(user: User, asked: dict[str, str]) -> tuple[QuerySet[AuditEntry], list[str]]:
    entries, faults = narrowed_entries(asked)
    entries = entries.filter(kind__in=LOOKS)
    if not user.is_everything:
        entries = entries.filter(actor__in=_people_below(user))
    if person := asked.get("person", ""):
        if person.isdecimal() and len(person) < 19:
            entries = entries.filter(_about(user, int(person)))
        else:
            faults.append("人员编号只能是数字，请核对。")
    return entries, faults


def _people_below(user: User) -> list[str]:
    """Who works at the user's places or in institutions there."""
    below = set(
        DivisionClosure.objects.filter(ancestor__in=user.scope_places).values_list(
            "descendant", flat=True
        )
    )
    units: set[str] = {user.unit} if user.unit else set()
    register = catalogue.load().providing("institution")
    if register is not None and register.place_field is not None:
        rows = model_of(register)._default_manager.filter(
            **{f"{register.place_field.name}__in": below}
        )
        units |= set(rows.values_list(register.key[0].name, flat=True))
    return [
        u.username
        for u in User.objects.all()
        if u.unit in units or (u.scope_places and set(u.scope_places) <= below)
    ]


def _about(user: User, person: int) -> Q:
    """Entries about a person or any of his records in reach."""
    rows = rows_of(person)
    condition = Q(register="store_person", record_id__in=rows)
    for register in registers_of_people(user):
        ids = model_of(register)._default_manager.filter(person_id__in=rows)
        condition |= Q(
            register=register.table(), record_id__in=list(ids.values_list("pk", flat=True))
        )
    return condition


def _sums(entries: QuerySet[AuditEntry], way: str) -> list[Sum]:
    keys = {"user": ["actor"], "record": ["register", "record_id"], "day": ["day"]}[way]
    if way == "day":
        entries = entries.annotate(day=TruncDate("recorded_at", tzinfo=SHANGHAI))
    if way == "record":
        entries = entries.exclude(record_id=None)
    rows = entries.values(*keys).annotate(
        count=Count("entry_id"), people=Count("actor", distinct=True), last=Max("recorded_at")
    )
    order = ["-day"] if way == "day" else ["-count", *keys]
    found = list(rows.order_by(*order)[:PAGE])
    people = names_of_users({row["actor"] for row in found}) if way == "user" else {}
    sums = []
    for row in found:
        title, query = _titled(row, way, people)
        sums.append(Sum(title, row["count"], row["people"], row["last"], {"by": "", **query}))
    return sums


def _titled(row: dict[str, Any], way: str, people: dict[str, str]) -> tuple[str, dict[str, str]]:
    """What a sum is called, and what narrows the page to it."""
    if way == "user":
        return people.get(row["actor"], row["actor"]), {"actor": row["actor"]}
    if way == "day":
        day = row["day"].isoformat()
        return day, {"from": day, "until": day}
    label = register_labels().get(row["register"], row["register"])
    query = {"register": row["register"], "record": str(row["record_id"])}
    return f"{label} 第 {row['record_id']} 号", query


@require_POST
def export_looks(request: HttpRequest) -> HttpResponse:
    """The looks the page's filters leave, one by one, as CSV; the export is audited."""
    user = user_of(request)
    require(user, "audit")
    entries, faults = _looks(user, {k: str(v).strip() for k, v in request.GET.items()})
    total = entries.count()
    if faults or total > LARGEST:
        said = (
            faults[0]
            if faults
            else (f"共 {total:,} 条，超过一次导出的上限 {LARGEST:,} 条，请先用筛选条件缩小范围。")
        )
        raise RefusedError([Problem("LOOKS", "", said)])
    write_audit("export", "audit", detail=f"导出查阅记录 {total} 条")
    answer = HttpResponse(
        csv_body(_lines(entries.order_by("-entry_id"))), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="looks.csv"'
    return answer


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    yield ["时间", "谁", "动作", "登记表", "记录号", "用途", "说明"]
    for look in told(list(entries)):
        yield [
            f"{shanghai(look.at):%Y-%m-%d %H:%M:%S}", look.who, look.kind, look.register,
            "" if look.record_id is None else look.record_id, look.purpose, look.detail,
        ]  # fmt: skip
