"""比率、发生率、同比、百分点、占任务。"""

from __future__ import annotations

from datetime import date

from tests.spec.indicators.library import BookLoan, Readership, Target

from xinglin.language.indicators import (
    Change,
    Count,
    LatestRatio,
    PointChange,
    Rate,
    Ratio,
    ShareOfTarget,
    StockRate,
)

title = "怎样比：比率、发生率、同比、百分点、占任务"
text = "比率从分子分母两份名单算出，同比用未修约的数算，最后印出时才修约。"
records = {
    BookLoan: """
      | genre | lent_date  | branch | lost | state
    --+-------+------------+--------+------+------
    1 | novel | 2013-01-01 | 11     | 是   | lent
    2 | novel | 2013-02-01 | 11     | 否   | lent
    3 | comic | 2013-03-01 | 11     | 否   | lent
    4 | novel | 2012-01-01 | 11     | 是   | lent
    5 | novel | 2012-02-01 | 11     | 否   | lent
    6 | atlas | 2013-05-01 | 12     | 否   | lent
    """,
    Readership: """
      | counted_date | people | branch
    --+--------------+--------+-------
    1 | 2012-12-31   | 700    | 11
    2 | 2012-12-31   | 0      | 12
    """,
    Target: """
      | indicator | year_date  | amount | branch
    --+-----------+------------+--------+-------
    1 | lent      | 2013-01-01 | 8      | 11
    2 | others    | 2013-01-01 | 99     | 11
    """,
}


class Lent(Count):
    """借出件数"""

    name, of = "借出件数", BookLoan.where()


class LostShare(Ratio):
    """遗失率"""

    name, decimals = "遗失率", 2
    numerator = BookLoan.where(BookLoan.lost == True)  # noqa: E712  an expression
    denominator = BookLoan.where()


class LentPerReader(Rate):
    """每千读者借出件数"""

    name, per, unit = "每千读者借出件数", 1000, "件/千人"
    numerator, population = BookLoan.where(), Readership.where()
    population_amount = Readership.people


class EverLentPerReader(StockRate):
    """每千读者期末已借出件数"""

    name, per, unit = "每千读者期末已借出件数", 1000, "件/千人"
    numerator, population = BookLoan.where(), Readership.where()
    population_amount = Readership.people


class LatestLost(LatestRatio):
    """各馆最近一次借出的遗失率"""

    name, subject = "各馆最近一次借出的遗失率", BookLoan.branch
    numerator = BookLoan.where(BookLoan.lost == True)  # noqa: E712  an expression
    denominator = BookLoan.where()


class LentChange(Change):
    """借出件数同比"""

    name, of_indicator = "借出件数同比", Lent
    revisions = ((date(2013, 1, 1), "漫画开始登记"),)


class LostPoints(PointChange):
    """遗失率比上年同期（百分点）"""

    name, of_indicator = "遗失率比上年同期", LostShare


class LostShareChange(Change):
    """遗失率同比"""

    name, of_indicator = "遗失率同比", LostShare


class LentOfTarget(ShareOfTarget):
    """借出件数占年度任务"""

    name, of_indicator = "借出件数占年度任务", Lent
    targets, target_amount = Target.where(), Target.amount


def test_ratio(spec) -> None:
    """3 件中遗失 1 件：33.33…%，值保留 34 位有效数字，不在这里修约。"""
    whole = {1: 1, 2: 1, 3: 1}
    third = "33." + "3" * 32
    spec(records, LostShare, {"numerator": {1: 1}, "denominator": whole}, place="11", value=third)


def test_ratio_of_zero(spec) -> None:
    """西馆 1 件，遗失 0 件：遗失率是零，不是未报。"""
    spec(
        records,
        LostShare,
        {"numerator": {}, "denominator": {6: 1}},
        place="12",
        value="0",
        status="zero",
    )


def test_rate(spec) -> None:
    """分母是上年末人数，也是可以打开的名单：3÷700×1000。"""
    value = "4.285714285714285714285714285714286"  # 30/7 by hand: period 285714
    spec(records, LentPerReader, {"denominator": {1: 700}}, place="11", value=value)


def test_stock_rate(spec) -> None:
    """分子是期末实有，上年借出的 4、5 号也在内：5÷700×1000。"""
    value = "7.142857142857142857142857142857143"  # 50/7 by hand: period 142857
    sides = {"numerator": {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, "denominator": {1: 700}}
    spec(records, EverLentPerReader, sides, place="11", value=value)


def test_latest_ratio(spec) -> None:
    """东馆期内最近的是 3 号，西馆是 6 号，都没有遗失；更早的 1 号虽遗失，不算。"""
    sides = {"numerator": {}, "denominator": {3: 1, 6: 1}}
    spec(records, LatestLost, sides, status="zero", value="0")


def test_rate_without_people(spec) -> None:
    """分母是零人，不适用；没有人口数，无法判断。"""
    spec(records, LentPerReader, {}, place="12", status="not_applicable")
    figure = spec(records, LentPerReader, {}, place="11", period="2012H1", status="cannot_tell")
    assert "缺少作分母的数据" in figure.note


def test_change(spec) -> None:
    """由 2 件到 3 件，同比＋50%；定义在两期之间变过，必须说明。"""
    figure = spec(
        records,
        LentChange,
        {"numerator": {1: 1, 2: 1, 3: 1}, "denominator": {4: 1, 5: 1}},
        place="11",
        value="50",
    )
    assert "两期口径不同：2013-01-01起漫画开始登记" in figure.note


def test_change_without_a_year_before(spec) -> None:
    """上年同期没有数，无法判断；不当作由零增长。"""
    spec(records, LentChange, {}, place="12", status="cannot_tell")


def test_points_and_change_of_ratio(spec) -> None:
    """遗失率由 1/2 到 1/3：下降 16.67 个百分点，同比下降 33.33%。两种说法不可混用。"""
    spec(records, LostPoints, {}, place="11", value="-16." + "6" * 31 + "7")
    spec(records, LostShareChange, {}, place="11", value="-33." + "3" * 32)


def test_share_of_target(spec) -> None:
    """分母是本指标的全年任务 8 件，别的指标的任务不算：3÷8＝37.5%。"""
    spec(records, LentOfTarget, {"denominator": {1: 8}}, place="11", value="37.5")
