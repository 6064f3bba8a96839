"""零、未报、不适用、无法判断。"""

from __future__ import annotations

from datetime import date

from tests.spec.indicators.library import BookLoan, Desk, QuietDay, Readership

from xinglin.language.indicators import Change, Count, Total
from xinglin.language.plans import EveryMonth, Side, ZeroReports

title = "零、未报、不适用、无法判断是四回事"
text = "没有一条记录，可能是真的没有发生，也可能是没有人报；靠零报告区分。"
records = {
    BookLoan: """
      | genre | lent_date  | branch | reporter | reporter_place
    --+-------+------------+--------+----------+---------------
    1 | comic | 2013-02-03 | 111    | D1       | 11
    """,
    Desk: """
      | desk_code | opened_date | closed_date | branch
    --+-----------+-------------+-------------+-------
    1 | D1        | 2012-01-01  | 2013-02-05  | 11
    2 | D2        | 2013-02-27  |             | 11
    3 | D3        | 2012-01-01  |             | 12
    """,
    QuietDay: """
      | day        | branch | reporter
    --+------------+--------+---------
    1 | 2013-02-01 | 11     | D1
    2 | 2013-02-02 | 11     | D1
    3 | 2013-02-04 | 11     | D1
    4 | 2013-02-27 | 11     | D2
    5 | 2013-02-28 | 11     | D2
    6 | 2013-02-01 | 12     | D3
    """,
    Readership: """
      | counted_date | people | branch
    --+--------------+--------+-------
    1 | 2013-03-31   | 10     | 11
    2 | 2013-04-30   | 20     | 11
    3 | 2013-06-30   | 30     | 11
    """,
}

QUIET = ZeroReports(
    reports=Side("reports", "quiet_day", QuietDay.table(), "day", "branch"),
    units=Side(
        "units",
        "desk",
        Desk.table(),
        "opened_date",
        "branch",
        window="until_end",
        ends="closed_date",
    ),
    unit_column="desk_code",
)


class NovelsLent(Count):
    """小说借出件数（有零报告）"""

    name, completeness = "小说借出件数", QUIET
    of = BookLoan.where(BookLoan.genre == "novel")


class AtlasesLent(Count):
    """图册借出件数（没有零报告）"""

    name, of = "图册借出件数", BookLoan.where(BookLoan.genre == "atlas")
    valid_from, valid_to = date(2012, 7, 1), date(2013, 12, 31)


class People(Total):
    """读者数（逐月报）"""

    name, amount, completeness = "读者数", Readership.people, EveryMonth()
    of = Readership.where()


class PeopleChange(Change):
    """读者数同比"""

    name, of_indicator = "读者数同比", People


def test_zero_is_reported(spec) -> None:
    """东馆 2 月：D1 每天报零报告，3 日有卡即不必报，5 日停用后不再欠；D2 自 27 日起报。是零。"""
    spec(
        records,
        NovelsLent,
        {"numerator": {}},
        place="11",
        period="2013-02",
        value="0",
        status="zero",
    )


def test_not_reported(spec) -> None:
    """西馆 2 月：D3 只报了 1 天，缺 27 天。是未报，并说明谁欠。"""
    figure = spec(records, NovelsLent, {}, place="12", period="2013-02", status="not_reported")
    assert figure.note == "1家应报单位中1家零报告不全：D3缺报27天（自2013-02-02）"


def test_one_unit_short_makes_the_total_not_reported(spec) -> None:
    """全县 2 月也是未报：只要一家不全，就不能说全县是零。"""
    spec(records, NovelsLent, {}, period="2013-02", status="not_reported")


def test_no_unit_owes_a_report(spec) -> None:
    """流动车没有应报单位：说不出零，是未报。"""
    figure = spec(records, NovelsLent, {}, place="111", period="2013-02", status="not_reported")
    assert "没有登记应报零报告的单位" in figure.note


def test_without_zero_reports(spec) -> None:
    """没有零报告的指标：本期本地有登记（哪怕是别的类别）是零；一条登记也没有是未报。"""
    spec(records, AtlasesLent, {}, place="11", period="2013-02", value="0", status="zero")
    spec(records, AtlasesLent, {}, place="12", period="2013-02", status="not_reported")


def test_every_month(spec) -> None:
    """3、4 月都有，可合计；缺 5 月，全季度无法判断，不是一个较小的数；一个月也没有，是未报。"""
    spec(records, People, {"numerator": {1: 10}}, place="11", period="2013-03", value="10")
    figure = spec(records, People, {}, place="11", period="2013Q2", status="cannot_tell")
    assert figure.note == "缺2013年5月的数据，部分月份之和不能作为全期数"
    spec(records, People, {}, place="11", period="2013Q3", status="not_reported")


def test_change_of_incomplete_months(spec) -> None:
    """上年同月没有数，同比无法判断。"""
    spec(records, PeopleChange, {}, place="11", period="2013-03", status="cannot_tell")


def test_not_applicable(spec) -> None:
    """指标施行之前、停用之后，不适用。"""
    spec(records, AtlasesLent, {}, period="2012Q1", status="not_applicable")
    spec(records, AtlasesLent, {}, period="2014H1", status="not_applicable")
