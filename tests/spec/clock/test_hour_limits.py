"""时限规则书：按小时计算的期限。"""

from __future__ import annotations

import pytest
from clock_tables import moment, rows

from xinglin.clock import Limit, due_moment, first_submission, is_late, national_calendar
from xinglin.codes import NotifiableDisease

title = "按小时计算的期限连续计算，夜间、周末、节假日不停；满时限的那一刻仍为按时"

# 麻疹、肺炭疽：规则书 2.8 的算例；时限见《传染病防治法》（2025年修订）第四条、第四十五条。
# 医疗废物暂存 2 日按 48 小时掌握：规则书 9.8、9.11，《医疗废物管理条例》第十七条。
cases = """
事项       | 起算                | 时限 | 完成                | 到期                | 迟
-----------+---------------------+------+---------------------+---------------------+---
麻疹       | 2026-10-02 22:00    | 24   | 2026-10-03 21:59    | 2026-10-03 22:00    | 否
麻疹       | 2026-10-02 22:00    | 24   | 2026-10-03 22:00    | 2026-10-03 22:00    | 否
麻疹       | 2026-10-02 22:00    | 24   | 2026-10-03 22:01    | 2026-10-03 22:00    | 是
肺炭疽     | 2026-11-20 08:10    | 2    | 2026-11-20 10:10:01 | 2026-11-20 10:10    | 是
肺炭疽     | 2026-11-20 08:10    | 2    | 2026-11-20 10:10    | 2026-11-20 10:10    | 否
肺炭疽     | 2026-11-20 23:30    | 2    | 2026-11-21 01:00    | 2026-11-21 01:30    | 否
医疗废物   | 2026-01-02 09:00    | 48   | 2026-01-04 09:01    | 2026-01-04 09:00    | 是
"""


@pytest.mark.parametrize("case", rows(cases), ids=lambda c: f"{c['事项']} {c['完成']}")
def test_hours_run_on(case: dict[str, str]) -> None:
    limit = Limit.of_hours(int(case["时限"]), "依据条款")
    due = due_moment(moment(case["起算"]), limit, national_calendar())
    assert due.at == moment(case["到期"])
    assert is_late(moment(case["完成"]), due) == (case["迟"] == "是")


def test_the_hours_are_those_of_the_disease_list() -> None:
    day = moment("2026-10-02").date()
    measles = NotifiableDisease.attribute("measles", "report_within_hours", day)
    anthrax = NotifiableDisease.attribute("anthrax_pulmonary", "report_within_hours", day)
    assert (measles, anthrax) == (24, 2)


def test_a_returned_card_keeps_its_first_submission() -> None:
    """退回后重报，时钟不重新起算：23 小时首报、26 小时重报，仍为按时（规则书 2.8）。"""
    due = due_moment(moment("2026-11-20 08:00"), Limit.of_hours(24, "依据"), national_calendar())
    sent = [moment("2026-11-21 10:00"), moment("2026-11-21 07:00")]
    counting = first_submission(sent)
    assert counting == moment("2026-11-21 07:00")
    assert is_late(counting, due) is False
    assert is_late(max(sent), due) is True
    assert first_submission([]) is None


def test_the_explanation_can_be_reckoned_again() -> None:
    clause = "《传染病防治法》（2025年修订）第四十五条"
    limit = Limit.of_hours(24, clause, event="诊断")
    due = due_moment(moment("2026-10-02 22:00"), limit, national_calendar())
    assert due.explanation == (
        "自 2026-10-02 22:00 诊断起 24 小时（连续计算，含夜间和节假日）→ 2026-10-03 22:00，"
        "依据《传染病防治法》（2025年修订）第四十五条。"
    )
    assert not due.provisional
