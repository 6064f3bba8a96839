"""就诊登记: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.hospital_visit import HospitalVisit

VISIT = {
    "就诊号": "990001-26000123-2026",
    "就诊机构": "990001",
    "合作医疗证号": "9988010010000126",
    "患者姓名": "张三",
    "身份证号": "99880119800101001X",
    "性别": "男",
    "出生日期": "1980-01-01",
    "参合地": "998801001",
    "补偿类别": "住院",
    "入院日期": "2026-10-08",
    "出院日期": "2026-10-15",
}

SPEC = RegisterSpec(
    HospitalVisit,
    VISIT,
    (
        Example(
            "HV01",
            "入院不在今天（2026-11-23）之后",
            {"入院日期": "2026-11-23", "出院日期": ""},
            {"入院日期": "2026-11-24", "出院日期": ""},
        ),
        Example(
            "HV02",
            "出院不早于入院",
            {"出院日期": "2026-10-08"},
            {"出院日期": "2026-10-07"},
        ),
        Example(
            "HV03",
            "出院不在今天（2026-11-23）之后",
            {"出院日期": "2026-11-23"},
            {"出院日期": "2026-11-24"},
        ),
        Example(
            "HV04",
            "入院不早于出生",
            {"身份证号": "", "出生日期": "2026-10-08"},
            {"身份证号": "", "出生日期": "2026-10-09"},
        ),
    ),
)
