"""Random tables, conditions and plans over the library's loans, for the tests of every engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from tests.spec.indicators.library import BookLoan, ReaderCard, Reminder, Visit

from xinglin.language.expressions import (
    Attribute,
    Column,
    Expression,
    Literal,
    days_between,
    first_known,
    from_json,
    when,
    years_between,
)
from xinglin.language.periods import parse_period
from xinglin.language.plans import FollowUp, Plan, Side, plan_from_json, plan_to_json

PERIODS = [parse_period(k) for k in ("2013H1", "2013-03YTD", "2013W09")]
PLACES = ["1", "11", "12", "111"]
DAYS = st.sampled_from([date(2012, 2, 1) + timedelta(days=23 * n) for n in range(36)])
MOMENTS = st.sampled_from([datetime(2013, month, 15, 16, 30, tzinfo=UTC) for month in range(1, 13)])


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


LOANS = st.fixed_dictionaries(
    {
        "loan_no": maybe(st.sampled_from(["L1", "L2", "L3"])),
        "card": maybe(st.sampled_from(["C1", "C2", "C9"])),
        "genre": maybe(st.sampled_from(["novel", "atlas", "comic", "不在表中"])),
        "lent_date": maybe(DAYS),
        "returned_date": maybe(DAYS),
        "reader_no": maybe(st.integers(1, 4)),
        "person_id": maybe(st.integers(1, 4)),
        "copies": maybe(st.integers(-3, 5)),
        "fee_fen": maybe(st.sampled_from([0, 1, 2**40])),
        "lost": maybe(st.booleans()),
        "branch": maybe(st.sampled_from([*PLACES, "99"])),
        "state": st.sampled_from(["lent", "removed"]),
    }
)
VERSIONS = st.lists(st.tuples(LOANS, MOMENTS, DAYS), min_size=1, max_size=3)
VISITS = st.fixed_dictionaries(
    {
        "visit_date": maybe(DAYS),
        "reader_no": maybe(st.integers(1, 4)),
        "asked": maybe(st.booleans()),
        "branch": st.sampled_from(PLACES),
    }
)


CARDS = st.fixed_dictionaries(
    {
        "card_no": maybe(st.sampled_from(["C1", "C2"])),
        "child": maybe(st.booleans()),
        "born_date": maybe(DAYS),
        "branch": st.sampled_from(PLACES),
        "recorded_at": MOMENTS,
    }
)
REMINDERS = st.fixed_dictionaries(
    {
        "loan": maybe(st.sampled_from(["L1", "L2", "L9"])),
        "reminded_date": maybe(DAYS),
        "calls": maybe(st.integers(-1, 3)),
        "answered": maybe(st.booleans()),
        "branch": st.sampled_from(PLACES),
        "state": st.sampled_from(["made", "removed"]),
        "recorded_at": MOMENTS,
        "effective_on": DAYS,
    }
)


@st.composite
def histories(draw: st.DrawFn) -> dict[Any, list[dict[str, Any]]]:
    loans: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(1, 12))):
        versions = draw(VERSIONS)
        moments = sorted(moment for _, moment, _ in versions)
        for version, ((row, _, effective), moment) in enumerate(
            zip(versions, moments, strict=True), start=1
        ):
            loans.append(
                row
                | {
                    "id": number,
                    "version": version,
                    "recorded_at": moment,
                    "effective_on": effective,
                    "history_id": len(loans) + 1,
                }
            )
    return {
        BookLoan: loans,
        Visit: draw(st.lists(VISITS, max_size=6)),
        ReaderCard: draw(st.lists(CARDS, max_size=3)),
        Reminder: draw(st.lists(REMINDERS, max_size=6)),
    }


@st.composite
def person_links(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Versions of links among readers 1 to 4, always from a higher to a lower: no rings."""
    versions: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        lower = draw(st.integers(1, number))
        moments = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=2)))
        for version, moment in enumerate(moments, start=1):
            ended = draw(DAYS) if version > 1 else None
            versions.append(
                {
                    "history_id": len(versions) + 1, "id": number, "version": version,
                    "recorded_at": moment, "effective_on": draw(DAYS), "op": "I", "action": "",
                    "from_person_id": number + 1, "to_person_id": lower,
                    "valid_from": date(2012, 1, 1), "valid_to": ended,
                }
            )  # fmt: skip
    return versions


DATES = st.sampled_from([BookLoan.lent_date, BookLoan.returned_date])
DATES_ACROSS = st.sampled_from(
    [
        BookLoan.card.of(ReaderCard.born_date),
        Reminder.loan.those().least(Reminder.reminded_date),
        Reminder.loan.those(Reminder.calls > 0).greatest(Reminder.reminded_date),
    ]
)
ON_DAY = st.builds(lambda d: Attribute(Column("genre"), "Genre", "loan_days", d), DATES)
SHELF = st.builds(lambda d: Attribute(Column("genre"), "Genre", "shelf", d), DATES)
THOSE = st.sampled_from(
    [Reminder.loan.those(), Reminder.loan.those(Reminder.answered == Literal(True))]
)
NUMBERS = st.one_of(
    THOSE.map(lambda those: those.count()),
    THOSE.map(lambda those: those.total(Reminder.calls)),
    THOSE.map(lambda those: those.last(Reminder.calls)),
    st.just(BookLoan.card.of(years_between(ReaderCard.born_date, ReaderCard.born_date))),
    st.just(when(BookLoan.lost == Literal(True), BookLoan.copies, 2)),
    st.just(years_between(BookLoan.lent_date, BookLoan.returned_date)),
    st.just(BookLoan.copies),
    st.integers(-2, 4).map(Literal),
    ON_DAY,
    st.just(days_between(BookLoan.lent_date, BookLoan.returned_date)),
    st.just(first_known(BookLoan.copies, BookLoan.reader_no)),
)
WORDS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])


def compared(word: str, left: Expression, right: Expression) -> Expression:
    return from_json({"op": word, "left": left.to_json(), "right": right.to_json()})


CONDITIONS = st.recursive(
    st.one_of(
        st.builds(compared, WORDS, NUMBERS, NUMBERS),
        st.builds(compared, WORDS, DATES, st.one_of(DATES, DATES_ACROSS, DAYS.map(Literal))),
        st.builds(lambda s, v: s == v, SHELF, st.sampled_from(["open", "closed"])),
        st.builds(
            lambda v: BookLoan.genre.in_(*v),
            st.lists(st.sampled_from(["novel", "atlas", "comic"]), min_size=1, max_size=2),
        ),
        st.sampled_from(
            [
                BookLoan.lost == Literal(True),
                BookLoan.lost != Literal(True),
                BookLoan.genre.is_unknown(),
                BookLoan.copies.is_known(),
                BookLoan.state == "lent",
                BookLoan.genre == Literal(None),
                BookLoan.card.of(ReaderCard.child) == Literal(True),
                Reminder.loan.those().exist(),
            ]
        ),
    ),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=5,
)


@st.composite
def sides(draw: st.DrawFn, name: str) -> Side:
    distinct = draw(st.sampled_from(["", "", "person_id", "genre"]))
    window = draw(st.sampled_from(["period", "period", "year", "previous_year", "until_end"]))
    follow_up = None
    if draw(st.booleans()):
        asked = st.sampled_from([None, Visit.asked == Literal(True)])
        follow_up = FollowUp(
            "visit",
            Visit.table(),
            ("reader_no", "reader_no"),
            "lent_date",
            "visit_date",
            draw(st.sampled_from([0, 23, 100])),
            draw(st.booleans()),
            draw(asked),
        )
    amount: Expression = Literal(1)
    if not distinct:
        across = Reminder.loan.those().total(Reminder.calls)
        amounts = [Literal(1), Literal(2), BookLoan.copies, BookLoan.fee_fen, across]
        amount = draw(st.sampled_from(amounts))
    return Side(
        name,
        "book_loan",
        BookLoan.table(),
        date=draw(st.sampled_from(["lent_date", "returned_date"])),
        place="branch",
        where=draw(maybe(CONDITIONS)),
        amount=amount,
        distinct=distinct,
        window=window,
        years_back=draw(st.sampled_from([0, 0, 1])),
        ends="returned_date" if window == "until_end" and draw(st.booleans()) else "",
        latest_per=draw(st.sampled_from(["", "", "reader_no"])),
        follow_up=follow_up,
    )


@st.composite
def plans(draw: st.DrawFn, number: int) -> Plan:
    made = Plan(
        f"p{number}", "", "", 0, "ratio", (draw(sides("numerator")), draw(sides("denominator")))
    )
    return plan_from_json(plan_to_json(made))  # a frozen plan must count the same
