"""Who did what, sealed; and what was unusual in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xinglin.store.models.columns import Versioned, text

LOOKS = ("open", "unmask", "find", "print", "export")
"""Kinds of audit entries that say somebody saw records; what is seldom is indexed."""


class AccessFinding(Versioned):
    """An unusual use of records by one user on one day (异常使用), and what came of it.

    ``reporter`` and ``place`` are the user's own institution and place, for the scope.
    """

    rule = models.TextField("规则")
    username = models.TextField("用户")
    day = models.DateField("日期")
    hour = models.SmallIntegerField("时", null=True, blank=True)
    counted = models.IntegerField("次数")
    threshold = models.IntegerField("限值")
    entries = ArrayField(models.BigIntegerField(), verbose_name="审计条目")
    state = models.TextField("状态", default="open", db_default="open")
    decision_reason = text("说明")

    class Meta:
        verbose_name = "异常使用"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "username", "day", "hour"],
                name="store_accessfinding_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.username} {self.day}"


class AuditEntry(models.Model):
    """One thing somebody did or looked at (审计). Written by the database's functions only."""

    entry_id = models.BigAutoField(primary_key=True)
    recorded_at = models.DateTimeField("时间")
    actor = models.TextField("操作人")
    action = text("动作")
    register = text("登记表")
    record_id = models.BigIntegerField("记录", null=True)
    version = models.IntegerField("版本", null=True)
    kind = models.TextField("种类")
    purpose = text("用途")
    detail = text("说明")

    class Meta:
        verbose_name = "审计"
        indexes: ClassVar = [
            models.Index(fields=["register", "record_id"], name="store_auditentry_record"),
            models.Index(
                fields=["recorded_at", "actor"],
                name="store_auditentry_looks",
                condition=models.Q(kind__in=LOOKS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind}"


class AuditBlock(models.Model):
    """Some audit entries sealed together, chained by key to the block before (审计封块)."""

    block_no = models.BigIntegerField(primary_key=True)
    algorithm = models.TextField("算法")
    entry_ids = ArrayField(models.BigIntegerField())
    entry_digests = ArrayField(models.BinaryField())
    previous_head = models.BinaryField()
    head = models.BinaryField()
    pg_snapshot = models.TextField("事务快照")
    sealed_at = models.DateTimeField("封存时间")

    class Meta:
        verbose_name = "审计封块"

    def __str__(self) -> str:
        return f"{self.block_no}"
