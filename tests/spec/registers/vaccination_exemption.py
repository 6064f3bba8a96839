"""禁忌、延迟和拒种: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.content.registers.immunisation.vaccination_exemption import VaccinationExemption

CHILD = {
    "儿童编码": "998801ET2026000001",
    "姓名": "李小明",
    "性别": "男",
    "出生日期": "2026-03-02",
    "现住址": "998801001",
    "居住属性": "本地常住",
    "建卡日期": "2026-03-20",
}
SPEC = RegisterSpec(
    VaccinationExemption,
    {
        "儿童编码": "998801ET2026000001",
        "疫苗系列": "百白破",
        "未种原因": "家长拒绝",
        "登记日期": "2026-06-01",
        "暂缓至": "2026-08-30",
    },
    (
        Example("VE01", "暂缓至不早于登记", {"暂缓至": "2026-06-01"}, {"暂缓至": "2026-05-31"}),
        Example("VE02", "不是禁忌的须有到期日", {"未种原因": "禁忌", "暂缓至": ""}, {"暂缓至": ""}),
        Example("VE03", "暂缓不超过三个月", {"暂缓至": "2026-09-01"}, {"暂缓至": "2026-09-02"}),
    ),
    named=((VaccinationChild, CHILD),),
)
