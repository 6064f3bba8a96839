"""应急专家: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_expert import EmergencyExpert

SPEC = RegisterSpec(
    EmergencyExpert,
    {
        "专家编号": "998801ZJ2026001",
        "姓名": "试样乙",
        "专业": "中毒处置",
        "职称": "主任医师",
        "所在地": "998801",
        "工作单位": "银杏区人民医院",
        "联系电话": "13900000000",
        "全天待命": "否",
        "聘任日期": "2026-03-02",
        "聘期至": "2029-03-01",
    },
    (Example("EX01", "聘期至晚于聘任日期", {"聘期至": "2026-03-03"}, {"聘期至": "2026-03-02"}),),
)
