"""A built report is proved, and whatever was done to it afterwards is found and named."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xinglin.store.acting import acting
from xinglin.store.home import folder

HOLDS, FAILS, CANNOT_TELL = 0, 1, 2


def proved(path: Path) -> Any:
    """The proof of a file; imported late, since models need Django set up."""
    from xinglin.reports.proof import prove

    with acting("filler", action="report.prove"):
        return prove(path)


def rezipped(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """A copy of a Word file with a text replaced in one part; the text must be there."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == part:
                text = data.decode()
                assert old in text
                data = text.replace(old, new, 1).encode()
            after.writestr(item, data)
    return target


def test_the_untouched_report_holds_as_word_and_as_data(report: dict[str, Any]) -> None:
    for name in ("report.docx", "report.json"):
        proof = proved(report["out"] / name)
        assert (proof.code, proof.findings) == (HOLDS, [])
        assert proof.checked > 0


def test_the_report_says_what_the_records_say(report: dict[str, Any]) -> None:
    """Four reviewed class B cards, one death: 25.00 per cent, by hand."""
    data = json.loads((report["out"] / "report.json").read_text("utf-8"))
    by_id = {f["id"]: f for f in data["figures"]}
    key = f"998800:{report['period'].key}"
    assert by_id[f"class_bc_cases:{key}"]["text"] == "4"
    assert by_id[f"class_bc_deaths:{key}"]["value"] == "1"
    fatality = by_id[f"class_bc_fatality:{key}"]
    assert (fatality["numerator"], fatality["denominator"], fatality["text"]) == ("1", "4", "25.00")
    # No zero reports were sent, so no class A case is 未报 and not a zero.
    assert by_id[f"class_a_cases:{key}"]["status"] == "not_reported"
    assert by_id[f"class_a_cases:{key}"]["text"] == "【未报：疾控科】"


def test_a_figure_typed_over_in_word_is_named(report: dict[str, Any], tmp_path: Path) -> None:
    changed = rezipped(
        report["out"] / "report.docx", tmp_path / "a.docx", "word/document.xml", ">25.00", ">15.00"
    )
    proof = proved(changed)
    assert proof.code == FAILS
    named = [f for f in proof.findings if f.breaks]
    assert len(named) == 1
    assert "class_bc_fatality" in named[0].figure_id
    assert "15.00" in named[0].message


def test_a_number_changed_in_the_data_file_is_named(report: dict[str, Any], tmp_path: Path) -> None:
    data = json.loads((report["out"] / "report.json").read_text("utf-8"))
    victim = next(f for f in data["figures"] if f["indicator"] == "class_bc_cases")
    victim["value"], victim["text"] = "5", "5"
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    proof = proved(path)
    assert proof.code == FAILS
    assert any(victim["id"] == f.figure_id for f in proof.findings)


def _retitle(data: dict[str, Any]) -> None:
    data["title"] = "别的报告"


def _other_unit(data: dict[str, Any]) -> None:
    data["figures"][0]["unit"] = "万人"


def _other_name(data: dict[str, Any]) -> None:
    data["figures"][0]["name"] = "别的指标"


def _twice(data: dict[str, Any]) -> None:
    data["figures"].append(data["figures"][0])


@pytest.mark.parametrize("change", [_retitle, _other_unit, _other_name, _twice])
def test_words_changed_in_the_data_file_are_named(
    report: dict[str, Any], tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    data = json.loads((report["out"] / "report.json").read_text("utf-8"))
    change(data)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    proof = proved(path)
    assert proof.code == FAILS
    assert [f.kind for f in proof.findings] == ["repointed"]


@pytest.mark.parametrize(("field", "value"), [("place", "998802"), ("period", "2013H1")])
def test_a_binding_pointed_elsewhere_fails(
    report: dict[str, Any], tmp_path: Path, field: str, value: str
) -> None:
    data = json.loads((report["out"] / "report.json").read_text("utf-8"))
    data["figures"][0][field] = value
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert proved(path).code == FAILS


def test_an_unknown_report_cannot_be_proved_here(report: dict[str, Any], tmp_path: Path) -> None:
    data = json.loads((report["out"] / "report.json").read_text("utf-8"))
    data["report_id"] = "R-998800-2013H1-000000000000"
    path = tmp_path / "report.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    proof = proved(path)
    assert proof.code == CANNOT_TELL
    assert "R-998800-2013H1-000000000000" in proof.impossible


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"PK\x03\x04broken", b"\x00" * 100])
def test_a_file_that_is_no_report_is_one_sentence(
    tmp_path: Path, report: dict[str, Any], content: bytes
) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    proof = proved(path)
    assert proof.code == CANNOT_TELL
    assert proof.impossible.endswith("。")


def test_a_damaged_snapshot_is_named(report: dict[str, Any]) -> None:
    """A segment of the frozen snapshot changed on disk: said, not computed with."""
    segment = max(
        (folder("snapshots") / "segments").glob("*.parquet"), key=lambda p: p.stat().st_size
    )
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-40] + b"\x00" * 40)
    try:
        proof = proved(report["out"] / "report.docx")
    finally:
        segment.write_bytes(whole)
    assert proof.code == CANNOT_TELL
    assert segment.name in proof.impossible


def test_today_is_compared_record_by_record(report: dict[str, Any]) -> None:
    """One card removed after the build: the count falls by that record, and it is named."""
    from xinglin.actions.recording import take_step
    from xinglin.reports.changes import compare_with_now
    from xinglin.store.registers import model_of

    case, victim = report["case"], report["cards"][0]
    with acting("filler"):
        version = model_of(case)._default_manager.get(pk=victim).version
    take_step(
        case,
        victim,
        "remove",
        by=report["users"]["filler"],
        version=version,
        reason="排除：实验室结果阴性",
    )
    with acting("filler", action="report.prove"):
        changes = {c.id: c for c in compare_with_now(report["built"].report_id)}
    change = changes[f"class_bc_cases:998800:{report['period'].key}"]
    removed = (("notifiable_case", victim),)
    assert (change.then, change.now, change.removed) == ("4", "3", removed)
    with acting("filler"):
        assert "排除：实验室结果阴性" in next(change.explained())
    # The frozen report itself still holds: it says what was known when it was built.
    assert proved(report["out"] / "report.docx").code == HOLDS


def test_signing_locks_once(report: dict[str, Any]) -> None:
    from xinglin.reports.signing import AlreadySignedError, sign
    from xinglin.store.models import Snapshot

    leader = report["users"]["leader"]
    with acting("leader", action="report.sign"):
        signed = sign(report["built"].report_id, by=leader)
        assert (signed.state, signed.signed_by) == ("signed", "leader")
        assert Snapshot.objects.get(name=signed.snapshot).pinned
    with acting("leader", action="report.sign"), pytest.raises(AlreadySignedError, match="已由"):
        sign(report["built"].report_id, by=leader)


def test_another_copy_elsewhere_proves_the_same(report: dict[str, Any], tmp_path: Path) -> None:
    copy = tmp_path / "改了名的报告.docx"
    shutil.copy(report["out"] / "report.docx", copy)
    assert proved(copy).code == HOLDS
