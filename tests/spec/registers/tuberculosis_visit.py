"""结核病随访: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.tuberculosis_case import TuberculosisCase
from xinglin.content.registers.special_diseases.tuberculosis_visit import TuberculosisVisit

CASE = {
    "登记号": "998801JH202600001",
    "姓名": "李明",
    "性别": "男",
    "出生日期": "1980-03-02",
    "现住址": "998801001",
    "登记日期": "2026-03-02",
    "登记分类": "新患者",
    "病原学分类": "涂阳",
    "治疗史": "初治",
}
SPEC = RegisterSpec(
    TuberculosisVisit,
    {
        "登记号": "998801JH202600001",
        "随访日期": "2026-03-10",
        "应服药次数": "7",
        "实际服药次数": "6",
    },
    (
        Example("TV01", "实际不多于应服", {"实际服药次数": "7"}, {"实际服药次数": "8"}),
        Example(
            "TV02",
            "随访日期不在今天（2026-11-23）之后",
            {"随访日期": "2026-11-23"},
            {"随访日期": "2026-11-24"},
        ),
        Example("TV03", "随访不早于登记", {"随访日期": "2026-03-02"}, {"随访日期": "2026-03-01"}),
    ),
    named=((TuberculosisCase, CASE),),
)
