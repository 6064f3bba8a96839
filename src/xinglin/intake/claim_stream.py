"""Files of claims, however long, as columns that hold whole households each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
from xinglin.intake.claim_files import columns_and_key, opened
from xinglin.intake.claim_table import read_claims
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
    with opened(path) as file, tempfile.TemporaryDirectory(prefix="xinglin-claims-") as folder:
        yield _parts(file, path.name, Path(folder))


def _parts(file: pq.ParquetFile, name: str, folder: Path) -> Iterator[Claims]:
    have, key = columns_and_key(file.schema_arrow, name)
    parts = parts_for(file.metadata.num_rows)
    try:
        for table in parted(file.iter_batches(ROWS_AT_ONCE, columns=have), key, folder, parts):
            yield claims_of(table)
    except ClaimTableError as error:
        raise IntakeFileError(f"文件“{name}”：{error}") from error
