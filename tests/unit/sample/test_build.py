"""Small samples: what is asked for is counted, what conflicts is named, the same file twice."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.sample.loaded import Loaded, figure_of
from tests.unit.sample.targets_files import count_row, half_up, share_row, write

from xinglin.sample.build import BuildReport, build
from xinglin.sample.problems import ConflictError, SampleError
from xinglin.sample.score import Score, score

COUNTY, TOWN, PREFECTURE = "998825", "998825101", "998800"
MONTH = "2013-05"
SLOW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # each example builds a sample: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

Row = dict[str, str]


def scored(folder: Path, rows: list[Row]) -> tuple[BuildReport, Score, Loaded]:
    targets = write(folder / "targets.csv", rows)
    report = build(targets, folder / "out")
    loaded = Loaded(folder / "out")
    engine = loaded.engine()
    return report, score(targets, lambda i, p, k: figure_of(engine, i, p, k)), loaded


def conflict(folder: Path, rows: list[Row]) -> tuple[tuple[str, ...], ...]:
    folder.mkdir(exist_ok=True)
    with pytest.raises(ConflictError) as caught:
        build(write(folder / "targets.csv", rows), folder / "out")
    assert not (folder / "out").exists()
    assert all(
        name in m
        for m, c in zip(caught.value.messages, caught.value.conflicts, strict=True)
        for name in c
    )
    return caught.value.conflicts


@st.composite
def truths(draw: st.DrawFn) -> list[Row]:
    """Figures of one made-up truth: a county, a township in it, this month and last year's."""
    town = draw(st.integers(0, 40))
    now = town + draw(st.integers(1, 80))
    before = draw(st.integers(1, 120))
    died = draw(st.integers(0, min(now, 4)))
    died_before = draw(st.integers(1, min(before, 4)))
    people = draw(st.integers(60_000, 120_000))
    fatality = Fraction(died, now)
    rows = [
        count_row("town", "class_bc_cases", TOWN, MONTH, town),
        count_row("now", "class_bc_cases", COUNTY, MONTH, now),
        count_row("died", "class_bc_deaths", COUNTY, MONTH, died),
        count_row("a", "class_a_cases", COUNTY, MONTH, draw(st.integers(0, 2))),
        count_row("units", "direct_reporting_units", COUNTY, MONTH, draw(st.integers(2, 14))),
        count_row("dengue", "local_dengue_cases", COUNTY, MONTH, draw(st.integers(0, min(now, 3)))),
        share_row("fatality", "class_bc_fatality", COUNTY, MONTH, fatality),
        share_row(
            *("change", "class_bc_cases_change", COUNTY, MONTH, Fraction(now - before, before)),
            kind="yoy",
        ),
        share_row(
            *("cfr", "class_bc_fatality_change", COUNTY, MONTH),
            fatality / Fraction(died_before, before) - 1,
            kind="yoy",
        ),
        share_row(
            *("rate", "class_bc_incidence", COUNTY, MONTH, Fraction(now, people)),
            per=100_000,
            kind="rate",
        ),
    ]
    wanted = draw(st.sets(st.sampled_from(range(len(rows))), min_size=1))
    return [rows[i] for i in sorted(wanted)]


@SLOW
@given(rows=truths())
def test_what_is_feasible_is_counted_from_the_files(
    rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, result, loaded = scored(tmp_path_factory.mktemp("sample"), rows)
    assert result.missed == ()
    engine = loaded.engine()
    for row in rows:  # a second look, by the decimal module's rounding
        figure = figure_of(engine, row["indicator"], row["place"], row["period"])
        assert figure.value is not None, (row, figure)
        shown = half_up(abs(Fraction(figure.value)), int(row["decimals"]))
        assert shown == row["value"], row


@SLOW
@given(value=st.integers(0, 60), other=st.integers(1, 60))
def test_two_values_of_one_figure_are_named(
    value: int, other: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [
        count_row("one", "class_bc_cases", COUNTY, MONTH, value),
        count_row("apart", "class_bc_deaths", PREFECTURE, MONTH, 1),
        count_row("two", "class_bc_cases", COUNTY, MONTH, value + other),
    ]
    assert conflict(tmp_path_factory.mktemp("sample"), rows) == (("one", "two"),)


def test_a_county_above_its_prefecture_is_named_and_a_second_conflict_too(tmp_path: Path) -> None:
    rows = [
        count_row("county", "class_bc_cases", COUNTY, MONTH, 500),
        count_row("all", "class_bc_cases", PREFECTURE, MONTH, 499),
        count_row("died", "h7n9_deaths", COUNTY, MONTH, 3),
        count_row("fell ill", "h7n9_cases", COUNTY, MONTH, 2),
        count_row("units", "direct_reporting_units", COUNTY, MONTH, 9),
    ]
    assert set(conflict(tmp_path, rows)) == {("county", "all"), ("died", "fell ill")}


def test_a_rate_no_whole_number_gives_is_named(tmp_path: Path) -> None:
    # C-X-06 in another dress: 4 of n at 9.38 per thousand has no whole n.
    rows = [
        count_row("died", "class_bc_deaths", COUNTY, "2013H1", 4),
        share_row("fatality", "class_bc_fatality", COUNTY, "2013H1", Fraction(938, 100_000)),
    ]
    rows[1] |= {"value": "9.38", "unit": "‰", "per": "1000", "value_base": "0.00938"}
    assert conflict(tmp_path, rows) == (("died", "fatality"),)


def test_a_change_of_rounded_rates_is_named_unless_the_file_says_so(tmp_path: Path) -> None:
    # C-Q-07: from the numbers 9.59 per cent at 29 of 17330 the year before; printed 5.88.
    place, period = PREFECTURE, "2013H1"
    rows = [
        count_row("cases", "class_bc_cases", place, period, 16904),
        count_row("died", "class_bc_deaths", place, period, 31),
        share_row(
            "cases%", "class_bc_cases_change", place, period, Fraction(-246, 10_000), kind="yoy"
        ),
        share_row(
            "died%",
            "class_bc_deaths_change",
            place,
            period,
            Fraction(69, 1000),
            decimals=1,
            kind="yoy",
        ),
        share_row(
            "cfr%", "class_bc_fatality_change", place, period, Fraction(588, 10_000), kind="yoy"
        ),
    ]
    (named,) = conflict(tmp_path, rows)
    assert "cfr%" in named


def test_a_known_contradiction_is_left_out_and_told(tmp_path: Path) -> None:
    rows = [
        count_row("one", "class_bc_cases", COUNTY, MONTH, 20),
        {**count_row("two", "class_bc_cases", COUNTY, MONTH, 21), "contradiction": "印错"},
        {**count_row("later", "", COUNTY, MONTH, 5)},
        share_row("late", "timely_report_rate", COUNTY, MONTH, Fraction(9, 10), decimals=1),
    ]
    report, result, _ = scored(tmp_path, rows)
    assert [t.id for t in report.contradictory] == ["two"]
    assert result.reproduced == ("one", "late")
    assert [(m.id, m.got, m.difference, m.reason) for m in result.missed] == [
        ("two", "20", "-1", "印错")
    ]
    assert result.without_indicator == report.without_indicator == ("later",)
    assert result.total == 4
    assert any("印错" in line for line in report.lines())


def test_a_kind_the_generator_cannot_make_is_told(tmp_path: Path) -> None:
    rows = [
        count_row("cards", "class_bc_cases", COUNTY, MONTH, 20),
        {**count_row("table", "published_cases", COUNTY, MONTH, 20), "kind": "sum"},
    ]
    report = build(write(tmp_path / "t.csv", rows), tmp_path / "out")
    assert [(t.id, "月报" in why) for t, why in report.left_out] == [("table", True)]


def test_fewer_people_than_cases_are_people_with_two_cards(tmp_path: Path) -> None:
    rows = [
        count_row("cases", "class_bc_cases", COUNTY, MONTH, 40),
        count_row("people", "class_bc_persons", COUNTY, MONTH, 33),
    ]
    _, result, loaded = scored(tmp_path, rows)
    assert result.missed == ()
    counts = Counter(r["id_number"] for r in loaded.records["notifiable_case"])
    assert sorted(counts.values())[-8:] == [1, 2, 2, 2, 2, 2, 2, 2]
    rows[1] = count_row("people", "class_bc_persons", COUNTY, MONTH, 41)
    assert conflict(tmp_path / "more", rows) == (("cases", "people"),)


def test_a_real_place_is_peopled_too(tmp_path: Path) -> None:
    # 330782 义乌市 and its prefecture: divisions of the national table without townships.
    rows = [
        count_row("city", "class_bc_cases", "330782", MONTH, 40),
        count_row("all", "class_bc_cases", "330700", MONTH, 55),
    ]
    _, result, loaded = scored(tmp_path, rows)
    assert result.missed == ()
    assert {r["id_number"][:2] for r in loaded.records["notifiable_case"]} == {"99"}


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    targets = write(tmp_path / "t.csv", [count_row("a", "class_bc_cases", COUNTY, MONTH, 30)])
    for name in ("first", "second"):
        build(targets, tmp_path / name)
    first, second = (sorted((tmp_path / n).iterdir()) for n in ("first", "second"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_file_without_any_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="indicator"):
        build(write(tmp_path / "t.csv", [count_row("a", "", COUNTY, MONTH, 1)]), tmp_path / "out")
