"""鼠疫宿主调查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.plague_survey import PlagueSurvey

SPEC = RegisterSpec(
    PlagueSurvey,
    {
        "调查地": "998801001",
        "调查点": "示例草场",
        "调查日期": "2026-05-02",
        "宿主种类": "旱獭",
        "调查面积": "12.5",
        "捕获数": "40",
        "目击数": "60",
        "自毙数": "0",
        "检蚤动物数": "40",
        "染蚤动物数": "18",
        "获蚤数": "63",
    },
    (
        Example("PH01", "染蚤动物不多于检蚤动物", {"染蚤动物数": "40"}, {"染蚤动物数": "41"}),
        Example("PH02", "获蚤不少于染蚤动物", {"获蚤数": "18"}, {"获蚤数": "17"}),
        Example(
            "PH03", "有蚤就有染蚤动物", {"染蚤动物数": "0", "获蚤数": "0"}, {"染蚤动物数": "0"}
        ),
        Example(
            "PH04",
            "调查日期不在今天（2026-11-23）之后",
            {"调查日期": "2026-11-23"},
            {"调查日期": "2026-11-24"},
        ),
    ),
)
