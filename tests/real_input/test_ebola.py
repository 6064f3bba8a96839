"""The Ebola line list of Sierra Leone, counted against the file itself."""

# ruff: noqa: S608 - what is put into the queries is a constant of this file

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

FILE, MAPPING = "ebola_sierraleone_2014/linelist.csv", "ebola.toml"
CASES = "infectious_notifiable_case WHERE disease = 'ebola'"


@pytest.fixture(scope="module")
def result(bring):
    return bring(FILE, MAPPING)


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "data" / FILE).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_the_untidy_rows_come_in(result, bring) -> None:
    assert result.rows == 11903
    assert result.accepted >= 0.99 * result.rows
    assert result.accepted + result.rejected == result.rows
    assert len({e.row for e in result.errors}) == result.rejected  # each one is explained
    again = bring(FILE, MAPPING)
    assert (again.accepted, again.unchanged) == (0, result.accepted)


def test_counts_by_district_equal_the_files_own(result, ask, rows) -> None:
    districts = Counter(row["district"] for row in rows)
    assert len(districts) == 14
    counted = dict(ask(f"SELECT place, count(*)::int FROM {CASES} GROUP BY 1"))
    assert sorted(counted.values()) == sorted(districts.values())
    # Western Urban 3165 and Western Rural 1522: the areas that are spelt in several ways.
    assert (counted["SL-W-01"], counted["SL-W-02"]) == (3165, 1522)


def test_confirmed_and_suspected_stay_apart(result, ask) -> None:
    # README: confirmed 8358, suspected 3545.
    found = dict(ask(f"SELECT classification, count(*)::int FROM {CASES} GROUP BY 1"))
    assert found == {"3": 8358, "1": 3545}


def test_missing_ages_and_sexes_are_gaps_and_no_errors(result, ask, rows) -> None:
    found = ask(
        "SELECT count(*) FILTER (WHERE age_years IS NULL)::int,"
        f" count(*) FILTER (WHERE sex IS NULL)::int FROM {CASES}"
    )
    missing = (sum(r["age"] == "" for r in rows), sum(r["sex"] == "" for r in rows))
    assert found == [missing]


def test_dates_as_written_are_read(result, ask, rows) -> None:
    # 0 rows lack an onset date (README); the first line says 18-May-14.
    assert ask(f"SELECT count(*)::int FROM {CASES} AND onset_date IS NULL") == [(0,)]
    assert ask(f"SELECT onset_date::text FROM {CASES} AND card_no = 'EBOLA-confirmed-1'") == [
        ("2014-05-18",)
    ]


def test_an_age_below_one_year_is_no_completed_year(result, ask, rows) -> None:
    young = [r for r in rows if r["age"] and float(r["age"]) < 1]
    assert young
    assert ask(f"SELECT count(*)::int FROM {CASES} AND age_years = 0") == [(len(young),)]
