"""稽查线索: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.supervision_finding import SupervisionFinding

SPEC = RegisterSpec(
    SupervisionFinding,
    {
        "线索号": "overlap:A+B",
        "规则": "住院时间重叠",
        "机构": "990001",
        "机构名称": "银杏区人民医院",
        "统筹地区": "998801",
        "涉及结算单": "A、B",
        "依据": "两次住院重叠 2 天。",
        "涉及基金": "1500",
        "发现日期": "2026-11-20",
        "追回金额": "1500",
    },
    (
        Example(
            "SF01",
            "发现日期不在今天（2026-11-23）之后",
            {"发现日期": "2026-11-23"},
            {"发现日期": "2026-11-24"},
        ),
        Example(
            "SF02",
            "追回大于涉及基金的要说明",
            {"追回金额": "1500.00"},
            {"追回金额": "1500.01"},
        ),
    ),
)
