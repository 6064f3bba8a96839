"""A policy with some of its numbers moved (测算用的方案): which may be moved, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xinglin.claims.amounts import WHOLE
from xinglin.claims.policy import KINDS, LEVELS, Band, Policy
from xinglin.claims.policy_faults import PolicyError, PolicyFault, faults_of


@dataclass(frozen=True)
class Knob:
    """One number of a policy that may be moved. value: fen, or parts of WHOLE."""

    key: str
    label: str
    unit: Literal["元", "%"]
    value: int

    @property
    def text(self) -> str:
        """As it is typed: yuan or per cent."""
        whole, part = divmod(self.value, 100)  # both are hundredths of what is typed
        return f"{whole}.{part:02d}".rstrip("0").rstrip(".")

    def read(self, typed: str) -> int:
        """What was typed, as the policy keeps it. Raises ValueError with a sentence."""
        text = typed.strip().rstrip("%元").replace(",", "").strip()
        whole, dot, part = text.partition(".")
        if not (whole.isascii() and whole.isdecimal() and len(whole) <= 9) or len(part) > 2:
            raise ValueError(
                f"{self.label}：“{typed}”不是数，请填以{self.unit}为单位、至多两位小数的数。"
            )
        if dot and not (part.isascii() and part.isdecimal()):
            raise ValueError(
                f"{self.label}：“{typed}”不是数，请填以{self.unit}为单位、至多两位小数的数。"
            )
        value = int(whole) * 100 + int(part.ljust(2, "0") or 0)
        if self.unit == "%" and value > WHOLE:
            raise ValueError(f"{self.label}：比例不能超过 100%，请核对。")
        return value


def knobs_of(policy: Policy) -> list[Knob]:
    """The numbers of a policy that may be moved, in the order of the policy."""
    found = [Knob("own_share_b", "乙类先自付", "%", policy.catalogue.own_share_b)]
    for level in policy.inpatient.levels:
        name = LEVELS[level.level]
        found.append(
            Knob(f"{level.level}.deductible", f"{name}住院起付线", "元", level.deductible_yuan)
        )
        found += _bands(f"{level.level}.band", f"{name}住院", level.bands)
        found += _bands(f"{level.level}.referred", f"{name}转诊", level.referred_bands)
    if policy.outpatient is not None:
        for one in policy.outpatient.levels:
            found.append(
                Knob(f"outpatient.{one.level}", f"{LEVELS[one.level]}门诊比例", "%", one.rate)
            )
        if policy.outpatient.per_visit_yuan is not None:
            found.append(
                Knob("outpatient.visit", "门诊单次封顶", "元", policy.outpatient.per_visit_yuan)
            )
    if policy.chronic is not None:
        found.append(Knob("chronic", "慢性病门诊比例", "%", policy.chronic.rate))
    for number, cap in enumerate(policy.caps):
        kinds = "、".join(KINDS[kind] for kind in cap.kinds)
        found.append(Knob(f"cap{number}", f"{kinds}年封顶线", "元", cap.yuan))
    return found


def _bands(key: str, name: str, bands: tuple[Band, ...]) -> list[Knob]:
    return [
        Knob(
            f"{key}{n}",
            f"{name}比例" + (f"（{band.from_yuan // 100} 元以上）" if len(bands) > 1 else ""),
            "%",
            band.rate,
        )
        for n, band in enumerate(bands)
    ]


def moved(policy: Policy, typed: Mapping[str, str]) -> Policy:
    """The policy with the numbers that were typed; what is left blank stays.

    Raises PolicyError with everything that was typed wrong, or that makes no policy.
    """
    values, faults = dict[str, int](), list[PolicyFault]()
    for knob in knobs_of(policy):
        text = typed.get(knob.key, "")
        try:
            values[knob.key] = knob.read(text) if text.strip() else knob.value
        except ValueError as error:
            faults.append(PolicyFault("P040", knob.key, str(error)))
    if faults:
        raise PolicyError("测算方案", faults)
    made = _with(policy, values)
    if wrong := faults_of(made):
        raise PolicyError("测算方案", wrong)
    return made


def _with(policy: Policy, values: Mapping[str, int]) -> Policy:
    levels = tuple(
        level.model_copy(
            update={
                "deductible_yuan": values[f"{level.level}.deductible"],
                "bands": _rated(level.bands, f"{level.level}.band", values),
                "referred_bands": _rated(level.referred_bands, f"{level.level}.referred", values),
            }
        )
        for level in policy.inpatient.levels
    )
    update: dict[str, Any] = {
        "name": f"{policy.name}-what-if",
        "label": f"{policy.label}（测算）",
        "catalogue": policy.catalogue.model_copy(update={"own_share_b": values["own_share_b"]}),
        "inpatient": policy.inpatient.model_copy(update={"levels": levels}),
        "caps": tuple(
            cap.model_copy(update={"yuan": values[f"cap{n}"]}) for n, cap in enumerate(policy.caps)
        ),
    }
    if policy.outpatient is not None:
        rates = tuple(
            one.model_copy(update={"rate": values[f"outpatient.{one.level}"]})
            for one in policy.outpatient.levels
        )
        visit = values.get("outpatient.visit")
        update["outpatient"] = policy.outpatient.model_copy(
            update={"levels": rates, "per_visit_yuan": visit}
        )
    if policy.chronic is not None:
        update["chronic"] = policy.chronic.model_copy(update={"rate": values["chronic"]})
    return policy.model_copy(update=update)


def _rated(bands: tuple[Band, ...], key: str, values: Mapping[str, int]) -> tuple[Band, ...]:
    return tuple(b.model_copy(update={"rate": values[f"{key}{n}"]}) for n, b in enumerate(bands))
