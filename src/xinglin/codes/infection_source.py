"""Where a case was infected: locally or elsewhere (本地、输入)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

InfectionSource = read_code_set(
    "infection_source.csv", name="InfectionSource", label="感染来源", source="自编代码"
)
