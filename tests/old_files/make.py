"""Make the files of today's program that every later version must still prove and take in.

Run from the checkout's root: `.venv/bin/python tests/old_files/make.py v0.1`. It works in an
installation of its own in a temporary folder and writes `tests/old_files/<version>/`. A version's
folder is made once, at its release, and never made again: that is its whole use.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PLACE, PERIOD = "998801", "2013H1"
HOSPITAL = "OLD01"
_COLUMNS = ("report_id", "place", "period", "snapshot", "definitions", "built_at", "built_by",
            "audit_head", "docx_sha256", "json_sha256")  # fmt: skip


def main(version: str) -> None:
    """Build the town, its report, a template and an error workbook."""
    target = HERE / version
    if target.exists():
        raise SystemExit(f"“{target}”已经有了：旧文件不能重做。")
    base = Path(tempfile.mkdtemp(prefix="xinglin-old-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "old"}
    from xinglin.site.start import started
    from xinglin.store.server.account import home_of

    home = None
    try:
        with started("old") as installation:
            home = home_of(installation)
            _allow_clock()
            _town(base)
            _report(installation.root, target)
            _tables(base, target)
    finally:
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(base, ignore_errors=True)


def _allow_clock() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO xinglin_installation (id, simulated_clock) VALUES (1, true)"
            " ON CONFLICT (id) DO UPDATE SET simulated_clock = true"
        )
        # The whole country is 3,400 rows of every old snapshot; the town's county is enough.
        cursor.execute("DELETE FROM store_division")


def _town(base: Path) -> None:
    """Two counties' worth of nothing but what the report needs; people are made up."""
    from xinglin.intake.run import intake_file
    from xinglin.store.divisions import load_table

    load_table("sample")
    hospital = {"机构代码": HOSPITAL, "机构名称": "银杏区旧档医院（虚构）", "所在地": "998801001"}
    _taken(intake_file(_csv(base / "hospital.csv", [hospital]), register="health_institution",
                       by="system", clock=_at(2013, 1, 2)))  # fmt: skip
    people = [
        {"地区": "998801", "人口口径": "常住人口", "时点": f"{year}-12-31", "人数": str(number)}
        for year, number in ((2011, 78_000), (2012, 80_000))
    ]
    _taken(intake_file(_csv(base / "people.csv", people), register="population", by="system",
                       clock=_at(2013, 1, 5)))  # fmt: skip
    _taken(intake_file(_csv(base / "cards.csv", _cards()), register="notifiable_case", by="system",
                       channel="historical", clock=_at(2013, 8, 1)))  # fmt: skip


def _cards() -> list[dict[str, str]]:
    """Twelve cards in January 2013 and one in each other month of both half years; one outside.

    Every month has a card, and one stands high above the others: hatched bars make large pictures.
    """
    days = ["2013-01-08"] * 12 + [f"2013-{month:02d}-08" for month in range(2, 8)]
    days += [f"2012-{month:02d}-08" for month in range(1, 7)]
    return [_card(number, day) for number, day in enumerate(days)]


def _card(number: int, day: str) -> dict[str, str]:
    """A made-up card: measles, but rabies and death in May 2013."""
    fatal = day == "2013-05-08"
    return {
        "卡片编号": f"OLD{number:05d}",
        "患者姓名": f"旧档·{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "性别": "女",
        "实足年龄": "30",
        "现住址国标码": "998801001",
        "病例分类": "确诊病例",
        "发病日期": day,
        "诊断时间": f"{day} 09:00",
        "报告时间": f"{day} 10:00",
        "审核时间": f"{day} 11:00",
        "疾病名称": "狂犬病" if fatal else "麻疹",
        "转归": "死亡" if fatal else "",
        "死亡日期": day if fatal else "",
        "报告单位": HOSPITAL,
    }


def _report(root: Path, target: Path) -> None:
    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.reports.proof import prove
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting
    from xinglin.store.models import Report

    target.mkdir()
    out = root / "out"
    with acting("system", action="report.build"):
        built = build(PLACE, parse_period(PERIOD), out, by="system", tools=document_tools())
        proof = prove(out / "report.docx")
        if proof.code:
            raise SystemExit(proof.impossible or str(proof.findings))
        row = Report.objects.filter(report_id=built.report_id).values(*_COLUMNS).get()
    row["built_at"] = row["built_at"].isoformat()
    _json(target / "store_report.json", row)
    for name in ("report.docx", "report.json"):
        shutil.copy(out / name, target / name)
    shutil.copytree(root / "snapshots", target / "snapshots")
    for path in target.joinpath("snapshots").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in root.joinpath("definitions").glob("*.json"):
        packed = gzip.compress(path.read_bytes(), mtime=0)
        (target / f"definitions-{path.name}.gz").write_bytes(packed)


def _tables(base: Path, target: Path) -> None:
    """A filled template, and the workbook of rows that were sent back."""
    import openpyxl

    from xinglin.intake.run import error_workbook, intake_file
    from xinglin.intake.template import template
    from xinglin.language import catalogue

    path = target / "template-population.xlsx"
    register = catalogue.load().register("population")
    path.write_bytes(template(register, on=date(2013, 7, 1)))
    book = openpyxl.load_workbook(path)
    sheet = book["填报"]
    values = {"地区": "998823", "人口口径": "常住人口", "时点": "2012-12-31", "人数": "120000"}
    for cell in sheet[1]:
        sheet.cell(2, cell.column, values.get(str(cell.value).rstrip("*＊ ")))
    book.save(path)
    wrong = [{"地区": "998801", "人口口径": "户籍人口", "时点": "二月三十日", "人数": "81000"}]
    result = intake_file(_csv(base / "wrong.csv", wrong), register="population", by="system")
    if result.rejected != 1:
        raise SystemExit("the row should have been sent back")
    (target / "errors-population.xlsx").write_bytes(error_workbook(result))


def _csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _taken(result: Any) -> None:
    if result.rejected:
        raise SystemExit(str(result.errors))


def _at(year: int, month: int, day: int) -> datetime:
    from xinglin.codes.dates import SHANGHAI

    return datetime(year, month, day, 9, 0, tzinfo=SHANGHAI)


if __name__ == "__main__":
    main(sys.argv[1])
