"""Reports: build, read with a door behind every number, download, prove, sign."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from xinglin.actions.permissions import may, require
from xinglin.language.periods import PeriodError, parse_period
from xinglin.pages import jobs
from xinglin.pages.accounts import write_audit
from xinglin.pages.asking import require_figures, usual
from xinglin.pages.histories import names_of_users
from xinglin.pages.intakes import drop_upload, kept_upload, upload_fault
from xinglin.pages.names import Names
from xinglin.pages.prose_pages import prose_address
from xinglin.pages.requests import simulated_clock, user_of
from xinglin.query.manifest import SnapshotError
from xinglin.reports.building import NoStatementError, Tools, build, statement_for
from xinglin.reports.document.html import STYLE, report_html
from xinglin.reports.document.model_json import from_json
from xinglin.reports.places import UnknownPlaceError
from xinglin.reports.proof import prove
from xinglin.reports.publishing import PublishingError, in_force, publish, withdraw
from xinglin.reports.signing import AlreadySignedError, sign
from xinglin.store.acting import acting
from xinglin.store.home import folder
from xinglin.store.models import Report

JOB = "report"
PROVABLE = frozenset({".docx", ".json"})
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}

_offered: list[tuple[Callable[[], Tools], tuple[type[Exception], ...]]] = []


def offer(tools: Callable[[], Tools], failures: tuple[type[Exception], ...]) -> None:
    """Called once by `site` at the start: where documents find their chart script and fonts."""
    _offered[:] = [(tools, failures)]


def _report(report_id: str) -> Report:
    found = Report.objects.filter(report_id=report_id).first()
    if found is None:
        raise Http404("没有这份报告，请从“统计报告”重新进入。")
    return found


@require_safe
def reports_page(request: HttpRequest) -> HttpResponse:
    """All reports, newest first, and the form to build one."""
    return _listed(request)


def _listed(request: HttpRequest, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    user = user_of(request)
    require_figures(user)
    place, period = usual(user)
    rows, names = list(Report.objects.order_by("-built_at")[:100]), Names()
    people = names_of_users({r.built_by for r in rows} | {r.signed_by for r in rows})
    context = {
        "reports": [
            (
                r,
                names.place_in_full(r.place),
                people.get(r.built_by, r.built_by),
                people.get(r.signed_by, r.signed_by),
            )
            for r in rows
        ],
        "may_build": may(user, "report"),
        "place": place,
        "period": period,
        "shown": names.place_in_full(place),
    }
    return render(request, "reports.html", context | more, status=status)


@require_POST
def build_page(request: HttpRequest) -> HttpResponse:
    """Begin to build a report; its page tells how far it is."""
    user = user_of(request)
    require(user, "report")
    require_figures(user)
    place, key = request.POST.get("place", "").strip(), request.POST.get("period", "").strip()
    if request.POST.get("intent") == "prose":
        return redirect(prose_address(place, key))
    try:
        period = parse_period(key)
        statement_for(period)
    except (PeriodError, NoStatementError) as error:
        return _listed(
            request, HTTPStatus.UNPROCESSABLE_ENTITY, fault=str(error), place=place, period=key
        )
    tools, failures = _offered[0]

    def work(job: jobs.Job) -> Any:
        with (
            tempfile.TemporaryDirectory(prefix="xinglin-report-") as out,
            acting(user.username, action="report.build", clock=simulated_clock()),
        ):
            return build(
                place,
                period,
                Path(out),
                by=user.username,
                tools=tools(),
                progress=job.say,
            )

    refusals: tuple[type[Exception], ...] = (
        UnknownPlaceError,
        NoStatementError,
        SnapshotError,
        *failures,
    )
    job = jobs.start(JOB, user.username, f"{period.label}报告", work, refusals)
    return redirect("building", job.id)


@require_safe
def building_page(request: HttpRequest, job: str) -> HttpResponse:
    """How far a build is; then the way to the report."""
    require(user_of(request), "report")
    context = {"job": jobs.get_job(request, JOB, job)}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "parts/building.html" if part else "building.html", context)


@require_safe
def report_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """The report to read: each number opens its evidence."""
    return _read(request, _report(report_id))


def _read(request: HttpRequest, report: Report, **more: Any) -> HttpResponse:
    user = user_of(request)
    require_figures(user)
    path = folder("reports") / report.report_id / "document.json"
    if not path.is_file():
        raise Http404("这份报告的文稿不在本机，请联系系统管理员从备份恢复。")
    document = from_json(json.loads(path.read_bytes()))
    missing = json.loads((path.parent / "report.json").read_bytes())["figures"]
    people = names_of_users({report.built_by, report.signed_by})
    context = {
        "report": report,
        "document": report_html(document),
        "title": " ".join(document.title.split()),
        "may_publish": may(user, "publish") and report.state == "signed",
        "publication": in_force().filter(report=report).first(),
        "missing": [f for f in missing if f["status"] in ("not_reported", "cannot_tell")],
        "may_sign": may(user, "sign") and report.state == "draft",
        "prose": prose_address(report.place, report.period)
        if report.state == "draft" and may(user, "report")
        else "",
        "built_by": people.get(report.built_by, report.built_by),
        "signed_by": people.get(report.signed_by, report.signed_by),
    }
    return render(request, "report.html", context | more)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The report's own style sheet, the one its HTML file carries."""
    return HttpResponse(STYLE, content_type="text/css; charset=utf-8")


@require_safe
def download(request: HttpRequest, report_id: str, kind: str) -> HttpResponse:
    """One file of a report."""
    require_figures(user_of(request))
    report = _report(report_id)
    path = folder("reports") / report.report_id / f"report.{kind}"
    if kind not in KINDS or not path.is_file():
        raise Http404("没有这种格式的文件，请从报告页重新下载。")
    write_audit("export", "store_report", detail=f"{report_id} {kind}")
    answer = HttpResponse(path.read_bytes(), content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{report_id}.{kind}"'
    return answer


@require_POST
def prove_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """Recompute every figure of a report from its frozen snapshot."""
    report = _report(report_id)
    proof = prove(folder("reports") / report.report_id / "report.docx")
    return _read(request, report, proof=proof)


@require_POST
def prove_upload(request: HttpRequest) -> HttpResponse:
    """Prove a file somebody sends: has a number been changed on the way?"""
    require_figures(user_of(request))
    file = request.FILES.get("file")
    fault = upload_fault(file, PROVABLE)
    if file is None or fault:
        return _listed(request, HTTPStatus.UNPROCESSABLE_ENTITY, fault=fault)
    path = kept_upload(file)
    try:
        proof = prove(path)
    finally:
        drop_upload(path)
    return _listed(request, proof=proof, proved=path.name)


@require_POST
def sign_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """Sign: from then on the report and its snapshot do not change."""
    user = user_of(request)
    require(user, "sign")
    _report(report_id)
    try:
        sign(report_id, by=user)
        messages.success(request, "报告已签发，报告和所用快照从此锁定。")
    except AlreadySignedError as error:
        messages.error(request, str(error))
    return redirect("report", report_id)


@require_POST
def publish_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """Open a signed report to everybody, or withdraw it."""
    require(user_of(request), "publish")
    report, reason = _report(report_id), request.POST.get("reason", "")
    try:
        if request.POST.get("intent") == "withdraw":
            withdraw(report, reason)
            messages.success(request, "报告已撤下，公开页面改为说明已撤下。")
        else:
            publish(report, reason)
            messages.success(request, "报告已对外公开，任何人不用登录即可阅读和下载。")
    except PublishingError as error:
        messages.error(request, str(error))
    return redirect("report", report_id)
