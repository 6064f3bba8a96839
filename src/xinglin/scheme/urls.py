"""Addresses of the scheme's pages."""

from __future__ import annotations

from django.urls import path

from xinglin.scheme import (
    disclosure_pages,
    enrolment_pages,
    fund_pages,
    reversal_pages,
    supervision_pages,
    what_if_pages,
    window_pages,
)

MENU = (
    ("结算窗口", "window", "enter"),
    ("参合情况", "enrolment", "report"),
    ("基金", "fund", "report"),
    ("稽查", "supervision", "report"),
    ("月度对账", "reconciliation", "report"),
    ("公示", "disclosures", "report"),
    ("方案测算", "what_if", "report"),
)
"""What the line's menu shows of them: label, name, the permission it takes."""

urlpatterns = [
    path("scheme/enrolment/", enrolment_pages.enrolment_page, name="enrolment"),
    path("scheme/what-if/", what_if_pages.what_if_page, name="what_if"),
    path("scheme/disclosures/", disclosure_pages.disclosures_page, name="disclosures"),
    path("public/scheme/", disclosure_pages.public_disclosures, name="public_disclosures"),
    path(
        "public/scheme/<int:disclosure>/",
        disclosure_pages.public_disclosure,
        name="public_disclosure",
    ),
    path(
        "public/scheme/<int:disclosure>/table.csv",
        disclosure_pages.public_disclosure_csv,
        name="public_disclosure_csv",
    ),
    path(
        "public/scheme/<int:disclosure>/objection/",
        disclosure_pages.public_objection,
        name="public_objection",
    ),
    path("scheme/supervision/", supervision_pages.supervision_page, name="supervision"),
    path("scheme/reconciliation/", supervision_pages.reconciliation_page, name="reconciliation"),
    path("scheme/fund/", fund_pages.fund_page, name="fund"),
    path("scheme/window/", window_pages.window_page, name="window"),
    path("scheme/slips/<int:claim>/", window_pages.slip_page, name="slip"),
    path("scheme/slips/<int:claim>/reversal/", reversal_pages.reversal_page, name="reversal"),
]
