"""预警信号: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.outbreak_signal import OutbreakSignal

SPEC = RegisterSpec(
    OutbreakSignal,
    {
        "信号号": "measles:998801:2026-11-20:percentile",
        "病种": "麻疹",
        "地区": "998801",
        "预警方法": "移动百分位数",
        "算法": "percentile-p80-b3-w2-min3",
        "起始日": "2026-11-14",
        "截止日": "2026-11-20",
        "病例数": "6",
        "阈值": "4",
        "依据": "本周 6 例，历史同期第 80 百分位数为 4 例。",
        "产生时间": "2026-11-21 08:00",
    },
    (
        Example(
            "OS01",
            "起始日不在截止日之后",
            {"起始日": "2026-11-20"},
            {"起始日": "2026-11-21"},
        ),
        Example(
            "OS02",
            "截止日不在今天（2026-11-23）之后",
            {"截止日": "2026-11-23"},
            {"截止日": "2026-11-24"},
        ),
    ),
)
