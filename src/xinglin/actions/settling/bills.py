"""The bill a window sends: read, checked for what needs no look at the database, and told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from xinglin.actions.problems import Problem
from xinglin.claims.claim import Claim
from xinglin.claims.policy import KINDS, Kind, Level

LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Bill:
    """One stay or visit to be settled (结算申请). Amounts in fen.

    request_no: chosen by the window, the same for every retry. claim_no: hospital code,
    admission number and year. hospital: the institution's code.
    """

    request_no: str
    claim_no: str
    card_no: str
    hospital: str
    kind: Kind
    admitted_on: date
    discharged_on: date
    class_a_fen: int
    class_b_fen: int = 0
    excluded_fen: int = 0
    disease_code: str = ""
    referred: bool = False
    consented_on: date | None = None
    emergency: bool = False

    @property
    def total_fen(self) -> int:
        """What it cost in all."""
        return self.class_a_fen + self.class_b_fen + self.excluded_fen

    @property
    def year(self) -> int:
        """The year it belongs to: that of the discharge."""
        return self.discharged_on.year

    @cached_property
    def digest(self) -> str:
        """What makes two requests the same."""
        text = json.dumps(vars(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def problems(self, today: date) -> list[Problem]:
        """What is wrong with the bill itself, all together."""
        found = [
            Problem("BILL", name, f"{label}：必填，不超过 {LONGEST_NUMBER} 个字符，请核对。")
            for name, label in (
                ("request_no", "请求号"), ("claim_no", "结算单号"), ("card_no", "合作医疗证号"),
                ("hospital", "就诊机构"),
            )
            if not 0 < len(getattr(self, name).strip()) <= LONGEST_NUMBER
        ]  # fmt: skip
        if self.kind not in KINDS:
            found.append(
                Problem("BILL", "kind", "补偿类别只能是住院、门诊、慢性病门诊、住院分娩。")
            )
        if self.discharged_on < self.admitted_on:
            found.append(Problem("BILL", "discharged_date", "出院日期早于入院日期，请核对。"))
        if self.discharged_on > today:
            found.append(Problem("BILL", "discharged_date", "出院日期在今天之后，请核对。"))
        if min(self.class_a_fen, self.class_b_fen, self.excluded_fen) < 0:
            found.append(Problem("BILL", "class_a_fen", "金额不能为负，请核对。"))
        elif self.total_fen == 0:
            found.append(Problem("BILL", "class_a_fen", "总费用为 0，没有可结算的费用，请核对。"))
        return found

    def claim(self, household_no: str, level: Level, aid_class: str) -> Claim:
        """The claim as the engine reads it."""
        return Claim(
            claim_id=self.claim_no, person_id=self.card_no, household_id=household_no,
            kind=self.kind, level=level, institution_id=self.hospital,
            admitted_on=self.admitted_on, discharged_on=self.discharged_on,
            total_fen=self.total_fen, class_a_fen=self.class_a_fen, class_b_fen=self.class_b_fen,
            excluded_fen=self.excluded_fen, referred=self.referred,
            consented_on=self.consented_on, emergency=self.emergency, aid_class=aid_class,
            disease_code=self.disease_code, request_no=self.request_no,
        )  # fmt: skip


_DAYS = {"admitted_on", "discharged_on", "consented_on"}


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """A claim as it is kept with its settlement."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in vars(claim).items()}


def claim_from_json(data: Mapping[str, Any]) -> Claim:
    """The claim kept with a settlement."""
    read: dict[str, Any] = {
        f.name: date.fromisoformat(data[f.name])
        if f.name in _DAYS and data[f.name]
        else data[f.name]
        for f in fields(Claim)
    }
    return Claim(**read)
