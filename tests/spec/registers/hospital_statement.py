"""月度对账单: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.hospital_statement import HospitalStatement

SPEC = RegisterSpec(
    HospitalStatement,
    {
        "定点机构": "990001",
        "月份": "2026-10-01",
        "统筹地区": "998801",
        "补偿人次": "210",
        "总费用": "407200",
        "垫付统筹基金": "95158",
        "垫付家庭账户": "0",
    },
    (
        Example(
            "HS01",
            "月份不在今天（2026-11-23）之后",
            {"月份": "2026-11-01"},
            {"月份": "2026-12-01"},
        ),
        Example(
            "HS02",
            "垫付的基金不大于总费用",
            {"垫付统筹基金": "407200"},
            {"垫付统筹基金": "407200.01"},
        ),
    ),
)
