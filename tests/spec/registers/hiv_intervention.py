"""艾滋病干预月报: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.hiv.hiv_intervention import HivIntervention

SPEC = RegisterSpec(
    HivIntervention,
    {
        "月份": "2026-11-01",
        "干预人群": "流动人口",
        "干预人次": "100",
        "宣传资料发放": "80",
        "安全套发放": "60",
    },
    (
        Example(
            "HN01", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
    ),
)
