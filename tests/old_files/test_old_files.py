"""Every report that an earlier version made is still proved, and its workbooks still come in."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import psycopg
import pytest

from postgres import migrated, test_installation, urls
from xinglin.store.server import Installation, Urls

__all__ = ["migrated", "test_installation", "urls"]

HERE = Path(__file__).resolve().parent
VERSIONS = sorted(path for path in HERE.iterdir() if path.name.startswith("v"))
HOLDS, FAILS = 0, 1


def test_there_are_old_files() -> None:
    assert VERSIONS
    assert all(sum(f.stat().st_size for f in v.rglob("*")) < 400_000 for v in VERSIONS)


@pytest.fixture(scope="module")
def installed(migrated: Urls, test_installation: Installation) -> Installation:
    """A fresh installation that was handed every old version's snapshot, definitions and report."""
    root = test_installation.root
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_lines, is_everything)"
            " VALUES ('keeper', '', '!', 'administrator', '{*}', true)"
        )
        for version in VERSIONS:
            _hand_over(version, root, owner)
    return test_installation


def _hand_over(version: Path, root: Path, owner: psycopg.Connection) -> None:
    shutil.copytree(version / "snapshots", root / "snapshots", dirs_exist_ok=True)
    (root / "definitions").mkdir(exist_ok=True)
    for packed in version.glob("definitions-*.json.gz"):
        name = packed.name.removeprefix("definitions-").removesuffix(".gz")
        (root / "definitions" / name).write_bytes(gzip.decompress(packed.read_bytes()))
    row: dict[str, Any] = json.loads((version / "store_report.json").read_text("utf-8"))
    kept = root / "reports" / row["report_id"]
    kept.mkdir(parents=True)
    shutil.copy(version / "report.json", kept / "report.json")
    marks = ", ".join(["%s"] * len(row))
    owner.execute(
        f"INSERT INTO store_report ({', '.join(row)}) VALUES ({marks})",  # noqa: S608
        list(row.values()),
    )


def proved(path: Path) -> Any:
    from xinglin.reports.proof import prove
    from xinglin.store.acting import acting

    with acting("keeper", action="report.prove"):
        return prove(path)


@pytest.mark.parametrize("file", ["report.docx", "report.json"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.name)
def test_an_old_report_is_still_proved(installed: Installation, version: Path, file: str) -> None:
    proof = proved(version / file)
    assert (proof.code, proof.findings, proof.impossible) == (HOLDS, [], "")
    assert proof.checked > 20


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.name)
def test_one_changed_digit_is_found(installed: Installation, version: Path, tmp_path: Path) -> None:
    """The half year's cases (by hand, from make.py: 12 and five months of 1) become 18."""
    report = json.loads((version / "report.json").read_text("utf-8"))
    [figure] = [f for f in report["figures"] if f["id"] == "class_bc_cases:998801:2013H1"]
    assert figure["value"] == figure["text"] == "17"
    figure["text"] = "18"
    changed = tmp_path / "report.json"
    changed.write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    assert proved(changed).code == FAILS
    word = tmp_path / "report.docx"
    _with_another_figure(version / "report.docx", word, figure["id"])
    proof = proved(word)
    assert proof.code == FAILS
    assert any(figure["id"] in f.figure_id for f in proof.findings)


def _with_another_figure(source: Path, target: Path, figure_id: str) -> None:
    """A copy in which the first printing of a figure reads 18 in place of 17."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename == "word/document.xml":
                text = data.decode()
                start = text.index(f'w:val="{figure_id}"')
                at = text.index(">17</w:t>", start)
                assert at < text.index("</w:sdt>", start)
                data = f"{text[:at]}>18{text[at + 3 :]}".encode()
            after.writestr(item, data)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.name)
def test_old_workbooks_still_come_in(installed: Installation, version: Path) -> None:
    from xinglin.intake.run import intake_file
    from xinglin.store.divisions import load_table

    load_table("sample")
    filled = intake_file(version / "template-population.xlsx", register="population", by="keeper")
    assert (filled.accepted + filled.unchanged, filled.rejected) == (1, 0), filled.errors
    errors = version / "errors-population.xlsx"
    again = intake_file(errors, register="population", by="keeper")
    assert (again.rows, again.rejected) == (1, 1)
    assert [e.field for e in again.errors] == ["as_of_date"]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda v: v.name)
def test_an_old_error_workbook_comes_in_when_mended(
    installed: Installation, version: Path, tmp_path: Path
) -> None:
    import openpyxl

    from xinglin.intake.run import intake_file
    from xinglin.store.divisions import load_table

    load_table("sample")
    book = openpyxl.load_workbook(version / "errors-population.xlsx")
    sheet = book.active
    [column] = [c.column for c in sheet[1] if c.value == "时点"]
    sheet.cell(2, column, "2012-12-31")
    book.save(tmp_path / "mended.xlsx")
    result = intake_file(tmp_path / "mended.xlsx", register="population", by="keeper")
    assert (result.accepted + result.unchanged, result.rejected) == (1, 0), result.errors
