"""Addresses of disease control's pages."""

from __future__ import annotations

from django.urls import path

from xinglin.disease_control import (
    audit_pages,
    card_pages,
    event_pages,
    field_pages,
    method_pages,
    nowcast_pages,
    observation_pages,
    signal_pages,
    supply_pages,
)

MENU = (
    ("预警", "signals", "see"),
    ("补报推算", "nowcast", "see"),
    ("报告质量", "reporting_quality", "see"),
    ("漏报比对", "report_audits", "see"),
    ("重卡", "duplicate_cards", "see"),
    ("密接与入境随访", "observation", "see"),
)
"""What the line's menu shows of them: label, name, the permission it takes."""
FIELD_MENU = (("查螺情况", "snails", "see"), ("伊蚊密度", "vectors", "see"))
"""The same for special diseases."""
EMERGENCY_MENU = (("事件时间线", "events", "see"), ("应急物资库存", "supplies", "see"))
"""The same for emergencies."""

urlpatterns = [
    path("disease-control/signals/", signal_pages.signals_page, name="signals"),
    path("disease-control/nowcast/", nowcast_pages.nowcast_page, name="nowcast"),
    path("disease-control/methods/", method_pages.methods_page, name="warning_methods"),
    path("disease-control/signals/<int:signal>/", signal_pages.signal_page, name="signal"),
    path("disease-control/snails/", field_pages.snails_page, name="snails"),
    path("disease-control/vectors/", field_pages.vectors_page, name="vectors"),
    path("disease-control/events/", event_pages.events_page, name="events"),
    path("disease-control/events/<int:event>/", event_pages.event_page, name="event"),
    path("disease-control/supplies/", supply_pages.supplies_page, name="supplies"),
    path("disease-control/audits/", audit_pages.audits_page, name="report_audits"),
    path("disease-control/audits/<int:audit>/", audit_pages.audit_page, name="report_audit"),
    path(
        "disease-control/duplicate-cards/",
        card_pages.duplicate_cards_page,
        name="duplicate_cards",
    ),
    path("disease-control/quality/", card_pages.quality_page, name="reporting_quality"),
    path("disease-control/quality/table.csv", card_pages.quality_csv, name="reporting_quality_csv"),
    path("disease-control/contacts/", observation_pages.observation_page, name="observation"),
]
