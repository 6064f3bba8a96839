"""The ledger: post vouchers, add up accounts, make a month's vouchers, close it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import F, Sum

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import kept
from xinglin.actions.settling.scheme import claims_register, register_of
from xinglin.codes.insurance_codes import FundAccount, FundCompartment, FundSource
from xinglin.codes.money import yuan
from xinglin.language.provisions import FUND_INCOME
from xinglin.store.models import FundLine, FundMonth, FundVoucher, User
from xinglin.store.registers import model_of

COMPARTMENT_OF = {
    "inpatient": "inpatient",
    "outpatient": "outpatient",
    "chronic": "chronic",
    "delivery": "delivery",
}
"""The compartment that pays each kind of claim."""


@dataclass(frozen=True)
class Line:
    """One side of a voucher. Fen; one of debit and credit is 0."""

    account: str
    compartment: str
    debit: int = 0
    credit: int = 0


@dataclass(frozen=True)
class Balance:
    """What an account and compartment come to. Fen; positive on the account's own side."""

    account: str
    compartment: str
    debit: int
    credit: int

    @property
    def amount(self) -> int:
        """The balance on the side where the account grows."""
        is_debit = FundAccount.attribute(self.account, "side", date.max) == "debit"
        return self.debit - self.credit if is_debit else self.credit - self.debit


def post(
    area: str, day: date, summary: str, lines: Sequence[Line], *, reference: str, by: User
) -> FundVoucher:
    """Post one voucher. Raises RefusedError where it does not balance or its month is closed."""
    claims = claims_register()
    require(by, "review", claims)
    if problems := _problems(day, summary, lines):
        raise RefusedError(problems)
    with kept(claims, "post_voucher", by):
        try:
            made = FundVoucher.objects.create(
                area=area, day=day, summary=summary, reference=reference, voucher_no="",
                reporter=by.unit or "",
            )  # fmt: skip
            FundLine.objects.bulk_create(
                FundLine(
                    voucher=made, account=line.account, compartment=line.compartment,
                    debit_fen=line.debit, credit_fen=line.credit,
                )
                for line in lines
            )  # fmt: skip
        except DatabaseError as error:
            raise _in_words(error) from error
        made.refresh_from_db()
        return made


def _problems(day: date, summary: str, lines: Sequence[Line]) -> list[Problem]:
    found = []
    if not summary.strip():
        found.append(Problem("VOUCHER", "summary", "摘要：必填，请写明这笔账是什么。"))
    if day > today():
        found.append(Problem("VOUCHER", "day", "记账日期在今天之后，请核对。"))
    for number, line in enumerate(lines, start=1):
        if line.account not in FundAccount or line.compartment not in FundCompartment:
            found.append(Problem("VOUCHER", "", f"第 {number} 行的科目或分项不在表中，请重选。"))
        if (line.debit > 0) == (line.credit > 0) or min(line.debit, line.credit) < 0:
            said = f"第 {number} 行须在借方、贷方中只填一个大于 0 的金额。"
            found.append(Problem("VOUCHER", "", said))
    debit, credit = sum(x.debit for x in lines), sum(x.credit for x in lines)
    if debit != credit or not debit:
        said = f"借贷不平：借方合计 {yuan(debit)} 元，贷方合计 {yuan(credit)} 元，请核对。"
        found.append(Problem("VOUCHER", "", said))
    return found


def _in_words(error: DatabaseError) -> Exception:
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    said = getattr(getattr(cause, "diag", None), "message_primary", "") or ""
    if state in ("XL003", "XL004", "XL006"):
        return RefusedError([Problem("VOUCHER", "", said)])
    if state == "23505":
        return RefusedError([Problem("VOUCHER", "", "这张凭据已经记过账，不能重复记账。")])
    return error


def balances(area: str, until: date) -> list[Balance]:
    """What every account and compartment come to at the end of a day."""
    rows = FundLine.objects.filter(voucher__area=area, voucher__day__lte=until)
    sums = rows.values("account", "compartment").annotate(d=Sum("debit_fen"), c=Sum("credit_fen"))
    order = {code: n for n, code in enumerate(FundAccount.codes)}
    found = [Balance(r["account"], r["compartment"], r["d"], r["c"]) for r in sums]
    return sorted(found, key=lambda b: (order[b.account], b.compartment))


def vouchers(area: str, first: date, last: date) -> list[FundVoucher]:
    """The vouchers of some days, oldest first, with their lines."""
    rows = FundVoucher.objects.filter(area=area, day__gte=first, day__lte=last)
    return list(rows.prefetch_related("lines").order_by("voucher_no"))


def is_closed(area: str, month: date) -> bool:
    """Whether a month, or a later one, is closed."""
    return FundMonth.objects.filter(area=area, month__gte=month.replace(day=1)).exists()


def end_of(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def post_month(area: str, month: date, *, by: User) -> list[FundVoucher]:
    """Make the month's vouchers of what was received and what was settled; each once.

    Raises RefusedError where the month is closed.
    """
    first, last = month.replace(day=1), end_of(month)
    day = min(last, today())
    made = [
        post(area, row.received_date, summary, lines, reference=f"income:{row.income_no}", by=by)
        for row, summary, lines in _received(area, first, last)
    ]
    lines = list(_settled(area, first, last))
    reference = f"claims:{first:%Y-%m}"
    if lines and not FundVoucher.objects.filter(area=area, reference=reference).exists():
        summary = f"{first:%Y年%m月}结算的补偿款"
        made.append(post(area, day, summary, lines, reference=reference, by=by))
    return made


def close_month(area: str, month: date, *, by: User) -> FundMonth:
    """Make the month's vouchers and close it: nothing is posted in it afterwards.

    Raises RefusedError where it is not over, or is closed.
    """
    claims = claims_register()
    require(by, "review", claims)
    first = month.replace(day=1)
    if end_of(first) >= today():
        raise RefusedError([Problem("MONTH", "month", "这个月还没有过完，不能月结。")])
    if is_closed(area, first):
        raise RefusedError([Problem("MONTH", "month", f"{first:%Y-%m} 已经月结。")])
    with kept(claims, "close_month", by):
        post_month(area, first, by=by)
        return FundMonth.objects.create(area=area, month=first, reporter=by.unit or "")


def _received(area: str, first: date, last: date) -> Iterable[tuple[Any, str, list[Line]]]:
    """Money that came in and is not posted yet: into the finance account."""
    income = model_of(register_of(FUND_INCOME))._default_manager
    posted = set(
        FundVoucher.objects.filter(area=area, reference__startswith="income:").values_list(
            "reference", flat=True
        )
    )
    rows = income.filter(
        area=area, state="registered", received_date__gte=first, received_date__lte=last,
        received_fen__gt=0,
    )  # fmt: skip
    row: Any
    for row in rows.order_by("received_date", "income_no"):
        if f"income:{row.income_no}" in posted:
            continue
        label = FundSource.label_of(row.fund_source)
        into = "household" if row.fund_source == "individual" else "pool"
        yield (
            row,
            f"收到{label}",
            [
                Line("finance_account", into, debit=row.received_fen),
                Line("income", into, credit=row.received_fen),
            ],
        )


def _settled(area: str, first: date, last: date) -> Iterable[Line]:
    """What the claims of some days cost the fund, reversals taken off."""
    claims = model_of(claims_register())._default_manager
    rows = claims.filter(
        place__startswith=area[:6], settled_date__gte=first, settled_date__lte=last
    ).exclude(state__in=("removed", "returned"))
    owed = 0
    for row in rows.values("kind").annotate(paid=Sum("paid_fen"), drawn=Sum("account_fen")):
        for compartment, fen in (
            (COMPARTMENT_OF[row["kind"]], row["paid"] or 0), ("household", row["drawn"] or 0)
        ):  # fmt: skip
            if fen > 0:
                yield Line("expense", compartment, debit=fen)
            elif fen < 0:
                yield Line("expense", compartment, credit=-fen)
            owed += fen
    if owed > 0:
        yield Line("payable", "pool", credit=owed)
    elif owed < 0:
        yield Line("payable", "pool", debit=-owed)


def month_sums(area: str, account: str) -> dict[date, int]:
    """Month → what an account grew by, on its own side."""
    rows = FundLine.objects.filter(voucher__area=area, account=account)
    found: dict[date, int] = {}
    for row in rows.values(day=F("voucher__day")).annotate(d=Sum("debit_fen"), c=Sum("credit_fen")):
        grown = Balance(account, "pool", row["d"], row["c"]).amount
        month = row["day"].replace(day=1)
        found[month] = found.get(month, 0) + grown
    return found
