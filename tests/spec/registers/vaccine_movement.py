"""疫苗出入库: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.vaccine_batch import VaccineBatch
from xinglin.content.registers.immunisation.vaccine_movement import VaccineMovement

BATCH = {
    "批号": "20260101",
    "疫苗": "乙肝疫苗",
    "生产企业": "示例生物",
    "有效期至": "2028-01-01",
    "到货日期": "2026-02-01",
    "每支剂次": "1",
}
OLD = {
    "批号": "20250101",
    "疫苗": "乙肝疫苗",
    "生产企业": "示例生物",
    "有效期至": "2026-06-30",
    "到货日期": "2026-02-01",
    "每支剂次": "1",
}
SPEC = RegisterSpec(
    VaccineMovement,
    {
        "单号": "998801CR2026000001",
        "批号": "20260101",
        "出入库类型": "入库",
        "日期": "2026-02-02",
        "剂次数": "100",
    },
    (
        Example(
            "VM01", "日期不在今天（2026-11-23）之后", {"日期": "2026-11-23"}, {"日期": "2026-11-24"}
        ),
        Example(
            "VM02",
            "入库时未过期",
            {"批号": "20250101", "日期": "2026-06-30"},
            {"批号": "20250101", "日期": "2026-07-01"},
        ),
    ),
    named=(
        (VaccineBatch, BATCH),
        (VaccineBatch, OLD),
    ),
)
