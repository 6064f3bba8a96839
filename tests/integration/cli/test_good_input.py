"""What each command gives to whoever relies on its output."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from command_line import Command
from town import KINGS, Town, at, card, clock
from xinglin.store.server import Urls

HALF = ("--place", "998800", "--period", "2013H1")
PROMISED = {"id", "name", "value", "numerator", "denominator", "unit", "status", "snapshot"}
STATES = {"reported", "zero", "not_reported", "not_applicable", "cannot_tell"}


def test_indicators_have_the_promised_keys_and_exact_values(xinglin: Command) -> None:
    ended = xinglin("indicators", *HALF)
    assert (ended.code, ended.sentences) == (0, [])
    rows = json.loads(ended.out)
    for row in rows:
        assert row.keys() >= PROMISED
        assert row["status"] in STATES
        for name in ("value", "numerator", "denominator"):
            assert row[name] is None or isinstance(row[name], str)
            assert row[name] is None or Decimal(row[name]).is_finite()
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows)
    # m1, m2, r1, t1 and l1 of the town's drawing; c1 is class A.
    assert by_id["class_bc_cases"]["value"] == "5"
    assert by_id["class_bc_deaths"]["value"] == "1"


def test_the_csv_says_what_the_json_says(xinglin: Command) -> None:
    snapshot = xinglin("snapshot").out.strip()
    listed = json.loads(xinglin("indicators", *HALF, "--snapshot", snapshot).out)
    table = xinglin("indicators", *HALF, "--snapshot", snapshot, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [r["id"] for r in rows] == [r["id"] for r in listed]
    for row, said in zip(rows, listed, strict=True):
        assert all(row[name] == (said[name] or "") for name in PROMISED)
        assert row["snapshot"] == snapshot


def test_records_add_up_to_the_figure(xinglin: Command) -> None:
    rows = json.loads(xinglin("records", "class_bc_cases", *HALF).out)
    assert all(row.keys() >= {"record", "side", "contribution"} for row in rows)
    counted = [row for row in rows if row["side"] == "numerator"]
    assert sum(Decimal(row["contribution"]) for row in counted) == 5
    table = xinglin("records", "class_bc_cases", *HALF, "--format", "csv").out
    assert len(list(csv.DictReader(io.StringIO(table)))) == len(rows)


def test_parts_add_up_and_are_known_at_a_time_too(xinglin: Command) -> None:
    split = ("indicators", *HALF, "--indicator", "class_bc_cases", "--by", "disease")
    parts = {row["category"]: row["value"] for row in json.loads(xinglin(*split).out)}
    assert parts == {
        "measles": "2",
        "rabies": "1",
        "mumps": "1",
        "dengue": "1",
        "influenza_h7n9": "0",
    }  # h1 has no day, so it is in no half year
    march = json.loads(xinglin(*split, "--known-at", "2013-03-31").out)
    assert {row["category"]: row["value"] for row in march if row["value"] != "0"} == {
        "measles": "2"
    }


def test_why_in_words(xinglin: Command, town: Town) -> None:
    counted = xinglin("why", "class_bc_cases", f"notifiable_case/{town.cards['m1']}")
    assert (counted.code, counted.sentences) == (0, [])
    assert "已计入" in counted.out
    suspected = xinglin("why", "class_bc_cases", str(town.cards["s1"]), *HALF)
    assert suspected.code == 0
    assert "已计入" not in suspected.out


def test_snapshot_prints_its_name_alone(xinglin: Command) -> None:
    for words in ((), ("--known-at", "2013-06-30"), ("--known-at", "2099-01-01")):
        ended = xinglin("snapshot", *words)
        assert ended.code == 0
        assert len(ended.out.split()) == 1
        assert len(ended.out.strip()) == 64


def test_template_audit_doctor_migrations(xinglin: Command, tmp_path: Path) -> None:
    out = tmp_path / "卡片.xlsx"
    assert xinglin("template", "传染病报告卡", "--out", out).code == 0
    assert out.read_bytes()[:2] == b"PK"
    assert "未发现问题" in xinglin("audit", "verify").out
    assert "PostgreSQL" in xinglin("doctor").out
    assert xinglin("migrations", "--check").code == 0


def test_intake_gives_its_result_and_the_rows_to_mend(xinglin: Command, tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text(
        "地区,人口口径,时点,人数\n998801,常住人口,2009-12-31,80000\n998801,常住人口,x,1\n",
        "utf-8",
    )
    header = xinglin("template", "population", "--out", tmp_path / "p.xlsx")
    assert header.code == 0
    result, errors = tmp_path / "result.json", tmp_path / "错误.xlsx"
    words = ("intake", "population", path, "--result", result, "--errors", errors)
    ended = xinglin(*words)
    assert ended.code == 0, ended
    said = json.loads(ended.out)
    assert said == json.loads(result.read_text("utf-8"))
    assert {k: said[k] for k in ("rows", "accepted", "unchanged", "rejected")} == {
        "rows": 2, "accepted": 1, "unchanged": 0, "rejected": 1,
    }  # fmt: skip
    assert [e["row"] for e in said["errors"]] == [3]
    assert all(e.keys() >= {"row", "field", "code", "message"} for e in said["errors"])
    assert errors.read_bytes()[:2] == b"PK"
    again = json.loads(xinglin(*words).out)
    assert (again["accepted"], again["unchanged"], again["rejected"]) == (0, 1, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


def test_report_build_prove_and_sign(xinglin: Command, made: Path, urls: Urls) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_units, scope_places,"
            " scope_lines, is_everything)"
            " VALUES ('leader', '局领导', '!', 'leader', '{}', '{998800}', '{*}', false)"
        )
    built = xinglin("report", "build", *HALF, "--out", made)
    assert built.code == 0, built
    names = ["report.docx", "report.html", "report.pdf", "report.json"]
    assert built.out.split() == [str(made / name) for name in names]
    data = json.loads((made / "report.json").read_text("utf-8"))
    assert data.keys() >= {"report_id", "place", "period", "snapshot", "definitions", "figures"}
    promised = {"id", "indicator", "place", "period", "text", "value", "numerator", "denominator",
                "unit", "status"}  # fmt: skip
    assert all(figure.keys() >= promised for figure in data["figures"])
    for name in ("report.docx", "report.json"):
        proved = xinglin("report", "prove", made / name)
        assert (proved.code, proved.sentences) == (0, [])
        assert "全部成立" in proved.out
    now = xinglin("report", "prove", made / "report.json", "--now")
    assert now.code == 0
    assert "与今天相比" in now.out
    refused = xinglin("report", "sign", data["report_id"], "--as", "clerk_h1")
    assert refused.is_refusal(), refused
    signed = xinglin("report", "sign", data["report_id"], "--as", "leader")
    assert signed.code == 0, signed
    assert xinglin("report", "sign", data["report_id"], "--as", "leader").is_refusal()
    assert xinglin("report", "prove", made / "report.docx").code == 0


def test_a_changed_figure_is_named_and_exits_1(xinglin: Command, made: Path) -> None:
    path = made / "report.json"
    if not path.exists():
        assert xinglin("report", "build", *HALF, "--out", made).code == 0
    data = json.loads(path.read_text("utf-8"))
    figure = next(f for f in data["figures"] if f["id"].startswith("class_bc_cases:"))
    figure["text"] = figure["value"] = "6"
    changed = made / "changed.json"
    changed.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    ended = xinglin("report", "prove", changed)
    assert ended.code == 1
    assert figure["id"] in ended.out


def test_sample_build_and_score(xinglin: Command, tmp_path: Path) -> None:
    targets = Path(__file__).parents[3] / "samples" / "targets-2026H1.csv"
    built = xinglin("sample", "build", "--targets", targets, "--out", tmp_path / "sample")
    assert built.code == 0, built
    assert (tmp_path / "sample" / "load.toml").is_file()
    scored = xinglin("sample", "score", "--targets", targets, "--json", tmp_path / "score.json")
    assert scored.code == 0, scored
    said = json.loads(scored.out)
    assert said.keys() >= {"total", "reproduced", "missed", "without_indicator"}
    assert said == json.loads((tmp_path / "score.json").read_text("utf-8"))
    assert (
        said["reproduced"] + len(said["missed"]) + len(said["without_indicator"]) == (said["total"])
    )


def test_known_at_worked_example(xinglin: Command, town: Town) -> None:
    """Confirmed 28 June, address corrected 3 July, excluded 10 July: asked by command line alone.

    Counted / counted at the new place / not counted, for known 30 June / 5 July / now.
    """
    record = _worked_example(town)
    seen: dict[tuple[str, str], tuple[int, bool]] = {}
    for known in ("2014-06-27", "2014-06-30", "2014-07-05", ""):
        for place in ("998800", "998801", "998821"):
            where = ("--place", place, "--period", "2014H1")
            when = ("--known-at", known) if known else ()
            asked = ("--indicator", "class_bc_cases", *when)
            [figure] = json.loads(xinglin("indicators", *where, *asked).out)
            rows = json.loads(xinglin("records", "class_bc_cases", *where, *when).out)
            listed = f"notifiable_case/{record}" in [r["record"] for r in rows]
            seen[known, place] = int(figure["numerator"] or 0), listed
    no, yes = (0, False), (1, True)
    assert seen == {
        ("2014-06-27", "998800"): no, ("2014-06-27", "998801"): no, ("2014-06-27", "998821"): no,
        ("2014-06-30", "998800"): yes, ("2014-06-30", "998801"): yes, ("2014-06-30", "998821"): no,
        ("2014-07-05", "998800"): yes, ("2014-07-05", "998801"): no, ("2014-07-05", "998821"): yes,
        ("", "998800"): no, ("", "998801"): no, ("", "998821"): no,
    }  # fmt: skip


def _worked_example(town: Town) -> int:
    from xinglin.actions.recording import change_record, create_record, take_step
    from xinglin.language import catalogue

    case = catalogue.load().register("notifiable_case")
    clerk, checker = town.user("admin2"), town.user("admin")
    saved: Any
    with clock(clerk, at("2014-06-27 09:00")):
        values = card(41, at("2014-06-27 08:00"), "measles", KINGS, reporter="H1")
        saved = create_record(case, values, by=clerk)
        saved = take_step(case, saved.id, "submit", by=clerk, version=saved.version)
    with clock(checker, at("2014-06-28 09:00")):
        saved = take_step(case, saved.id, "review", by=checker, version=saved.version)
    with clock(clerk, at("2014-07-03 09:00")):
        saved = change_record(
            case, saved.id, {"residence": "998821100"}, by=clerk, version=saved.version,
            reason="流调核实住址",
        )  # fmt: skip
    with clock(checker, at("2014-07-10 09:00")):
        take_step(case, saved.id, "remove", by=checker, version=saved.version, reason="排除")
    return int(saved.id)


def test_a_reader_that_has_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    """`xinglin doctor | head -0`: no traceback of a broken pipe."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "xinglin.site.cli", "doctor"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    said = writer.stderr.read()
    writer.stderr.close()
    writer.wait(timeout=60)
    assert said == ""


def test_duplicates_and_unusual_uses_are_listed(xinglin: Command, town: Town) -> None:
    """m1's number under another name: 90 - 25 + 25 + 5 + 40 points; and 21 looks after closing."""
    from django.db import connection

    from xinglin.actions.recording import create_record
    from xinglin.language import catalogue

    clerk, day = town.user("clerk_h1"), at("2017-05-08 08:00")
    values = card(1, day, "measles", KINGS, patient_name="欧阳乙")
    with clock(clerk, day):
        create_record(catalogue.load().register("notifiable_case"), values, by=clerk)
    for minute in range(21):
        with clock(clerk, at(f"2017-05-08 19:{minute:02d}")), connection.cursor() as cursor:
            cursor.execute(
                "SELECT xinglin.audit('open', 'infectious_notifiable_case', %s, 1, '')",
                [town.cards["m1"]],
            )
    told = xinglin("persons", "duplicates").out
    assert "疑似重复 1 对" in told
    days = ("--from", "2017-05-08", "--until", "2017-05-08")
    found = xinglin("audit", "findings", *days)
    assert "2017-05-08 clerk_h1 非工作时间查阅过多：21 次，限值 20，未处理" in found.out
    assert "异常使用 1 条，新增 1 条，未处理 1 条" in found.out
    assert found.code == 1
    assert "新增 0 条" in xinglin("audit", "findings", *days).out
    assert xinglin("audit", "findings", "--from", "2017-06-01", "--until", "2017-06-02").code == 0
