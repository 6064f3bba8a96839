"""`xinglin claims`: what goes in, what comes out, and what is refused with which sentence."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xinglin.claims.batch import adjudicate_all
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.tables import claims_of, parted
from xinglin.site.cli import main

HEADER = [
    "claim_id",
    "person_id",
    "household_id",
    "kind",
    "level",
    "institution_id",
    "admitted_on",
    "discharged_on",
    "total_fen",
    "class_a_fen",
    "class_b_fen",
    "excluded_fen",
    "referred",
    "consented_on",
    "emergency",
    "aid_class",
    "disease_code",
    "account_balance_fen",
    "request_no",
]
OUT = [
    "claim_id",
    "paid_fen",
    "account_fen",
    "own_fen",
    "used_before_fen",
    "used_after_fen",
    "status",
    "reason",
]


def row(claim_id: object, **said: Any) -> dict[str, Any]:
    """A county stay of 100 yuan in May 2009."""
    total = said.get("total_fen", 10_000)
    made = {
        "claim_id": claim_id, "person_id": "P1", "household_id": "F1", "kind": "inpatient",
        "level": "county", "institution_id": "H1", "admitted_on": "2009-05-01",
        "discharged_on": "2009-05-09", "total_fen": total, "class_a_fen": total,
        "class_b_fen": 0, "excluded_fen": 0, "referred": 0, "emergency": 0,
    }  # fmt: skip
    return {**made, **said}


def write(path: Path, rows: list[dict[str, Any]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return path


def adjudicated(tmp_path: Path, rows: list[dict[str, Any]], **how: str) -> list[dict[str, str]]:
    path, out = write(tmp_path / "c.csv", rows, how.get("encoding", "utf-8")), tmp_path / "o.csv"
    policy = how.get("policy", "shaoguan-2009")
    assert main(["claims", "adjudicate", str(path), "--policy", policy, "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        found = list(reader)
        assert reader.fieldnames == OUT
    return found


def test_the_file_s_order_is_kept_and_the_order_of_settlement_decides(tmp_path) -> None:
    """By day, then by claim number as a number: 9 before 10, and the cap falls on the last."""
    rows = [
        row(10, total_fen=5_000_000, admitted_on="2009-06-01", discharged_on="2009-06-09"),
        row(9, total_fen=5_000_000, admitted_on="2009-06-01", discharged_on="2009-06-09"),
        row(11, total_fen=1_000_000),
    ]
    found = adjudicated(tmp_path, rows)
    assert [r["claim_id"] for r in found] == ["10", "9", "11"]
    assert [r["used_before_fen"] for r in found] == ["3600000", "600000", "0"]
    assert [r["paid_fen"] for r in found] == ["1400000", "3000000", "600000"]
    assert [r["status"] for r in found] == ["capped", "settled", "settled"]


def test_what_may_be_left_out_has_its_default(tmp_path) -> None:
    path = tmp_path / "short.csv"
    path.write_text(
        "claim_id,person_id,level,discharged_on,total_fen\n1,P,township,2009-03-04,1001\n"
    )
    out = tmp_path / "o.csv"
    given = ["claims", "adjudicate", str(path), "--policy", "shaoguan-2009", "--out", str(out)]
    assert main(given) == 0
    assert "1,751,0,250,0,751,settled," in out.read_text("utf-8")  # 750.75 fen, half up


def test_gb18030_is_read(tmp_path) -> None:
    found = adjudicated(tmp_path, [row("单一", disease_code="肺炎")], encoding="gb18030")
    assert found[0]["claim_id"] == "单一"
    assert found[0]["paid_fen"] == "6000"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"class_a_fen": 1}, "不等于甲类"),
        ({"total_fen": "-5"}, "不能为负"),
        ({"total_fen": "12.5"}, "整数"),
        ({"total_fen": ""}, "整数"),
        ({"level": "town"}, "level 只能是"),
        ({"kind": "dental"}, "kind 只能是"),
        ({"discharged_on": "2009-13-01"}, "discharged_on"),
        ({"discharged_on": ""}, "discharged_on"),
        ({"admitted_on": "2009-05-10"}, "早于入院"),
        ({"discharged_on": "2011-05-10"}, "有效期"),
        ({"referred": "是"}, "referred 只能是 0 或 1"),
        ({"person_id": ""}, "person_id 不能空"),
        ({"claim_id": ""}, "claim_id 不能空"),
        ({"claim_id": 1}, "不重复补偿"),
        ({"request_no": "R1"}, "不重复补偿"),
        ({"account_balance_fen": "abc"}, "account_balance_fen"),
        ({"total_fen": 20_000_000_000, "class_a_fen": 20_000_000_000}, "一亿元"),
    ],
)
def test_a_wrong_row_is_refused_and_told_and_the_others_are_paid(tmp_path, wrong, said) -> None:
    rows = [row(1, request_no="R1"), {**row(2), **wrong}, row(3)]
    found = adjudicated(tmp_path, rows)
    assert [r["status"] for r in found] == ["settled", "refused", "settled"]
    assert said in found[1]["reason"]
    assert found[1]["reason"].endswith("。")
    assert found[1]["paid_fen"] == "0"
    assert found[2]["used_before_fen"] == "6000"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "是空的"),
        ("a,b\n1,2\n", "缺少列 claim_id"),
        ("claim_id,person_id,level,discharged_on,total_fen,claim_id\n", "写了两次"),
    ],
)
def test_a_wrong_file_is_refused_whole(tmp_path, capsys, content, said) -> None:
    path, out = tmp_path / "x.csv", tmp_path / "o.csv"
    path.write_text(content)
    given = ["claims", "adjudicate", str(path), "--policy", "bench-simple", "--out", str(out)]
    assert main(given) == 1
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_every_step_is_explained(tmp_path) -> None:
    path = write(tmp_path / "c.csv", [row(1, total_fen=20_000_000), row(2, level="village")])
    out, told = tmp_path / "o.csv", tmp_path / "e.jsonl"
    given = ["claims", "adjudicate", str(path), "--policy", "shaoguan-2009", "--out", str(out)]
    assert main([*given, "--explain", str(told)]) == 0
    first, second = (json.loads(line) for line in told.read_text("utf-8").splitlines())
    assert [step["rule"] for step in first["steps"]] == ["补偿比例", "年度封顶线"]
    assert [step["amount_out"] for step in first["steps"]] == ["120000.00", "50000.00"]
    assert all(step["clause"] and step["version"] == "2009.1" for step in first["steps"])
    assert first["own_parts"] == {"比例以外": "80000.00", "超过年度封顶线": "70000.00"}
    assert second["status"] == "not_payable"
    assert "村级住院" in second["reason"]


def test_policies_are_checked_shown_and_listed(tmp_path, capsys) -> None:
    assert main(["claims", "policy", "list"]) == 0
    assert "shaoguan-2009" in capsys.readouterr().out
    assert main(["claims", "policy", "show", "banded-by-year"]) == 0
    shown = capsys.readouterr().out
    assert "比例：75%" in shown
    assert "〔本地规定〕" in shown
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("format = 1\n", "utf-8")
    assert main(["claims", "policy", "check", str(wrong)]) == 1
    assert "P004" in capsys.readouterr().err


# --- what if ----------------------------------------------------------------------------------


def many(count: int) -> list[dict[str, Any]]:
    rng = random.Random(7)  # noqa: S311
    kinds, levels = ("inpatient", "outpatient", "chronic"), ("township", "county", "outside")
    rows = []
    for number in range(count):
        person = rng.randrange(60)
        day = date(2009, 1, 1) + timedelta(days=rng.randrange(365))
        rows.append(
            row(
                number, person_id=f"P{person}", household_id=f"F{person // 3}",
                kind=rng.choice(kinds), level=rng.choice(levels), admitted_on=str(day),
                discharged_on=str(day), total_fen=rng.randrange(1, 3_000_000),
                disease_code=rng.choice(["D08", "X"]), referred=rng.randrange(2),
                institution_id=f"H{rng.randrange(3)}", account_balance_fen=5_000,
            )
        )  # fmt: skip
    return rows


def simulated(path: Path, out: Path) -> dict[str, Any]:
    given = ["claims", "simulate", str(path), "--from", "shaoguan-2009", "--to", "shaoguan-2010"]
    assert main([*given, "--json", str(out)]) == 0
    result: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return result


def as_table(rows: list[dict[str, Any]]) -> pa.Table:
    table = pa.Table.from_pylist([{**r, "disease_code": r.get("disease_code", "")} for r in rows])
    return table.set_column(
        table.column_names.index("discharged_on"),
        "discharged_on",
        table["discharged_on"].cast(pa.date32()),
    )


def test_a_parquet_and_a_csv_give_the_same_answer_and_the_parts_add_up(tmp_path) -> None:
    rows = many(500)
    pq.write_table(as_table(rows), tmp_path / "c.parquet")
    one = simulated(write(tmp_path / "c.csv", rows), tmp_path / "a.json")
    two = simulated(tmp_path / "c.parquet", tmp_path / "b.json")
    assert one == two
    for parts in ("by_kind", "by_level", "by_institution"):
        assert sum(p["difference_fen"] for p in one[parts]) == one["difference_fen"]
        assert sum(p["claims"] for p in one[parts]) == 500
    people = one["people"]
    years = [people[f"person_years_{way}"] for way in ("gaining", "losing", "unchanged")]
    assert sum(years) == len({r["person_id"] for r in rows})
    assert one["paid_before_fen"] == sum(int(r["paid_fen"]) for r in adjudicated(tmp_path, rows))


def test_parts_of_a_file_are_paid_like_the_whole(tmp_path) -> None:
    table, policy = as_table(many(400)), shipped_policy("shaoguan-2010")
    undated = policy.model_copy(update={"valid_from": None, "valid_to": None})
    whole = adjudicate_all(claims_of(table), undated)
    paid = dict(zip(table["claim_id"].to_pylist(), whole.paid.tolist(), strict=True))
    seen = 0
    for part in parted(table.to_batches(max_chunksize=37), "household_id", tmp_path, 7):
        found = adjudicate_all(claims_of(part), undated).paid.tolist()
        seen += len(found)
        assert found == [paid[number] for number in part["claim_id"].to_pylist()]
    assert seen == 400


def test_killed_while_writing_it_leaves_no_half_result(tmp_path) -> None:
    path, out = write(tmp_path / "c.csv", many(30_000)), tmp_path / "o.csv"
    command = [sys.executable, "-m", "xinglin", "claims", "adjudicate", str(path)]
    if not (Path(sys.executable).parent / "xinglin").exists():
        pytest.fail("the command line is not installed")
    command[:3] = [str(Path(sys.executable).parent / "xinglin")]
    process = subprocess.Popen([*command, "--policy", "shaoguan-2009", "--out", str(out)])
    for _ in range(400):
        if any(tmp_path.glob(".o.csv.*.unfinished")):
            break
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    if out.exists():  # it was quicker than we
        assert len(out.read_text("utf-8").splitlines()) == 30_001
