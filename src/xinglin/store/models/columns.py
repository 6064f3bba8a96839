"""Columns that many tables have."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


def text(label: str) -> models.TextField:
    """A text column that is '' when there is nothing to say."""
    return models.TextField(label, blank=True, default="", db_default="")


def texts(label: str) -> ArrayField:
    """A column of several texts, empty when there is none."""
    return ArrayField(
        models.TextField(), verbose_name=label, blank=True, default=list, db_default=[]
    )


class Versioned(models.Model):
    """Columns the database fills in for every guarded row; what the app sends is replaced.

    Only ``version`` is read: it must be the one the writer saw.
    """

    version = models.IntegerField("版本", default=1, db_default=1)
    recorded_at = models.DateTimeField("记录时间", db_default=Now())
    recorded_by = text("记录人")
    reporter = text("填报机构")
    place = text("所在地区")

    class Meta:
        abstract = True
