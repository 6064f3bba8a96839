"""A clinic's morning: 300 children through registration, check and injection, all desks at once.

    python bench/queueing.py [CHILDREN=300]

Two machines give out numbers and six desks call, serve and pass on as fast as they are answered,
in one process, while the hall's page is asked for every two seconds. The real thing it is held
against is the morning itself: four hours in which the same steps have to fit, so that the ratio
says how much of the morning a family waits for the program.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake import _remove, prepare

from xinglin.store.server import ensure_running, installation

CHILDREN, MACHINES, DESKS = 300, 2, 6
MORNING_SECONDS = 4 * 3600


class Morning:
    """The steps of one morning, each timed in milliseconds."""

    def __init__(self, children: int) -> None:
        from xinglin.store.acting import acting
        from xinglin.store.models import User

        with acting("bench"):
            self.user = User.objects.get(username="bench")
        self.children = children
        self.taken: list[float] = []
        self.over = threading.Event()

    def timed(self, work: Callable[..., Any], *parts: Any) -> Any:
        """One step in a transaction of its own."""
        from xinglin.store.acting import acting

        start = time.perf_counter()
        with acting("bench"):
            answer = work(*parts, by=self.user)
        self.taken.append((time.perf_counter() - start) * 1000)
        return answer

    def machine(self, number: int) -> None:
        """Gives out its share of the numbers."""
        from xinglin.actions.queueing import take_ticket

        for _ in range(number, self.children, MACHINES):
            self.timed(take_ticket, "B", None)

    def desk(self, number: int) -> None:
        """Calls until every child of its stage has passed."""
        from xinglin.actions import queueing

        stage, room = queueing.CALLED_STAGES[number % 3], f"{number}号"
        while not self.over.is_set():
            called = self.timed(queueing.call_next, stage, room)
            if called is None:
                self.taken.pop()  # nobody waits: not a step of anybody's morning
                time.sleep(0.05)
                continue
            self.timed(queueing.serve, called.pk)
            self.timed(queueing.pass_on, called.pk)

    def screen(self) -> None:
        """The hall's page; ends the morning when everybody is observed."""
        from django.db import connection

        from xinglin.actions.moments import today
        from xinglin.actions.queueing import board_of
        from xinglin.store.acting import acting

        while not self.over.is_set():
            with acting("bench"):
                day = today()
            if len(board_of("990001", day).observed) == self.children:
                self.over.set()
            time.sleep(0.2)
        connection.close()


def main(children: int) -> None:
    """Measure, print, and throw the installation away."""
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "bench"}
    inst = installation("bench")
    try:
        prepare(ensure_running(inst))
        morning = Morning(children)
        threads = [threading.Thread(target=morning.machine, args=(n,)) for n in range(MACHINES)]
        threads += [threading.Thread(target=morning.desk, args=(n,)) for n in range(DESKS)]
        threads.append(threading.Thread(target=morning.screen))
        start = time.perf_counter()
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        seconds = time.perf_counter() - start
        steps = sorted(morning.taken)
        sys.stdout.write(
            f"接种门诊一上午 {children} 名儿童：{len(steps)} 步共 {seconds:.0f} 秒做完，"
            f"每步中位 {steps[len(steps) // 2]:.0f} 毫秒，"
            f"99% 在 {steps[len(steps) * 99 // 100]:.0f} 毫秒内；"
            f"为四小时的 {seconds / MORNING_SECONDS:.4f}\n"
        )
    finally:
        _remove(inst)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN)
