"""A typed-in total against its parts (勾稽): one table that adds up, one that does not."""

from __future__ import annotations

from datetime import date

import pytest

from town import GINKGO, Town, at, clock
from xinglin.language import catalogue

PARTS = [
    # line, cases: 分型行 are part of their disease's line and never added again
    ("cholera", 1),
    ("measles", 2),
    ("viral_hepatitis", 5),
    ("hepatitis_a", 3),
    ("hepatitis_b", 2),
]


@pytest.mark.parametrize(
    ("month", "total", "told"),
    [
        (1, 8, []),
        (2, 9, [("DM02", "cases_count", 9, 8)]),
        (3, 13, [("DM02", "cases_count", 13, 8)]),  # the sub-types added twice
    ],
)
def test_the_total_line_is_held_against_the_lines_of_the_diseases(
    town: Town, month: int, total: int, told: list[tuple[str, str, int, int]]
) -> None:
    from xinglin.actions.recording import create_record
    from xinglin.intake.totals import total_findings

    register, admin = catalogue.load().register("disease_monthly_report"), town.user("admin")
    day = date(2014, month, 1)
    with clock(admin, at("2014-06-05 09:00")):
        for line, cases in [*PARTS, ("all_notifiable", total)]:
            values = {"division": GINKGO, "month_date": day, "disease": line, "cases_count": cases}
            create_record(register, values, by=admin)
    found = total_findings(register, [[(GINKGO, day)]], admin)
    assert [(f.code, f.field, f.printed, f.computed) for f in found] == told
    assert all(f"相差 {total - 8}" in f.message for f in found)


def test_every_total_check_of_the_catalogue_is_tested_here() -> None:
    declared = {c.code for r in catalogue.load().registers.values() for c in r.total_checks}
    assert declared == {"DM02"}
