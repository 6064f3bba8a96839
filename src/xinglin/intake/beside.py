"""A long file read and written by two workers beside each other: a thread here, and a process.

Each takes the next chunk, makes it ready and writes it in a transaction of its own. What must be
known of the whole file (which row came first with a key) and what must not be done twice at once
(filing the same person) is settled here: a worker asks before it writes. A process that dies ends
the intake with a sentence; what was acknowledged is in, and the file sent again finishes the rest,
as after any other interruption.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from django.conf import settings

from xinglin.actions import bulk_preparing
from xinglin.actions.bulk import Batch, BatchOrder, BatchResult, ChunkResult
from xinglin.actions.bulk_repeats import Repeat
from xinglin.actions.naming import relations_asked
from xinglin.intake.beside_share import Ask, Errand, Failure, Next, Reading, work
from xinglin.intake.problems import IntakeFileError
from xinglin.language.registers import Register

WORKERS = 2
LONG = 20_000
"""Rows from which starting a process (a second) is worth it."""
_BROKEN_OFF = (
    "导入中断了：导入进程意外结束（可能是内存不足，或被人终止）。"
    "已写入的行都在，请再次导入同一文件，其余的行会接着导入。"
)


@dataclass
class _Chunk:
    index: int
    ask: Ask
    repeats: dict[int, Repeat]


@dataclass
class _Gate:
    """Which chunks may be written: judged in the file's order, none beside one it would race."""

    batch: Batch
    waiting: deque[_Chunk] = field(default_factory=deque)
    writing: list[_Chunk] = field(default_factory=list)
    early: dict[int, Ask] = field(default_factory=dict)
    judged: int = 0

    def ready(self, index: int, ask: Ask) -> None:
        """A chunk asks; it is judged when all before it are."""
        self.early[index] = ask
        while (coming := self.early.pop(self.judged, None)) is not None:
            repeats = self.batch.repeats.among(coming.claims)
            self.waiting.append(_Chunk(self.judged, coming, repeats))
            self.judged += 1

    def released(self) -> Iterator[_Chunk]:
        """The chunks that may go now."""
        while self.waiting and not self._races(self.waiting[0]):
            chunk = self.waiting.popleft()
            self.writing.append(chunk)
            yield chunk

    def done(self, index: int) -> None:
        """A chunk is in."""
        self.writing = [chunk for chunk in self.writing if chunk.index != index]

    def _races(self, chunk: _Chunk) -> bool:
        return any(
            chunk.ask.in_order or other.ask.in_order or chunk.ask.persons & other.ask.persons
            for other in self.writing
        )


def can_go_beside(register: type[Register], rows: int) -> bool:
    """Whether a file is long enough, and its rows do not ask for other records."""
    asks_others = bool(register.references()) or bool(relations_asked(register))
    return rows >= LONG and not asks_others and (os.cpu_count() or 1) > 1


def record_beside(
    order: BatchOrder, reading: Reading, progress: Callable[[int], None] | None
) -> BatchResult:
    """`record_batch` by two workers. Raises IntakeFileError where one of them broke off."""
    batch = Batch(order)
    batch.start()
    with _workers(_errand(batch, reading)) as workers:
        _conduct(batch, workers, progress or (lambda done: None))
    return batch.finish()


def _errand(batch: Batch, reading: Reading) -> Errand:
    order = batch.order
    return Errand(
        reading, order.terms, order.by.username, order.source, order.supplied, order.clock,
        batch.result.intake_id, batch.is_repeated, bulk_preparing.CHUNK,
    )  # fmt: skip


def _conduct(batch: Batch, workers: Sequence[Connection], tell: Callable[[int], None]) -> None:
    gate, running, coming = _Gate(batch), list(workers), count()
    at: dict[Connection, int] = {}
    while running:
        for worker in _speaking(running):
            match _heard(worker):
                case Next():
                    at[worker] = next(coming)
                    worker.send(at[worker])
                case Ask() as ask:
                    gate.ready(at[worker], ask)
                case ChunkResult() as result:
                    gate.done(at[worker])
                    batch.take(result)
                    tell(batch.result.progress.rows)
                case None:
                    running.remove(worker)
            for chunk in gate.released():
                next(w for w in running if at[w] == chunk.index).send(chunk.repeats)


def _speaking(workers: list[Connection]) -> list[Connection]:
    """Those that have said something, or have gone."""
    return [worker for worker in wait(workers) if isinstance(worker, Connection)]


def _heard(worker: Connection) -> Next | Ask | ChunkResult | None:
    """What a worker says; None at the end of the file. Raises what stopped it."""
    try:
        said: Any = worker.recv()
    except (EOFError, ConnectionError) as error:
        raise IntakeFileError(_BROKEN_OFF) from error
    if isinstance(said, Failure):
        raise said.error from said.cause
    return said  # type: ignore[no-any-return]


@contextmanager
def _workers(errand: Errand) -> Iterator[list[Connection]]:
    """A thread and a process, sent on the errand; they end when nobody listens to them."""
    pipes = [Pipe() for _ in range(WORKERS)]
    thread = Thread(target=work, args=[pipes[0][1]])
    processes = [_process(theirs) for _, theirs in pipes[1:]]
    thread.start()
    workers = [ours for ours, _ in pipes]
    try:
        for worker in workers:
            worker.send(errand)
        yield workers
    finally:
        for worker in workers:
            worker.close()
        thread.join()
        for process in processes:
            process.wait()


def _process(connection: Connection) -> subprocess.Popen[bytes]:
    number = connection.fileno()
    with connection:
        return subprocess.Popen(  # noqa: S603 our own module, and a number
            [sys.executable, "-m", "xinglin.intake.beside_worker", str(number)],
            pass_fds=[number],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
            stdin=subprocess.DEVNULL,
        )
