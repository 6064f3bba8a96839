"""The last days of a curve, filled up for the cards still to come."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.moments import today
from xinglin.actions.nowcasting import DELAYS, LEVEL, Day, Filled, filled_up
from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError
from xinglin.actions.reach import counties_within
from xinglin.codes.dates import read_date
from xinglin.codes.diseases import NotifiableDisease
from xinglin.language import catalogue
from xinglin.language.provisions import CASE
from xinglin.outbreak.series import SeriesError
from xinglin.pages.names import Names
from xinglin.pages.numbers import bar_chart
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Point, Series, rate_line
from xinglin.store.models import User


@require_safe
def nowcast_page(request: HttpRequest) -> HttpResponse:
    """Cases by day of onset: reported so far, and what is to be expected in the end."""
    cases = catalogue.load().providing(CASE)
    if cases is None:
        raise Http404("本系统没有传染病报告卡。")
    user = user_of(request)
    require(user, "see", cases)
    places = _places(user)
    if not places:
        raise ForbiddenError("补报推算按地区计算，您的数据范围是机构，没有地区。")
    place = request.GET.get("place", "") or next(iter(places), "")
    if place not in places:
        raise Http404("没有这个地区，或它不在您的数据范围内。")
    disease = request.GET.get("disease", "")
    if disease and disease not in NotifiableDisease:
        raise Http404("没有这个病种，请从列表中选择。")
    yesterday = today() - timedelta(days=1)
    written = request.GET.get("end", "").strip()
    end = read_date(written).value if written else yesterday
    problem = "" if end else f"截至日“{written}”不是日期，请写成如 2013-06-30 的样子。"
    if end is not None and end > yesterday:
        problem = "截至日应在今天之前：当天的报告卡还没有报完。"
    found: Filled | None = None
    if not problem and end is not None:
        try:
            found = filled_up(disease, place, end)
        except SeriesError as error:
            problem = str(error)
    context = {
        "places": places.items(), "place": place, "disease": disease,
        "diseases": NotifiableDisease.choices(yesterday), "end": end or yesterday,
        "problem": problem, "found": found, "delays": DELAYS, "level": f"{LEVEL:.0%}",
        "share": _share(found),
        "days": list(reversed(found.days)) if found else [],
        "chart": _chart(found.days) if found else None,
    }  # fmt: skip
    return render(request, "disease_control/nowcast.html", context)


def _share(found: Filled | None) -> Fraction | None:
    """How often the truth lay within, in per cent."""
    if found is None or not found.coverage.judged:
        return None
    return Fraction(100 * found.coverage.inside, found.coverage.judged)


def _places(user: User) -> dict[str, str]:
    """The places of the user's own reach, and each county in it."""
    names = Names()
    codes = [*user.scope_places, *counties_within(user)]
    if user.is_everything:
        codes = sorted({code[:4] + "00" for code in codes}) + codes
    return {code: names.place_in_full(code) for code in dict.fromkeys(codes)}


def _chart(days: tuple[Day, ...]) -> dict[str, Any]:
    labels = [f"{one.day:%m-%d}" for one in days]
    reported = Series("已报告", tuple(Point(one.reported) for one in days))
    made = bar_chart(labels, [reported], "例", [[]])
    expected = Series("推算最终", tuple(_expected(one) for one in days))
    upper = Series("推算上限", tuple(Point(one.upper) for one in days))
    for number, line in enumerate((expected, upper)):
        made["option"]["series"].append(rate_line(line, number) | {"yAxisIndex": 0})
        made["option"]["legend"]["data"].append(line.name)
    return made


def _expected(one: Day) -> Point:
    if one.expected is None:
        return Point(None, "cannot_tell")
    return Point(Decimal(str(round(one.expected, 1))))
