"""How often each disease is usually reported, in whom, and how it ends: data/disease_mix.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xinglin.codes.tables import read_records
from xinglin.sample.areas import DATA


@dataclass(frozen=True)
class DiseaseHabit:
    """The usual picture of one disease.

    per_100k: cases in half a year; deaths: of 1000 cases; clinical, suspected, recovered, male,
    local: per cent (local None: where infected is not asked); season: weight of each month;
    delay: usual days from onset to diagnosis.
    """

    disease: str
    per_100k: float
    deaths: float
    clinical: int
    suspected: int
    recovered: int
    season: tuple[int, ...]
    delay: int
    ages: str
    male: int
    local: int | None


@cache
def disease_habits() -> tuple[DiseaseHabit, ...]:
    """All diseases the generator knows, most important first."""
    return tuple(
        DiseaseHabit(
            disease=r["disease"],
            per_100k=float(r["per_100k"]),
            deaths=float(r["deaths"]),
            clinical=int(r["clinical"]),
            suspected=int(r["suspected"]),
            recovered=int(r["recovered"]),
            season=tuple(map(int, r["season"].split())),
            delay=int(r["delay"]),
            ages=r["ages"],
            male=int(r["male"]),
            local=int(r["local"]) if r["local"] else None,
        )
        for r in read_records(DATA / "disease_mix.csv")
    )
