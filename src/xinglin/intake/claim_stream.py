"""Files of claims, however long, as columns that hold whole households each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xinglin.claims.columns import Claims
from xinglin.claims.listed import columns_of
from xinglin.claims.policy import Policy
from xinglin.claims.tables import (
    ROWS_AT_ONCE,
    ClaimTableError,
    claims_of,
    parted,
    parts_for,
)
from xinglin.intake.claim_table import COLUMNS, read_claims
from xinglin.intake.problems import IntakeFileError


@contextmanager
def read_partitions(
    path: Path, policy: Policy, *, progress: Callable[[str], None]
) -> Iterator[Iterator[Claims]]:
    """The claims of a .parquet or .csv file. Raises IntakeFileError.

    policy: CSV rows are judged by its form; those that are refused are told and left out.
    """
    if path.suffix.lower() != ".parquet":
        undated = policy.model_copy(update={"valid_from": None, "valid_to": None})
        rows = read_claims(path, undated).rows
        good = [row for row in rows if row.claim is not None]
        if len(good) < len(rows):
            progress(
                f"{len(rows) - len(good)} 笔不能审核，没有计入；逐笔原因请用 adjudicate 查看。"
            )
        claims = [row.claim for row in good if row.claim is not None]
        yield iter([columns_of(claims, [row.balance for row in good])] if claims else [])
        return
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "读不出来或已损坏"
        raise IntakeFileError(f"文件“{path.name}”{why}，请核对。") from error
    with file, tempfile.TemporaryDirectory(prefix="xinglin-claims-") as folder:
        yield _parts(file, path.name, Path(folder))


def _parts(file: pq.ParquetFile, name: str, folder: Path) -> Iterator[Claims]:
    have = [column for column in COLUMNS if column in file.schema_arrow.names]
    key = "household_id" if "household_id" in have else "person_id"
    if key not in have:
        raise IntakeFileError(f"文件“{name}”缺少列 person_id，请补上。")
    parts = parts_for(file.metadata.num_rows)
    try:
        for table in parted(file.iter_batches(ROWS_AT_ONCE, columns=have), key, folder, parts):
            yield claims_of(table)
    except ClaimTableError as error:
        raise IntakeFileError(f"文件“{name}”：{error}") from error
