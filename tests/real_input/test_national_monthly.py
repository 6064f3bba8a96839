"""National monthly tables 2010-2022, against the numbers of the data's own description."""

# ruff: noqa: S608 - what is put into the queries is a constant of this file

from __future__ import annotations

import csv
from pathlib import Path

import pytest

FILE, MAPPING = "cn_notifiable_national_monthly/monthly_2010_2022.csv", "national_monthly.toml"
LINES = "infectious_disease_monthly_report WHERE division = '000000'"


@pytest.fixture(scope="module")
def result(bring):
    return bring(FILE, MAPPING)


def test_every_line_but_the_second_of_two_comes_in(result, bring) -> None:
    assert (result.rows, result.accepted, result.rejected) == (7049, 7048, 1)
    again = bring(FILE, MAPPING)
    assert (again.accepted, again.unchanged, again.rejected) == (0, 7048, 1)


def test_the_doubled_line_is_a_finding_with_both_rows(result, shared: Path) -> None:
    with (shared / "data" / FILE).open(encoding="utf-8") as stream:
        rows = list(enumerate(csv.DictReader(stream), start=2))
    doubled = tuple(n for n, r in rows if (r["month"], r["disease_en"]) == ("2011-08", "Cholera"))
    (finding,) = [f for f in result.findings if f.code == "DUP"]
    assert finding.rows == doubled
    (error,) = result.errors
    assert (error.row, error.code) == (doubled[1], "DUP")


def test_totals_are_held_against_their_parts(result) -> None:
    # 2011-08: the printed total has the four cholera cases of the line that was sent back.
    (finding,) = [
        f
        for f in result.findings
        if f.group.get("month_date") == "2011-08-01" and f.field == "cases_count"
    ]
    assert finding.printed - finding.computed == 4
    # Most months agree to the case: 154 months, in each cases and deaths.
    assert len([f for f in result.findings if f.code == "DM02"]) < 60


@pytest.mark.parametrize(
    ("disease", "year", "cases"),
    [  # README: half-year (January-June) cases to check a calculation by
        ("hand_foot_and_mouth_disease", 2018, 1004056),
        ("hand_foot_and_mouth_disease", 2019, 927529),
        ("dengue", 2018, 254),
        ("dengue", 2019, 1555),
        ("pertussis", 2018, 8489),
        ("pertussis", 2019, 14385),
        ("tuberculosis", 2018, 577193),
        ("tuberculosis", 2019, 556411),
    ],
)
def test_half_year_sums(result, ask, disease, year, cases) -> None:
    found = ask(
        f"SELECT sum(cases_count)::int FROM {LINES} AND disease = %s"
        " AND month_date >= make_date(%s, 1, 1) AND month_date <= make_date(%s, 6, 1)",
        disease,
        year,
        year,
    )
    assert found == [(cases,)]


def test_scrub_typhus_is_not_typhus(result, ask) -> None:
    # Both stand under "Typhus" in English: 36 lines print 恙虫病, 118 斑疹伤寒.
    found = ask(
        f"SELECT printed_name, disease, count(*)::int FROM {LINES}"
        " AND printed_name IN ('恙虫病', '斑疹伤寒') GROUP BY 1, 2 ORDER BY 3"
    )
    assert found == [("恙虫病", "scrub_typhus", 36), ("斑疹伤寒", "typhus", 118)]


def test_the_months_that_are_absent_stay_absent(result, ask) -> None:
    # README: months absent 2013-01, 2013-02. 13 years have 156 months.
    assert ask(f"SELECT count(DISTINCT month_date)::int FROM {LINES}") == [(154,)]
    assert ask(
        f"SELECT count(*)::int FROM {LINES} AND month_date IN ('2013-01-01', '2013-02-01')"
    ) == [(0,)]
