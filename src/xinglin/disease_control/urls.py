"""Addresses of disease control's pages."""

from __future__ import annotations

from django.urls import path

from xinglin.disease_control import signal_pages

MENU = (("预警", "signals", "see"),)
"""What the line's menu shows of them: label, name, the permission it takes."""

urlpatterns = [
    path("disease-control/signals/", signal_pages.signals_page, name="signals"),
    path("disease-control/signals/<int:signal>/", signal_pages.signal_page, name="signal"),
]
