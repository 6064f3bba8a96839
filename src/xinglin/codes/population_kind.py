"""Series of population that rates are taken over; each rate names its own."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

PopulationKind = read_code_set(
    "population_kind.csv", name="PopulationKind", label="人口口径", source="自编代码"
)
