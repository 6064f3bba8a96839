"""Supervision of claims: run the rules over a month, draw samples, put hospitals side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, Sum

from xinglin.actions.fund.ledger import end_of
from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import create_record
from xinglin.actions.settling.scheme import (
    claims_register,
    live_claims,
    members_register,
    register_of,
)
from xinglin.actions.settling.visits import register_of_items
from xinglin.claims.sampling import Extrapolated, drawn, extrapolate
from xinglin.claims.supervision import DiseaseLimit, Finding, Item, Limits, Seen, findings_of
from xinglin.codes.insurance_codes import DiseaseLimits
from xinglin.language import catalogue
from xinglin.language.provisions import FINDING, REVIEW
from xinglin.store.models import User
from xinglin.store.registers import model_of

RULES = "SupervisionRules"


def limits_on(day: date) -> Limits:
    """The limits of supervision in force on a day."""
    pack = catalogue.load().code_sets[RULES]
    values = {name: pack.attribute(name, "value", day) for name in Limits.__annotations__}
    return Limits(**{name: int(value or 0) for name, value in values.items()})


def seen_claims(area: str, first: date, last: date) -> list[Seen]:
    """The claims of an area discharged within some days, with their lines and leavings."""
    rows: list[Any] = list(live_claims(area, first, last))
    items = _items([r.claim_no for r in rows])
    left = _left([r.card_no for r in rows], last.year)
    return [
        Seen(
            claim_no=r.claim_no, card_no=r.card_no or "", hospital=r.hospital_name or "",
            level=r.level, kind=r.kind, admitted=r.admitted_date or r.discharged_date,
            discharged=r.discharged_date, total_fen=r.total_fen, paid_fen=r.paid_fen,
            disease=r.disease_code or "", sex=r.sex or "", born=r.birth_date,
            left=left.get(r.card_no), items=tuple(items.get(r.claim_no, ())),
        )
        for r in rows
    ]  # fmt: skip


def _items(numbers: Sequence[str]) -> Mapping[str, list[Item]]:
    """Visit number, which is the claim's → its lines."""
    found: dict[str, list[Item]] = defaultdict(list)
    register = register_of_items()
    rows: Any = model_of(register)._default_manager.filter(visit__in=numbers, state="registered")
    for r in rows:
        found[r.visit].append(
            Item(r.item_code or "", r.item_name or "", r.item_sort or "", r.used_date,
                 r.quantity or 0, r.amount_fen or 0)
        )  # fmt: skip
    return found


def _left(cards: Sequence[str], year: int) -> Mapping[str, date]:
    rows = model_of(members_register())._default_manager.filter(
        card_no__in=set(cards), year_date=date(year, 1, 1), left_date__isnull=False
    )
    return dict(rows.values_list("card_no", "left_date"))


@dataclass(frozen=True)
class Ran:
    """One run of the rules: how many claims were seen, found, and new."""

    claims: int
    found: int
    new: int


def run_rules(area: str, first: date, last: date, *, by: User) -> Ran:
    """Run every rule over the claims of some days; findings that are there are left alone.

    Raises ForbiddenError, RefusedError where the days are in the wrong order.
    """
    findings = register_of(FINDING)
    require(by, "review", findings)
    if last < first:
        raise RefusedError([Problem("DAYS", "last", "结束日期早于开始日期，请核对。")])
    claims = seen_claims(area, first, last)
    reporters = _reporters([c.claim_no for c in claims])
    found = findings_of(claims, limits_on(last), _diseases())
    there = set(
        model_of(findings)
        ._default_manager.filter(finding_key__in=[f.key for f in found])
        .values_list("finding_key", flat=True)
    )
    new = [f for f in found if f.key not in there]
    for one in new:
        _keep(findings, one, area, reporters, by)
    return Ran(len(claims), len(found), len(new))


def _keep(findings: Any, one: Finding, area: str, reporters: Mapping[str, str], by: User) -> None:
    values = {
        "finding_key": one.key[:400], "rule": one.rule, "hospital_name": one.hospital[:60] or None,
        "hospital": reporters.get(one.claims[-1]) or None, "card_no": one.card_no or None,
        "area": area, "claims": "、".join(one.claims)[:4000], "evidence": one.evidence[:500],
        "amount_fen": one.fen, "found_date": today(),
    }  # fmt: skip
    create_record(findings, values, by=by)


def _reporters(numbers: Sequence[str]) -> Mapping[str, str]:
    rows = model_of(claims_register())._default_manager.filter(claim_no__in=numbers)
    return dict(rows.values_list("claim_no", "reporter"))


def _diseases() -> list[DiseaseLimit]:
    day = today()
    return [
        DiseaseLimit(
            row.code, row.label, str(row.attributes.get("sex") or ""),
            _whole(row.attributes.get("age_from")), _whole(row.attributes.get("age_to")),
        )
        for row in DiseaseLimits.on(day)
    ]  # fmt: skip


def _whole(value: object) -> int | None:
    return int(str(value)) if value is not None else None


# --- hospitals side by side -----------------------------------------------------------------------


@dataclass(frozen=True)
class HospitalFees:
    """One hospital's claims of some days. Fen; ratios are exact per cent, None without cost."""

    hospital: str
    level: str
    stays: int
    visits: int
    total_fen: int
    paid_fen: int
    excluded_fen: int
    days: int
    findings: int

    @property
    def mean_fen(self) -> int | None:
        """Cost of a stay."""
        return round(Fraction(self.total_fen, self.stays)) if self.stays else None

    @property
    def mean_days(self) -> Fraction | None:
        """Days of a stay."""
        return Fraction(self.days, self.stays) if self.stays else None

    @property
    def actual_share(self) -> Fraction | None:
        """What the fund paid of what the stays cost."""
        return Fraction(self.paid_fen * 100, self.total_fen) if self.total_fen else None

    @property
    def excluded_share(self) -> Fraction | None:
        """What was outside the catalogue."""
        return Fraction(self.excluded_fen * 100, self.total_fen) if self.total_fen else None


def hospital_fees(area: str, first: date, last: date) -> list[HospitalFees]:
    """The fee indicators of every hospital an area's members went to, the dearest first."""
    rows = live_claims(area, first, last)
    stay = Q(kind__in=("inpatient", "delivery"))
    grouped = rows.values("hospital_name", "level").annotate(
        stays=Count("pk", filter=stay), visits=Count("pk", filter=~stay),
        total=Sum("total_fen", filter=stay), paid=Sum("paid_fen", filter=stay),
        excluded=Sum("excluded_fen", filter=stay),
    )  # fmt: skip
    days: dict[tuple[str, str], int] = defaultdict(int)
    for name, level, admitted, out in rows.filter(stay).values_list(
        "hospital_name", "level", "admitted_date", "discharged_date"
    ):
        days[name, level] += max(1, (out - (admitted or out)).days)
    findings = model_of(register_of(FINDING))._default_manager.filter(area=area)
    counted = dict(
        findings.values_list("hospital_name")
        .annotate(n=Count("pk"))
        .values_list("hospital_name", "n")
    )
    found = [
        HospitalFees(
            g["hospital_name"] or "", g["level"], g["stays"], g["visits"], g["total"] or 0,
            g["paid"] or 0, g["excluded"] or 0, days[g["hospital_name"], g["level"]],
            counted.get(g["hospital_name"], 0),
        )
        for g in grouped
    ]  # fmt: skip
    return sorted(found, key=lambda h: (h.level, -(h.mean_fen or 0), h.hospital))


# --- samples --------------------------------------------------------------------------------------


def draw_sample(area: str, month: date, count: int, *, by: User) -> int:
    """Draw claims of a month at random for reading by hand; the same draw for the same month.

    Returns how many were drawn anew. Raises ForbiddenError, RefusedError.
    """
    reviews = register_of(REVIEW)
    require(by, "review", reviews)
    if not 1 <= count <= 1000:
        raise RefusedError([Problem("SAMPLE", "count", "抽取笔数应在 1 至 1000 之间，请核对。")])
    first = month.replace(day=1)
    rows = live_claims(area, first, end_of(first)).filter(paid_fen__gt=0)
    paid = dict(rows.values_list("claim_no", "paid_fen"))
    if not paid:
        raise RefusedError([Problem("SAMPLE", "month", f"{first:%Y-%m} 没有已补偿的结算单可抽。")])
    batch = f"{area}-{first:%Y%m}"
    chosen = drawn(list(paid), count, batch)
    there = set(
        model_of(reviews)._default_manager.filter(batch=batch).values_list("claim_no", flat=True)
    )
    new = [n for n in chosen if n not in there]
    for number in new:
        values = {
            "batch": batch, "claim_no": number, "area": area, "drawn_date": today(),
            "population_count": len(paid), "population_fen": sum(paid.values()),
            "paid_fen": paid[number],
        }  # fmt: skip
        create_record(reviews, values, by=by)
    return len(new)


@dataclass(frozen=True)
class Batch:
    """One sample: how far it is read, and what it says of all claims once it is."""

    name: str
    drawn: int
    read: int
    said: Extrapolated | None


def batches(area: str) -> list[Batch]:
    """The samples of an area, the newest first; a whole sample says what all claims come to."""
    rows: Any = model_of(register_of(REVIEW))._default_manager.filter(area=area)
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.batch].append(row)
    found = []
    for name, own in sorted(grouped.items(), reverse=True):
        read = [r for r in own if r.state == "reviewed" and r.disallowed_fen is not None]
        said = None
        if len(read) == len(own):
            pairs = [(r.paid_fen, r.disallowed_fen) for r in read]
            said = extrapolate(pairs, own[0].population_count, own[0].population_fen)
        found.append(Batch(name, len(own), len(read), said))
    return found
