"""按全年、按上年同期的队列、期末占比、折算单位。"""

from __future__ import annotations

from tests.spec.indicators.library import BookLoan, ReaderCard, Target

from xinglin.language.indicators import (
    CohortRatio,
    CountOfYear,
    ShareOfTarget,
    StockShare,
    Total,
)

title = "全年列入数、上年同期的队列、期末占比、折算单位"
text = """年度计划按本期所在的全年数，上半年问也是全年。队列看上年同期进来的人现在怎样：今年才进来的
还没有结果，不进分子也不进分母。期末占比的分子分母都是到期末为止已有的。金额以分相加，折成万元才印。"""
records = {
    Target: """
      | indicator | year_date  | amount  | branch
    --+-----------+------------+---------+-------
    1 | lent      | 2013-01-01 | 4000000 | 11
    2 | read      | 2013-01-01 | 1000000 | 12
    3 | lent      | 2012-01-01 | 900     | 11
    """,
    BookLoan: """
      | card | lent_date  | fee_fen | branch | lost
    --+------+------------+---------+--------+------
    1 | C1   | 2012-02-01 | 150000  | 11     | 是
    2 | C1   | 2012-06-30 | 50000   | 11     | 否
    3 | C2   | 2012-07-01 |         | 12     | 是
    4 | C2   | 2013-02-01 | 1500000 | 12     | 是
    5 | C2   | 2013-03-01 | 1000001 | 12     | 否
    """,
    ReaderCard: """
      | card_no | child | issued_date | branch
    --+---------+-------+-------------+-------
    1 | C1      | 是    | 2012-01-01  | 11
    2 | C2      | 否    | 2013-06-30  | 12
    3 | C3      | 是    | 2013-07-01  | 12
    """,
}


class PlannedOfYear(CountOfYear):
    """全年列入的任务数"""

    name, of = "全年列入的任务数", Target.where()


class LostOfCohort(CohortRatio):
    """上年同期借出的遗失率"""

    name = "上年同期借出的遗失率"
    numerator = BookLoan.where(BookLoan.lost == True)  # noqa: E712  an expression
    denominator = BookLoan.where()


class ChildCards(StockShare):
    """期末少儿证占比"""

    name = "期末少儿证占比"
    numerator = ReaderCard.where(ReaderCard.child == True)  # noqa: E712  an expression
    denominator = ReaderCard.where()


class FeesInWan(Total):
    """逾期费"""

    name, unit, decimals, in_one = "逾期费", "万元", 2, 1_000_000
    of, amount = BookLoan.where(), BookLoan.fee_fen


class FeesOfPlan(ShareOfTarget):
    """逾期费占全部计划"""

    name, indicator_column = "逾期费占全部计划", ""
    of_indicator, targets, target_amount = FeesInWan, Target.where(), Target.amount


def test_plan_of_the_year(spec):
    """全年列入数：上半年问也是全年，两条。"""
    spec(records, PlannedOfYear, {"numerator": {1: 1, 2: 1}}, value="2")


def test_plan_of_last_year(spec):
    """上一年的任务在上一年，问哪个季度都一样。"""
    spec(records, PlannedOfYear, {"numerator": {3: 1}}, period="2012Q2", value="1")


def test_cohort_of_a_year_ago(spec):
    """队列是上年同期借出的；7月1日借出的、今年借出的都不在内。"""
    spec(
        records,
        LostOfCohort,
        {"numerator": {1: 1}, "denominator": {1: 1, 2: 1}},
        value="50",
    )


def test_cohort_of_the_second_half(spec):
    """下半年看上年下半年的队列。"""
    spec(
        records,
        LostOfCohort,
        {"numerator": {3: 1}, "denominator": {3: 1}},
        period="2013H2",
        value="100",
    )


def test_share_at_the_end(spec):
    """期末占比：7月1日办的证到6月30日还没有。"""
    spec(
        records,
        ChildCards,
        {"numerator": {1: 1}, "denominator": {1: 1, 2: 1}},
        value="50",
    )


def test_fen_become_wan(spec):
    """分相加后折成万元，2.500001，不先修约。"""
    spec(records, FeesInWan, {"numerator": {4: 1500000, 5: 1000001}}, value="2.500001")


def test_all_targets(spec):
    """占任务：任务表全是这一项时不看指标编号，2500001÷5000000×100=50.00002。"""
    spec(
        records,
        FeesOfPlan,
        {"numerator": {4: 1500000, 5: 1000001}, "denominator": {1: 4000000, 2: 1000000}},
        value="50.00002",
    )
