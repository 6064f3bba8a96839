"""人口资料: a sound record; it has no checks besides its required items."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.foundation.population import Population

SPEC = RegisterSpec(
    Population,
    {"地区": "998800", "人口口径": "常住人口", "时点": "2012-12-31", "人数": "2130000"},
)
