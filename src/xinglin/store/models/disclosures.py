"""What the scheme publishes: lists of payments and statements of the fund, as they were shown."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import text


class Disclosure(models.Model):
    """One list or statement opened to everybody for some days (公示); it does not change.

    `content` is all that the public pages show: names in it are masked, and nothing else that
    finds a person is in it.
    """

    kind = models.TextField("种类")
    area = models.TextField("统筹地区")
    place = models.TextField("公示地区")
    title = models.TextField("标题")
    content = models.JSONField("内容")
    from_date = models.DateField("公示开始")
    to_date = models.DateField("公示结束")
    phone = text("监督电话")
    published_at = models.DateTimeField("公示时间", db_default=Now())
    published_by = text("公示人")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawal_reason = text("撤下理由")

    class Meta:
        verbose_name = "公示"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_disclosure_kind", condition=models.Q(kind__in=("payments", "fund"))
            ),
            models.CheckConstraint(
                name="store_disclosure_days",
                condition=models.Q(to_date__gte=models.F("from_date")),
            ),
            models.UniqueConstraint(
                fields=["area", "title"],
                name="store_disclosure_once",
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title
