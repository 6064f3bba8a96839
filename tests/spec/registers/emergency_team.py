"""应急队伍: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_team import EmergencyTeam

SPEC = RegisterSpec(
    EmergencyTeam,
    {
        "队伍编号": "998801DW2026001",
        "队伍名称": "银杏区传染病防控应急队",
        "专业": "传染病防控",
        "所在地": "998801",
        "依托单位": "银杏区疾病预防控制中心",
        "队长": "试样甲",
        "值班电话": "13900000000",
        "全天待命": "是",
        "队员人数": "12",
        "组建日期": "2026-03-02",
        "撤销日期": "2026-10-08",
    },
    (
        Example(
            "EM01",
            "组建不在今天（2026-11-23）之后",
            {"组建日期": "2026-11-23", "撤销日期": ""},
            {"组建日期": "2026-11-24", "撤销日期": ""},
        ),
        Example("EM02", "撤销不早于组建", {"撤销日期": "2026-03-02"}, {"撤销日期": "2026-03-01"}),
    ),
)
