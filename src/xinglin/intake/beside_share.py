"""A share of a long file: some of its chunks, read, judged, asked about and written."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import DatabaseError, connections

from xinglin.actions.bulk import BatchOrder, ChunkWriter
from xinglin.actions.bulk_checking import Terms
from xinglin.actions.bulk_people import Named, named_among
from xinglin.actions.bulk_preparing import Preparer
from xinglin.actions.bulk_repeats import Claim, claims_of
from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.intake_log import BatchSource
from xinglin.actions.permissions import user_named
from xinglin.actions.problems import ForbiddenError
from xinglin.intake.mapping import read_mapping
from xinglin.intake.opening import open_file
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.reading import Row
from xinglin.intake.rows import reader_of
from xinglin.language import catalogue
from xinglin.language.registers import Register


@dataclass(frozen=True)
class Reading:
    """Where the file is, and how it is read."""

    path: Path
    mapping: Path | None
    reporter: str


@dataclass(frozen=True)
class Errand:
    """What a worker is told: the file, the batch, and how many rows a chunk has."""

    reading: Reading
    terms: Terms
    username: str
    source: BatchSource
    supplied: frozenset[str]
    clock: datetime | None
    intake_id: int
    is_repeated: bool
    chunk: int


@dataclass(frozen=True)
class Next:
    """The worker is free: which chunk is it to take?"""


@dataclass(frozen=True)
class Ask:
    """A chunk that is ready: may it be written? persons: those it may file.

    in_order: rows of it get numbers, which follow the file.
    """

    claims: list[Claim]
    persons: frozenset[Named]
    in_order: bool


@dataclass(frozen=True)
class Failure:
    """Why the worker had to stop. The cause is sent beside the error, which travels without it."""

    error: Exception
    cause: BaseException | None


def work(conductor: Connection) -> None:
    """Do the errand that comes through the connection, chunk by chunk: `Next`, `Ask`, the result;
    at the end of the file None; or a `Failure`."""
    try:
        _work(conductor)
        conductor.send(None)
    except (EOFError, ConnectionError):
        pass  # nobody listens any more; what was written stays written
    except (IntakeFileError, ForbiddenError, DatabaseError, OSError) as error:
        with suppress(ConnectionError):  # the one that began may have stopped for the same reason
            conductor.send(Failure(error, error.__cause__))
    finally:
        connections.close_all()
        conductor.close()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for rings of objects seldom: rows live for a chunk and make none, and
    looking through them again and again costs a sixth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _work(conductor: Connection) -> None:
    errand: Errand = conductor.recv()
    order = BatchOrder(
        errand.terms, user_named(errand.username), errand.source, errand.supplied, errand.clock
    )
    writer = ChunkWriter(order, errand.intake_id, is_repeated=errand.is_repeated)
    with rare_collections():
        for chunk in _chunks(errand, conductor):
            conductor.send(_question(writer.register, chunk))
            result = writer.write(chunk, conductor.recv())
            for row in result.rejected:
                row.record, row.running = None, {}  # of no use any more, and long
            conductor.send(result)


def _chunks(errand: Errand, conductor: Connection) -> Iterator[list[BatchRow]]:
    """The chunks of the file that fall to this worker, judged row by row."""
    reading, terms = errand.reading, errand.terms
    declared = catalogue.load().registers
    mapping = read_mapping(reading.mapping, declared) if reading.mapping is not None else None
    register = declared[terms.register]
    opened = open_file(reading.path, register, terms.channel, mapping, is_known_whole=True)
    if opened.source.sha256 != errand.source.sha256:
        raise IntakeFileError(
            f"文件“{opened.source.name}”在导入开始后被改动，已停止，请确认内容后再导入一次。"
        )
    reader = reader_of(register, opened.layout, opened.source, terms, reading.reporter)
    preparer = Preparer(terms)
    for rows in _share(opened.layout.rows, errand.chunk, conductor):
        yield preparer.judged(list(reader.read(rows)))


def _share(rows: Iterable[Row], size: int, conductor: Connection) -> Iterator[list[Row]]:
    """The chunks that the conductor gives, whose numbers grow."""
    coming, wanted = iter(rows), -1
    for index in count():
        if index > wanted:
            conductor.send(Next())
            wanted = conductor.recv()
        chunk = list(islice(coming, size))
        if not chunk:
            return
        if index == wanted:
            yield chunk


def _question(register: type[Register], chunk: Sequence[BatchRow]) -> Ask:
    right = [row for row in chunk if not row.is_refused()]
    persons = named_among(register, [row.values for row in right])
    return Ask(claims_of(right), persons, any(row.key is None for row in right))
