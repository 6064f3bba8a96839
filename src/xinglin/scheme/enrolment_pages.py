"""Enrolment (参合情况): which village has come how far, beside who could join."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.enrolment import eligible, enrolment
from xinglin.actions.permissions import require
from xinglin.actions.settling.scheme import members_register
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.scheme.areas import area_asked
from xinglin.scheme.entering import year_typed


@require_safe
def enrolment_page(request: HttpRequest) -> HttpResponse:
    """A year's enrolment by township and village."""
    user = user_of(request)
    require(user, "report", members_register())
    area, areas = area_asked(user, request.GET.get("area", ""))
    year = year_typed(request.GET.get("year", ""))
    names, towns = Names(), enrolment(area, year)
    could, members = eligible(area, year), sum(t.total("members") for t in towns)
    context = {
        "area": area,
        "areas": areas,
        "year": year,
        "towns": [(names.place(t.code), t, {n: t.total(n) for n in _SUMS}) for t in towns],
        "sums": {n: sum(t.total(n) for t in towns) for n in _SUMS},
        "eligible": could,
        "rate": Fraction(members * 100, could) if could else None,
    }
    return render(request, "scheme/enrolment.html", context)


_SUMS = (
    "households", "members", "before", "fee_fen", "subsidised_fen", "on_aid", "left",
    "without_receipt",
)  # fmt: skip
