"""The tables every line shares: users, divisions, persons, audit, due moments, reports, intake.

Registers have their own tables, made from their declarations. Rules that must hold whatever
writes a row (scope, history, append-only, no cycles) are in ``sql/``, not here.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


def _text(label: str) -> models.TextField:
    """A text column that is '' when there is nothing to say."""
    return models.TextField(label, blank=True, default="", db_default="")


def _texts(label: str) -> ArrayField:
    return ArrayField(
        models.TextField(), verbose_name=label, blank=True, default=list, db_default=[]
    )


LOOKS = ("open", "unmask", "find", "print", "export")
"""Kinds of audit entries that say somebody saw records; what is seldom is indexed."""


class InstallationMark(models.Model):
    """What kind of installation this is; one row, written by the owner."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    simulated_clock = models.BooleanField("可用模拟时钟", default=False, db_default=False)

    class Meta:
        db_table = "xinglin_installation"
        verbose_name = "安装信息"
        constraints: ClassVar = [
            models.CheckConstraint(name="xinglin_installation_one_row", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return "模拟时钟" if self.simulated_clock else "真实时钟"


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """One person who logs in (用户), and what the database lets them reach.

    Empty ``unit`` and scopes reach nothing: the database refuses such a user's queries. The scope
    columns are changed by ``xinglin.save_user`` alone, or by the owner.
    """

    username = models.TextField("用户名", unique=True)
    name = _text("姓名")
    role = _text("角色")
    unit = models.TextField("所在机构", blank=True, null=True)  # noqa: DJ001 - none is not unknown
    scope_units = _texts("可见机构")
    scope_places = _texts("可见地区")
    scope_lines = _texts("可用业务线")
    is_everything = models.BooleanField("可见全部", default=False, db_default=False)
    is_active = models.BooleanField("在用", default=True, db_default=True)
    password_until = models.DateTimeField("一次性密码有效至", null=True, blank=True)
    """Set while the password is the one that was handed out: it opens the page to change it."""

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.username


class Division(models.Model):
    """One administrative division (行政区划), from country to village, with its dates."""

    code = models.TextField("代码", primary_key=True)
    name = models.TextField("名称")
    short_name = _text("简称")
    level = models.TextField("级别")
    parent_code = _text("上级代码")
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    successor_code = _text("并入代码")
    country = models.TextField("国家", default="CN", db_default="CN")
    fictitious = models.BooleanField("虚构", default=False, db_default=False)

    class Meta:
        verbose_name = "行政区划"
        indexes: ClassVar = [models.Index(fields=["parent_code"], name="store_division_parent")]

    def __str__(self) -> str:
        return self.name


class DivisionClosure(models.Model):
    """One pair of a division and one above it, itself included; kept by the database."""

    pk = models.CompositePrimaryKey("ancestor", "descendant")
    ancestor = models.TextField("上级")
    descendant = models.TextField("下级")

    class Meta:
        verbose_name = "区划隶属"
        indexes: ClassVar = [models.Index(fields=["descendant"], name="store_closure_descendant")]

    def __str__(self) -> str:
        return f"{self.ancestor} > {self.descendant}"


class Versioned(models.Model):
    """Columns the database fills in for every guarded row; what the app sends is replaced.

    Only ``version`` is read: it must be the one the writer saw.
    """

    version = models.IntegerField("版本", default=1, db_default=1)
    recorded_at = models.DateTimeField("记录时间", db_default=Now())
    recorded_by = _text("记录人")
    reporter = _text("填报机构")
    place = _text("所在地区")

    class Meta:
        abstract = True


class Person(Versioned):
    """One person as somebody filed them (人员); the same human may have several rows.

    An identity number is not unique: two people are sometimes filed under one by mistake.
    """

    name = models.TextField("姓名")
    sex = _text("性别")
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_type = _text("证件类型")
    id_number = _text("证件号码")
    phone = _text("联系电话")
    name_key = _text("姓名拼音")

    class Meta:
        verbose_name = "人员"
        indexes: ClassVar = [
            models.Index(fields=["id_number"], name="store_person_id_number"),
            models.Index(fields=["name"], name="store_person_name"),
            models.Index(fields=["name_key"], name="store_person_name_key"),
            models.Index(
                fields=["phone"], name="store_person_phone", condition=~models.Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        return f"人员 {self.pk}"  # never the name: this text ends up in logs


class PersonLink(Versioned):
    """For a span of days, one person row stands for the same human as another (合并)."""

    from_person = models.ForeignKey(
        Person, models.PROTECT, related_name="links", verbose_name="并入前"
    )
    to_person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="并入后")
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    merge_reason = models.TextField("理由")

    class Meta:
        verbose_name = "人员合并"

    def __str__(self) -> str:
        return f"{self.from_person_id} > {self.to_person_id}"


class PersonIdentifier(Versioned):
    """One more number a person is known by (证件与卡号), beside the one he was filed under.

    No number is refused for being another person's too: that is a finding for the worklist.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="identifiers", verbose_name="人员"
    )
    kind = models.TextField("种类")
    number = models.TextField("号码")
    issuer = _text("发证（发卡）机构")
    valid_from = models.DateField("起始日期", null=True, blank=True)
    valid_to = models.DateField("终止日期", null=True, blank=True)

    class Meta:
        verbose_name = "证件与卡号"
        indexes: ClassVar = [
            models.Index(fields=["number", "kind"], name="store_personidentifier_number")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "number"], name="store_personidentifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"证件 {self.pk}"


class DuplicatePair(models.Model):
    """Two person rows that may be one human (疑似重复); seen by who may see both.

    ``score`` is empty until the pair has been compared; ``first_id`` < ``second_id``.
    """

    first = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员一")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="人员二")
    score = models.SmallIntegerField("分值", null=True)
    reasons = _text("依据")
    found_at = models.DateTimeField("发现时间", db_default=Now())
    state = models.TextField("状态", default="open", db_default="open")
    decided_by = _text("处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decision_reason = _text("处理理由")

    class Meta:
        verbose_name = "疑似重复人员"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="store_duplicatepair_once"),
            models.CheckConstraint(
                name="store_duplicatepair_in_order",
                condition=models.Q(first__lt=models.F("second")),
            ),
            models.CheckConstraint(
                name="store_duplicatepair_decided_whole",
                condition=models.Q(state="open", decided_at=None, decided_by="")
                | (
                    ~models.Q(state="open")
                    & models.Q(decided_at__isnull=False)
                    & ~models.Q(decided_by="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


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
    decision_reason = _text("说明")

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
    action = _text("动作")
    register = _text("登记表")
    record_id = models.BigIntegerField("记录", null=True)
    version = models.IntegerField("版本", null=True)
    kind = models.TextField("种类")
    purpose = _text("用途")
    detail = _text("说明")

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


class DueMoment(models.Model):
    """When a record's next step is due (时限); computed by the actions, read by the worklist."""

    register = models.TextField("登记表")
    record_id = models.BigIntegerField("记录")
    deadline = models.TextField("时限")
    starts_at = models.DateTimeField("起算时间")
    due_at = models.DateTimeField("到期时间", null=True, blank=True)  # none while it is stopped
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    suspended_at = models.DateTimeField("中止时间", null=True, blank=True)
    clause = _text("依据")
    reporter = _text("填报机构")
    place = _text("所在地区")
    line = _text("业务线")

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
    document = _text("文书编号")
    clause = models.TextField("依据")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.TextField("登记人")
    reporter = _text("填报机构")
    place = _text("所在地区")
    line = _text("业务线")

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
    signed_by = _text("签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    audit_head = _text("审计链头")
    docx_sha256 = _text("文稿摘要")
    json_sha256 = _text("数据摘要")

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
    published_by = _text("公开人")
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_by = _text("撤下人")
    withdrawal_reason = _text("撤下理由")

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
    previous = _text("上一快照")
    pg_snapshot = models.TextField("事务快照")
    rows = models.BigIntegerField("行数")
    pinned = models.BooleanField("保留", default=False, db_default=False)

    class Meta:
        verbose_name = "快照"

    def __str__(self) -> str:
        return self.name


class IntakeFile(models.Model):
    """One file that came in (导入文件), and how far it got."""

    register = models.TextField("登记表")
    file_sha256 = models.TextField("文件摘要")
    file_name = _text("文件名")
    mapping_sha256 = _text("对照摘要")
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    by_user = models.TextField("导入人")
    rows = models.BigIntegerField("行数", default=0, db_default=0)
    accepted = models.BigIntegerField("接受", default=0, db_default=0)
    unchanged = models.BigIntegerField("未变", default=0, db_default=0)
    rejected = models.BigIntegerField("退回", default=0, db_default=0)
    state = models.TextField("状态", default="started", db_default="started")
    reporter = _text("导入人的机构")
    place = _text("导入人的地区")

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
    reporter = _text("导入人的机构")
    place = _text("导入人的地区")

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


class ApiToken(models.Model):
    """One key by which a program acts for a user (接口令牌); only its digest is kept.

    ``permissions`` narrows what the user's post carries; it never adds to it.
    """

    token_sha256 = models.TextField("令牌摘要", primary_key=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="用户")
    label = _text("用途")
    created_at = models.DateTimeField("建立时间", db_default=Now())
    expires_at = models.DateTimeField("失效时间", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)
    permissions = _texts("权限")

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.label or self.token_sha256[:8]


class ApiIdempotency(models.Model):
    """What a program was answered when it first sent a request under a key (重复请求的答复)."""

    pk = models.CompositePrimaryKey("token_id", "key")
    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="+", verbose_name="令牌")
    key = models.TextField("请求键")
    request_sha256 = models.TextField("请求摘要")
    status = models.SmallIntegerField("答复状态")
    body = models.JSONField("答复", default=dict)
    created_at = models.DateTimeField("时间", db_default=Now())

    class Meta:
        verbose_name = "接口请求键"

    def __str__(self) -> str:
        return self.key
