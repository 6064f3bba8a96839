"""基金应到与实到: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.fund_income import FundIncome

SPEC = RegisterSpec(
    FundIncome,
    {
        "凭据号": "998801-2026-city",
        "统筹地区": "998801",
        "年度": "2026-01-01",
        "来源": "市级财政配套",
        "应到金额": "679250",
        "应到日期": "2026-05-31",
        "实到金额": "679250",
        "到账日期": "2026-05-25",
    },
    (
        Example(
            "FI01",
            "到账日期不在今天（2026-11-23）之后",
            {"到账日期": "2026-11-23"},
            {"到账日期": "2026-11-24"},
        ),
        Example(
            "FI02",
            "有实到金额的须有到账日期",
            {"实到金额": "", "到账日期": ""},
            {"到账日期": ""},
        ),
        Example(
            "FI03",
            "实到大于应到的要说明",
            {"实到金额": "679250.00"},
            {"实到金额": "679250.01"},
        ),
    ),
)
