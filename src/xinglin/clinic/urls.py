"""Addresses of the vaccination clinic's pages."""

from __future__ import annotations

from django.urls import path

from xinglin.clinic import due_pages, queue_pages, screen_pages, stock_pages

MENU = (
    ("应种名单", "due_children", "see"),
    ("接种率月报", "coverage_months", "see"),
    ("疫苗库存和冷链", "vaccine_stock", "see"),
    ("排队叫号", "queue", "enter"),
)
"""What the line's menu shows of them: label, name, the permission it takes."""

urlpatterns = [
    path("clinic/due/", due_pages.due_page, name="due_children"),
    path("clinic/due/list.csv", due_pages.due_csv, name="due_children_csv"),
    path("clinic/plan/<int:child>/", due_pages.plan_page, name="vaccination_plan"),
    path("clinic/months/", due_pages.months_page, name="coverage_months"),
    path("clinic/stock/", stock_pages.stock_page, name="vaccine_stock"),
    path("clinic/queue/", queue_pages.queue_page, name="queue"),
    path("clinic/queue/part/", queue_pages.queue_part, name="queue_part"),
    path("clinic/queue/<int:ticket>/<str:act>/", queue_pages.queue_act, name="queue_act"),
    path("clinic/screen/<str:unit>/<str:key>/", screen_pages.screen, name="queue_screen"),
    path("clinic/screen/<str:unit>/<str:key>/part/", screen_pages.part, name="queue_board"),
]
