"""The addresses by which a hospital's own system settles a member's bill in real time."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StrictBool, StrictInt

from xinglin.actions.settling.bills import LONGEST_NUMBER, Bill
from xinglin.actions.settling.scheme import claims_register
from xinglin.actions.settling.window import answer_of_result, presettle, settle
from xinglin.rest.addresses import CHANGE_REFUSALS
from xinglin.rest.models import Exact
from xinglin.rest.transactions import in_transaction

_Number = Annotated[str, Field(min_length=1, max_length=LONGEST_NUMBER, pattern=r"^[^\x00-\x1f]+$")]
_Fen = Annotated[StrictInt, Field(ge=0, le=10_000_000_000)]
_Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]
_TAG = "合作医疗结算"


class BillIn(Exact):
    """One stay or visit. Amounts in fen; the request number is the same for every retry."""

    request_no: _Number = Field(description="请求号，重发时不变")
    claim_no: _Number = Field(description="结算单号：机构代码＋住院号＋年度")
    card_no: _Number = Field(description="合作医疗证号")
    hospital: _Number = Field(description="就诊机构代码")
    kind: Literal["inpatient", "outpatient", "chronic", "delivery"]
    admitted_on: _Day
    discharged_on: _Day
    class_a_fen: _Fen
    class_b_fen: _Fen = 0
    excluded_fen: _Fen = 0
    disease_code: Annotated[str, Field(max_length=20, pattern=r"^[^\x00-\x1f]*$")] = ""
    referred: StrictBool = False
    consented_on: _Day | None = None
    emergency: StrictBool = False


class StepOut(Exact):
    """One step of the reckoning; amounts in yuan as exact decimals."""

    rule: str
    clause: str
    version: str
    amount_in: str
    amount_out: str
    sentence: str


class SettlementOut(Exact):
    """What becomes of the bill. Amounts in fen; claim_id is missing before it is settled."""

    claim_id: int | None = None
    claim_no: str
    status: str
    status_label: str
    total_fen: int
    paid_fen: int
    account_fen: int
    own_fen: int
    hospital_fen: int
    used_before_fen: int
    used_after_fen: int
    balance_after_fen: int
    reason: str
    policy: str
    policy_label: str
    policy_version: str
    steps: list[StepOut]
    own_parts: dict[str, str]
    is_repeat: bool = False


def add_settlements(router: Router) -> None:
    """Give the interface the addresses of the window."""

    def preview(request: HttpRequest, body: BillIn) -> Any:
        with in_transaction(request) as caller:
            caller.require("enter", claims_register())
            reckoned = presettle(Bill(**body.model_dump()), by=caller.user)
            return answer_of_result(reckoned.result, reckoned.policy)

    def make(request: HttpRequest, body: BillIn) -> Any:
        with in_transaction(request) as caller:
            caller.require("enter", claims_register())
            settled = settle(Bill(**body.model_dump()), by=caller.user)
            return {**settled.answer, "is_repeat": settled.is_repeat}

    answers = {200: SettlementOut, **CHANGE_REFUSALS}
    router.post(
        "/settlements/preview", response=answers, operation_id="settlement_preview",
        summary="预结算：算出各方支付，不写入", tags=[_TAG],
    )(preview)  # fmt: skip
    router.post(
        "/settlements", response=answers, operation_id="settlement_create",
        summary="结算：同一请求号重发得同一答复，只结算一次", tags=[_TAG],
    )(make)  # fmt: skip
