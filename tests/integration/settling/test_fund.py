"""The ledger balances whatever is tried, months close, the fund's state is worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import psycopg
import pytest
from test_window import bill, window

from scheme_county import COUNTY, County
from xinglin.actions.problems import ForbiddenError, RefusedError

MAY = date(2013, 5, 1)


def line(account: str, compartment: str, debit: int = 0, credit: int = 0) -> Any:
    """One side of a voucher."""
    from xinglin.actions.fund.ledger import Line

    return Line(account, compartment, debit, credit)


def post(county: County, *lines: Any, day: date = date(2013, 6, 3), **how: Any) -> Any:
    """Post a voucher as the office."""
    from xinglin.actions.fund.ledger import post as do

    how = {"summary": "试记一笔", "reference": f"试-{id(lines)}", **how}
    with county.now(how.pop("by", "office")) as user:
        summary = how.pop("summary")
        return do(COUNTY, day, summary, lines, by=user, **how)


def income(county: County, number: str, source: str, due: int, got: int, day: date) -> None:
    """Money due to the fund of 2013, and its arrival."""
    county.create(
        "fund_income", "office", "2013-06-28 09:00", income_no=number, area=COUNTY,
        year_date=date(2013, 1, 1), fund_source=source, due_fen=due, due_date=day,
        received_fen=got or None, received_date=day if got else None,
    )  # fmt: skip


def test_a_voucher_balances_or_is_not_there(county: County) -> None:
    made = post(
        county, line("finance_account", "pool", debit=500),
        line("income_account", "pool", credit=500), reference="转存-1",
    )  # fmt: skip
    assert made.voucher_no.startswith("201306-0")
    for lines, said in (
        ((line("finance_account", "pool", debit=500),), "借贷不平"),
        ((line("x", "pool", debit=5), line("income", "pool", credit=5)), "不在表中"),
        ((line("income", "pool", 5, 5), line("income", "pool", credit=0)), "只填一个"),
        ((line("income", "pool", debit=-5), line("income", "pool", credit=-5)), "只填一个"),
        ((), "借贷不平"),
    ):
        with pytest.raises(RefusedError, match=said):
            post(county, *lines)
    both = line("finance_account", "pool", debit=1), line("income", "pool", credit=1)
    with pytest.raises(RefusedError, match="已经记过账"):
        post(county, *both, reference="转存-1")
    with pytest.raises(RefusedError, match="在今天之后"):
        post(county, *both, day=date(2013, 7, 1))
    with pytest.raises(RefusedError, match="摘要"):
        post(county, *both, summary=" ")
    with pytest.raises(ForbiddenError):
        post(county, *both, by="window_g1")


def test_the_database_itself_keeps_the_books(county: County) -> None:
    """Raw SQL of the app's own role, in the office's name, gets no unbalanced book either."""
    voucher = (
        "INSERT INTO store_fundvoucher (voucher_no, area, day, summary, reference, reporter)"
        " VALUES ('x', '998825', '2013-06-04', 's', %s, '') RETURNING id"
    )
    side = (
        "INSERT INTO store_fundline (voucher_id, account, compartment, debit_fen, credit_fen)"
        " VALUES (%s, 'income', 'pool', %s, %s)"
    )

    def tried(*statements: tuple[str, tuple[Any, ...]], reference: str) -> None:
        with psycopg.connect(county.urls.app) as app:
            app.execute("SELECT set_config('xinglin.actor', 'office', true)")
            row = app.execute(voucher, [reference]).fetchone()
            assert row is not None
            for statement, values in statements:
                app.execute(statement.encode(), [row[0], *values])
            app.commit()

    with pytest.raises(psycopg.Error, match="借贷不平"):
        tried((side, (100, 0)), (side, (0, 99)), reference="sql-1")
    with pytest.raises(psycopg.Error, match="借贷不平"):
        tried(reference="sql-2")
    with pytest.raises(psycopg.Error, match="one_side"):
        tried((side, (100, 100)), reference="sql-3")
    tried((side, (100, 0)), (side, (0, 100)), reference="sql-4")
    with psycopg.connect(county.urls.app) as app:
        app.execute("SELECT set_config('xinglin.actor', 'office', true)")
        stands = app.execute(
            "SELECT id FROM store_fundvoucher WHERE reference = 'sql-4'"
        ).fetchone()
        assert stands is not None
        for statement, said in (
            (side.replace("%s, 'income', 'pool', %s, %s", f"{stands[0]}, 'income', 'pool', 1, 0"),
             "不能再加分录"),
            ("UPDATE store_fundline SET debit_fen = 7", "只能追加"),
            ("DELETE FROM store_fundvoucher", "只能追加|permission denied"),
        ):  # fmt: skip
            with pytest.raises(psycopg.Error, match=said), app.transaction():
                app.execute(statement.encode())


def test_a_month_is_posted_from_its_records_and_closed(county: County) -> None:
    from xinglin.actions.fund.ledger import balances, close_month, post_month, vouchers

    income(county, "I-1", "city", 900_000, 900_000, date(2013, 5, 20))
    income(county, "I-2", "individual", 100_000, 100_000, date(2013, 5, 21))
    income(county, "I-3", "province", 1_000_000, 0, date(2013, 6, 30))
    county.member("C95", "F95", "试样辰", 21, date(1985, 1, 1))
    paid = window(county, bill("fund", card="C95")).answer["paid_fen"]
    with county.now("office") as user:
        assert len(post_month(COUNTY, MAY, by=user)) == 2
        assert post_month(COUNTY, MAY, by=user) == []  # each once
        close_month(COUNTY, MAY, by=user)
        with pytest.raises(RefusedError, match="已经月结"):
            close_month(COUNTY, MAY, by=user)
        with pytest.raises(RefusedError, match="还没有过完"):
            close_month(COUNTY, date(2013, 6, 1), by=user)
        assert [v.summary for v in vouchers(COUNTY, MAY, date(2013, 5, 31))] == [
            "收到市级财政配套", "收到个人缴费"
        ]  # fmt: skip
        held = {(b.account, b.compartment): b.amount for b in balances(COUNTY, date(2013, 5, 31))}
        assert held == {
            ("finance_account", "pool"): 900_000, ("finance_account", "household"): 100_000,
            ("income", "pool"): 900_000, ("income", "household"): 100_000,
        }  # fmt: skip
    both = line("finance_account", "pool", debit=1), line("income", "pool", credit=1)
    with pytest.raises(RefusedError, match="2013-05 已月结"):
        post(county, *both, day=date(2013, 5, 31))
    with pytest.raises(RefusedError, match="已月结"):
        post(county, *both, day=date(2013, 4, 1))
    with county.now("office") as user:
        made = post_month(COUNTY, date(2013, 6, 1), by=user)
        assert len(made) == 1
        owed = [b for b in balances(COUNTY, date(2013, 6, 30)) if b.account == "payable"]
    assert sum(b.amount for b in owed) >= paid > 0


def test_the_state_of_the_fund_with_its_lines(county: County) -> None:
    from xinglin.actions.fund.state import fund_state

    with county.now("office"):
        state = fund_state(COUNTY, date(2013, 5, 31))
    signs = {s.label: s for s in state.signs}
    # 10,000 yuan came in, of 20,000 due; nothing had been spent by the end of May.
    assert state.income == 1_000_000 and state.expense == 0 and state.due == 2_000_000
    assert signs["资金到位率"].value == Fraction(50)
    assert signs["当年结余率"].value == 100 and signs["当年结余率"].verdict == "at_year_end"
    assert (signs["当年结余率"].line, signs["累计结余率"].line) == (15, 25)
    assert [(a.source, a.received) for a in state.arrivals] == [
        ("个人缴费", 100_000), ("市级财政配套", 900_000), ("省级财政补助", 0)
    ]  # fmt: skip
    assert state.projection is None and state.is_overdrawn is None


def test_another_county_sees_none_of_it(county: County) -> None:
    with psycopg.connect(county.urls.app) as app:
        app.execute("SELECT set_config('xinglin.actor', 'window_g2', true)")
        row = app.execute("SELECT count(*) FROM store_fundvoucher").fetchone()
    assert row == (0,)
