"""What a policy file may not say, each with its number, its place and how to mend it.

Numbers are never reused. Everything wrong with a file is found before any of it is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from xinglin.claims.amounts import WHOLE, percent
from xinglin.claims.policy import KINDS, LEVELS, Band, InpatientLevel, Kind, Policy
from xinglin.codes.money import yuan


@dataclass(frozen=True)
class PolicyFault:
    """One fault: its number, the place in the file, and a sentence with the remedy."""

    number: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.number} {self.place}：{self.sentence}"


class PolicyError(Exception):
    """A policy that is refused, with every fault of it."""

    def __init__(self, name: str, faults: Sequence[PolicyFault]) -> None:
        self.name, self.faults = name, tuple(faults)
        listed = "\n".join(str(fault) for fault in faults)
        super().__init__(f"补偿方案“{name}”有 {len(faults)} 处问题，请逐处改正：\n{listed}")


def faults_of(policy: Policy) -> list[PolicyFault]:
    """What contradicts itself in a policy whose form is right."""
    return [
        *_span(policy),
        *_levels(policy.inpatient.levels),
        *_deductibles(policy),
        *_caps(policy),
        *_listed_twice(policy),
        *_prepayment(policy),
    ]


def faults_between(policies: Sequence[Policy]) -> list[PolicyFault]:
    """Overlaps and gaps between the policies of one pooling area."""
    found: list[PolicyFault] = []
    for area in sorted({policy.area for policy in policies}):
        own = [policy for policy in policies if policy.area == area]
        ordered = sorted(own, key=lambda p: (p.valid_from is not None, p.valid_from or 0))
        for earlier, later in pairwise(ordered):
            found += _between(earlier, later)
    return found


def _between(earlier: Policy, later: Policy) -> Iterator[PolicyFault]:
    place = f"{later.name} valid_from"
    if earlier.valid_to is None or later.valid_from is None or later.valid_from <= earlier.valid_to:
        yield PolicyFault(
            "P030", place, f"与“{earlier.label}”的有效期重叠，请使两个方案的起止日期首尾相接。"
        )
    elif later.valid_from > earlier.valid_to + timedelta(days=1):
        yield PolicyFault(
            "P031",
            place,
            f"“{earlier.label}”到 {earlier.valid_to} 止，本方案 {later.valid_from} 才开始，"
            "中间没有方案，请使起止日期首尾相接。",
        )


def _span(policy: Policy) -> Iterator[PolicyFault]:
    if policy.valid_from and policy.valid_to and policy.valid_to < policy.valid_from:
        yield PolicyFault("P010", "valid_to", "终止日期早于起始日期，请核对两处日期。")


def _levels(levels: Sequence[InpatientLevel]) -> Iterator[PolicyFault]:
    for name in _twice(level.level for level in levels):
        place = f"inpatient.levels（{name}）"
        yield PolicyFault("P011", place, f"{LEVELS[name]}写了两次，请只留一处。")
    for number, level in enumerate(levels):
        place = f"inpatient.levels[{number}]"
        yield from _bands(f"{place}.bands", level.bands)
        yield from _bands(f"{place}.referred_bands", level.referred_bands)
        yield from _institutions(place, level)


def _bands(place: str, bands: Sequence[Band]) -> Iterator[PolicyFault]:
    """The first begins at 0; each begins where the one before ends; the last has no end."""
    if bands and bands[0].from_yuan != 0:
        said = f"第一段从 {yuan(bands[0].from_yuan)} 元开始，0 元到它之间没有比例，请从 0 写起。"
        yield PolicyFault("P012", f"{place}[0].from_yuan", said)
    for number, (one, two) in enumerate(pairwise(bands), start=1):
        end = one.to_yuan if one.to_yuan is not None else two.from_yuan
        here = f"{place}[{number}].from_yuan"
        if two.from_yuan < end or two.from_yuan <= one.from_yuan:
            said = f"与上一段重叠（上一段到 {yuan(end)} 元），请使各段首尾相接、由小到大。"
            yield PolicyFault("P013", here, said)
        elif two.from_yuan > end:
            said = f"{yuan(end)} 元到 {yuan(two.from_yuan)} 元之间没有比例，请使各段首尾相接。"
            yield PolicyFault("P014", here, said)
    if bands and bands[-1].to_yuan is not None:
        said = f"{yuan(bands[-1].to_yuan)} 元以上没有比例，最后一段请不写 to_yuan。"
        yield PolicyFault("P015", f"{place}[{len(bands) - 1}].to_yuan", said)


def _institutions(place: str, level: InpatientLevel) -> Iterator[PolicyFault]:
    allowed = level.institution_range
    if allowed is not None and allowed.lowest > allowed.highest:
        yield PolicyFault(
            "P016", f"{place}.institution_range", "下限高于上限，请核对 lowest 和 highest。"
        )
    for code, rate in level.institutions.items():
        here = f"{place}.institutions.{code}"
        if allowed is None:
            said = "这一级机构没有规定可浮动的范围（institution_range），不能单独定比例。"
            yield PolicyFault("P017", here, said)
        elif not allowed.lowest <= rate <= allowed.highest:
            said = (
                f"{percent(rate)} 不在规定的 {percent(allowed.lowest)}"
                f"—{percent(allowed.highest)} 之内，请改正。"
            )
            yield PolicyFault("P018", here, said)


def _deductibles(policy: Policy) -> Iterator[PolicyFault]:
    for number, level in enumerate(policy.inpatient.levels):
        if level.second_stay_yuan is None:
            continue
        place = f"inpatient.levels[{number}].second_stay_yuan"
        if policy.inpatient.deductible_per == "year":
            said = "起付线按年计时没有“第二次住院”的起付线，请删去这一项。"
            yield PolicyFault("P019", place, said)
        elif level.second_stay_yuan > level.deductible_yuan:
            yield PolicyFault("P020", place, "第二次住院的起付线高于第一次，请核对。")


def _caps(policy: Policy) -> Iterator[PolicyFault]:
    for kind in _twice(kind for cap in policy.caps for kind in cap.kinds):
        said = f"{KINDS[kind]}在两条封顶线里都有，分不清用哪一条，请只留一处。"
        yield PolicyFault("P021", "caps", said)
    paid: dict[Kind, object] = {
        "inpatient": True,
        "chronic": policy.chronic,
        "outpatient": policy.outpatient,
    }
    paid["delivery"] = policy.delivery
    for number, cap in enumerate(policy.caps):
        for kind in cap.kinds:
            if not paid[kind]:
                said = f"方案没有写{KINDS[kind]}怎样补偿，封顶线却有它，请补写或删去。"
                yield PolicyFault("P022", f"caps[{number}].kinds", said)


def _listed_twice(policy: Policy) -> Iterator[PolicyFault]:
    chronic = policy.chronic.diseases if policy.chronic else ()
    pooled = policy.outpatient.levels if policy.outpatient else ()
    lists: tuple[tuple[str, str, Iterable[Any]], ...] = (
        ("chronic.diseases", "病种", (d.code for d in chronic)),
        ("aid", "救助类别", (a.aid_class for a in policy.aid)),
        ("outpatient.levels", "机构级别", (one.level for one in pooled)),
        ("exclusions", "病种", (d for e in policy.exclusions for d in e.diseases)),
        ("fixed_prices", "病种", ((p.disease, at) for p in policy.fixed_prices for at in p.levels)),
    )
    for place, what, listed in lists:
        for one in _twice(listed):
            shown = one[0] if isinstance(one, tuple) else one
            yield PolicyFault("P023", place, f"{what}“{shown}”写了两次，请只留一处。")
    for disease in chronic:
        if policy.excludes(disease.code):
            said = f"“{disease.name}”既在慢性病目录又在不予补偿目录，请只留一处。"
            yield PolicyFault("P024", "exclusions", said)


def _prepayment(policy: Policy) -> Iterator[PolicyFault]:
    plan = policy.prepayment
    if plan is not None and plan.advance + plan.reserve > WHOLE:
        said = "预拨和质量保证金合起来超过预算的 100%，请核对 advance 和 reserve。"
        yield PolicyFault("P025", "prepayment", said)


def _twice(listed: Iterable[Any]) -> list[Any]:
    return [one for one, times in Counter(listed).items() if times > 1]
