"""Chunks of rows, the next one made ready while the database works on the last."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from xinglin.actions.bulk_rows import BatchRow


def one_ahead(prepared: Iterator[list[BatchRow]]) -> Iterator[list[BatchRow]]:
    """The same chunks; the next one is read and judged while the database works on this one.

    What makes the chunks runs in a thread of its own: it must not touch the database, whose
    connection and transaction belong to the caller's thread.
    """
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, prepared, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, prepared, None)
            yield chunk
