"""Reports, their prose, the snapshots under them, and what is published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import text


class Report(models.Model):
    """One built report (报告); once signed it does not change."""

    report_id = models.TextField(primary_key=True)
    place = models.TextField("地区")
    period = models.TextField("期间")
    snapshot = models.TextField("快照")
    definitions = models.TextField("定义")
    built_at = models.DateTimeField("生成时间")
    built_by = models.TextField("生成人")
    state = models.TextField("状态", default="draft", db_default="draft")
    signed_by = text("签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    audit_head = text("审计链头")
    docx_sha256 = text("文稿摘要")
    json_sha256 = text("数据摘要")

    class Meta:
        verbose_name = "报告"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_report_signed_whole",
                condition=models.Q(state="draft", signed_at=None, signed_by="")
                | (models.Q(state="signed", signed_at__isnull=False) & ~models.Q(signed_by="")),
            )
        ]

    def __str__(self) -> str:
        return self.report_id


class Publication(models.Model):
    """One time that a signed report was opened to everybody (对外公开), until it was withdrawn.

    Who and when are the database's to say; a row changes once, by the withdrawal.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="publications", verbose_name="报告"
    )
    title = models.TextField("标题")
    reason = models.TextField("公开依据")
    published_at = models.DateTimeField("公开时间", db_default=Now())
    published_by = text("公开人")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = text("撤下人")
    withdrawal_reason = text("撤下理由")

    class Meta:
        verbose_name = "对外公开"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"],
                name="store_publication_one_in_force",
                condition=models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="store_publication_withdrawn_whole",
                condition=models.Q(withdrawn_at=None, withdrawn_by="", withdrawal_reason="")
                | (
                    models.Q(withdrawn_at__isnull=False)
                    & ~models.Q(withdrawn_by="")
                    & ~models.Q(withdrawal_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Snapshot(models.Model):
    """One columnar copy of the registers (快照), named by the hash of its manifest."""

    name = models.TextField(primary_key=True)
    taken_at = models.DateTimeField("取数时间")
    previous = text("上一快照")
    pg_snapshot = models.TextField("事务快照")
    rows = models.BigIntegerField("行数")
    pinned = models.BooleanField("保留", default=False, db_default=False)

    class Meta:
        verbose_name = "快照"

    def __str__(self) -> str:
        return self.name


class ReportProse(models.Model):
    """What an office wrote in a report's editable paragraph, by place and period (报告文字)."""

    pk = models.CompositePrimaryKey("place", "period", "paragraph")
    place = models.TextField("地区")
    period = models.TextField("期间")
    paragraph = models.TextField("段落")
    text = models.TextField("文字")
    written_by = models.TextField("撰写人")
    written_at = models.DateTimeField("撰写时间")

    class Meta:
        verbose_name = "报告文字"

    def __str__(self) -> str:
        return f"{self.place} {self.period} {self.paragraph}"
