"""行政审批事项: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.permits.permit_service import PermitService

SPEC = RegisterSpec(
    PermitService,
    {"实施地区": "998801", "许可事项": "公共场所卫生许可证", "开始办理日期": "2011-05-01"},
    (
        Example(
            "PS01",
            "开通网上申报不早于开始办理",
            {"开通网上申报日期": "2011-05-01"},
            {"开通网上申报日期": "2011-04-30"},
        ),
        Example(
            "PS02",
            "停止办理不早于开始办理",
            {"停止办理日期": "2011-05-01"},
            {"停止办理日期": "2011-04-30"},
        ),
    ),
)
