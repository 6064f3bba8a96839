"""漏报抽查病例: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.report_audit import SPEC as AUDIT

from xinglin.content.registers.infectious.audited_case import AuditedCase

SPEC = RegisterSpec(
    AuditedCase,
    {
        "抽查编号": "998801LB20260001",
        "序号": "1",
        "查自": "门诊日志",
        "患者姓名": "试样甲",
        "性别": "男",
        "出生日期": "1985-01-01",
        "诊断病种": "麻疹",
        "诊断日期": "2026-10-12",
        "抽查结果": "迟报",
        "报告卡编号": "9988012026000001",
    },
    (
        Example(
            "UC01",
            "已报、迟报的有报告卡编号；漏报的没有",
            {"抽查结果": "漏报", "报告卡编号": ""},
            {"报告卡编号": ""},
        ),
        Example(
            "UC02",
            "诊断日期不晚于抽查日期（2026-11-20）",
            {"诊断日期": "2026-11-20"},
            {"诊断日期": "2026-11-21"},
        ),
        Example("UC03", "出生不晚于诊断", {"出生日期": "2026-10-12"}, {"出生日期": "2026-10-13"}),
        Example(
            "UC04",
            "诊断日期在查阅的日期（2026-10-01 起）内",
            {"诊断日期": "2026-10-01"},
            {"诊断日期": "2026-09-30"},
        ),
    ),
    named=((AUDIT.register, AUDIT.sound),),
)
