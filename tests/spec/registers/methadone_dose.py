"""美沙酮服药: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.hiv.methadone_dose import MethadoneDose
from xinglin.content.registers.hiv.methadone_patient import MethadonePatient

PATIENT = {
    "治疗编号": "998801MMT20260001",
    "姓名": "李明",
    "性别": "男",
    "出生日期": "1980-03-02",
    "现住址": "998801001",
    "入组日期": "2026-03-02",
}
SPEC = RegisterSpec(
    MethadoneDose,
    {
        "治疗编号": "998801MMT20260001",
        "服药日期": "2026-11-20",
        "剂量": "62.5",
        "当面服下": "是",
    },
    (
        Example(
            "MD01",
            "服药日期不在今天（2026-11-23）之后",
            {"服药日期": "2026-11-23"},
            {"服药日期": "2026-11-24"},
        ),
        Example("MD02", "服药不早于入组", {"服药日期": "2026-03-02"}, {"服药日期": "2026-03-01"}),
        Example("MD03", "剂量大于150mg要说明", {"剂量": "150"}, {"剂量": "150.001"}),
    ),
    named=((MethadonePatient, PATIENT),),
)
