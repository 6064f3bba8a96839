"""Pooling areas a user may look at: the counties within his reach."""

from __future__ import annotations

from django.http import Http404

from xinglin.actions.reach import counties_within
from xinglin.pages.names import Names
from xinglin.store.models import User


def areas_of(user: User) -> list[tuple[str, str]]:
    """(code, name) of every county within reach, sorted by code."""
    names = Names()
    return [(code, names.place_in_full(code)) for code in counties_within(user)]


def area_asked(user: User, written: str) -> tuple[str, list[tuple[str, str]]]:
    """The area asked for, the first within reach without one; and all within reach."""
    areas = areas_of(user)
    if not areas:
        raise Http404("您的数据范围内没有统筹地区，请系统管理员设定您的地区。")
    known = [code for code, _ in areas]
    if written and written not in known:
        raise Http404("没有这个统筹地区，或它不在您的数据范围内。")
    return written or known[0], areas
