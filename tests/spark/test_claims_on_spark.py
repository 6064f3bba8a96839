"""Claims on a cluster: each is paid as on this machine, whichever worker a household falls to."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xinglin.site.tools import checkout

ROWS = 4_000


def _claims(path: Path) -> None:
    """Members of 40 households, four kinds of claim, accounts, years before and after a policy."""
    rng = random.Random(7)  # noqa: S311
    rows: list[dict[str, Any]] = []
    for number in rng.sample(range(ROWS), ROWS):
        household = rng.randrange(40)
        total = rng.randrange(1_000, 30_000_000)
        rows.append(
            {
                "claim_id": f"{number:06d}",
                "person_id": f"P{household}-{rng.randrange(4)}",
                "household_id": f"H{household}",
                "kind": rng.choice(("inpatient", "outpatient", "chronic", "delivery")),
                "level": rng.choice(("township", "county", "outside")),
                "discharged_on": date(2009, 1, 1) + timedelta(rng.randrange(500)),
                "total_fen": total,
                "excluded_fen": total // rng.choice((3, 7, 100)),
                "disease_code": rng.choice(("I10", "E11", "")),
                "account_balance_fen": rng.choice((None, 9_000)),
            }
        )
    pq.write_table(pa.Table.from_pylist(rows), path)


def _told(*words: object) -> subprocess.CompletedProcess[str]:
    command = [str(checkout() / ".venv" / "bin" / "xinglin"), "claims", "adjudicate"]
    return subprocess.run([*command, *map(str, words)], capture_output=True, text=True)


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).sort_by("claim_id").to_pylist()
    return rows


def test_every_claim_is_paid_as_here(
    spark_address: str, as_a_program: None, tmp_path: Path
) -> None:
    source, here, there = (tmp_path / n for n in ("claims.parquet", "here.parquet", "there"))
    _claims(source)
    asked = (source, "--policy", "shaoguan-2009", "--out")
    own = _told(*asked, here)
    cluster = _told(*asked, there, "--engine", "spark", "--connect", spark_address)
    assert (own.returncode, cluster.returncode) == (0, 0), own.stderr + cluster.stderr
    assert json.loads(own.stdout) == json.loads(cluster.stdout)
    assert _rows(here) == _rows(there)
    assert {row["status"] for row in _rows(here)} == {"settled", "capped", "not_payable", "refused"}


def test_a_file_without_claims_is_told(
    spark_address: str, as_a_program: None, tmp_path: Path
) -> None:
    pq.write_table(pa.table({"claim_id": ["1"], "person_id": ["P"]}), tmp_path / "no.parquet")
    asked = (tmp_path / "no.parquet", "--policy", "bench-simple", "--out", tmp_path / "out")
    for more in ((), ("--engine", "spark", "--connect", spark_address)):
        told = _told(*asked, *more)
        assert told.returncode != 0
        assert "Traceback" not in told.stderr
        assert "缺少列 level、discharged_on、total_fen" in told.stderr
