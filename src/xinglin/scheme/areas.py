"""Pooling areas a user may look at: the counties of his reach that have an office's records."""

from __future__ import annotations

from django.http import Http404

from xinglin.pages.names import Names
from xinglin.store.models import Division, User


def areas_of(user: User) -> list[tuple[str, str]]:
    """(code, name) of every county within reach, sorted by code."""
    counties = Division.objects.filter(level="county").values_list("code", flat=True)
    names = Names()
    reached = [c for c in counties if _reaches(user, c)]
    return [(code, names.place_in_full(code)) for code in sorted(reached)]


def _reaches(user: User, county: str) -> bool:
    if user.is_everything:
        return True
    return any(county == place or county[: _width(place)] == place[: _width(place)] for place in
               user.scope_places)  # fmt: skip


def _width(place: str) -> int:
    return len(place.rstrip("0")) + len(place.rstrip("0")) % 2 if place[-2:] == "00" else 6


def area_asked(user: User, written: str) -> tuple[str, list[tuple[str, str]]]:
    """The area asked for, the first within reach without one; and all within reach."""
    areas = areas_of(user)
    if not areas:
        raise Http404("您的数据范围内没有统筹地区，请系统管理员设定您的地区。")
    known = [code for code, _ in areas]
    if written and written not in known:
        raise Http404("没有这个统筹地区，或它不在您的数据范围内。")
    return written or known[0], areas
