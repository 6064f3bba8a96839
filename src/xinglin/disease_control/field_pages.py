"""What surveys in the field found: snails by village and on a map, mosquitoes by index and band."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.codes.dates import read_date
from xinglin.codes.special_disease_codes import SnailState, VectorSiteKind, vector_band
from xinglin.language import catalogue
from xinglin.language.provisions import (
    HABITAT,
    SNAIL_SPOT,
    SNAIL_SURVEY,
    VECTOR_SITE,
    VECTOR_SURVEY,
)
from xinglin.language.registers import Register
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.store.registers import model_of

_LISTED = 500
_SYMBOLS = {"present": "circle", "past": "triangle", "suspect": "diamond"}
"""States look different by shape, not by colour alone."""


def _register(what: str) -> type[Register]:
    found = catalogue.load().providing(what)
    if found is None:
        raise Http404("本系统没有装专病防治业务，请联系系统管理员。")
    return found


def _rows(what: str) -> Any:
    register = _register(what)
    return model_of(register)._default_manager.exclude(state__in=register.lifecycle.ended)


def _days(request: HttpRequest) -> tuple[date, date, str]:
    """From and until, this year without any; and what is wrong with what was typed."""
    day = today()
    usual = {"from": date(day.year, 1, 1), "until": day}
    fault = ""
    for name in usual:
        if typed := request.GET.get(name, "").strip():
            read = read_date(typed).value
            if read is None:
                fault = f"“{typed}”不是日期，请写成如 2013-06-30 的样子。"
            else:
                usual[name] = read
    return usual["from"], usual["until"], fault


def _share(part: int | None, whole: int | None, per: int = 100) -> str:
    """A ratio for reading; nothing to divide by is a dash, not zero."""
    return f"{(part or 0) / whole * per:.2f}" if whole else "—"


@require_safe
def snails_page(request: HttpRequest) -> HttpResponse:
    """Surveys of some days with their indices, and every habitat that has coordinates."""
    register = _register(SNAIL_SURVEY)
    require(user_of(request), "see", register)
    since, until, fault = _days(request)
    found = _rows(SNAIL_SURVEY).filter(survey_date__range=(since, until))
    sums = found.aggregate(
        frames=Sum("frames_count"), snails=Sum("snail_frames_count"), live=Sum("live_count"),
        dissected=Sum("dissected_count"), infected=Sum("infected_count"), n=Count("pk"),
    )  # fmt: skip
    listed = list(found.order_by("-snail_frames_count", "division", "village", "pk")[:_LISTED])
    context = {
        "rows": _villages(listed),
        "sums": sums,
        "present": _share(sums["snails"], sums["frames"]),
        "infected": _share(sums["infected"], sums["dissected"]),
        "register": register,
        "habitats": _register(HABITAT),
        "since": since,
        "until": until,
        "fault": fault,
        "shown": _LISTED,
        "chart": _map(),
    }
    return render(request, "disease_control/snails.html", context)


def _villages(listed: list[Any]) -> list[dict[str, Any]]:
    """Each survey with its indices and the spots found in it."""
    numbers = [row.survey_no for row in listed]
    found = _rows(SNAIL_SPOT).filter(survey__in=numbers).values_list("survey")
    counted = found.annotate(n=Count("pk"), area=Sum("area_m2"))
    spots = {number: (n, area) for number, n, area in counted}
    names = Names()
    names.learn_places(row.division for row in listed)
    return [
        {
            "row": row,
            "place": names.place(row.division),
            "present": _share(row.snail_frames_count, row.frames_count),
            "density": _share(row.live_count, row.frames_count, 1),
            "infected": _share(row.infected_count, row.dissected_count),
            "spots": spots.get(row.survey_no, (0, 0)),
        }
        for row in listed
    ]


def _map() -> dict[str, Any] | None:
    """Habitats by longitude and latitude, a shape for each state; None without coordinates."""
    points: dict[str, list[dict[str, Any]]] = defaultdict(list)
    doors: dict[str, list[str]] = defaultdict(list)
    register = _register(HABITAT)
    rows = _rows(HABITAT).exclude(longitude_milli=None).exclude(latitude_milli=None)
    for row in rows.order_by("pk")[:5000]:
        label = SnailState.label_of(row.snail_state)
        at = [row.longitude_milli / 1000, row.latitude_milli / 1000]
        points[row.snail_state].append({"name": row.habitat_name, "value": at})
        doors[label].append(f"/registers/{register.name}/{row.pk}/drawer/")
    if not points:
        return None
    series = [
        {"name": SnailState.label_of(state), "type": "scatter", "data": data, "symbolSize": 12,
         "symbol": _SYMBOLS.get(state, "rect")}
        for state, data in points.items()
    ]  # fmt: skip
    axis = {"type": "value", "scale": True, "splitLine": {"lineStyle": {"color": "#e3e7ec"}}}
    option = {
        "animation": False,
        "xAxis": [axis | {"name": "经度"}],
        "yAxis": [axis | {"name": "纬度"}],
        "legend": {"data": [s["name"] for s in series]},
        "tooltip": {"trigger": "item", "renderMode": "richText", "confine": True},
        "series": series,
    }
    return {"option": option, "doors": dict(doors)}


@require_safe
def vectors_page(request: HttpRequest) -> HttpResponse:
    """Each site's latest survey with its indices and what they mean, the highest first."""
    register = _register(VECTOR_SURVEY)
    require(user_of(request), "see", register)
    since, until, fault = _days(request)
    latest: dict[str, Any] = {}
    found = _rows(VECTOR_SURVEY).filter(survey_date__range=(since, until))
    for row in found.order_by("survey_date", "pk"):
        latest[row.site] = row
    sites = {s.site_no: s for s in _rows(VECTOR_SITE).filter(site_no__in=list(latest))}
    names = Names()
    names.learn_places(s.division for s in sites.values())
    rows = sorted(
        latest.values(), key=lambda r: (-(r.positive_count / max(r.houses_count, 1)), r.site)
    )
    context = {
        "rows": [_indices(row, sites.get(row.site), names) for row in rows[:_LISTED]],
        "total": len(rows),
        "over": sum(r.positive_count * 100 > 5 * r.houses_count for r in rows),
        "register": register,
        "since": since,
        "until": until,
        "fault": fault,
        "shown": _LISTED,
        "stale": today() - timedelta(days=30),
    }
    return render(request, "disease_control/vectors.html", context)


def _indices(row: Any, site: Any, names: Names) -> dict[str, Any]:
    return {
        "row": row,
        "site": site,
        "kind": VectorSiteKind.label_of(site.site_kind) if site else "",
        "place": names.place(site.division) if site else "",
        "bi": _share(row.positive_count, row.houses_count),
        "hi": _share(row.positive_houses_count, row.houses_count),
        "ci": _share(row.positive_count, row.wet_count),
        "moi": _share(row.positive_traps_count, row.traps_count) if row.traps_count else "—",
        "band": vector_band("bi", row.positive_count, row.houses_count),
        "moi_band": vector_band("moi", row.positive_traps_count or 0, row.traps_count or 0),
    }
