"""时限规则书：按工作日、按日计算的期限。"""

from __future__ import annotations

from datetime import date

import pytest
from clock_tables import moment, review, rows

from xinglin.clock import (
    Extension,
    Limit,
    due_moment,
    is_early,
    is_late,
    national_calendar,
    state,
)
from xinglin.clock.state import handling_days

title = "起算当日不计；工作日跳过周末和法定节假日，调休上班日计入；按日计算的含休息日"

# 规则书 10.10、9.11 的算例，依据 2026 年放假安排：春节 2 月 15 日至 23 日，2 月 14 日、28 日上班；
# 劳动节 5 月 1 日至 5 日，5 月 9 日上班；中秋 9 月 25 日至 27 日，国庆 10 月 1 日至 7 日，
# 9 月 20 日、10 月 10 日上班。
cases = """
事项             | 起算       | 期限 | 单位   | 停钟                   | 到期
-----------------+------------+------+--------+------------------------+-----------
受理许可         | 2026-02-10 | 5    | 工作日 |                        | 2026-02-24
受理许可         | 2026-02-10 | 20   | 工作日 |                        | 2026-03-16
受理许可         | 2026-09-18 | 5    | 工作日 |                        | 2026-09-24
受理许可         | 2026-09-18 | 10   | 工作日 |                        | 2026-10-09
受理许可         | 2026-09-18 | 20   | 工作日 |                        | 2026-10-22
受理许可         | 2026-02-10 | 20   | 工作日 | 2026-02-25～2026-03-10 | 2026-03-31
受理信访         | 2026-01-15 | 60   | 日     |                        | 2026-03-16
受理信访         | 2026-01-15 | 90   | 日     |                        | 2026-04-15
处罚立案         | 2026-03-02 | 90   | 日     |                        | 2026-05-31
送达听证告知     | 2026-04-29 | 5    | 工作日 |                        | 2026-05-09
送达处罚决定     | 2026-06-18 | 15   | 日     |                        | 2026-07-03
"""
UNITS = {"工作日": Limit.of_working_days, "日": Limit.of_calendar_days}


@pytest.mark.parametrize("case", rows(cases), ids=lambda c: f"{c['起算']} {c['期限']}{c['单位']}")
def test_due_day(case: dict[str, str]) -> None:
    limit = UNITS[case["单位"]](int(case["期限"]), "依据条款", event=case["事项"])
    due = due_moment(
        moment(case["起算"]), limit, national_calendar(), suspensions=review(case["停钟"])
    )
    assert due.day == date.fromisoformat(case["到期"])
    assert not due.provisional


def granted(amount: int, approved: str) -> Extension:
    return Extension(
        amount, "局长", moment(approved), "《行政许可法》第四十二条", "材料复杂，需进一步核查"
    )


LICENCE = Limit(20, "working_days", "《行政许可法》第四十二条", "受理", extendable_by=10)


def test_an_extension_approved_in_time_adds_its_days() -> None:
    """2026-02-10 受理，20 个工作日，经批准延长 10 个工作日 → 2026-03-30（规则书 10.10）。"""
    due = due_moment(
        moment("2026-02-10"), LICENCE, national_calendar(), extensions=[granted(10, "2026-03-12")]
    )
    assert due.day == date(2026, 3, 30)
    assert any("经局长于" in step and "第四十二条" in step for step in due.steps)


# 规则书 10.11：延长只能一次，须在期满以前批准，最多 10 个工作日。
refused = """
批准的延长                        | 到期       | 说明
----------------------------------+------------+----------------------
10 2026-03-17                     | 2026-03-16 | 批准时期限已满
10 2026-03-12; 5 2026-03-13       | 2026-03-30 | 只能延长一次
15 2026-03-12                     | 2026-03-16 | 超过可延长的 10 个工作日
"""


@pytest.mark.parametrize("case", rows(refused), ids=lambda c: c["说明"])
def test_an_extension_that_does_not_count_is_named(case: dict[str, str]) -> None:
    extensions = []
    for each in case["批准的延长"].split(";"):
        amount, approved = each.split()
        extensions.append(granted(int(amount), approved))
    due = due_moment(moment("2026-02-10"), LICENCE, national_calendar(), extensions=extensions)
    assert due.day == date.fromisoformat(case["到期"])
    assert case["说明"] in due.explanation


def test_a_day_ends_at_the_close_of_business() -> None:
    """工作日期限止于最后一日下班（17:30，可按机关调整）；规定止于 24 时的另设。"""
    start = moment("2026-09-18")
    due = due_moment(start, LICENCE, national_calendar())
    assert due.at == moment("2026-10-22 17:30")
    assert is_late(moment("2026-10-22 17:31"), due) is True
    until_midnight = Limit(20, "working_days", "依据", "受理", day_end="midnight")
    due = due_moment(start, until_midnight, national_calendar())
    assert is_late(moment("2026-10-22 23:59:59"), due) is False
    assert is_late(moment("2026-10-23 00:00:00"), due) is True
    assert "2026-10-22 24:00" in due.explanation


def test_finished_before_the_due_day_is_early() -> None:
    """提前办结：早于到期日；到期日当天为按时，不算提前（规则书 10.2）。"""
    due = due_moment(moment("2026-09-18"), LICENCE, national_calendar())
    answers = [is_early(moment(day), due) for day in ("2026-10-21", "2026-10-22", "2026-10-23")]
    assert answers == [True, False, False]


# 规则书 10.9：当日办结的办理天数为 1，不为 0；停钟的日子不计。
handled = """
受理       | 办结       | 停钟                   | 天数
-----------+------------+------------------------+----
2026-09-18 | 2026-09-18 |                        | 1
2026-09-18 | 2026-09-20 |                        | 1
2026-09-18 | 2026-09-24 |                        | 5
2026-02-10 | 2026-03-31 | 2026-02-25～2026-03-10 | 20
"""


@pytest.mark.parametrize("case", rows(handled), ids=lambda c: f"{c['受理']}～{c['办结']}")
def test_handling_days(case: dict[str, str]) -> None:
    start, finished = moment(case["受理"]), moment(case["办结"])
    days = handling_days(start, finished, national_calendar(), review(case["停钟"]))
    assert days == int(case["天数"])


# 到期日 2026-10-22（星期四）17:30；提醒提前 3 个、1 个工作日（规则书 10.3）。
watched = """
此刻             | 完成             | 状态     | 剩余工作日 | 提醒
-----------------+------------------+----------+------------+-----------
2026-10-09 10:00 |                  | 计时中   | 10         |
2026-10-19 10:00 |                  | 计时中   | 3          | three_days
2026-10-21 10:00 |                  | 计时中   | 1          | one_day
2026-10-22 17:30 |                  | 计时中   | 0          | one_day
2026-10-22 17:31 |                  | 已超期   | 0          | overdue
2026-11-01 09:00 | 2026-10-21 09:00 | 按时完成 |            |
2026-11-01 09:00 | 2026-10-23 09:00 | 超期完成 |            |
"""


@pytest.mark.parametrize("case", rows(watched), ids=lambda c: c["此刻"] + c["状态"])
def test_state(case: dict[str, str]) -> None:
    due = due_moment(moment("2026-09-18"), LICENCE, national_calendar())
    done = moment(case["完成"]) if case["完成"] else None
    found = state(moment(case["此刻"]), due, national_calendar(), done=done)
    left = case["剩余工作日"]
    assert found.text.split("，")[0] == case["状态"]
    assert found.working_days_left == (int(left) if left else None)
    assert found.alarm == (case["提醒"] or None)


def test_a_stopped_clock_has_no_due_day_until_it_runs_again() -> None:
    stopped = review("2026-02-25")
    due = due_moment(moment("2026-02-10"), LICENCE, national_calendar(), suspensions=stopped)
    assert due.at is None
    assert "到期日待定" in due.explanation
    assert is_late(moment("2027-01-01"), due) is None
    found = state(moment("2026-06-01"), due, national_calendar(), suspensions=stopped)
    assert (found.stand, found.text) == ("suspended", "停钟")


def test_the_reckoning_names_every_day_left_out() -> None:
    due = due_moment(
        moment("2026-02-10"),
        LICENCE,
        national_calendar(),
        suspensions=review("2026-02-25～2026-03-10"),
    )
    assert due.steps == (
        "自 2026-02-10 受理次日起 20 个工作日 → 2026-03-31 17:30，依据《行政许可法》第四十二条",
        "其间休息日 18 天不计：2026-02-15 至 2026-02-23（春节）、2026-03-01、"
        "2026-03-07 至 2026-03-08、2026-03-14 至 2026-03-15、2026-03-21 至 2026-03-22、"
        "2026-03-28 至 2026-03-29",
        "调休上班日计入：2026-02-14、2026-02-28",
        "停钟期间的工作日 11 天不计",
        "2026-02-25 09:00 至 2026-03-10 09:00 专家评审，不计入期限，"
        "依据《行政许可法》第四十五条（第1号）",
    )


def test_a_year_without_a_notice_is_told_and_not_guessed_in_silence() -> None:
    """2027 年的放假安排此处没有：暂按周末推算，并注明待核实（规则书 10.3、10.10）。"""
    due = due_moment(moment("2026-12-25"), LICENCE, national_calendar())
    assert due.provisional
    assert "2027 年假日安排尚未公布" in due.explanation
    calendar_days = Limit.of_calendar_days(15, "依据")
    assert not due_moment(moment("2026-12-25"), calendar_days, national_calendar()).provisional


def test_whether_a_last_day_of_rest_moves_depends_on_the_law() -> None:
    filed = moment("2026-03-02")
    stays = due_moment(
        filed, Limit.of_calendar_days(90, "《行政处罚法》第六十条"), national_calendar()
    )
    assert stays.day == date(2026, 5, 31)
    assert "2026-05-31 是休息日，本期限不顺延" in stays.explanation
    moving = Limit(90, "calendar_days", "依据", moves_to_working_day=True)
    assert due_moment(filed, moving, national_calendar()).day == date(2026, 6, 1)
