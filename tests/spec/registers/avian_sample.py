"""禽流感环境标本: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.avian_sample import AvianSample

SPEC = RegisterSpec(
    AvianSample,
    {
        "标本编号": "998801QL20260001",
        "采样地": "998801001",
        "采样场所类型": "活禽市场",
        "采样场所": "示例农贸市场",
        "标本种类": "粪便",
        "采样日期": "2026-05-02",
        "报告结果时间": "2026-05-04 16:00",
        "甲型流感病毒通用": "阳性",
        "H9亚型": "阳性",
        "休市日期": "2026-05-05",
        "复市日期": "2026-05-08",
    },
    (
        Example(
            "AV01",
            "亚型阳性的通用也阳性",
            {"H9亚型": "阴性", "甲型流感病毒通用": "阳性"},
            {"甲型流感病毒通用": "阴性", "休市日期": "", "复市日期": ""},
        ),
        Example(
            "AV02",
            "结果不早于采样",
            {"报告结果时间": "2026-05-02 00:00"},
            {"报告结果时间": "2026-05-01 23:59"},
        ),
        Example(
            "AV03",
            "阳性才休市",
            {"休市日期": "2026-05-05"},
            {"甲型流感病毒通用": "阴性", "H9亚型": "阴性"},
        ),
        Example("AV04", "复市不早于休市", {"复市日期": "2026-05-05"}, {"复市日期": "2026-05-04"}),
    ),
)
