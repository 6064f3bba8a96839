"""抽审: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.claim_review import ClaimReview

SPEC = RegisterSpec(
    ClaimReview,
    {
        "抽审批次": "998801-202610",
        "结算单号": "990001-26000123-2026",
        "统筹地区": "998801",
        "抽取日期": "2026-11-20",
        "总体笔数": "400",
        "总体基金支付": "40000",
        "基金支付": "1500",
        "不应支付": "0",
    },
    (
        Example(
            "CR01",
            "不应支付不大于基金支付",
            {"不应支付": "1500"},
            {"不应支付": "1500.01"},
        ),
    ),
)
