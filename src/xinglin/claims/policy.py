"""The benefit policy (补偿方案) of one pooling area for a span of time, as data.

Every table of a policy names the clause it stands on and how sure it is. Amounts are fen, rates
parts of `amounts.WHOLE`; the file has yuan and per cent. Read by `policy_reading`, which refuses
what this form does not know.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from xinglin.claims.amounts import Day, Fen, Rate
from xinglin.codes.insurance_codes import ClaimKind, HospitalLevel

Kind = Literal["inpatient", "outpatient", "chronic", "delivery"]
Level = Literal["village", "township", "county", "outside"]
KINDS: dict[Kind, str] = {row.code: row.label for row in ClaimKind.rows}  # type: ignore[misc]
LEVELS: dict[Level, str] = {row.code: row.label for row in HospitalLevel.rows}  # type: ignore[misc]
STATUSES = {"confirmed": "已核实", "unverified": "待核实", "local": "本地规定"}


class _Table(BaseModel):
    """A table of the file: the clause it stands on, and how sure that is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clause: str = Field(min_length=2)
    status: Literal["confirmed", "unverified", "local"]


class _Part(BaseModel):
    """A part of a table: it stands on the table's clause."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rounding(_Table):
    """Where the fund's payment is rounded, once, at the end."""

    to: Literal["fen", "jiao", "yuan"] = "fen"
    way: Literal["half_up", "down"] = "half_up"

    @property
    def unit(self) -> int:
        """Fen in one step."""
        return {"fen": 1, "jiao": 10, "yuan": 100}[self.to]


class Catalogue(_Table):
    """Own share of what is in the catalogue (目录): class A none as a rule, class B a part."""

    own_share_a: Rate = 0
    own_share_b: Rate


class Band(_Part):
    """A rate for the part of the payable cost from `from_yuan` on, up to the next band."""

    from_yuan: Fen
    to_yuan: Fen | None = None
    rate: Rate


class Range(_Part):
    """Between which rates an institution's own may be set."""

    lowest: Rate
    highest: Rate


class InpatientLevel(_Table):
    """Deductible (起付线) and rates at one level of institution."""

    level: Level
    deductible_yuan: Fen
    second_stay_yuan: Fen | None = None
    bands: tuple[Band, ...] = Field(min_length=1)
    referred_bands: tuple[Band, ...] = ()
    institution_range: Range | None = None
    institutions: dict[str, Rate] = Field(default_factory=dict)


class Referral(_Table):
    """When a stay counts as referred (转诊).

    consent: consent of the scheme office must be dated before the admission, or is not asked.
    emergency: what an emergency record stands for.
    """

    consent: Literal["before_admission", "not_needed"]
    emergency: Literal["instead_of_referral", "instead_of_consent", "nothing"]


class Minimum(_Table):
    """The fund pays at least this share of the whole cost of a stay (保底)."""

    rate: Rate


class Inpatient(_Table):
    """Stays in hospital. deductible_per: each stay, or once in a year."""

    deductible_per: Literal["stay", "year"]
    levels: tuple[InpatientLevel, ...] = Field(min_length=1)
    referral: Referral | None = None
    minimum: Minimum | None = None


class ChronicDisease(_Part):
    """A disease whose outpatient cost is paid like a stay; `rate` where it has one of its own."""

    code: str
    name: str
    rate: Rate | None = None


class Chronic(_Table):
    """Chronic diseases at the outpatient clinic (慢性病门诊)."""

    rate: Rate
    deductible_yuan: Fen = 0
    diseases: tuple[ChronicDisease, ...] = Field(min_length=1)


class OutpatientLevel(_Part):
    """Rate of outpatient pooling at one level."""

    level: Level
    rate: Rate


class Outpatient(_Table):
    """Outpatient pooling (门诊统筹)."""

    levels: tuple[OutpatientLevel, ...] = Field(min_length=1)
    per_visit_yuan: Fen | None = None


class Delivery(_Table):
    """The fixed sum for a normal delivery in hospital (住院分娩定额)."""

    fund_yuan: Fen


class FixedPrice(_Table):
    """A disease at a fixed price (单病种定额): the fund and the patient pay fixed sums.

    What the stay cost beyond the price is the hospital's loss, what it cost less its gain.
    """

    disease: str
    name: str
    levels: tuple[Level, ...] = Field(min_length=1)
    fund_yuan: Fen
    patient_yuan: Fen


class Cap(_Table):
    """The most the fund pays one person in a year for these kinds together (封顶线)."""

    kinds: tuple[Kind, ...] = Field(min_length=1)
    yuan: Fen


class Exclusion(_Table):
    """Diseases the fund does not pay for (不予补偿)."""

    diseases: tuple[str, ...] = Field(min_length=1)


class Aid(_Table):
    """What people on medical aid (救助对象) are spared."""

    aid_class: str
    name: str
    no_deductible: StrictBool = False
    rate_added: Rate = 0


class Account(_Table):
    """The household account (家庭账户): which own costs it pays. Every member may use it."""

    kinds: tuple[Kind, ...] = Field(min_length=1)
    covers: Literal["all", "eligible"]


class Prepayment(_Table):
    """Global prepayment (总额预付): budget on last year's payments, and who bears what differs."""

    growth: Rate = 0
    advance: Rate
    reserve: Rate
    overspend_by_fund: Rate
    underspend_to_hospital: Rate


class CatastrophicLine(_Table):
    """Own cost of a household in a year that counts as catastrophic (家庭灾难性支出)."""

    yuan: tuple[Fen, ...] = Field(min_length=1)


class Policy(_Table):
    """One policy pack."""

    format: Literal[1]
    name: str = Field(pattern=r"[a-z0-9][a-z0-9-]{1,40}")
    label: str
    area: str
    version: str
    valid_from: Day | None = None
    valid_to: Day | None = None
    replaces: str = ""
    rounding: Rounding
    catalogue: Catalogue
    inpatient: Inpatient
    chronic: Chronic | None = None
    outpatient: Outpatient | None = None
    delivery: Delivery | None = None
    fixed_prices: tuple[FixedPrice, ...] = ()
    caps: tuple[Cap, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    aid: tuple[Aid, ...] = ()
    account: Account | None = None
    prepayment: Prepayment | None = None
    catastrophic: CatastrophicLine | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether it is in force on a day, both ends included."""
        return not (
            (self.valid_from is not None and day < self.valid_from)
            or (self.valid_to is not None and day > self.valid_to)
        )

    def cap_of(self, kind: Kind) -> Cap | None:
        """The annual cap a kind of claim falls under."""
        return next((cap for cap in self.caps if kind in cap.kinds), None)

    def level_of(self, level: Level) -> InpatientLevel | None:
        """The inpatient rules at a level; None where the policy pays nothing there."""
        return next((found for found in self.inpatient.levels if found.level == level), None)

    def excludes(self, disease: str) -> Exclusion | None:
        """The exclusion that names a disease."""
        return next((e for e in self.exclusions if disease in e.diseases), None)

    def fixed_price(self, disease: str, level: Level) -> FixedPrice | None:
        """The fixed price of a disease at a level."""
        return next(
            (p for p in self.fixed_prices if p.disease == disease and level in p.levels), None
        )

    def chronic_disease(self, code: str) -> ChronicDisease | None:
        """A disease of the chronic list."""
        listed = self.chronic.diseases if self.chronic else ()
        return next((disease for disease in listed if disease.code == code), None)

    def aid_of(self, aid_class: str) -> Aid | None:
        """What a class of people on aid is spared."""
        return next((aid for aid in self.aid if aid.aid_class == aid_class), None)


def flat(rate: int) -> Band:
    """One band for every amount."""
    return Band.model_construct(from_yuan=0, to_yuan=None, rate=rate)
