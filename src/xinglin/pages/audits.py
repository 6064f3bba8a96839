"""The audit page: who looked at what and changed what."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.permissions import require
from xinglin.codes.dates import SHANGHAI, read_date
from xinglin.language import catalogue
from xinglin.pages.accounts import write_audit
from xinglin.pages.histories import KINDS, told
from xinglin.pages.requests import user_of
from xinglin.store.models import AuditEntry

PAGE = 50


@require_safe
def audit_page(request: HttpRequest) -> HttpResponse:
    """Audit entries, newest first, narrowed by person, kind, register, record and days."""
    require(user_of(request), "audit")
    asked = {k: str(v).strip() for k, v in request.GET.items()}
    entries, faults = narrowed_entries(asked)
    write_audit("open", "audit", detail="查看审计")
    before = asked.get("before", "")
    if before.isdecimal():
        entries = entries.filter(entry_id__lt=int(before))
    found = list(entries.order_by("-entry_id")[: PAGE + 1])
    context = {
        "looks": told(found[:PAGE]),
        "older": found[PAGE - 1].entry_id if len(found) > PAGE else None,
        "asked": asked,
        "kinds": KINDS,
        "registers": [(r.table(), r.label) for r in catalogue.load().registers.values()],
        "faults": faults,
    }
    return render(request, "audit.html", context)


def narrowed_entries(asked: dict[str, str]) -> tuple[QuerySet[AuditEntry], list[str]]:
    """The entries that the address asks for, and what is wrong with it."""
    conditions: list[Q] = []
    if asked.get("actor"):
        conditions.append(Q(actor=asked["actor"]))
    if asked.get("kind") in KINDS:
        conditions.append(Q(kind=asked["kind"]))
    if asked.get("register"):
        conditions.append(Q(register=asked["register"]))
    faults = []
    if asked.get("record"):
        if asked["record"].isdecimal():
            conditions.append(Q(record_id=int(asked["record"])))
        else:
            faults.append("记录号只能是数字，请核对。")
    for name, lookup, days in (("from", "gte", 0), ("until", "lt", 1)):
        day: Any = read_date(asked[name]) if asked.get(name) else None
        if day is not None and day.value is not None:
            moment = datetime.combine(day.value, time(), SHANGHAI) + timedelta(days=days)
            conditions.append(Q(**{f"recorded_at__{lookup}": moment}))
        elif day is not None:
            faults.append(f"日期：{day.reason}")
    return AuditEntry.objects.filter(*conditions), faults
