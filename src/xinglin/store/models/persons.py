"""Persons, their numbers, and which rows are one human."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import Versioned, text


class Person(Versioned):
    """One person as somebody filed them (人员); the same human may have several rows.

    An identity number is not unique: two people are sometimes filed under one by mistake.
    """

    name = models.TextField("姓名")
    sex = text("性别")
    birth_date = models.DateField("出生日期", null=True, blank=True)
    id_type = text("证件类型")
    id_number = text("证件号码")
    phone = text("联系电话")
    name_key = text("姓名拼音")

    class Meta:
        verbose_name = "人员"
        indexes: ClassVar = [
            models.Index(fields=["id_number"], name="store_person_id_number"),
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
    issuer = text("发证（发卡）机构")
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
    reasons = text("依据")
    found_at = models.DateTimeField("发现时间", db_default=Now())
    state = models.TextField("状态", default="open", db_default="open")
    decided_by = text("处理人")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decision_reason = text("处理理由")

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
