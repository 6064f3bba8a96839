"""The clinic's queue: no number lost or doubled, whoever calls at once; thirty minutes are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from town import Town, at, clock
from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError

MORNING = at("2029-03-05 08:00")
"""A Monday of its own: nobody else's tickets."""


def act(town: Town, moment: datetime, work: Callable[..., Any], *parts: Any) -> Any:
    """One desk's step, in a transaction of its own."""
    user = town.user("clerk_h1")
    with clock(user, moment):
        return work(*parts, by=user)


def take(town: Town, moment: datetime, prefix: str = "B") -> Any:
    from xinglin.actions.queueing import take_ticket

    return act(town, moment, take_ticket, prefix, None)


def call(town: Town, moment: datetime, stage: str, room: str) -> Any:
    from xinglin.actions.queueing import call_next

    return act(town, moment, call_next, stage, room)


def test_one_ticket_goes_its_way(town: Town) -> None:
    from xinglin.actions import queueing

    ticket = take(town, MORNING)
    assert (ticket.prefix, ticket.number, ticket.stage) == ("B", 1, "register")
    for stage, room in (("register", "1号窗"), ("check", "预检台"), ("inject", "接种1室")):
        called = call(town, MORNING, stage, room)
        assert (called.pk, called.room, called.state) == (ticket.pk, room, "called")
        assert call_is_refused(town, stage, room)
        act(town, MORNING, queueing.serve, ticket.pk)
        moved = act(town, MORNING, queueing.pass_on, ticket.pk)
    assert (moved.state, moved.stage) == ("observed", "observe")
    with pytest.raises(RefusedError, match="留观到 08:30"):
        act(town, MORNING + timedelta(minutes=29), queueing.leave, ticket.pk)
    act(town, MORNING + timedelta(minutes=30), queueing.leave, ticket.pk)
    with pytest.raises(RefusedError, match="已经离开"):
        act(town, MORNING + timedelta(minutes=31), queueing.recall, ticket.pk)


def call_is_refused(town: Town, stage: str, room: str) -> bool:
    """A room has one ticket at a time."""
    with pytest.raises(RefusedError, match="没有办完"):
        call(town, MORNING, stage, room)
    return True


def test_who_was_passed_over_stands_behind_the_next_three(town: Town) -> None:
    from xinglin.actions import queueing

    day = MORNING + timedelta(days=1)
    tickets = [take(town, day) for _ in range(6)]
    first = call(town, day, "register", "1号窗")
    assert first.pk == tickets[0].pk
    again = act(town, day, queueing.recall, first.pk)
    assert again.calls_count == 2
    act(town, day, queueing.skip, first.pk)
    act(town, day, queueing.come_back, first.pk)
    order = []
    for _ in range(6):
        called = call(town, day, "register", "1号窗")
        order.append(called.number)
        act(town, day, queueing.serve, called.pk)
        act(town, day, queueing.pass_on, called.pk)
    assert order == [2, 3, 4, 1, 5, 6]


def test_a_child_has_one_number_a_day_and_others_are_told(town: Town) -> None:
    from xinglin.actions.queueing import take_ticket

    day = MORNING + timedelta(days=2)
    with clock(town.user("city"), day), pytest.raises(ForbiddenError):
        take_ticket("B", None, by=town.user("city"))
    with clock(town.user("cdc_ginkgo"), day), pytest.raises(RefusedError, match="不属于哪个门诊"):
        take_ticket("B", None, by=town.user("cdc_ginkgo"))


def test_the_screen_shows_numbers_and_no_names(town: Town) -> None:
    from xinglin.actions.queueing import board_of

    day = MORNING + timedelta(days=3)
    for _ in range(3):
        take(town, day, "A")
    call(town, day, "register", "2号窗")
    board = board_of("H1", day.date())
    assert [(c.code, c.room, c.stage, c.calls) for c in board.called] == [
        ("A001", "2号窗", "登记", 1)
    ]
    assert board.waiting["登记"] == ("A002", "A003")
    assert board_of("T1", day.date()).called == ()


TICKETS, DESKS = 24, 4


def test_many_at_once_lose_and_double_nothing(town: Town) -> None:
    """Four machines give out numbers, then four rooms call, all at once."""
    from django.db import connection

    from xinglin.actions import queueing

    day = MORNING + timedelta(days=4)

    def hand_out(_: int) -> list[int]:
        try:
            return [take(town, day).number for _ in range(TICKETS // DESKS)]
        finally:
            connection.close()

    def desk(number: int) -> list[int]:
        served = []
        try:
            while True:
                try:
                    called = call(town, day, "register", f"{number}号窗")
                    if called is None:
                        return served
                    act(town, day, queueing.serve, called.pk)
                    act(town, day, queueing.pass_on, called.pk)
                    served.append(called.number)
                except ConflictError:
                    continue
        finally:
            connection.close()

    with ThreadPoolExecutor(DESKS) as pool:
        given = [n for numbers in pool.map(hand_out, range(DESKS)) for n in numbers]
        assert sorted(given) == list(range(1, TICKETS + 1))
        called = Counter(n for numbers in pool.map(desk, range(DESKS)) for n in numbers)
    assert called == Counter(range(1, TICKETS + 1))
