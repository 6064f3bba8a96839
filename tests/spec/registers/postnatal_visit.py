"""产后访视: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.pregnancy import WOMAN

from xinglin.content.registers.maternal.postnatal_visit import PostnatalVisit
from xinglin.content.registers.maternal.pregnancy import Pregnancy

SPEC = RegisterSpec(
    PostnatalVisit,
    {"保健手册编号": "998801Y2026000001", "访视日期": "2026-10-12", "服务内容": "产后访视"},
    (
        Example(
            "MV01",
            "访视不早于分娩（2026-10-05）",
            {"访视日期": "2026-10-05"},
            {"访视日期": "2026-10-04"},
        ),
        Example(
            "MV02",
            "访视日期不在今天（2026-11-23）之后",
            {"访视日期": "2026-11-23"},
            {"访视日期": "2026-11-24"},
        ),
    ),
    ((Pregnancy, WOMAN),),
)
