"""Make rows ready to be written: who answers for them, what is wrong with them, their key.

No database in here, so that it can be done in another thread than the writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from zlib import crc32

from xinglin.actions.bulk_checking import RowJudge, Terms
from xinglin.actions.bulk_rows import BatchRow, Completion

CHUNK = 5_000
"""Rows in one transaction: large enough to be fast, small enough that little is done again."""


class Preparer:
    """Prepares the rows of one batch."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.judge = RowJudge(terms)
        self.register = self.judge.register
        self.completion = Completion(self.register, terms.channel, terms.references, terms.unit)
        self._key = [column.name for column in self.register.key]
        # Place and person of a record that names another are only known beside that one.
        self._knows_all = not self.register.references()

    def chunks(self, rows: Iterable[BatchRow]) -> Iterator[list[BatchRow]]:
        """The rows in lists of at most CHUNK, each row judged by itself."""
        iterator = iter(rows)
        while chunk := list(islice(iterator, CHUNK)):
            yield self.judged(chunk)

    def judged(self, chunk: list[BatchRow]) -> list[BatchRow]:
        """The same rows, each judged by itself."""
        for row in chunk:
            self._prepare(row)
        return chunk

    def _prepare(self, row: BatchRow) -> None:
        self.completion.place_and_reporter(row)
        self.judge.judge(row, self.terms.now)
        row.key = self._key_of(row.values)
        if row.record is not None and self._knows_all and not row.is_refused():
            row.running = self.completion.begin(row.record, self.terms.now)
        else:
            row.record = None
        # The reader gives every row the same items in the same order. Not `hash`: it differs from
        # process to process, and a long file is read by two.
        texts = [
            v if v.__class__ is str else "" if v is None else str(v) for v in row.values.values()
        ]
        row.signature = crc32("\x1f".join(texts).encode())

    def _key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        key = tuple([values.get(name) for name in self._key])
        return None if None in key else key
