"""The page on which offices write a report's own paragraphs; numbers are never typed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError
from xinglin.language.periods import Period
from xinglin.pages.asking import read_period, require_figures, usual
from xinglin.pages.histories import names_of_users
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.reports.building import NoStatementError, statement_for
from xinglin.reports.places import Place, UnknownPlaceError, place
from xinglin.reports.prose import (
    LONGEST,
    Manual,
    ProseConflictError,
    ProseError,
    default_in_words,
    manual_paragraphs,
    mark_of,
    save_prose,
    written,
)
from xinglin.store.models import DivisionClosure, Report, User


@dataclass(frozen=True)
class Box:
    """One paragraph on the page. theirs: what somebody else wrote meanwhile, None without."""

    name: str
    heading: str
    hint: str
    text: str
    mark: str
    by: str
    at: datetime | None
    theirs: str | None = None


def prose_address(place_code: str, period: str) -> str:
    """Where the paragraphs of a place and period are written."""
    return f"{reverse('prose')}?{urlencode({'place': place_code, 'period': period})}"


@require_http_methods(["GET", "POST"])
def prose_page(request: HttpRequest) -> HttpResponse:
    """One box for each paragraph that offices write."""
    user = user_of(request)
    require(user, "report")
    require_figures(user)
    at, period, paragraphs = _asked(request, user)
    status, more = HTTPStatus.OK, dict[str, Any]()
    if request.method == "POST":
        status, more = _saved(request, user, at, period, paragraphs)
        if status == HTTPStatus.OK:
            messages.success(request, _said(more["changed"]))
            return redirect(prose_address(at.code, period.key))
    context = {
        "at": Names().place_in_full(at.code),
        "place": at.code,
        "period": period,
        "longest": LONGEST,
        "boxes": _boxes(at, period, paragraphs, request.POST, more.get("lost", ())),
        "signed": Report.objects.filter(place=at.code, period=period.key, state="signed").first(),
    }
    return render(request, "prose.html", context | more, status=status)


def _said(changed: int) -> str:
    if not changed:
        return "文字没有改动。"
    return f"已保存 {changed} 段文字，下次编制报告时使用；已编好的报告不变。"


def _asked(request: HttpRequest, user: User) -> tuple[Place, Period, list[Manual]]:
    """Place, period and paragraphs of the address. Raises Http404, ForbiddenError."""
    usual_place, usual_period = usual(user)
    period = read_period(request.GET.get("period", "").strip() or usual_period)
    try:
        at = place(request.GET.get("place", "").strip() or usual_place)
        paragraphs = manual_paragraphs(statement_for(period))
    except (UnknownPlaceError, NoStatementError) as error:
        raise Http404(str(error)) from None
    above = DivisionClosure.objects.filter(ancestor__in=user.scope_places, descendant=at.code)
    if not (user.is_everything or above.exists()):
        raise ForbiddenError(
            f"{at.name}不在您的地区范围内，不能填写它的报告文字，请核对地区；"
            "如工作需要请向系统管理员申请。"
        )
    return at, period, paragraphs


def _saved(
    request: HttpRequest, user: User, at: Place, period: Period, paragraphs: list[Manual]
) -> tuple[HTTPStatus, dict[str, Any]]:
    names = [p.name for p in paragraphs if f"text_{p.name}" in request.POST]
    try:
        changed = save_prose(
            at.code,
            period.key,
            {n: request.POST[f"text_{n}"] for n in names},
            {n: request.POST.get(f"seen_{n}", "") for n in names},
            by=user,
        )
    except ProseError as error:
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"fault": str(error)}
    except ProseConflictError as error:
        return HTTPStatus.CONFLICT, {"fault": str(error), "lost": error.paragraphs}
    return HTTPStatus.OK, {"changed": changed}


def _boxes(
    at: Place,
    period: Period,
    paragraphs: list[Manual],
    typed: Mapping[str, str],
    lost: tuple[str, ...],
) -> list[Box]:
    kept = written(at.code, period.key)
    people = names_of_users({row.written_by for row in kept.values()})
    words = {"place": at.name, "whole": at.whole, "period": period.label}
    boxes = []
    for paragraph in paragraphs:
        name, row = paragraph.name, kept.get(paragraph.name)
        text = row.text if row else ""
        # A refused writer still holds the mark of what they saw, unless they are shown the new.
        mark = typed.get(f"seen_{name}", "") if typed and name not in lost else ""
        boxes.append(
            Box(
                name,
                paragraph.heading or "开头",
                default_in_words(paragraph, words),
                typed.get(f"text_{name}", text),
                mark or mark_of(text),
                people.get(row.written_by, row.written_by) if row else "",
                row.written_at if row else None,
                text if name in lost else None,
            )
        )
    return boxes
