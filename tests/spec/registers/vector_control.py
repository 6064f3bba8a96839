"""病媒生物防制: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.vector_control import VectorControl

SPEC = RegisterSpec(
    VectorControl,
    {
        "地区": "998801",
        "实施单位": "示例爱卫办",
        "月份": "2026-04-01",
        "防制对象": "鼠",
        "处理场所": "120",
        "投放毒饵": "85.5",
        "毒饵站": "30",
        "药物": "溴敌隆",
        "参加人次": "45",
    },
    (
        Example("VT01", "毒饵站用于灭鼠", {"防制对象": "四害综合"}, {"防制对象": "蟑螂"}),
        Example(
            "VT02",
            "灭蚊不投放毒饵",
            {"防制对象": "蚊", "投放毒饵": "0", "毒饵站": "0"},
            {"防制对象": "蚊", "毒饵站": "0"},
        ),
        Example(
            "VT03", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
        Example("VT04", "投放毒饵写明药物", {"药物": "", "投放毒饵": "0"}, {"药物": ""}),
    ),
)
