"""入户核查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.household_visit import HouseholdVisit

SPEC = RegisterSpec(
    HouseholdVisit,
    {
        "核查号": "RH2026001",
        "户编号": "99880100100001",
        "住址": "998801001",
        "入户日期": "2026-11-20",
        "核查人": "李四、王五",
        "情况属实": "是",
    },
    (
        Example(
            "VH01",
            "入户日期不在今天（2026-11-23）之后",
            {"入户日期": "2026-11-23"},
            {"入户日期": "2026-11-24"},
        ),
    ),
)
