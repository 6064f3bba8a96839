"""The Django app of the shared tables."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """App label ``store``: the tables every line shares."""

    name = "xinglin.store"
    label = "store"
    verbose_name = "登记数据"
    default_auto_field = "django.db.models.BigAutoField"
