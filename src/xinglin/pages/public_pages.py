"""Published reports for all: no log-in, no script, large type; figures open, records never."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from html import escape, unescape
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from xinglin.language.periods import parse_period
from xinglin.pages.names import Names
from xinglin.pages.report_pages import KINDS
from xinglin.reports.definitions import frozen
from xinglin.reports.document.html import STYLE, report_html
from xinglin.reports.document.model_json import from_json
from xinglin.reports.publishing import in_force
from xinglin.store.home import folder
from xinglin.store.models import Publication

GIVEN = ("docx", "pdf", "html")
SECONDS = 300
_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}
_BUTTON = re.compile(
    r'<button type="button" class="figure" data-figure="([^"]*)"( data-status="\w+")>(.*?)</button>'
)
View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    """Open to everybody, kept by browsers and proxies for five minutes, no script allowed."""

    @login_not_required
    @require_safe
    @csp(_POLICY)
    @wraps(view)
    def shown(request: HttpRequest, *parts: str, **named: str) -> HttpResponse:
        answer = view(request, *parts, **named)
        answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        return answer

    return cast("View", shown)


@_public
def public_reports(request: HttpRequest) -> HttpResponse:
    """All published reports."""
    names = Names()
    rows = [(p, names.place_in_full(p.report.place)) for p in in_force().select_related("report")]
    return _page("public_reports.html", {"rows": rows})


@_public
def public_report(request: HttpRequest, report_id: str) -> HttpResponse:
    """One report to read; each figure leads to its definition."""
    found = _published(report_id)
    if isinstance(found, HttpResponse):
        return found
    document = from_json(json.loads((_folder(report_id) / "document.json").read_bytes()))
    shown = _BUTTON.sub(lambda one: _link(report_id, one), report_html(document))
    context = {"publication": found, "document": shown, "kinds": GIVEN, "report_id": report_id}
    answer = _page("public_report.html", context)
    answer.headers["Last-Modified"] = http_date(found.published_at.timestamp())
    return answer


def _link(report_id: str, figure: re.Match[str]) -> str:
    address = reverse("public_figure", args=(report_id, unescape(figure[1])))
    return f'<a class="figure" href="{escape(address)}"{figure[2]}>{figure[3]}</a>'


@_public
def public_figure(request: HttpRequest, report_id: str, figure_id: str) -> HttpResponse:
    """What one figure says and how it is defined; not which records it is the sum of."""
    found = _published(report_id)
    if isinstance(found, HttpResponse):
        return found
    figures = json.loads((_folder(report_id) / "report.json").read_bytes())["figures"]
    for figure in figures:
        for printed in figure["printed"]:
            if printed["id"] == figure_id:
                return _page("public_figure.html", _about(found, figure, printed["text"]))
    raise Http404("这份报告里没有这个数字，请从报告重新点开。")


def _about(publication: Publication, figure: dict[str, Any], text: str) -> dict[str, Any]:
    """The figure's words, as they were frozen with the report."""
    frozen_then = frozen(publication.report.definitions, folder("definitions"))
    return {
        "publication": publication,
        "report_id": publication.report.report_id,
        "text": text,
        "figure": figure,
        "about": frozen_then.about(figure["indicator"]),
        "place": Names().place_in_full(figure["place"]),
        "period": parse_period(figure["period"]).label,
    }


@_public
def public_download(request: HttpRequest, report_id: str, kind: str) -> HttpResponse:
    """One file of a published report."""
    found = _published(report_id)
    if isinstance(found, HttpResponse):
        return found
    path = _folder(report_id) / f"report.{kind}"
    if kind not in GIVEN or not path.is_file():
        raise Http404("没有这种格式的文件，请从报告页重新下载。")
    answer = HttpResponse(path.read_bytes(), content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{report_id}.{kind}"'
    return answer


@_public
def public_style(request: HttpRequest) -> HttpResponse:
    """The report's style sheet."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8")


def _folder(report_id: str) -> Path:
    return folder("reports") / report_id


def _published(report_id: str) -> Publication | HttpResponse:
    """The publication in force, or the page that says it was withdrawn. Raises Http404."""
    every = Publication.objects.filter(report_id=report_id).select_related("report")
    found = every.filter(withdrawn_at=None).first()
    if found is not None:
        return found
    withdrawn = every.order_by("-withdrawn_at").first()
    if withdrawn is None:
        raise Http404("没有公开这份报告，请从公开报告的列表重新进入。")
    return _page("public_withdrawn.html", {"publication": withdrawn}, HTTPStatus.GONE)


def _page(template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    # Rendered without the request: nothing of a visitor who happens to be logged in comes in.
    return HttpResponse(render_to_string(template, context), status=int(status))
