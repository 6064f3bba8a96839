"""接种排队号: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.queue_ticket import QueueTicket

SPEC = RegisterSpec(
    QueueTicket,
    {
        "日期": "2026-11-20",
        "号别": "现场",
        "号数": "1",
        "环节": "observe",
        "进入环节时间": "2026-11-20 09:10",
        "次序": "1000",
        "呼叫次数": "1",
        "取号时间": "2026-11-20 08:40",
        "接种时间": "2026-11-20 09:10",
        "离开时间": "2026-11-20 09:40",
    },
    (
        Example(
            "QT01",
            "离开不早于接种",
            {"离开时间": "2026-11-20 09:10"},
            {"离开时间": "2026-11-20 09:09"},
        ),
    ),
)
