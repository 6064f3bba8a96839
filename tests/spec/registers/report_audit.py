"""漏报抽查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.report_audit import ReportAudit

SPEC = RegisterSpec(
    ReportAudit,
    {
        "抽查编号": "998801LB20260001",
        "被查单位": "990001",
        "被查单位所在地": "998801001",
        "抽查日期": "2026-11-20",
        "查阅起始日": "2026-10-01",
        "查阅截止日": "2026-10-31",
        "抽查人员": "试样员",
        "查阅门诊日志": "1200",
    },
    (
        Example(
            "UA01",
            "起始日不晚于截止日",
            {"查阅起始日": "2026-10-31"},
            {"查阅起始日": "2026-11-01"},
        ),
        Example(
            "UA02",
            "截止日不晚于抽查日期",
            {"查阅截止日": "2026-11-20"},
            {"查阅截止日": "2026-11-21"},
        ),
        Example(
            "UA03",
            "抽查日期不在今天（2026-11-23）之后",
            {"抽查日期": "2026-11-23"},
            {"抽查日期": "2026-11-24"},
        ),
        Example(
            "UA04",
            "至少查阅一种登记簿",
            {"查阅门诊日志": "", "查阅检验登记": "30"},
            {"查阅门诊日志": ""},
        ),
    ),
)
