"""积水容器密度普查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.vector_round import VectorRound

SPEC = RegisterSpec(
    VectorRound,
    {
        "普查编号": "998801PC202601",
        "地区": "998801",
        "开始日期": "2026-05-02",
        "结束日期": "2026-05-10",
    },
    (Example("VR01", "结束不早于开始", {"结束日期": "2026-05-02"}, {"结束日期": "2026-05-01"}),),
)
