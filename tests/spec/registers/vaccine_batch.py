"""疫苗批号: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.vaccine_batch import VaccineBatch

SPEC = RegisterSpec(
    VaccineBatch,
    {
        "批号": "20260101",
        "疫苗": "乙肝疫苗",
        "生产企业": "示例生物",
        "有效期至": "2028-01-01",
        "到货日期": "2026-02-01",
        "每支剂次": "1",
        "生产日期": "2026-01-01",
    },
    (
        Example("VB01", "到货时未过期", {"到货日期": "2027-12-31"}, {"到货日期": "2028-01-01"}),
        Example(
            "VB02", "有效期晚于生产日期", {"生产日期": "2027-12-31"}, {"生产日期": "2028-01-01"}
        ),
    ),
)
