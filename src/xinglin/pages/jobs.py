"""Long work started from a page: it runs in a thread, its page asks how far it is.

Jobs live in this process's memory. One that is killed leaves nothing half done (files come in row
by row, reports are written whole or not at all), so starting it again is always safe.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.http import Http404, HttpRequest

from xinglin.pages.requests import user_of

KEPT = 50


@dataclass
class Job:
    """One piece of long work. about: what it is of, so that a page asks only for its own."""

    id: str
    about: str
    by: str
    title: str
    done: int = 0
    total: int = 0
    now: str = ""
    result: Any = None
    failed: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.result is not None or bool(self.failed)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    def count(self, done: int, total: int) -> None:
        """So many of so many are done."""
        self.done, self.total = done, total

    def say(self, sentence: str) -> None:
        """What is being done now."""
        self.now = sentence


_jobs: dict[str, Job] = {}
BROKEN = "办理时系统出错，已确认的内容不受影响；请重新办理一次，仍不行请告诉系统管理员。"


def start(
    about: str,
    by: str,
    title: str,
    work: Callable[[Job], Any],
    failures: tuple[type[Exception], ...],
) -> Job:
    """Begin work in a thread. failures: errors whose message is a sentence for the user."""
    job = Job(secrets.token_hex(8), about, by, title)
    for old in list(_jobs)[: max(0, len(_jobs) - KEPT)]:
        _jobs.pop(old)
    _jobs[job.id] = job
    threading.Thread(target=_run, args=(job, work, failures), daemon=True).start()
    return job


def _run(job: Job, work: Callable[[Job], Any], failures: tuple[type[Exception], ...]) -> None:
    """The thread's whole life; whatever stops it is told on the job's page."""
    try:
        job.result = work(job)
    except failures as error:
        job.failed = str(error)
    except BaseException:
        job.failed = BROKEN
        raise
    finally:
        connections.close_all()


def get_job(request: HttpRequest, about: str, job: str) -> Job:
    """A job of this user. Raises Http404."""
    found = _jobs.get(job)
    if found is None or found.by != user_of(request).username or found.about != about:
        raise Http404("这次办理的结果已不在服务器上；重新办理一次即可，不会重复登记。")
    return found
