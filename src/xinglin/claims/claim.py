"""A claim, and what a person's year and a household's account were before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from xinglin.claims.policy import Kind, Level

Status = Literal["settled", "capped", "not_payable", "refused"]
STATUSES: dict[Status, str] = {
    "settled": "已补偿",
    "capped": "已达封顶线",
    "not_payable": "统筹基金不予补偿",
    "refused": "退回",
}


@dataclass(frozen=True)
class Claim:
    """One stay or visit as the institution reports it (结算单). Amounts in fen.

    total = class_a + class_b + excluded; excluded is what is outside the catalogue or beyond a
    price limit. consented_on: the day the scheme office agreed to the referral.
    """

    claim_id: str
    person_id: str
    household_id: str
    kind: Kind
    level: Level
    institution_id: str
    admitted_on: date
    discharged_on: date
    total_fen: int
    class_a_fen: int
    class_b_fen: int = 0
    excluded_fen: int = 0
    referred: bool = False
    consented_on: date | None = None
    emergency: bool = False
    aid_class: str = ""
    disease_code: str = ""
    request_no: str = ""

    @property
    def year(self) -> int:
        """The year it belongs to: that of the discharge."""
        return self.discharged_on.year


@dataclass(frozen=True)
class PersonYear:
    """What has gone before in a person's year.

    used: fen that the fund has paid, by kind of claim. deductible_met, chronic_met: what has
    been taken off as deductible, in ten-thousandths of a fen. stays: stays in hospital.
    """

    used: dict[Kind, int] = field(default_factory=dict)
    deductible_met: int = 0
    chronic_met: int = 0
    stays: int = 0

    def used_by(self, kinds: tuple[Kind, ...]) -> int:
        """Fen paid for these kinds together."""
        return sum(self.used.get(kind, 0) for kind in kinds)

    def after(self, kind: Kind, paid: int, deducted: int) -> PersonYear:
        """The year after one more claim."""
        used = {**self.used, kind: self.used.get(kind, 0) + paid}
        year = replace(self, used=used)
        if kind == "inpatient":
            met = self.deductible_met + deducted
            return replace(year, deductible_met=met, stays=self.stays + 1)
        return replace(year, chronic_met=self.chronic_met + deducted) if kind == "chronic" else year
