"""Addresses of the pages. No address holds a name, an identity number or a phone."""

from __future__ import annotations

from django.urls import path

from xinglin.pages import (
    accounts,
    analyses,
    audits,
    details,
    evidences,
    exports,
    forms,
    indicator_pages,
    intakes,
    lists,
    places,
    prose_pages,
    report_pages,
    workbench,
)

_REGISTER = "registers/<slug:name>/"
_RECORD = _REGISTER + "<int:record>/"

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("login/", accounts.log_in, name="login"),
    path("logout/", accounts.log_out, name="logout"),
    path("password/", accounts.change_password, name="password"),
    path("places/", places.places, name="places"),
    path("institutions/", places.institutions, name="institutions"),
    path("audit/", audits.audit_page, name="audit"),
    path("analysis/<slug:line>/", analyses.analysis_page, name="analysis"),
    path("indicators/", indicator_pages.indicators_page, name="indicators"),
    path("indicators/<slug:indicator>/", indicator_pages.indicator_page, name="indicator"),
    path("figures/", evidences.by_figure, name="figure"),
    path("figures/<slug:indicator>/", evidences.evidence_page, name="evidence"),
    path("reports/", report_pages.reports_page, name="reports"),
    path("reports/prose/", prose_pages.prose_page, name="prose"),
    path("reports/build/", report_pages.build_page, name="build"),
    path("reports/building/<slug:job>/", report_pages.building_page, name="building"),
    path("reports/prove/", report_pages.prove_upload, name="prove_upload"),
    path("reports/report.css", report_pages.style, name="report_style"),
    path("reports/<str:report_id>/", report_pages.report_page, name="report"),
    path("reports/<str:report_id>/prove/", report_pages.prove_page, name="prove"),
    path("reports/<str:report_id>/sign/", report_pages.sign_page, name="sign"),
    path("reports/<str:report_id>/report.<slug:kind>", report_pages.download, name="download"),
    path(_REGISTER, lists.list_page, name="list"),
    path(_REGISTER + "search/", lists.search, name="search"),
    path(_REGISTER + "export/", exports.export, name="export"),
    path(_REGISTER + "new/", forms.form_page, name="new"),
    path(_REGISTER + "check/", forms.check, name="check"),
    path(_REGISTER + "import/", intakes.import_page, name="import"),
    path(_REGISTER + "import/template/", intakes.template, name="template"),
    path(_REGISTER + "import/<slug:job>/", intakes.progress, name="progress"),
    path(_REGISTER + "import/<slug:job>/errors/", intakes.errors, name="errors"),
    path(_RECORD, details.detail, name="detail"),
    path(_RECORD + "drawer/", details.drawer, name="drawer"),
    path(_RECORD + "edit/", forms.form_page, name="edit"),
    path(_RECORD + "check/", forms.check, name="check_record"),
    path(_RECORD + "unmask/", details.unmask, name="unmask"),
    path(_RECORD + "print/", details.print_page, name="print"),
    path(_RECORD + "step/<slug:taken>/", details.step, name="step"),
    path(_RECORD + "clock/<slug:deadline>/<slug:act>/", details.clock, name="clock"),
]
