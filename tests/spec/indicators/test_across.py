"""跨登记表取数：所属记录的值，名下记录的条数、合计、最近一条。"""

from __future__ import annotations

from tests.spec.indicators.library import BookLoan, ReaderCard, Reminder

from xinglin.language.expressions import years_between
from xinglin.language.indicators import Count, Ratio, Total

title = "跨登记表取数：所属记录的值，名下记录的条数、合计、最近一条"
text = """借阅写明借书证号；催还写明借阅号。已删除的催还不算在名下。名下没有记录的，条数和合计是 0，
不是不详；没有写借书证号的、或证上没有出生日期的，年龄不详，无法判断，不计入也不当作零。"""
records = {
    ReaderCard: """
      | card_no | child | born_date  | issued_date | branch
    --+---------+-------+------------+-------------+-------
    1 | C1      | 是    | 2003-02-02 | 2012-01-01  | 11
    2 | C2      | 否    | 1970-05-05 | 2012-01-01  | 12
    3 | C3      | 否    |            | 2012-01-01  | 12
    """,
    BookLoan: """
      | loan_no | card | lent_date  | branch
    --+---------+------+------------+-------
    1 | L1      | C1   | 2013-02-01 | 11
    2 | L2      | C1   | 2013-02-02 | 11
    3 | L3      | C2   | 2013-03-01 | 12
    4 | L4      | C3   | 2013-03-02 | 12
    5 | L5      |      | 2013-04-01 | 12
    """,
    Reminder: """
      | loan | reminded_date | calls | answered | branch | state
    --+------+---------------+-------+----------+--------+--------
    1 | L1   | 2013-03-05    | 1     | 否       | 11     | made
    2 | L1   | 2013-03-20    | 2     | 是       | 11     | made
    3 | L3   | 2013-04-05    | 3     | 否       | 12     | made
    4 | L3   | 2013-04-25    |       | 否       | 12     | made
    5 | L4   | 2013-04-10    | 5     | 是       | 12     | removed
    """,
}


class ChildrensLoans(Count):
    """少儿证借出件数"""

    name = "少儿证借出件数"
    of = BookLoan.where(BookLoan.card.of(ReaderCard.child) == True)  # noqa: E712  an expression


class UnderTwelve(Count):
    """借出时不满 12 岁的件数"""

    name = "借出时不满12岁的件数"
    of = BookLoan.where(
        BookLoan.card.of(years_between(ReaderCard.born_date, ReaderCard.issued_date)) < 12
    )


class RemindedTwice(Ratio):
    """催还两次以上的占比"""

    name = "催还两次以上的占比"
    denominator = BookLoan.where()
    numerator = BookLoan.where(Reminder.loan.those().count() >= 2)


class NeverReminded(Count):
    """从未催还的件数"""

    name = "从未催还的件数"
    of = BookLoan.where(~Reminder.loan.those().exist())


class Calls(Total):
    """催还电话次数"""

    name, of, unit = "催还电话次数", BookLoan.where(), "次"
    amount = Reminder.loan.those().total(Reminder.calls)


class LastAnswered(Count):
    """最近一次催还得到答复的件数"""

    name = "最近一次催还得到答复的件数"
    of = BookLoan.where(Reminder.loan.those().last(Reminder.answered) == True)  # noqa: E712


def test_a_value_of_the_record_that_is_named(spec):
    """所属借书证是少儿证的两件；没有写证号的（5）另列为无法判断"""
    figure = spec(records, ChildrensLoans, {"numerator": {1: 1, 2: 1}}, value="2")
    assert figure.sides["numerator"].unknown == 1


def test_years_between_dates_of_the_named_record(spec):
    """办证时不满 12 岁：出生日期不详的（4）和没有证号的（5）另列为无法判断"""
    figure = spec(records, UnderTwelve, {"numerator": {1: 1, 2: 1}}, value="2")
    assert figure.sides["numerator"].unknown == 2


def test_at_a_place_where_all_is_known(spec):
    """东馆的借阅都写明了证号"""
    spec(records, UnderTwelve, {"numerator": {1: 1, 2: 1}}, place="11", value="2")


def test_how_many_name_this_record(spec):
    """催还两次以上的是 1、3 两件，占 5 件的 40%"""
    members = {"numerator": {1: 1, 3: 1}, "denominator": {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}}
    spec(records, RemindedTwice, members, value="40")


def test_none_names_this_record(spec):
    """从未催还：2、5；第 4 件的催还已删除，也算没有"""
    spec(records, NeverReminded, {"numerator": {2: 1, 4: 1, 5: 1}}, value="3")


def test_a_sum_over_those_that_name_it(spec):
    """电话次数合计：第 1 件 1+2，第 3 件 3（一次不详，不加），其余 0"""
    members = {"numerator": {1: 3, 2: 0, 3: 3, 4: 0, 5: 0}}
    spec(records, Calls, members, value="6")


def test_the_most_recent_of_them(spec):
    """最近一次得到答复的是第 1 件；名下没有催还的（2、4、5）没有最近一次，另列为无法判断"""
    figure = spec(records, LastAnswered, {"numerator": {1: 1}}, value="1")
    assert figure.sides["numerator"].unknown == 3


def test_as_known_then(spec):
    """到 2012 年底为止什么都还没有登记"""
    from datetime import UTC, datetime

    then = datetime(2012, 12, 31, tzinfo=UTC)
    spec(records, NeverReminded, {"numerator": {}}, status="not_reported", known_at=then)
