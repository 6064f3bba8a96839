"""艾滋病随访: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.hiv.hiv_case import HivCase
from xinglin.content.registers.hiv.hiv_follow_up import HivFollowUp

CASE = {
    "个案编号": "998801HIV20260001",
    "姓名": "李明",
    "性别": "男",
    "出生日期": "1980-03-02",
    "现住址": "998801001",
    "感染途径": "异性传播",
    "确证时间": "2026-03-02 10:00",
    "病程阶段": "艾滋病病毒感染者",
}
SPEC = RegisterSpec(
    HivFollowUp,
    {
        "个案编号": "998801HIV20260001",
        "随访日期": "2026-06-01",
        "CD4计数": "400",
        "病毒载量": "0",
        "按时服药": "是",
    },
    (
        Example(
            "HF01",
            "随访日期不在今天（2026-11-23）之后",
            {"随访日期": "2026-11-23"},
            {"随访日期": "2026-11-24"},
        ),
        Example("HF02", "随访不早于确证", {"随访日期": "2026-03-02"}, {"随访日期": "2026-03-01"}),
    ),
    named=((HivCase, CASE),),
)
