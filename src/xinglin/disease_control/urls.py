"""Addresses of disease control's pages."""

from __future__ import annotations

from django.urls import path

from xinglin.disease_control import method_pages, nowcast_pages, signal_pages

MENU = (("预警", "signals", "see"), ("补报推算", "nowcast", "see"))
"""What the line's menu shows of them: label, name, the permission it takes."""

urlpatterns = [
    path("disease-control/signals/", signal_pages.signals_page, name="signals"),
    path("disease-control/nowcast/", nowcast_pages.nowcast_page, name="nowcast"),
    path("disease-control/methods/", method_pages.methods_page, name="warning_methods"),
    path("disease-control/signals/<int:signal>/", signal_pages.signal_page, name="signal"),
]
