"""计数、人数、合计、期末实有、最近状态、未随访。"""

from __future__ import annotations

from datetime import datetime

from tests.spec.indicators.library import BookLoan, Visit

from xinglin.language.indicators import (
    Count,
    Coverage,
    Distinct,
    DistinctPersons,
    LatestState,
    NotFollowedUp,
    Stock,
    Total,
)

title = "怎样数：件数、人数、合计、期末实有、最近状态、未随访"
text = "西馆（12）2012 年底以前属东馆（11），2013 年起直属县馆（1）；流动车（111）属东馆。"
records = {
    BookLoan: """
      | genre | lent_date  | returned_date | branch | person_id | reader_no | fee_fen | lost
    --+-------+------------+---------------+--------+-----------+-----------+---------+-----
    1 | novel | 2013-01-01 | 2013-06-30    | 11     | 7         | 7         | 150     | 否
    2 | novel | 2013-06-30 |               | 111    | 7         | 7         | 0       | 是
    3 | atlas | 2013-02-10 | 2013-02-20    | 12     | 8         | 8         |         |
    4 | atlas | 2013-04-01 | 2013-07-01    | 12     | 9         | 9         | 25      | 否
    5 |       | 2013-03-01 | 2013-03-02    | 12     |           |           | 5       | 否
    6 | novel |            |               | 11     | 7         | 7         | 1       | 否
    7 | novel | 2012-12-31 |               | 12     | 8         | 8         | 1       | 否
    8 | novel | 2013-07-01 |               | 11     | 8         | 8         | 1       | 否
    """,
    Visit: """
      | visit_date | reader_no | asked | branch
    --+------------+-----------+-------+-------
    1 | 2013-01-11 | 7         | 是    | 11
    2 | 2013-02-21 | 8         | 是    | 12
    3 | 2013-04-02 | 9         | 否    | 12
    """,
}


class Novels(Count):
    """小说借出件数"""

    name, of = "小说借出件数", BookLoan.where(BookLoan.genre == "novel")


class OpenShelf(Count):
    """借出时属开架的件数"""

    name = "借出时属开架的件数"
    of = BookLoan.where(BookLoan.genre.attribute("shelf", BookLoan.lent_date) == "open")


class Genres(Distinct):
    """借出过的类别数"""

    name, of, by = "借出过的类别数", BookLoan.where(), BookLoan.genre


class Readers(DistinctPersons):
    """借书人数"""

    name, of = "借书人数", BookLoan.where()


class Fees(Total):
    """逾期费合计"""

    name, of, amount, unit = "逾期费合计", BookLoan.where(), BookLoan.fee_fen, "分"


class StillOut(Stock):
    """期末在借"""

    name, of, ceased_on = "期末在借", BookLoan.where(), BookLoan.returned_date


class LastLost(LatestState):
    """最近一次借阅遗失的读者"""

    name, subject = "最近一次借阅遗失的读者", BookLoan.reader_no
    of = BookLoan.where(BookLoan.lost == True)  # noqa: E712  an expression, not a truth value


class NotSeen(NotFollowedUp):
    """借出后 10 天内没有到馆咨询"""

    name, of = "借出后10天内没有到馆咨询", BookLoan.where()
    followed_by = Visit.where(Visit.asked == True)  # noqa: E712  an expression
    link = (BookLoan.reader_no, Visit.reader_no)
    within_days = 10


class Seen(Coverage):
    """借出后 10 天内到馆咨询的比例"""

    name, denominator = "借出后10天内到馆咨询的比例", BookLoan.where()
    followed_by = Visit.where(Visit.asked == True)  # noqa: E712  an expression
    link = (BookLoan.reader_no, Visit.reader_no)
    within_days = 10


def test_count(spec) -> None:
    """首日、末日都算；期外的不算；类别不详的 1 条和没有借出日期的 1 条单列，不混进件数。"""
    figure = spec(records, Novels, {"numerator": {1: 1, 2: 1}}, value="2")
    assert (figure.unknown, figure.undated) == (1, 1)


def test_count_by_rules_of_the_day(spec) -> None:
    """图册 2013-03-01 起改为闭架：3 号借出时还是开架，计入；4 号已是闭架，不计。"""
    spec(records, OpenShelf, {"numerator": {1: 1, 2: 1, 3: 1}}, value="3")


def test_places_roll_up(spec) -> None:
    """东馆连同流动车是 2 件；西馆没有确定的小说，而有 1 条类别不详，是无法判断，不是零。"""
    spec(records, Novels, {"numerator": {1: 1, 2: 1}}, place="11", value="2")
    spec(records, Novels, {"numerator": {2: 1}}, place="111", value="1")
    spec(records, Novels, {"numerator": {}}, place="12", status="cannot_tell")


def test_places_of_their_day(spec) -> None:
    """西馆 2012 年属东馆：东馆 2012 年下半年的数里有西馆的 7 号。"""
    spec(records, Novels, {"numerator": {7: 1}}, place="11", period="2012H2", value="1")


def test_distinct_persons(spec) -> None:
    """同一人借多次只算一人，列最早的一条；人员不详的 5 号不能算作一人，列为不详。"""
    figure = spec(records, Readers, {"numerator": {1: 1, 3: 1, 4: 1}}, value="3")
    assert figure.unknown == 1


def test_distinct_values(spec) -> None:
    """小说、图册各算一个，列各自最早的一条；类别不详的 5 号不能算作一个，列为不详。"""
    figure = spec(records, Genres, {"numerator": {1: 1, 3: 1}}, value="2")
    assert figure.unknown == 1


def test_total(spec) -> None:
    """金额以分合计：150＋0＋25＋5＝180；3 号金额不详，不当作零，列为不详。"""
    figure = spec(records, Fees, {"numerator": {1: 150, 2: 0, 4: 25, 5: 5}}, value="180")
    assert figure.unknown == 1


def test_stock(spec) -> None:
    """期末那天归还的（1 号）已不在借；次日归还的（4 号）还在；上年借出未还的（7 号）也在。"""
    spec(records, StillOut, {"numerator": {2: 1, 4: 1, 7: 1}}, value="3")


def test_latest_state(spec) -> None:
    """每位读者只看截至期末最近的一条：7 号读者最近是 2 号，遗失；8 号读者最近的 3 号不详。"""
    figure = spec(records, LastLost, {"numerator": {2: 1}}, value="1")
    assert figure.unknown == 1


def test_not_followed_up(spec) -> None:
    """第 10 天到馆算到（1 号），第 11 天不算（3 号）；到馆未咨询不算（4 号）；读者不详不判断。"""
    figure = spec(records, NotSeen, {"numerator": {2: 1, 3: 1, 4: 1}}, value="3")
    assert figure.unknown == 1


def test_not_followed_up_while_days_are_left(spec) -> None:
    """2 号的 10 天到 2013-07-10 才满：当日还不能说没有到馆，次日可以说；是否咨询按当时所知。"""
    last, after = (datetime.fromisoformat(f"2013-07-{day}T12:00:00+08:00") for day in ("10", "11"))
    spec(records, NotSeen, {"numerator": {3: 1, 4: 1}}, value="2", known_at=last)
    spec(records, NotSeen, {"numerator": {2: 1, 3: 1, 4: 1}}, value="3", known_at=after)


def test_coverage(spec) -> None:
    """比例的分子是分母中有后续记录的：1÷5＝20%。"""
    everyone = {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}
    spec(records, Seen, {"numerator": {1: 1}, "denominator": everyone}, value="20")
