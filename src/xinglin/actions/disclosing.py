"""Publish what the scheme must: who got what by village, and the fund's statement.

What is published is made here, once, and kept as it was shown. The columns below are all there is:
no number, no whole name, no diagnosis, no address below the village.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xinglin.actions.fund.ledger import balances, month_sums
from xinglin.actions.fund.state import limit
from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import create_record, kept
from xinglin.actions.settling.scheme import (
    claims_register,
    live_claims,
    members_register,
    register_of,
)
from xinglin.codes.insurance_codes import FundAccount, FundCompartment
from xinglin.codes.money import yuan
from xinglin.codes.text import mask_name, normalise_text
from xinglin.language.provisions import OBJECTION
from xinglin.store.acting import acting
from xinglin.store.models import Disclosure, User
from xinglin.store.registers import model_of

PAYMENT_COLUMNS = ("村（居）委会", "姓名", "就诊机构", "类别", "总费用（元）", "补偿金额（元）")
"""The disclosure list (公示目录): nothing else is ever on a public page."""
FUND_COLUMNS = ("科目", "分项", "借方（元）", "贷方（元）", "余额（元）")
LONGEST_TOLD, MOST_A_DAY = 500, 200


@dataclass(frozen=True)
class Draft:
    """What would be published: columns and rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def payments_list(area: str, place: str, place_name: str, first: date, last: date) -> Draft:
    """Payments to the members of a township discharged within some days, by village."""
    claims = list(live_claims(area, first, last).filter(residence=place, paid_fen__gt=0))
    villages = _villages([c.card_no for c in claims], last.year)
    label = claims_register().value_label
    made = sorted(
        (
            villages.get(c.card_no, "（未填）"), mask_name(c.patient_name or ""),
            c.hospital_name or "", label("kind", c.kind), yuan(c.total_fen), yuan(c.paid_fen),
        )
        for c in claims
    )  # fmt: skip
    title = f"{place_name}参合人员补偿公示（{first:%Y-%m-%d} 至 {last:%Y-%m-%d} 出院）"
    return Draft(title, PAYMENT_COLUMNS, tuple(made))


def fund_statement(area: str, area_name: str, until: date) -> Draft:
    """The fund's balances at the end of a day, and what the year has brought and cost."""
    rows = [
        (FundAccount.label_of(b.account), FundCompartment.label_of(b.compartment),
         yuan(b.debit), yuan(b.credit), yuan(b.amount))
        for b in balances(area, until)
    ]  # fmt: skip
    for account, label in (("income", "本年收入合计"), ("expense", "本年支出合计")):
        months = month_sums(area, account).items()
        fen = sum(v for m, v in months if m.year == until.year and m <= until)
        rows.append((label, "", "", "", yuan(fen)))
    title = f"{area_name}合作医疗基金收支公示（截至 {until:%Y-%m-%d}）"
    return Draft(title, FUND_COLUMNS, tuple(rows))


def _villages(cards: Sequence[str], year: int) -> dict[str, str]:
    rows = model_of(members_register())._default_manager.filter(
        card_no__in=set(cards), year_date=date(year, 1, 1)
    )
    return {card: village or "（未填）" for card, village in rows.values_list("card_no", "village")}


def publish(
    draft: Draft, kind: str, area: str, place: str, *, by: User, phone: str, days: int
) -> Disclosure:
    """Open a list or statement to everybody for some days, beginning today.

    Raises ForbiddenError, and RefusedError where it is empty, too short, or published already.
    """
    claims = claims_register()
    require(by, "review", claims)
    least = limit("publish_days", today()) or 1
    problems = []
    if not draft.rows:
        problems.append(Problem("PUBLISH", "", "这段时间没有可公示的内容，请核对起止日期。"))
    if not least <= days <= 366:
        problems.append(Problem("PUBLISH", "days", f"公示天数应在 {least} 至 366 天之间，请核对。"))
    if not 7 <= len(phone.strip()) <= 20:
        problems.append(Problem("PUBLISH", "phone", "监督电话：必填，请填群众可拨打的电话。"))
    if problems:
        raise RefusedError(problems)
    first = today()
    content = {"columns": list(draft.columns), "rows": [list(r) for r in draft.rows]}
    with kept(claims, "publish", by):
        try:
            with transaction.atomic():
                return Disclosure.objects.create(
                    kind=kind, area=area, place=place, title=draft.title, content=content,
                    from_date=first, to_date=first + timedelta(days=days - 1), phone=phone.strip(),
                )  # fmt: skip
        except IntegrityError as error:
            said = "同一标题的公示还在公示中，要更正请先撤下那一份。"
            raise RefusedError([Problem("PUBLISH", "", said)]) from error


def withdraw(disclosure: Disclosure, reason: str, *, by: User) -> None:
    """Take a disclosure back. Raises ForbiddenError, RefusedError without a reason."""
    claims = claims_register()
    require(by, "review", claims)
    if not reason.strip():
        raise RefusedError([Problem("PUBLISH", "reason", "撤下公示须写明理由，请填写。")])
    if disclosure.withdrawn_at is not None:
        raise RefusedError([Problem("PUBLISH", "", "这份公示已经撤下。")])
    with kept(claims, "withdraw", by, reason=reason):
        disclosure.withdrawn_at, disclosure.withdrawal_reason = now(), reason.strip()
        disclosure.save(update_fields=["withdrawn_at", "withdrawal_reason"])


def in_force(day: date) -> QuerySet[Disclosure]:
    """What everybody may read on a day, the newest first."""
    return Disclosure.objects.filter(
        withdrawn_at=None, from_date__lte=day, to_date__gte=day
    ).order_by("-published_at")


def receive_objection(
    disclosure: Disclosure, told: str, name: str, phone: str, *, system: User, clock: Any
) -> str:
    """File what somebody says against a disclosure; returns the number he may ask by.

    Raises RefusedError. Nobody is logged in: it is filed in the system's name.
    """
    text = normalise_text(told).strip()
    if not text or len(text) > LONGEST_TOLD:
        said = f"异议内容：必填，不超过 {LONGEST_TOLD} 个字。"
        raise RefusedError([Problem("OBJECT", "told", said)])
    register = register_of(OBJECTION)
    model: Any = model_of(register)
    with acting(system.username, action="objection", clock=clock):
        today_rows = model._default_manager.filter(
            disclosure_id=disclosure.pk, recorded_at__date=today()
        )
        if today_rows.count() >= MOST_A_DAY:
            said = "今天收到的异议已满，请改日再提，或拨打监督电话。"
            raise RefusedError([Problem("OBJECT", "", said)])
        values = {
            "disclosure_id": disclosure.pk, "disclosure_title": disclosure.title[:200],
            "area": disclosure.area, "told": text, "contact_name": name or None,
            "contact_phone": phone or None, "received_at": now(),
        }  # fmt: skip
        saved = create_record(register, values, by=system)
        number: str = model._default_manager.values_list("objection_no", flat=True).get(pk=saved.id)
        return number
