"""年度目标任务: a sound record; it has no checks besides its required items."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.foundation.annual_target import AnnualTarget

SPEC = RegisterSpec(
    AnnualTarget,
    {"地区": "998800", "指标编号": "zero_reports_sent", "年度": "2013-01-01", "任务数": "3650"},
)
