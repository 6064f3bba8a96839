"""预防接种门诊督导: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.clinic_supervision import ClinicSupervision

SPEC = RegisterSpec(
    ClinicSupervision,
    {
        "预防接种门诊": "990001",
        "督导日期": "2026-05-02",
        "得分": "92",
        "达到规范化门诊标准": "是",
        "整改期限": "2026-06-02",
        "整改完成日期": "2026-05-20",
    },
    (
        Example(
            "VU01",
            "督导不在今天（2026-11-23）之后",
            {"督导日期": "2026-11-23", "整改期限": "", "整改完成日期": ""},
            {"督导日期": "2026-11-24", "整改期限": "", "整改完成日期": ""},
        ),
        Example(
            "VU02",
            "整改完成不早于督导",
            {"整改完成日期": "2026-05-02"},
            {"整改完成日期": "2026-05-01"},
        ),
        Example(
            "VU03", "整改期限不早于督导", {"整改期限": "2026-05-02"}, {"整改期限": "2026-05-01"}
        ),
    ),
)
