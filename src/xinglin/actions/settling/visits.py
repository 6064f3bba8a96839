"""Stays and visits that wait to be settled, with what their lines come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import kept, locked
from xinglin.actions.settling.scheme import register_of
from xinglin.language.provisions import VISIT
from xinglin.language.registers import Register
from xinglin.store.models import BenefitSettlement, User
from xinglin.store.registers import model_of

_RECKONED_ANEW, _AGAIN = re.compile(r"-R\d+$"), re.compile(r"-\d{1,2}$")
WAITING = ("admitted", "leaving")


@dataclass(frozen=True)
class Visit:
    """One stay or visit that is not settled. Amounts in fen; wrong: lines that do not multiply.

    claim_no: the number its settlement gets, the visit's own unless that was reversed.
    """

    id: int
    version: int
    row: Any
    class_a_fen: int
    class_b_fen: int
    excluded_fen: int
    lines: int
    wrong: int
    claim_no: str


def visits_register() -> type[Register]:
    """The register of stays and visits (就诊登记)."""
    return register_of(VISIT)


def waiting_visits(card_no: str) -> Sequence[Visit]:
    """The visits of a card within reach that wait, the newest first."""
    rows = model_of(visits_register())._default_manager.filter(card_no=card_no, state__in=WAITING)
    return [_with_lines(row) for row in rows.order_by("-admitted_date", "-pk")]


def waiting_visit(visit_no: str) -> Visit:
    """A visit by its number. Raises RefusedError where it does not wait."""
    rows = model_of(visits_register())._default_manager.filter(visit_no=visit_no)
    row = rows.filter(state__in=WAITING).first()
    if row is None:
        said = "没有这次就诊登记，或它已结算、已取消，请刷新后再办。"
        raise RefusedError([Problem("VISIT", "visit_no", said)])
    found = _with_lines(row)
    if found.wrong:
        said = f"这次就诊有 {found.wrong} 条费用明细的金额不等于数量乘单价，请先改正再结算。"
        raise RefusedError([Problem("VISIT", "visit_no", said)])
    return found


def _with_lines(row: Any) -> Visit:
    items = model_of(register_of_items())._default_manager.filter(
        visit=row.visit_no, state="registered"
    )
    off = ~Q(amount_fen=F("quantity") * F("price_fen"))
    sums = {
        r["catalogue_class"]: r
        for r in items.values("catalogue_class").annotate(
            fen=Sum("amount_fen"), lines=Count("pk"), wrong=Count("pk", filter=off)
        )
    }
    fen = {name: (sums[name]["fen"] or 0) if name in sums else 0 for name in ("a", "b", "excluded")}
    return Visit(
        row.pk, row.version, row, fen["a"], fen["b"], fen["excluded"],
        sum(s["lines"] for s in sums.values()), sum(s["wrong"] for s in sums.values()),
        _free_number(row.visit_no),
    )  # fmt: skip


def _free_number(visit_no: str) -> str:
    """The first number no settlement has: the visit's, or it with -2, -3 …"""
    taken = set(
        BenefitSettlement.objects.filter(claim_no__startswith=visit_no).values_list(
            "claim_no", flat=True
        )
    )
    number, time = visit_no, 1
    while number in taken:
        time += 1
        number = f"{visit_no}-{time}"
    return number


def register_of_items() -> type[Register]:
    """The register of the lines of a bill: that whose parent is the visit."""
    visits = visits_register()
    for register in Register.declared:
        if register.parent is not None and register.parent.to is visits:
            return register
    raise RefusedError([Problem("SCHEME", "", "本系统没有费用明细登记表，请联系系统管理员。")])


def visit_settled(visit: Visit, by: User) -> None:
    """Close a visit whose bill has just been settled, in the same transaction.

    Raises ConflictError where somebody changed it meanwhile.
    """
    visits = visits_register()
    with kept(visits, "settle", by):
        row = locked(visits, visit.id)
        row.version, row.state = visit.version, "settled"
        row.save(force_update=True)


def visit_reopened(claim_no: str, by: User) -> None:
    """Let the visit of a reversed settlement wait again, where the settlement was of one.

    Raises RefusedError where the person is in hospital again.
    """
    visits = visits_register()
    base = _RECKONED_ANEW.sub("", claim_no)
    numbers = [base, _AGAIN.sub("", base)]
    rows = model_of(visits)._default_manager.filter(visit_no__in=numbers, state="settled")
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        return
    with kept(visits, "reopen", by):
        row = locked(visits, found)
        row.state = "leaving"
        row.save(force_update=True)
