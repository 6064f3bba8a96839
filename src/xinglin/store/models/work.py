"""What waits for somebody: due moments and what moved them, files brought in, numbers given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from xinglin.store.models.columns import text


class DueMoment(models.Model):
    """When a record's next step is due (时限); computed by the actions, read by the worklist."""

    register = models.TextField("登记表")
    record_id = models.BigIntegerField("记录")
    deadline = models.TextField("时限")
    starts_at = models.DateTimeField("起算时间")
    due_at = models.DateTimeField("到期时间", null=True, blank=True)  # none while it is stopped
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    suspended_at = models.DateTimeField("中止时间", null=True, blank=True)
    clause = text("依据")
    reporter = text("填报机构")
    place = text("所在地区")
    line = text("业务线")

    class Meta:
        verbose_name = "时限"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["register", "record_id", "deadline"], name="store_duemoment_one"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="store_duemoment_open", condition=models.Q(done_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id} {self.deadline}"


class ClockEvent(models.Model):
    """A clock stopped, set going again, or given more time (停钟、恢复、延长); never changed."""

    register = models.TextField("登记表")
    record_id = models.BigIntegerField("记录")
    deadline = models.TextField("时限")
    kind = models.TextField("种类")
    happened_at = models.DateTimeField("时间")
    amount = models.IntegerField("延长数", null=True, blank=True)
    reason = models.TextField("事由")
    document = text("文书编号")
    clause = models.TextField("依据")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.TextField("登记人")
    reporter = text("填报机构")
    place = text("所在地区")
    line = text("业务线")

    class Meta:
        verbose_name = "时限变动"
        indexes: ClassVar = [
            models.Index(fields=["register", "record_id"], name="store_clockevent_record")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_clockevent_kind",
                condition=models.Q(kind__in=("stop", "go", "extend")),
            ),
            models.CheckConstraint(
                name="store_clockevent_amount",
                condition=models.Q(kind="extend", amount__gt=0)
                | (~models.Q(kind="extend") & models.Q(amount=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.record_id} {self.deadline} {self.kind}"


class IntakeFile(models.Model):
    """One file that came in (导入文件), and how far it got."""

    register = models.TextField("登记表")
    file_sha256 = models.TextField("文件摘要")
    file_name = text("文件名")
    mapping_sha256 = text("对照摘要")
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    by_user = models.TextField("导入人")
    rows = models.BigIntegerField("行数", default=0, db_default=0)
    accepted = models.BigIntegerField("接受", default=0, db_default=0)
    unchanged = models.BigIntegerField("未变", default=0, db_default=0)
    rejected = models.BigIntegerField("退回", default=0, db_default=0)
    state = models.TextField("状态", default="started", db_default="started")
    reporter = text("导入人的机构")
    place = text("导入人的地区")

    class Meta:
        verbose_name = "导入文件"
        indexes: ClassVar = [
            models.Index(fields=["register", "file_sha256"], name="store_intakefile_sha256")
        ]

    def __str__(self) -> str:
        return f"导入 {self.pk}"


class IntakeRow(models.Model):
    """One row that was sent back (退回的行), as it was read, with what is wrong in it."""

    intakefile = models.ForeignKey(IntakeFile, models.CASCADE, related_name="rejected_rows")
    row_no = models.BigIntegerField("行号")
    raw = models.TextField("原文")
    errors = models.TextField("错误")
    reporter = text("导入人的机构")
    place = text("导入人的地区")

    class Meta:
        verbose_name = "退回的行"

    def __str__(self) -> str:
        return f"{self.intakefile_id} 第 {self.row_no} 行"


class NumberSeries(models.Model):
    """The last number given in a series printed on paper (编号): none is skipped or given twice."""

    series = models.TextField("编号系列", primary_key=True)
    last_serial = models.BigIntegerField("已用到")

    class Meta:
        verbose_name = "编号"

    def __str__(self) -> str:
        return self.series
