"""Benefits of the insurance scheme: what was settled, request by request, and the accounts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import text


class BenefitSettlement(models.Model):
    """One settlement or its reversal (结算、冲正), as it was reckoned; appended, never changed.

    The sums of a person's year over `paid_fen`, `deducted`, `chronic_deducted` and `stays` are
    what has gone before: a reversal carries them with the other sign. `settled_as` orders a
    person's year: a claim reckoned anew keeps the place of the one it replaces.
    """

    request_no = models.TextField("请求号", primary_key=True)
    request_sha256 = models.TextField("请求摘要")
    settled_as = models.BigIntegerField("结算次序")
    claim_id = models.BigIntegerField("结算单")
    claim_no = models.TextField("结算单号", unique=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, verbose_name="冲正", null=True, blank=True, related_name="reversal"
    )
    card_no = models.TextField("合作医疗证号")
    year = models.IntegerField("年度")
    household_no = text("户编号")
    kind = models.TextField("补偿类别")
    total_fen = models.BigIntegerField("总费用")
    paid_fen = models.BigIntegerField("统筹基金支付")
    account_fen = models.BigIntegerField("家庭账户支付")
    deducted = models.BigIntegerField("已扣住院起付线")
    chronic_deducted = models.BigIntegerField("已扣慢性病起付线")
    stays = models.SmallIntegerField("住院次数")
    claim = models.JSONField("申请")
    answer = models.JSONField("结果")
    policy = models.TextField("方案")
    settled_at = models.DateTimeField("结算时间", db_default=Now())
    settled_by = text("结算人")
    reporter = text("结算机构")
    place = text("参合地")

    class Meta:
        verbose_name = "补偿结算"
        indexes: ClassVar = [
            models.Index(fields=["card_no", "year"], name="store_benefit_person_year"),
            models.Index(fields=["claim_id"], name="store_benefit_claim"),
        ]

    def __str__(self) -> str:
        return self.request_no


class HouseholdAccount(models.Model):
    """What a household has in its account (家庭账户); always the sum of its entries."""

    household_no = models.TextField("户编号", primary_key=True)
    balance_fen = models.BigIntegerField("余额", default=0, db_default=0)
    reporter = text("登记机构")
    place = text("住址")

    class Meta:
        verbose_name = "家庭账户"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_householdaccount_not_overdrawn",
                condition=models.Q(balance_fen__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.household_no


class HouseholdEntry(models.Model):
    """One sum into or out of a household's account (账户流水); appended, never changed."""

    household = models.ForeignKey(
        HouseholdAccount, models.PROTECT, verbose_name="家庭账户", related_name="entries"
    )
    kind = models.TextField("摘要")
    amount_fen = models.BigIntegerField("金额")
    balance_fen = models.BigIntegerField("余额")
    reference = models.TextField("凭据")
    entered_at = models.DateTimeField("时间", db_default=Now())
    entered_by = text("经办人")
    reporter = text("登记机构")
    place = text("住址")

    class Meta:
        verbose_name = "家庭账户流水"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference", "kind"], name="store_householdentry_once"),
            models.CheckConstraint(
                name="store_householdentry_kind",
                condition=models.Q(kind__in=("contribution", "payment", "return")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.pk}"
