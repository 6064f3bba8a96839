"""PostgreSQL's COPY in CSV form as typed Arrow batches, in bounded memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.csv as pcsv

from xinglin.query.kinds import arrow_type

_BLOCK = 4 << 20


def typed_batches(
    chunks: Iterable[bytes | bytearray | memoryview], columns: Mapping[str, str]
) -> Iterator[pa.RecordBatch]:
    """Batches with the columns' Arrow types; an unquoted empty field is unknown, "" is ''.

    Moments come as microseconds since 1970. The text passes through a file without a name, so
    that a table of any size needs no more memory than a few blocks.
    """
    with tempfile.TemporaryFile() as file:
        for chunk in chunks:
            file.write(chunk)
        if not file.tell():
            return
        file.seek(0)
        with pcsv.open_csv(
            file,
            read_options=pcsv.ReadOptions(
                column_names=list(columns), block_size=_BLOCK, use_threads=True
            ),
            parse_options=pcsv.ParseOptions(newlines_in_values=True),
            convert_options=_conversion(columns),
        ) as reader:
            for batch in reader:
                yield _with_moments(batch, columns)


def _conversion(columns: Mapping[str, str]) -> pcsv.ConvertOptions:
    types = {
        name: pa.int64() if kind == "moment" else arrow_type(kind) for name, kind in columns.items()
    }
    return pcsv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["t"],
        false_values=["f"],
    )


def _with_moments(batch: pa.RecordBatch, columns: Mapping[str, str]) -> pa.RecordBatch:
    arrays = [
        column.cast(arrow_type(kind)) if kind == "moment" else column
        for column, kind in zip(batch.columns, columns.values(), strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=list(columns))
