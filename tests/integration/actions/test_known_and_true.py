"""What was true on 30 June, and what we knew on 30 June: the worked example of the two times.

A case confirmed 28 June, its address corrected 3 July, excluded 10 July, is counted, counted at
the new place, and not counted, for known 30 June, known 5 July and now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from town import ANGELICA, CHENGGUAN, CITY, GINKGO, KINGS, Town, at, card, clock
from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.language.periods import parse_period

HALF_YEAR = parse_period("2014H1")


@dataclass(frozen=True)
class Example:
    """The case of the worked example and the snapshot taken after all of it."""

    record: int
    snapshot: str


@pytest.fixture(scope="module")
def example(town: Town) -> Example:
    from xinglin.actions.recording import change_record, create_record, take_step
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    case = catalogue.load().register("notifiable_case")
    clerk, checker = town.user("admin2"), town.user("admin")
    values = card(40, at("2014-06-27 08:00"), "measles", KINGS, reporter="H1")
    with clock(clerk, at("2014-06-27 09:00")):
        saved = create_record(case, values, by=clerk)
        saved = take_step(case, saved.id, "submit", by=clerk, version=saved.version)
    with clock(checker, at("2014-06-28 09:00")):
        saved = take_step(case, saved.id, "review", by=checker, version=saved.version)
    with clock(clerk, at("2014-07-03 09:00")):
        changes = {"residence": CHENGGUAN}
        saved = change_record(
            case, saved.id, changes, by=clerk, version=saved.version, reason="流调核实住址"
        )
    assert saved.state == "correcting"
    with clock(checker, at("2014-07-10 09:00")):
        take_step(case, saved.id, "remove", by=checker, version=saved.version, reason="实验室排除")
    with acting("admin", action="snapshot"):
        return Example(saved.id, take().name)


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max, SHANGHAI)


def counted(example: Example, known_at: datetime | None) -> dict[str, int]:
    """Place → cases of the half year, as known at a moment."""
    from xinglin.reports.figures import evaluation
    from xinglin.store.acting import acting

    with acting("admin", action="indicators"):
        asked = evaluation(example.snapshot)
        pages = {
            place: asked.members("class_bc_cases", "numerator", place, HALF_YEAR, known_at=known_at)
            for place in (CITY, GINKGO, ANGELICA)
        }
    for page in pages.values():
        assert {m.record for m in page.rows} <= {("notifiable_case", example.record)}
    return {place: page.total for place, page in pages.items()}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2014-06-27", {CITY: 0, GINKGO: 0, ANGELICA: 0}),
        ("2014-06-30", {CITY: 1, GINKGO: 1, ANGELICA: 0}),
        ("2014-07-05", {CITY: 1, GINKGO: 0, ANGELICA: 1}),
        ("2014-07-10", {CITY: 0, GINKGO: 0, ANGELICA: 0}),
        (None, {CITY: 0, GINKGO: 0, ANGELICA: 0}),
    ],
)
def test_what_we_knew_decides_whether_and_where_it_counts(
    example: Example, known: str | None, expected: dict[str, int]
) -> None:
    assert counted(example, end_of(known) if known else None) == expected


def test_the_figure_says_so_too(example: Example) -> None:
    from xinglin.reports.figures import evaluation
    from xinglin.store.acting import acting

    with acting("admin", action="indicators"):
        asked = evaluation(example.snapshot)
        told = asked.figures(GINKGO, HALF_YEAR, ["class_bc_cases"], end_of("2014-06-30"))
    assert [(f.value, f.status) for f in told] == [("1", "reported")]


def test_why_it_is_not_counted_now_names_the_state(example: Example) -> None:
    from xinglin.reports.figures import evaluation
    from xinglin.store.acting import acting

    with acting("admin", action="why"):
        asked = evaluation(example.snapshot)
        reasons = asked.why("class_bc_cases", example.record, CITY, HALF_YEAR)
    assert any("状态" in r.text and "已删除" in r.text for r in reasons), [r.text for r in reasons]


def test_the_database_answers_the_same_without_any_snapshot(example: Example) -> None:
    """History alone knows every version, who made it and why."""
    from django.db import connection

    from xinglin.store.acting import acting

    with acting("admin"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, state, residence, actor, reason,"
            " (recorded_at AT TIME ZONE 'Asia/Shanghai')::date"
            " FROM infectious_notifiable_case_history WHERE id = %s ORDER BY version",
            [example.record],
        )
        rows = cursor.fetchall()
    assert [(state, home, actor) for _, state, home, actor, _, _ in rows] == [
        ("draft", KINGS, "admin2"),
        ("submitted", KINGS, "admin2"),
        ("reviewed", KINGS, "admin"),
        ("correcting", CHENGGUAN, "admin2"),
        ("removed", CHENGGUAN, "admin"),
    ]
    assert [row[4] for row in rows[3:]] == ["流调核实住址", "实验室排除"]
    assert [row[5].isoformat() for row in rows[2:]] == ["2014-06-28", "2014-07-03", "2014-07-10"]
