"""查漏补种和强化免疫: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.catch_up_campaign import CatchUpCampaign

SPEC = RegisterSpec(
    CatchUpCampaign,
    {
        "活动名称": "2026年脊灰查漏补种",
        "疫苗": "脊灰减毒活疫苗",
        "开始日期": "2026-10-01",
        "结束日期": "2026-10-20",
        "摸底儿童数": "500",
        "应种人数": "30",
        "实种人数": "28",
    },
    (
        Example("CU01", "结束不早于开始", {"结束日期": "2026-10-01"}, {"结束日期": "2026-09-30"}),
        Example("CU02", "应种不多于摸底", {"应种人数": "500"}, {"应种人数": "501"}),
        Example("CU03", "实种不多于应种", {"实种人数": "30"}, {"实种人数": "31"}),
    ),
)
