"""Every threshold and alarm of the reference tables, to six digits.

The tables are what the R package `surveillance` 1.20.3 computes on the same series.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from xinglin.intake.series_table import read_series
from xinglin.outbreak.methods import method_named
from xinglin.outbreak.series import Detection, Panel

SERIES = (
    *("abattoir", "campyDE", "ha", "ha.sts", "influMen", "k1", "m1", "m2", "m3", "measles.weser"),
    *("measlesWeserEms", "n1", "q1_nrwh", "rotaBB", "s1", "salmAllOnset", "salmonella.agona"),
    "sim200",
)
RELATIVE = 1e-6
NOTHING = 1e-15
"""A statistic of nothing is given by the reference as what rounding leaves of it."""
NO_SLOPE = 1e-12
"""Whether a slope of nothing is kept hangs on the last bit there: it is none (ADR 25)."""


def _tables(folder: Path, name: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for path in sorted((folder / "reference").glob(f"{name}_*.csv.gz")):
        by_algorithm: dict[str, list[dict[str, str]]] = {}
        with gzip.open(path, "rt") as stream:
            for row in csv.DictReader(stream):
                by_algorithm.setdefault(row["algorithm"], []).append(row)
        yield from by_algorithm.items()


def _only(panel: Panel, units: list[str]) -> Panel:
    at = [panel.units.index(unit) for unit in units]
    return Panel(
        panel.dataset, tuple(units), panel.frequency, panel.observed[:, at], panel.dates
    )  # fmt: skip


def _column(found: Detection, name: str, rows: list[int], units: list[int]) -> np.ndarray:
    whole = {"upperbound": found.upperbound, "alarm": found.alarm, **found.more}[name]
    values: np.ndarray = whole[rows, units]
    return values


@pytest.mark.parametrize("name", SERIES)
def test_thresholds_and_alarms_equal_the_reference(name: str, shared: Path) -> None:
    folder = shared / "data" / "surveillance"
    (panel,) = read_series(folder / "series" / f"{name}.csv")
    compared = 0
    for algorithm, table in _tables(folder, name):
        units = list(dict.fromkeys(row["unit"] for row in table))
        wanted = sorted({int(row["row"]) - 1 for row in table})
        method = method_named(algorithm)
        with_baseline = method.rows(panel)
        assert set(wanted) <= set(with_baseline.tolist()), algorithm
        found = method.detect(_only(panel, units), np.array(wanted))
        rows = [wanted.index(int(row["row"]) - 1) for row in table]
        at = [units.index(row["unit"]) for row in table]
        for column in table[0].keys() - {"dataset", "unit", "algorithm", "row", "observed"}:
            told = np.array([float(row[column].replace("NA", "nan")) for row in table])
            have = _column(found, column, rows, at)
            if column == "trend":
                have, told = (np.where(np.abs(x) < NO_SLOPE, np.nan, x) for x in (have, told))
            np.testing.assert_allclose(
                have, told, rtol=RELATIVE, atol=NOTHING,
                err_msg=f"{name} {algorithm} {column}",
            )  # fmt: skip
            compared += len(told)
    assert compared > 1_000
