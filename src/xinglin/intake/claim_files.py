"""Parquet files of claims to Parquet files of payments: on this machine, or on a cluster."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xinglin.claims.claim import STATUSES
from xinglin.claims.policy import Policy
from xinglin.claims.settled import settled, settled_batches, settled_schema
from xinglin.claims.tables import ROWS_AT_ONCE, ClaimTableError, parted, parts_for
from xinglin.intake.claim_table import COLUMNS, REQUIRED
from xinglin.intake.problems import IntakeFileError
from xinglin.query.spark_engine import asking

SUMS = ("paid_fen", "account_fen", "own_fen")
Counts = dict[str, int]


def settle_file(
    source: Path, target: Path, policy: Policy, *, progress: Callable[[str], None]
) -> Counts:
    """Pay every claim of a Parquet file, in bounded memory; gives rows by status and sums in fen.

    The target appears when it is whole. Raises IntakeFileError.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    counts: Counts = {}
    try:
        with (
            opened(source) as file,
            tempfile.TemporaryDirectory(prefix="xinglin-claims-") as folder,
        ):
            have, key = columns_and_key(file.schema_arrow, source.name)
            schema = settled_schema(file.schema_arrow.field("claim_id").type)
            parts = parts_for(file.metadata.num_rows)
            batches = file.iter_batches(ROWS_AT_ONCE, columns=have)
            with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
                for number, table in enumerate(parted(batches, key, Path(folder), parts), 1):
                    made = settled(table, policy)
                    _count(counts, made)
                    writer.write_table(made)
                    progress(f"已审核 {sum(counts[s] for s in STATUSES)} 笔（{number}/{parts}）")
        unfinished.replace(target)
    except ClaimTableError as error:
        raise IntakeFileError(f"文件“{source.name}”：{error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return _complete(counts)


def settle_on_cluster(session: Any, source: Path, target: Path, policy: Policy) -> Counts:
    """The same on Spark; the target is a folder of Parquet files.

    Households are dealt out to the workers, each of which pays whole ones by the same engine; so
    the workers need this package. Source and target lie where the workers see them under the same
    path. Raises IntakeFileError, SparkError.
    """
    with opened(source) as file:
        have, key = columns_and_key(file.schema_arrow, source.name)
        types = pa.schema([file.schema_arrow.field(name) for name in have])
        parts = max(2, file.metadata.num_rows // ROWS_AT_ONCE + 1)
    schema = settled_schema(types.field("claim_id").type)
    work = partial(settled_batches, policy=policy, schema=types)
    with asking():
        claims = session.read.parquet(str(source)).select(*have)
        made = claims.repartition(parts, key).mapInArrow(work, _as_spark(schema))
        made.write.mode("overwrite").parquet(str(target))
        found = session.read.parquet(str(target)).groupBy("status")
        rows = found.agg({"*": "count", **dict.fromkeys(SUMS, "sum")}).toArrow().to_pylist()
    counts = dict.fromkeys(SUMS, 0)
    for row in rows:
        counts[row["status"]] = row["count(1)"]
        for name in SUMS:
            counts[name] += row[f"sum({name})"]
    return _complete(counts)


def opened(path: Path) -> pq.ParquetFile:
    """A Parquet file. Raises IntakeFileError."""
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "读不出来或已损坏"
        raise IntakeFileError(f"文件“{path.name}”{why}，请核对。") from error


def columns_and_key(schema: pa.Schema, name: str) -> tuple[list[str], str]:
    """The columns that mean something here, and the one that holds households together."""
    have = [column for column in COLUMNS if column in schema.names]
    if missing := [column for column in REQUIRED if column not in have]:
        raise IntakeFileError(f"文件“{name}”缺少列 {'、'.join(missing)}，请补上。")
    return have, "household_id" if "household_id" in have else "person_id"


def _as_spark(schema: pa.Schema) -> str:
    words = {pa.int64(): "bigint", pa.int32(): "int", pa.string(): "string"}
    return ", ".join(f"{field.name} {words.get(field.type, 'string')}" for field in schema)


def _count(counts: Counts, made: pa.Table) -> None:
    for one in pc.value_counts(made["status"]).to_pylist():
        counts[one["values"]] = counts.get(one["values"], 0) + one["counts"]
    for status in STATUSES:
        counts.setdefault(status, 0)
    for name in SUMS:
        counts[name] = counts.get(name, 0) + (pc.sum(made[name]).as_py() or 0)


def _complete(counts: Counts) -> Counts:
    rows = sum(counts.get(status, 0) for status in STATUSES)
    states: Counts = {status: counts.get(status, 0) for status in STATUSES}
    return {"rows": rows, **states, **{name: counts.get(name, 0) for name in SUMS}}
