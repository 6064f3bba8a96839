"""The 136 cases of H7N9 of 2013, counted against the numbers of the data's own description."""

# ruff: noqa: S608 - what is put into the queries is a constant of this file

from __future__ import annotations

import pytest

FILE, MAPPING = "h7n9_china_2013/linelist.csv", "h7n9.toml"
CASES = "infectious_notifiable_case WHERE card_no LIKE 'H7N9-%%'"
PROVINCES = {  # README of the data set; codes of GB/T 2260
    "330000": 46,
    "310000": 33,
    "320000": 28,
    "360000": 6,
    "350000": 5,
    "340000": 4,
    "410000": 4,
    "110000": 3,
    "370000": 2,
    "430000": 2,
    "710000": 1,
    "130000": 1,
    "440000": 1,
}


@pytest.fixture(scope="module")
def result(bring):
    return bring(FILE, MAPPING)


def test_all_rows_come_in_and_none_twice(result, bring) -> None:
    assert (result.rows, result.accepted, result.rejected) == (136, 136, 0)
    again = bring(FILE, MAPPING)
    assert (again.accepted, again.unchanged, again.rejected) == (0, 136, 0)


def test_cases_by_province(result, ask) -> None:
    assert dict(ask(f"SELECT place, count(*)::int FROM {CASES} GROUP BY 1")) == PROVINCES


def test_outcomes_keep_unknown_apart(result, ask) -> None:
    # README: Death 32, Recover 47, empty 57.
    found = dict(ask(f"SELECT outcome, count(*)::int FROM {CASES} GROUP BY 1"))
    assert found == {"4": 32, "1": 47, None: 57}


def test_gaps_are_unknown_and_never_a_word(result, ask) -> None:
    # Counted in the file itself: gender m 95, f 39, empty 2; age "?" 2.
    assert dict(ask(f"SELECT sex, count(*)::int FROM {CASES} GROUP BY 1")) == {
        "1": 95,
        "2": 39,
        None: 2,
    }
    assert ask(f"SELECT count(*)::int FROM {CASES} AND age_years IS NULL") == [(2,)]
    assert ask(f"SELECT count(*)::int FROM {CASES} AND unknowns IS NOT NULL") == [(0,)]
    assert ask(f"SELECT count(*)::int FROM {CASES} AND person_id IS NOT NULL") == [(0,)]


def test_onset_dates_fall_as_described(result, ask) -> None:
    # semantics.md, Records: by onset 124 of 136 fall in the half year, 2 after, 10 not datable.
    found = ask(
        "SELECT count(*) FILTER (WHERE onset_date BETWEEN '2013-01-01' AND '2013-06-30')::int,"
        " count(*) FILTER (WHERE onset_date > '2013-06-30')::int,"
        f" count(*) FILTER (WHERE onset_date IS NULL)::int FROM {CASES}"
    )
    assert found == [(124, 2, 10)]


def test_history_is_marked_and_watched_by_nobody(result, ask) -> None:
    assert ask(f"SELECT DISTINCT channel, state, reporter FROM {CASES}") == [
        ("historical", "reviewed", "source:h7n9_china_2013")
    ]
    assert ask(
        f"SELECT count(*)::int FROM store_duemoment WHERE record_id IN (SELECT id FROM {CASES})"
    ) == [(0,)]
