"""Claims in a batch: ours beside the fastest program written by hand for one rule.

    python bench/claims.py [CLAIMS=10000000]

The shared bench makes the claims (`claims/gen.py`) and holds the hand-written programs
(`claims/rule.py`); its columns are mapped onto ours here. Both are timed as whole processes, from
the Parquet file to the Parquet file, and must give the same digest. Ratios count, not seconds.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

CLAIMS = 10_000_000
SHARED = Path(os.environ.get("XINGLIN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
BENCH = SHARED / "bench" / "claims"
LEVELS = pa.array(["township", "county", "outside"])
RUNS = 3
DIGEST = (
    "select count(*), sum(paid_fen)::bigint, count(*) filter (paid_fen=0),"
    " bit_xor(claim_id*1000003+paid_fen) from '{}'"
)


def mapped(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """The bench's columns under our names: one kind of claim, everything payable."""
    from xinglin.claims.tables import ROWS_AT_ONCE

    for batch in file.iter_batches(ROWS_AT_ONCE):
        level = pa.DictionaryArray.from_arrays(batch.column("level"), LEVELS)
        yield pa.record_batch(
            {
                "claim_id": batch.column("claim_id"),
                "person_id": batch.column("person_id"),
                "discharged_on": batch.column("date"),
                "level": level,
                "referred": batch.column("referral"),
                "total_fen": batch.column("amount_fen"),
            }
        )


def ours(source: Path, target: Path) -> None:
    """Adjudicate a file by the pack `bench-simple`, in bounded memory."""
    from xinglin.claims.batch import adjudicate_all
    from xinglin.claims.policy_reading import shipped_policy
    from xinglin.claims.tables import claims_of, parted, parts_for

    policy = shipped_policy("bench-simple")
    schema = pa.schema({"claim_id": pa.int64(), "paid_fen": pa.int64()})
    with (
        pq.ParquetFile(source) as file,
        tempfile.TemporaryDirectory(prefix="xinglin-claims-", dir=target.parent) as folder,
        pq.ParquetWriter(target, schema, compression="zstd") as writer,
    ):
        parts = parts_for(file.metadata.num_rows)
        for table in parted(mapped(file), "person_id", Path(folder), parts):
            paid = adjudicate_all(claims_of(table), policy).paid
            columns = [table["claim_id"].combine_chunks(), pa.array(paid)]
            writer.write_table(pa.table(columns, schema=schema))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps({"peak_mib": peak}) + "\n")


def timed(command: list[str]) -> tuple[float, dict[str, object]]:
    begun = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.monotonic() - begun, json.loads(done.stdout.splitlines()[-1])


def digest(path: Path) -> object:
    import duckdb

    return duckdb.sql(DIGEST.format(path)).fetchall()


def main(count: int) -> None:
    if not BENCH.is_dir():
        raise SystemExit(f"没有共享资料 {BENCH}，这一项没有量。")
    with tempfile.TemporaryDirectory(prefix="xinglin-bench-") as folder:
        source, by_hand, by_us = (Path(folder) / f"{n}.parquet" for n in ("in", "hand", "ours"))
        subprocess.run([sys.executable, BENCH / "gen.py", source, str(count)], check=True)
        hand, own = [], []
        for _ in range(RUNS):
            rule = [sys.executable, str(BENCH / "rule.py"), "numpy-packed", str(source)]
            hand.append(timed([*rule, str(by_hand)]))
            own.append(timed([sys.executable, __file__, "ours", str(source), str(by_us)]))
            if digest(by_hand) != digest(by_us):
                raise SystemExit("两个程序的结果不同，不能比较。")
        best, ours_best = min(hand)[0], min(own)[0]
        say(f"审核结算 {count} 笔：手写 NumPy {best:.1f} 秒，本系统 {ours_best:.1f} 秒，结果相同，")
        say(
            f"  比值 {ours_best / best:.2f}（目标不超过 2）；内存最多 {own[0][1]['peak_mib']} MiB，"
        )
        say(f"  手写的 {hand[0][1]['peak_rss_mib']} MiB")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS)
