"""传染病零报告: what its check lets pass and what it stops."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.zero_report import ZeroReport

SPEC = RegisterSpec(
    ZeroReport,
    {"报告日": "2026-11-22", "当日新报告病例数": "0"},
    (
        Example(
            "ZR01",
            "报告日不在今天（2026-11-23）之后",
            {"报告日": "2026-11-23"},
            {"报告日": "2026-11-24"},
        ),
    ),
)
