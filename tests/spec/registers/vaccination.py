"""接种记录: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.vaccination import Vaccination
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.content.registers.immunisation.vaccine_batch import VaccineBatch

CHILD = {
    "儿童编码": "998801ET2026000001",
    "姓名": "李小明",
    "性别": "男",
    "出生日期": "2026-03-02",
    "现住址": "998801001",
    "居住属性": "本地常住",
    "建卡日期": "2026-03-20",
}
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
    Vaccination,
    {
        "儿童编码": "998801ET2026000001",
        "疫苗": "乙肝疫苗",
        "接种日期": "2026-04-02",
        "接种类型": "常规接种",
        "批号": "20260101",
    },
    (
        Example(
            "VN01",
            "接种不在今天（2026-11-23）之后",
            {"接种日期": "2026-11-23"},
            {"接种日期": "2026-11-24"},
        ),
        Example("VN02", "接种不早于出生", {"接种日期": "2026-03-02"}, {"接种日期": "2026-03-01"}),
        Example(
            "VN03",
            "接种时未过有效期",
            {"批号": "20250101", "接种日期": "2026-06-30"},
            {"批号": "20250101", "接种日期": "2026-07-01"},
        ),
        Example("VN04", "批号是这种疫苗的", {"疫苗": "乙肝疫苗"}, {"疫苗": "卡介苗"}),
        Example("VN05", "没有批号要说明", {"批号": "20260101"}, {"批号": ""}),
    ),
    named=(
        (VaccinationChild, CHILD),
        (VaccineBatch, BATCH),
        (VaccineBatch, OLD),
    ),
)
