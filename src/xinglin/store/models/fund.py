"""The fund's ledger: vouchers whose debits equal their credits, and the months that are closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from xinglin.store.models.columns import text


class FundVoucher(models.Model):
    """One entry in the ledger (记账凭证); appended, corrected by a later one, never changed.

    reference names what it was made of; the same thing is never posted twice.
    """

    voucher_no = models.TextField("凭证号")
    area = models.TextField("统筹地区")
    day = models.DateField("记账日期")
    summary = models.TextField("摘要")
    reference = models.TextField("凭据")
    entered_at = models.DateTimeField("登记时间", db_default=Now())
    entered_by = text("登记人")
    reporter = text("登记机构")
    place = text("统筹地区代码")

    class Meta:
        verbose_name = "记账凭证"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "voucher_no"], name="store_fundvoucher_number"),
            models.UniqueConstraint(
                fields=["area", "reference"], name="store_fundvoucher_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.voucher_no


class FundLine(models.Model):
    """One side of a voucher (分录): an account, a compartment, a debit or a credit."""

    voucher = models.ForeignKey(FundVoucher, models.PROTECT, related_name="lines")
    account = models.TextField("科目")
    compartment = models.TextField("分项")
    debit_fen = models.BigIntegerField("借方", default=0, db_default=0)
    credit_fen = models.BigIntegerField("贷方", default=0, db_default=0)
    reporter = text("登记机构")
    place = text("统筹地区代码")

    class Meta:
        verbose_name = "分录"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_fundline_one_side",
                condition=models.Q(debit_fen__gt=0, credit_fen=0)
                | models.Q(debit_fen=0, credit_fen__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.account}"


class FundMonth(models.Model):
    """A month that is closed (月结): no voucher is dated in it any more."""

    area = models.TextField("统筹地区")
    month = models.DateField("月份")
    closed_at = models.DateTimeField("月结时间", db_default=Now())
    closed_by = text("月结人")
    reporter = text("登记机构")
    place = text("统筹地区代码")

    class Meta:
        verbose_name = "月结"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "month"], name="store_fundmonth_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.month:%Y-%m}"
