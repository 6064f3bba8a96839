"""伊蚊密度调查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.vector_site import VectorSite
from xinglin.content.registers.special_diseases.vector_survey import VectorSurvey

SITE = {
    "监测点编号": "998801WM202600001",
    "监测点名称": "示例村",
    "监测点类型": "村（社区）",
    "所在镇街": "998801001",
    "设点日期": "2026-01-02",
}
SPEC = RegisterSpec(
    VectorSurvey,
    {
        "监测点编号": "998801WM202600001",
        "调查日期": "2026-05-02",
        "调查户数": "120",
        "阳性户数": "6",
        "积水容器数": "80",
        "阳性容器数": "9",
        "回收有效诱蚊诱卵器": "96",
        "阳性诱蚊诱卵器": "4",
    },
    (
        Example("VS01", "阳性容器不多于积水容器", {"阳性容器数": "80"}, {"阳性容器数": "81"}),
        Example(
            "VS02",
            "阳性户不多于调查户",
            {"调查户数": "50"},
            {"调查户数": "50", "阳性户数": "51", "阳性容器数": "60"},
        ),
        Example("VS03", "阳性户不多于阳性容器", {"阳性户数": "9"}, {"阳性户数": "10"}),
        Example(
            "VS04", "阳性诱卵器不多于回收数", {"阳性诱蚊诱卵器": "96"}, {"阳性诱蚊诱卵器": "97"}
        ),
        Example(
            "VS05",
            "调查日期不在今天（2026-11-23）之后",
            {"调查日期": "2026-11-23"},
            {"调查日期": "2026-11-24"},
        ),
        Example("VS06", "一次调查不少于50户", {"调查户数": "50"}, {"调查户数": "49"}),
    ),
    named=((VectorSite, SITE),),
)
