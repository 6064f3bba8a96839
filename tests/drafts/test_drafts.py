"""Each draft is accepted whole by the language's checks and counts as worked out by hand.

The drafts are of unlike kinds on purpose: a cohort, a stock of numbered papers, a clock in calendar
days, parts of a whole with a life of their own, a frozen list, many findings of one thing.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from tests.spec.indicators.library import DIVISIONS, TAKEN_AT, snapshot, tables
from tests.spec.indicators.records import read_records

from xinglin.indicators.figures import Circumstances, figures
from xinglin.language.catalogue import Catalogue, gather
from xinglin.language.indicators import Indicator
from xinglin.language.periods import parse_period
from xinglin.language.registers import Register
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.in_memory import InMemoryEngine

DRAFTS = sorted(
    p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith(("test", "__"))
)


def draft(name: str) -> tuple[ModuleType, Catalogue]:
    """A draft and its declarations, checked as a start checks them."""
    module = importlib.import_module(f"tests.drafts.{name}")
    registers = [r for r in Register.declared if r.__module__ == module.__name__]
    indicators = [i for i in Indicator.declared if i.__module__ == module.__name__]
    return module, gather(registers, indicators, [], [])


def test_all_six_are_there() -> None:
    assert DRAFTS == [
        "birth_certificates", "blood_units", "penalty_cases", "prescription_reviews",
        "random_draws", "tuberculosis",
    ]  # fmt: skip


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_accepted_and_counts(name: str, tmp_path: Path) -> None:
    module, catalogue = draft(name)
    registers = tuple(catalogue.registers.values())
    assert {i for i, _ in module.EXPECTED} == set(catalogue.indicators.values())
    rows = read_records(module.RECORDS)
    codes = catalogue.code_sets
    judge = InMemoryEngine(tables(rows, registers=registers), DIVISIONS, codes, taken_at=TAKEN_AT)
    duck = DuckDBEngine(snapshot(tmp_path, rows, registers=registers), codes, threads=1)
    for engine in (judge, duck):
        for (indicator, period), expected in module.EXPECTED.items():
            days = parse_period(period)
            (figure,) = figures([indicator.plan()], "1", days, engine, Circumstances(codes=codes))
            assert figure.value == expected, (indicator.name, engine, figure.note)
    duck.close()
