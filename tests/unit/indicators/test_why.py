"""Why a record counts or does not, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.spec.indicators.library import CODES, DIVISIONS, BookLoan, Visit, tables

from xinglin.indicators.figures import Circumstances
from xinglin.indicators.why import why
from xinglin.language.indicators import Count, DistinctPersons, LatestState, NotFollowedUp, Stock
from xinglin.language.periods import parse_period
from xinglin.query.in_memory import InMemoryEngine

FEBRUARY = date(2013, 2, 1)
NOVEL = {"genre": "novel", "lent_date": FEBRUARY, "branch": "11", "person_id": 7, "reader_no": 7}
LOANS = [
    NOVEL,
    NOVEL | {"genre": "atlas"},
    NOVEL | {"genre": None, "person_id": 8},
    NOVEL | {"lent_date": None},
    NOVEL | {"lent_date": date(2013, 7, 1), "returned_date": date(2013, 7, 2)},
    NOVEL | {"branch": "12"},
    NOVEL | {"state": "removed"},
    NOVEL | {"person_id": None},
    NOVEL | {"returned_date": date(2013, 6, 30)},
]
LATER = datetime(2013, 8, 1, tzinfo=UTC)


class NovelsAsked(Count):
    """Novels lent."""

    name, of = "小说", BookLoan.where(BookLoan.genre == "novel", BookLoan.state == "lent")


class ReadersAsked(DistinctPersons):
    """Readers."""

    name, of = "人数", BookLoan.where()


class OutAsked(Stock):
    """Still out."""

    name, of, ceased_on = "在借", BookLoan.where(), BookLoan.returned_date


class LastAsked(LatestState):
    """Readers whose last loan was a novel."""

    name, of, subject = "最近", BookLoan.where(BookLoan.genre == "novel"), BookLoan.reader_no


class UnseenAsked(NotFollowedUp):
    """Not seen again."""

    name, of, followed_by = "未到馆", BookLoan.where(), Visit.where()
    link, within_days = (BookLoan.reader_no, Visit.reader_no), 10


def asked(
    indicator,
    record: int,
    circumstances: Circumstances | None = None,
    taken_at: datetime | None = None,
    visited: date = FEBRUARY,
):
    visits = [{"visit_date": visited, "reader_no": 7, "branch": "11"}]
    history = tables({BookLoan: LOANS, Visit: visits})
    rows = history[BookLoan.table()]
    rows.append(rows[0] | {"version": 2, "branch": "12", "recorded_at": LATER})
    engine = InMemoryEngine(history, DIVISIONS, CODES, taken_at=taken_at)
    found = why(
        indicator.plan(),
        record,
        "11",
        parse_period("2013H1"),
        engine,
        BookLoan,
        circumstances or Circumstances(codes=CODES),
    )
    return [(r.code, r.text) for r in found]


@pytest.mark.parametrize(
    ("indicator", "record", "expected"),
    [
        (NovelsAsked, 2, [("condition", "不满足：“图书类别”是“小说”（本记录 图书类别：图册）")]),
        (NovelsAsked, 3, [("condition", "无法判断：“图书类别”是“小说”（本记录 图书类别：不详）")]),
        (NovelsAsked, 4, [("undated", "没有“借出日期”，不能归入任何期间")]),
        (NovelsAsked, 5, [("period", "“借出日期”是2013-07-01，不在2013-01-01至2013-06-30之内")]),
        (NovelsAsked, 6, [("place", "“借出馆”是西馆，不属于东馆")]),
        (
            NovelsAsked,
            7,
            [
                ("removed", "记录的状态是“已删除”"),
                ("condition", "不满足：“状态”是“已借出”（本记录 状态：已删除）"),
            ],
        ),
        (NovelsAsked, 9, [("counted", "已计入")]),
        (NovelsAsked, 77, [("absent", "快照中没有77号记录")]),
        (ReadersAsked, 9, [("distinct", "同一“人员编号”已由2号记录计入，不重复计数")]),
        (ReadersAsked, 8, [("unknown", "要累计的数或要区分的对象不详，无法计入")]),
        (OutAsked, 9, [("ceased", "“归还日期”是2013-06-30，期末已不在册")]),
        (LastAsked, 8, [("latest", "不是同一对象截至期末的最近一条记录")]),
        (UnseenAsked, 9, [("follow_up", "本指标只计10天内没有后续记录的，本记录不是")]),
    ],
)
def test_reasons(indicator, record: int, expected: list[tuple[str, str]]) -> None:
    assert asked(indicator, record) == expected


def test_what_still_has_days_left_is_not_missing_yet() -> None:
    """Lent on 1 February, ten days: on the 11th nobody can say that nobody came; on the 12th one
    can. Whoever came already is no question of days."""
    on_the_11th, on_the_12th = (datetime(2013, 2, day, 9, tzinfo=UTC) for day in (11, 12))
    told = [("not_due", "10天的期限到2013-02-11才满，还不能说没有后续记录")]
    late = date(2013, 3, 1)
    assert asked(UnseenAsked, 2, taken_at=on_the_11th, visited=late) == told
    assert asked(UnseenAsked, 2, taken_at=on_the_12th, visited=late) == [("counted", "已计入")]
    assert [code for code, _ in asked(UnseenAsked, 2, taken_at=on_the_11th)] == ["follow_up"]


def test_corrected_records_say_which_version_was_judged() -> None:
    superseded = ("superseded", "本记录共有2版，按第2版判断")
    assert asked(NovelsAsked, 1) == [superseded, ("place", "“借出馆”是西馆，不属于东馆")]
    before = Circumstances(codes=CODES, known_at=datetime(2013, 7, 1, tzinfo=UTC))
    assert asked(NovelsAsked, 1, before)[-1] == ("counted", "已计入")
    never = Circumstances(codes=CODES, known_at=datetime(2012, 7, 1, tzinfo=UTC))
    assert asked(NovelsAsked, 1, never)[0][0] == "not_yet_known"
