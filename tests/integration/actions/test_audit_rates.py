"""The rates of audits: 128 cases due for report, 9 without a card, 5 late (worked by hand).

9 ÷ 128 = 7.03125%, printed 7.03; 5 ÷ 128 = 3.90625%, printed 3.91. Chickenpox is not statutory and
is in neither; nor is what has no result yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from town import GINKGO, KINGS, Town, at, clock
from xinglin.language import catalogue
from xinglin.language.periods import parse_period

NOW = at("2036-04-01 10:00")
RESULTS = [*["missed"] * 9, *["late"] * 5, *["reported"] * 114]


@pytest.fixture(scope="module")
def figures(town: Town) -> dict[str, str | None]:
    from xinglin.actions.recording import create_record
    from xinglin.reports.figures import evaluation
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    registers, user = catalogue.load().registers, town.user("cdc_ginkgo")
    with clock(user, NOW):
        audit = {
            "audit_no": "998801LB20360001", "unit": "H1", "division": KINGS,
            "audited_date": NOW.date(), "from_date": date(2036, 1, 1),
            "to_date": date(2036, 3, 20), "auditors": "试样员", "inpatient_count": 2000,
        }  # fmt: skip
        create_record(registers["report_audit"], audit, by=user)
        more: list[tuple[str, str | None]] = [("measles", result) for result in RESULTS]
        more += [("varicella", "missed"), ("measles", None)]
        for line, (disease, result) in enumerate(more, 1):
            found: dict[str, Any] = {
                "audit": "998801LB20360001", "line_no": line, "book": "inpatient",
                "patient_name": "率测试", "disease": disease, "result": result,
                "diagnosed_date": date(2036, 1, 5) + timedelta(days=line % 60),
                "card_no": f"卡{line}" if result in ("late", "reported") else None,
            }  # fmt: skip
            create_record(registers["audited_case"], found, by=user)
    with acting("city", action="snapshot"):
        taken = take()
    names = ["audited_units", "audited_cases", "missed_cases", "late_cases",
             "missed_report_rate", "late_report_rate"]  # fmt: skip
    with acting("admin", action="indicators"):
        told = evaluation(taken.name).figures(GINKGO, parse_period("2036H1"), names)
    return {f.indicator: f.value for f in told}


def test_missed_and_late_each_of_all_that_were_due(figures: dict[str, str | None]) -> None:
    assert figures == {
        "audited_units": "1", "audited_cases": "128", "missed_cases": "9", "late_cases": "5",
        "missed_report_rate": "7.03125", "late_report_rate": "3.90625",
    }  # fmt: skip
