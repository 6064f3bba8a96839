"""卫生机构: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.foundation.institution import HealthInstitution

SPEC = RegisterSpec(
    HealthInstitution,
    {
        "机构代码": "9988010001",
        "机构名称": "银杏区人民医院（虚构）",
        "机构类别": "综合医院",
        "所在地": "998801001",
        "成立日期": "1958-10-01",
        "开通网络直报日期": "2004-01-01",
    },
    (
        Example(
            "HI01",
            "注销不早于成立",
            {"注销日期": "1958-10-01"},
            {"注销日期": "1958-09-30"},
        ),
        Example(
            "HI02",
            "停止网络直报不早于开通",
            {"停止网络直报日期": "2013-06-30"},
            {"停止网络直报日期": "2003-12-31"},
        ),
    ),
)
