"""Monthly reconciliation: each hospital's own totals beside what was settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from xinglin.actions.fund.ledger import end_of
from xinglin.actions.settling.scheme import claims_register, register_of
from xinglin.language.provisions import STATEMENT
from xinglin.store.registers import model_of

COUNTED = ("recorded", "settled", "reviewed", "paid", "reversed", "reversal")
"""A reversed claim and its reversal both stand in their own months."""


@dataclass(frozen=True)
class Totals:
    """Claims and money of a month. Fen."""

    claims: int
    total: int
    paid: int
    account: int

    def __sub__(self, other: Totals) -> Totals:
        return Totals(
            self.claims - other.claims, self.total - other.total, self.paid - other.paid,
            self.account - other.account,
        )  # fmt: skip

    @property
    def is_nothing(self) -> bool:
        """Whether everything is 0."""
        return (self.claims, self.total, self.paid, self.account) == (0, 0, 0, 0)


@dataclass(frozen=True)
class Reconciled:
    """One hospital's month. stated is None where it has said nothing (未报)."""

    hospital: str
    settled: Totals
    stated: Totals | None
    statement_id: int | None

    @property
    def difference(self) -> Totals | None:
        """What the hospital says more (+) or less (-) than was settled."""
        return self.stated - self.settled if self.stated is not None else None


def reconcile(area: str, month: date) -> list[Reconciled]:
    """Every hospital with settlements or a statement in a month, by its code."""
    first, last = month.replace(day=1), end_of(month)
    claims = model_of(claims_register())._default_manager.filter(
        place__startswith=area, state__in=COUNTED, settled_date__gte=first, settled_date__lte=last
    )
    grouped = claims.exclude(reporter="").values("reporter").annotate(
        claims=Count("pk", filter=~Q(state="reversal")) - Count("pk", filter=Q(state="reversal")),
        total=Sum("total_fen"), paid=Sum("paid_fen"), account=Sum("account_fen"),
    )  # fmt: skip
    settled = {
        g["reporter"]: Totals(g["claims"], g["total"] or 0, g["paid"] or 0, g["account"] or 0)
        for g in grouped
    }
    statements: Any = model_of(register_of(STATEMENT))._default_manager.filter(
        area=area, month_date=first
    )
    stated = {
        s.hospital: (
            s.pk, Totals(s.claims_count, s.total_fen or 0, s.paid_fen or 0, s.account_fen or 0)
        )
        for s in statements.exclude(state="removed")
    }  # fmt: skip
    return [
        Reconciled(
            code, settled.get(code, Totals(0, 0, 0, 0)),
            stated[code][1] if code in stated else None,
            stated[code][0] if code in stated else None,
        )
        for code in sorted({*settled, *stated})
    ]  # fmt: skip
