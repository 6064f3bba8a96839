"""Contacts and travellers under observation: whom to check today, and whose time is over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.watching import LISTED, Kind, Watched, events_of, kinds, watch_of
from xinglin.codes.follow_up_codes import Incubation
from xinglin.codes.text import mask_name
from xinglin.pages.accounts import write_audit
from xinglin.pages.cells import mask_phone
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of

_TABS = {"contacts": "密切接触者", "travellers": "入境人员"}


@require_safe
def observation_page(request: HttpRequest) -> HttpResponse:
    """Who has no check today and whose observation is over, of one kind; names masked."""
    user, found = user_of(request), kinds()
    tab = request.GET.get("kind", "")
    tab = tab if tab in _TABS else "contacts"
    kind = found[tab]
    require(user, "see", kind.watched)
    event = request.GET.get("event", "")
    watch = watch_of(kind, event)
    shown = (*watch.unchecked, *watch.over)
    write_audit("open", kind.watched.table(), detail=f"查看{_TABS[tab]}观察名单 {len(shown)} 人")
    names = Names()
    names.learn_places(w.row.residence for w in shown)
    context = {
        "tabs": _TABS.items(), "tab": tab, "watch": watch, "today": today(), "most": LISTED,
        "register": kind.watched, "event": event, "events": events_of(kind),
        "event_label": kind.watched.fields[kind.event].label,
        "since_label": kind.watched.fields[kind.since].label,
        "unchecked": [_line(w, kind, names) for w in watch.unchecked],
        "over": [_line(w, kind, names) for w in watch.over],
        "may_enter": may(user, "enter", kind.checks),
    }  # fmt: skip
    return render(request, "disease_control/observation.html", context)


def _line(watched: Watched, kind: Kind, names: Names) -> dict[str, Any]:
    row = watched.row
    number = getattr(row, kind.watched.key[0].name)
    return {
        "row": row,
        "number": number,
        "name": mask_name(getattr(row, kind.name) or ""),
        "phone": mask_phone(row.phone) if row.phone else "",
        "place": names.place(row.residence or ""),
        "disease": Incubation.label_of(row.disease),
        "event": getattr(row, kind.event) or "",
        "since": getattr(row, kind.since),
        "until": watched.until,
        "last_check": watched.last_check,
        "check": f"{reverse('new', args=[kind.checks.name])}?{kind.link}={number}",
    }
