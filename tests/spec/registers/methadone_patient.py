"""美沙酮维持治疗对象: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.hiv.methadone_patient import MethadonePatient

SPEC = RegisterSpec(
    MethadonePatient,
    {
        "治疗编号": "998801MMT20260001",
        "姓名": "李明",
        "性别": "男",
        "出生日期": "1980-03-02",
        "现住址": "998801001",
        "入组日期": "2026-03-02",
    },
    (Example("MM01", "退出不早于入组", {"退出日期": "2026-03-02"}, {"退出日期": "2026-03-01"}),),
)
