"""Claims that want looking into (稽查线索): each finding with its evidence, none a penalty.

A rule sees the claims of a period, with the lines of their bills where they were uploaded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line of a bill. day: when it was used; quantity in its unit; fen: the amount."""

    code: str
    name: str
    sort: str
    day: date | None
    quantity: int
    fen: int


@dataclass(frozen=True)
class Seen:
    """One claim as supervision sees it. left: the day the member left the scheme, or died."""

    claim_no: str
    card_no: str
    hospital: str
    level: str
    kind: str
    admitted: date
    discharged: date
    total_fen: int
    paid_fen: int
    disease: str = ""
    sex: str = ""
    born: date | None = None
    left: date | None = None
    items: tuple[Item, ...] = field(default=(), repr=False)

    @property
    def is_stay(self) -> bool:
        """Whether somebody lay in hospital."""
        return self.kind in ("inpatient", "delivery")

    @property
    def days(self) -> int:
        """Days of the stay, both ends together as one."""
        return max(1, (self.discharged - self.admitted).days)


@dataclass(frozen=True)
class Limits:
    """The limits of the day (`SupervisionRules`)."""

    split_days: int
    mass_admissions: int
    mass_times: int
    fee_deviations: int
    fee_claims: int
    frequency_deviations: int
    frequency_peers: int
    units_per_day: int


@dataclass(frozen=True)
class DiseaseLimit:
    """Whom diseases of a code can have. Ages in completed years, both ends included."""

    code: str
    label: str
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None


@dataclass(frozen=True)
class Finding:
    """Something to be looked into: by which rule, on which claims, and what was seen.

    fen: what the fund paid for the claims that are in doubt.
    """

    rule: str
    hospital: str
    card_no: str
    claims: tuple[str, ...]
    evidence: str
    fen: int

    @property
    def key(self) -> str:
        """Names the finding for good: the same claims by the same rule are the same finding."""
        return f"{self.rule}:{'+'.join(self.claims)}"


def findings_of(
    claims: Sequence[Seen], limits: Limits, diseases: Iterable[DiseaseLimit] = ()
) -> list[Finding]:
    """Every finding, by rule and then by claim."""
    ordered = sorted(claims, key=lambda c: (c.card_no, c.admitted, c.discharged, c.claim_no))
    known = tuple(diseases)
    found: list[Finding] = []
    for rule in _RULES:
        found += rule(ordered, limits)
    return [*found, *_sex_age(ordered, known)]


def _by_person(claims: Sequence[Seen]) -> Iterable[list[Seen]]:
    persons: dict[str, list[Seen]] = defaultdict(list)
    for claim in claims:
        if claim.card_no:
            persons[claim.card_no].append(claim)
    return persons.values()


def _overlap(claims: Sequence[Seen], _: Limits) -> Iterator[Finding]:
    """Two stays of one person share a day that is not the change from one to the other."""
    for own in _by_person(claims):
        stays = [c for c in own if c.is_stay]
        for n, one in enumerate(stays):
            for other in stays[n + 1 :]:
                if other.admitted >= one.discharged:
                    break
                said = (
                    f"{_stay(one)}，与{_stay(other)}重叠 "
                    f"{(min(one.discharged, other.discharged) - other.admitted).days} 天。"
                )
                yield _finding("overlap", other, (one, other), said, min(one, other, key=_paid))


def _elsewhere(claims: Sequence[Seen], _: Limits) -> Iterator[Finding]:
    """A visit to another hospital on a day within a stay, its first and last days left out."""
    for own in _by_person(claims):
        stays = [c for c in own if c.is_stay]
        for visit in (c for c in own if not c.is_stay):
            for stay in stays:
                within = stay.admitted < visit.admitted < stay.discharged
                if within and visit.hospital != stay.hospital:
                    said = f"{_stay(stay)}期间，{visit.admitted} 在{visit.hospital}门诊。"
                    yield _finding("elsewhere", visit, (stay, visit), said, visit)


def _after_leaving(claims: Sequence[Seen], _: Limits) -> Iterator[Finding]:
    for claim in claims:
        if claim.left is not None and claim.discharged > claim.left:
            said = f"此人 {claim.left} 已退出（死亡），{_when(claim)}仍有就诊。"
            yield _finding("after_leaving", claim, (claim,), said, claim)


def _split(claims: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """Back in the same hospital with the same disease within some days of leaving it."""
    for own in _by_person(claims):
        stays = [c for c in own if c.is_stay]
        for one, other in pairwise(stays):
            gap = (other.admitted - one.discharged).days
            same = one.hospital == other.hospital and one.disease == other.disease
            if same and 0 <= gap <= limits.split_days:
                said = f"{_stay(one)}，出院 {gap} 天后再入同院{_for(other)}，疑为分解住院。"
                yield _finding("split", other, (one, other), said, other)


def _quantity(claims: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """More bed days than days, or more of one item in a day than a day allows."""
    for claim in claims:
        beds = sum(i.quantity for i in claim.items if i.sort == "bed")
        if beds > claim.days:
            said = f"床位 {beds} 天，住院只有 {claim.days} 天（{_when(claim)}）。"
            yield _finding("quantity", claim, (claim,), said, claim)
        used: Counter[tuple[str, date]] = Counter()
        names = {i.code: i.name for i in claim.items}
        for item in claim.items:
            if item.day is not None and item.sort not in ("bed", "drug"):
                used[item.code, item.day] += item.quantity
        for (code, day), times in sorted(used.items()):
            if times > limits.units_per_day:
                said = f"{day} {names[code]} {times} 次，每日上限 {limits.units_per_day} 次。"
                yield _finding("quantity", claim, (claim,), said, claim)
                break


def _mass(claims: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """Many people admitted on one day, far more than the hospital admits on others."""
    admitted: dict[str, dict[date, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.is_stay:
            admitted[claim.hospital][claim.admitted].append(claim)
    for days in admitted.values():
        first, last = min(days), max(days)
        mean = sum(map(len, days.values())) / ((last - first).days + 1)
        for day, own in sorted(days.items()):
            if len(own) >= limits.mass_admissions and len(own) >= limits.mass_times * mean:
                said = f"{day} 一日住院 {len(own)} 人次，该机构日均 {mean:.1f} 人次。"
                many = tuple(sorted(own, key=lambda c: c.claim_no))
                yield Finding(
                    "mass", own[0].hospital, "", tuple(c.claim_no for c in many), said,
                    sum(c.paid_fen for c in many),
                )  # fmt: skip


def _fee(claims: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """A stay that costs far more than those of its level, disease and month."""
    groups: dict[tuple[Any, ...], list[Seen]] = defaultdict(list)
    for c in claims:
        if c.is_stay:
            groups[c.level, c.disease, c.discharged.year, c.discharged.month].append(c)
    for own in groups.values():
        if len(own) < limits.fee_claims:
            continue
        mean, spread = fmean(c.total_fen for c in own), pstdev(c.total_fen for c in own)
        for c in own:
            if spread and c.total_fen > mean + limits.fee_deviations * spread:
                said = (
                    f"费用 {c.total_fen / 100:.2f} 元，同级同月 {len(own)} 笔平均 "
                    f"{mean / 100:.2f} 元，高出 {(c.total_fen - mean) / spread:.1f} 个标准差。"
                )
                yield _finding("fee", c, (c,), said, c)


def _frequency(claims: Sequence[Seen], limits: Limits) -> Iterator[Finding]:
    """A hospital that uses an item far more often a stay than the others of its level."""
    stays: Counter[tuple[str, str]] = Counter()
    used: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names: dict[str, str] = {}
    for c in claims:
        if c.is_stay and c.items:
            stays[c.level, c.hospital] += 1
            for item in c.items:
                used[c.level, item.code][c.hospital] += item.quantity
                names[item.code] = item.name
    for (level, code), hospitals in sorted(used.items()):
        peers = [h for lv, h in stays if lv == level]
        if len(peers) < limits.frequency_peers:
            continue
        often = {h: hospitals[h] / stays[level, h] for h in peers}
        for hospital, rate in sorted(often.items()):
            others = [r for h, r in often.items() if h != hospital]
            mean, spread = fmean(others), pstdev(others)
            if rate > mean + limits.frequency_deviations * max(spread, 0.1 * mean, 0.01):
                said = f"{names[code]}每例住院 {rate:.2f} 次，同级其他机构平均 {mean:.2f} 次。"
                yield Finding("frequency", hospital, "", (f"{hospital}/{code}",), said, 0)


def _sex_age(claims: Sequence[Seen], diseases: Sequence[DiseaseLimit]) -> Iterator[Finding]:
    for claim in claims:
        for limit in diseases:
            if not claim.disease.upper().startswith(limit.code):
                continue
            if limit.sex and claim.sex and claim.sex != limit.sex:
                who = "男性" if claim.sex == "1" else "女性"
                said = f"{who}患者诊断为{limit.label}（{claim.disease}），{_when(claim)}。"
                yield _finding("sex_age", claim, (claim,), said, claim)
            elif (age := _age(claim)) is not None and not _fits(age, limit):
                said = f"{age} 岁患者诊断为{limit.label}（{claim.disease}），{_when(claim)}。"
                yield _finding("sex_age", claim, (claim,), said, claim)


def _age(claim: Seen) -> int | None:
    if claim.born is None or claim.born > claim.admitted:
        return None
    day, born = claim.admitted, claim.born
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _fits(age: int, limit: DiseaseLimit) -> bool:
    low = limit.age_from is None or age >= limit.age_from
    return low and (limit.age_to is None or age <= limit.age_to)


_RULES: tuple[Callable[[Sequence[Seen], Limits], Iterator[Finding]], ...] = (
    _overlap, _elsewhere, _after_leaving, _split, _quantity, _mass, _fee, _frequency,
)  # fmt: skip


def _finding(rule: str, at: Seen, claims: Sequence[Seen], said: str, doubtful: Seen) -> Finding:
    numbers = tuple(c.claim_no for c in claims)
    return Finding(rule, at.hospital, at.card_no, numbers, said, doubtful.paid_fen)


def _paid(claim: Seen) -> int:
    return claim.paid_fen


def _when(claim: Seen) -> str:
    if claim.admitted == claim.discharged:
        return f"{claim.admitted} "
    return f"{claim.admitted} 至 {claim.discharged} "


def _stay(claim: Seen) -> str:
    return f"{claim.admitted} 至 {claim.discharged} 在{claim.hospital}住院"


def _for(claim: Seen) -> str:
    return f"（{claim.disease}）" if claim.disease else ""
