"""Build a report: snapshot, definitions, figures, document; written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from xinglin.codes.dates import SHANGHAI, local_day
from xinglin.codes.divisions import CHINA
from xinglin.language import catalogue
from xinglin.language.periods import Period
from xinglin.language.statements import Statement
from xinglin.reports.audit_heads import AUDIT_CHAIN
from xinglin.reports.charts import ChartMaker
from xinglin.reports.composing import Composer, Occasion
from xinglin.reports.document.glyphs import missing_glyphs
from xinglin.reports.document.html import to_html
from xinglin.reports.document.model import Document
from xinglin.reports.document.model_json import document_hash, to_json
from xinglin.reports.document.pdf import to_pdf
from xinglin.reports.document.word import to_word
from xinglin.reports.figures import current_definitions, evaluation
from xinglin.reports.places import Place, place, places_below
from xinglin.reports.printing import fill
from xinglin.reports.prose import prose_of
from xinglin.reports.slots import Printed
from xinglin.reports.snapshot_taking import take
from xinglin.store.home import folder
from xinglin.store.models import Report

REPORT_FORMAT = 1
BUREAU_NAMES = "BureauNames"
"""The rule pack of authorities' names; without it every authority is a 卫生局."""
HANDED_OUT = ("report.docx", "report.html", "report.pdf", "report.json")
Progress = Callable[[str], None]


class NoStatementError(LookupError):
    """No report is declared for such a period; the message says so in Chinese."""


@dataclass(frozen=True)
class Tools:
    """Where set-up put what documents need: the chart script and the fonts."""

    echarts: Path
    fonts: Path


@dataclass(frozen=True)
class Built:
    """A report that was built.

    missing: names of figures printed as 【未报】 or undecidable. undrawn: characters no font has.
    """

    report_id: str
    snapshot: str
    definitions: str
    files: tuple[Path, ...]
    figures: int
    missing: tuple[str, ...]
    undrawn: tuple[str, ...] = ()


def build(
    place_code: str,
    period: Period,
    out: Path,
    *,
    by: str,
    tools: Tools,
    prose: Mapping[str, str] | None = None,
    snapshot: str = "",
    progress: Progress = lambda _: None,
) -> Built:
    """Write report.docx, .html, .pdf and .json into `out`, and keep a copy with the snapshot.

    prose: manual paragraph → text; without it, what the offices wrote for this place and period.
    Needs an actor. Raises UnknownPlaceError, NoStatementError, SnapshotError, each in Chinese.
    """
    statement = statement_for(period)
    at = place(place_code)
    if not snapshot:
        progress("正在取快照……")
        snapshot = take().name
    definitions = current_definitions()
    progress("正在计算指标……")
    asked = evaluation(snapshot, definitions.name)
    occasion = Occasion(at, period, places_below(at.code), _bureau(at, period))
    words = prose_of(at.code, period.key) if prose is None else prose
    composer = Composer(asked, occasion, words, lambda: _charts(tools))
    body, appendix = composer.blocks(statement), composer.appendix(statement)
    now = datetime.now(SHANGHAI)
    document = Document(
        title=fill(statement.title, occasion.words()),
        report_id=f"R-{at.code}-{period.key}-{uuid.uuid4().hex[:12]}",
        place=at.code,
        period=period.key,
        snapshot=snapshot,
        definitions=definitions.name,
        blocks=body,
        issued_by=occasion.bureau,
        issued_on=local_day(now),
        audit_head=asked.snapshot.manifest.audit_heads.get(AUDIT_CHAIN, ""),
        appendix=appendix,
    )
    progress("正在生成文稿……")
    kept = folder("reports") / document.report_id
    written = _write(document, composer.printer.printed, kept, tools)
    _note(document, now, by, written)
    # Only a report the database knows is given away: a build killed before gives nothing.
    transaction.on_commit(lambda: _hand_out(written, out))
    missing = tuple(
        p.figure.name
        for p in composer.printer.printed.values()
        if p.figure.status in ("not_reported", "cannot_tell")
    )
    return Built(
        document.report_id,
        snapshot,
        definitions.name,
        tuple(out / name for name in HANDED_OUT),
        len({p.figure.id for p in composer.printer.printed.values()}),
        tuple(dict.fromkeys(missing)),
        tuple(missing_glyphs(document, tools.fonts)),
    )


def statement_for(period: Period) -> type[Statement]:
    """The statement that is written for a kind of period. Raises NoStatementError."""
    for statement in catalogue.load().statements:
        if period.kind in statement.period_kinds:
            return statement
    raise NoStatementError(f"没有为“{period.label}”这种期间定义报告，请选半年（如 2013H1）或年。")


def _bureau(at: Place, period: Period) -> str:
    """What the authority that writes the report was called at the period's end."""
    names = catalogue.load().code_sets[BUREAU_NAMES]
    known = at.level in names
    name = str(names.attribute(at.level, "value", period.end) or "") if known else ""
    whole_country = at.level == "country" and at.code == CHINA
    return (name or "卫生局") if whole_country else f"{at.name}{name or '卫生局'}"


@lru_cache(maxsize=1)
def _charts(tools: Tools) -> ChartMaker:
    return ChartMaker(tools.echarts, tools.fonts)


def _write(
    document: Document, printed: Mapping[str, Printed], kept: Path, tools: Tools
) -> dict[str, bytes]:
    parts = {
        "report.docx": to_word(document),
        "report.html": to_html(document).encode(),
        "report.pdf": to_pdf(document, tools.fonts),
        "report.json": _json(report_json(document, printed)),
        "document.json": _json(to_json(document)),
    }
    temporary = kept.with_name(f".{kept.name}")
    temporary.mkdir(parents=True)
    try:
        for name, data in parts.items():
            (temporary / name).write_bytes(data)
        temporary.replace(kept)  # a build killed before this line leaves no report
    finally:
        shutil.rmtree(temporary, ignore_errors=True)  # a full disk is not filled further
    return parts


def report_json(document: Document, printed: Mapping[str, Printed]) -> dict[str, Any]:
    """The report as data: each figure once in its plain form, its other printings beside it."""
    figures: dict[str, dict[str, Any]] = {}
    for item in printed.values():
        f = item.figure
        plain = str(item.name).partition("~")[0]
        entry = figures.setdefault(
            plain,
            {
                "id": plain,
                "indicator": f.indicator,
                "name": f.name,
                "place": f.place,
                "period": f.period,
                "text": item.text,
                "value": f.value,
                "numerator": f.numerator,
                "denominator": f.denominator,
                "unit": f.unit,
                "decimals": f.decimals,
                "status": f.status,
                "note": f.note,
                "unknown": f.unknown,
                "undated": f.undated,
                "printed": [],
            },
        )
        if not item.name.style:
            entry["text"] = item.text
        entry["printed"].append({"id": str(item.name), "text": item.text})
    return {
        "format": REPORT_FORMAT,
        "report_id": document.report_id,
        "title": document.title,
        "place": document.place,
        "period": document.period,
        "snapshot": document.snapshot,
        "definitions": document.definitions,
        "document_hash": document_hash(document),
        "audit_head": document.audit_head,
        "figures": list(figures.values()),
    }


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _note(document: Document, now: datetime, by: str, written: Mapping[str, bytes]) -> None:
    Report.objects.create(
        report_id=document.report_id,
        place=document.place,
        period=document.period,
        snapshot=document.snapshot,
        definitions=document.definitions,
        built_at=now,
        built_by=by,
        audit_head=document.audit_head,
        docx_sha256=hashlib.sha256(written["report.docx"]).hexdigest(),
        json_sha256=hashlib.sha256(written["report.json"]).hexdigest(),
    )


def _hand_out(written: Mapping[str, bytes], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name in HANDED_OUT:
        temporary = out / f".{name}"
        temporary.write_bytes(written[name])
        shutil.move(temporary, out / name)
