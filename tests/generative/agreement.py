"""What it means that a fast engine agrees with the judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

from tests.generative.plan_strategies import PERIODS, PLACES

from xinglin.language.periods import parse_period
from xinglin.language.plans import Plan, Side
from xinglin.query.engine import NOTHING, ORDERS, Engine, SideKey


def agree(
    judge: Engine,
    fast: Engine,
    asked: Sequence[Plan],
    known_at: datetime | None,
    true_on: date | None,
    category: str,
    *,
    at_once: int = 1,
    orders: Sequence[str] = ORDERS,
) -> None:
    """Totals of all plans, and every list of the first one, are the judge's.

    at_once: how many lists are asked for side by side; orders: of the pages that are compared.
    """
    when = (known_at, true_on)
    assert judge.totals(asked, PERIODS, PLACES, *when, category=category) == fast.totals(
        asked, PERIODS, PLACES, *when, category=category
    )
    plan, period = asked[0], PERIODS[0]
    totals = fast.totals([plan], [period], PLACES, *when)
    checks: list[Callable[[], None]] = [
        lambda s=side: _lists(judge, fast, totals, plan, s, period, known_at, true_on, orders)  # type: ignore[misc]
        for side in plan.sides
    ]
    if at_once == 1:
        for check in checks:
            check()
        return
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda check: check(), checks))


def _lists(
    judge: Engine,
    fast: Engine,
    totals: Any,
    plan: Plan,
    side: Side,
    period: Any,
    known_at: datetime | None,
    true_on: date | None,
    orders: Sequence[str],
) -> None:
    listed = (plan, side.name, "1", period)
    known: dict[str, Any] = {"known_at": known_at, "true_on": true_on}
    for order in orders:
        page = fast.members(*listed, order=order, limit=3, offset=1, **known)
        assert page == judge.members(*listed, order=order, limit=3, offset=1, **known)
    page = fast.members(*listed, **known)
    unknown = fast.unknown_members(*listed, **known)
    undated = fast.undated_members(*listed, **known)
    assert unknown == judge.unknown_members(*listed, **known)
    assert undated == judge.undated_members(*listed, **known)
    total = totals.get(SideKey(plan.indicator, side.name, "1", period.key), NOTHING)
    assert total.total == sum(m.contribution or 0 for m in page.rows)
    assert (total.members, total.unknown, total.undated) == (
        page.total,
        unknown.total,
        undated.total,
    )
    if not side.distinct and side.years_back == 0:
        _adds_up(totals, plan, side, period.key, fast, known)


def _adds_up(totals: Any, plan: Plan, side: Side, period: str, fast: Any, known: Any) -> None:
    """1 = 11 + 12 + what is recorded at 1 itself (in 2013, when 12 stands beside 11)."""

    def of(place: str) -> int:
        return int(totals.get(SideKey(plan.indicator, side.name, place, period), NOTHING).total)

    own = fast.members(plan, side.name, "1", parse_period(period), **known).rows
    assert of("1") == of("11") + of("12") + sum(m.contribution for m in own if m.place == "1")
