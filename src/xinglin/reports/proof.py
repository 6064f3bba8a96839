"""Prove a report: recompute every figure from its frozen snapshot and definitions.

Verdicts: everything holds; something does not (named); or it cannot be proved here (said why).
Only figures can fail: changed prose, fonts or another word processor's save break nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xinglin.indicators.figures import Figure
from xinglin.language.periods import parse_period
from xinglin.query.manifest import SnapshotError
from xinglin.reports.definitions import UnknownDefinitionsError
from xinglin.reports.document.checking import KINDS, check_text
from xinglin.reports.document.word_package import UnreadableDocument
from xinglin.reports.document.word_reading import read_word
from xinglin.reports.figures import Evaluation, evaluation, snapshot_store
from xinglin.reports.printing import print_figure
from xinglin.reports.references import FigureName
from xinglin.store.home import folder
from xinglin.store.models import Report

HOLDS, FAILS, CANNOT_TELL = 0, 1, 2
"""Exit codes of `report prove`."""


@dataclass(frozen=True)
class Claim:
    """What a file says of one printed figure."""

    id: str
    text: str
    indicator: str
    place: str
    period: str


@dataclass(frozen=True)
class Finding:
    """One thing found. breaks: the report no longer holds because of it."""

    kind: str
    figure_id: str
    message: str
    breaks: bool = True


@dataclass
class Proof:
    """The outcome. code: 0 all hold, 1 something does not, 2 cannot be proved here."""

    report_id: str = ""
    checked: int = 0
    findings: list[Finding] = field(default_factory=list)
    impossible: str = ""

    @property
    def code(self) -> int:
        """The exit code."""
        if self.impossible:
            return CANNOT_TELL
        return FAILS if any(f.breaks for f in self.findings) else HOLDS


class _ImpossibleError(Exception):
    """Cannot be proved here; the message says why, in Chinese."""


def prove(path: Path) -> Proof:
    """Prove a .docx or .json of ours. Never raises for what is in the file."""
    proof = Proof()
    try:
        claims, head = _read(path, proof)
        proof.report_id = head["report_id"]
        known = _known(head)
        _same_bindings(claims, known, proof)
        _recompute(claims, head, known, proof)
    except (_ImpossibleError, UnreadableDocument, SnapshotError, UnknownDefinitionsError) as error:
        proof.impossible = str(error)
    return proof


def _read(path: Path, proof: Proof) -> tuple[list[Claim], Mapping[str, str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _ImpossibleError(f"读不到文件“{path.name}”，请核对路径。") from error
    if data[:1] in (b"{", b"\xef") or path.suffix.lower() == ".json":
        return _from_json(data, path.name)
    readback = read_word(data, f"“{path.name}”")
    for found in check_text(readback):
        if found.kind != "holds":
            message = f"{KINDS[found.kind]}：{found.message}"
            proof.findings.append(Finding(found.kind, found.figure_id, message, found.breaks))
    binding = readback.binding
    if binding is None:  # check_text has refused it already; said for the reader of types
        raise _ImpossibleError(f"“{path.name}”不带本系统的绑定信息，无法核验。")
    claims = [Claim(f.figure_id, f.text, f.indicator, f.place, f.period) for f in binding.figures]
    head = {
        name: getattr(binding, name)
        for name in ("report_id", "snapshot", "definitions", "document_hash")
    }
    return claims, head


def _from_json(data: bytes, name: str) -> tuple[list[Claim], Mapping[str, str]]:
    try:
        report = json.loads(data)
        claims = [
            Claim(p["id"], p["text"], f["indicator"], f["place"], f["period"])
            for f in report["figures"]
            for p in [{"id": f["id"], "text": f["text"]}, *f["printed"]]
        ]
        head = {
            k: str(report[k]) for k in ("report_id", "snapshot", "definitions", "document_hash")
        }
    except (ValueError, KeyError, TypeError) as error:
        raise _ImpossibleError(f"“{name}”不是本系统生成的报告数据文件，无法核验。") from error
    values = {f["id"]: f for f in report["figures"]}
    return claims, {**head, "values": values}


def _known(head: Mapping[str, Any]) -> Mapping[str, Any]:
    report = Report.objects.filter(report_id=head["report_id"]).first()
    path = folder("reports") / head["report_id"] / "report.json"
    if report is None or not path.is_file():
        raise _ImpossibleError(
            f"本机没有编号为 {head['report_id']} 的报告，请在编制它的那套系统上核验。"
        )
    known: Mapping[str, Any] = json.loads(path.read_bytes())
    return known


def _same_bindings(claims: Iterable[Claim], known: Mapping[str, Any], proof: Proof) -> None:
    built = {
        p["id"]: (f["indicator"], f["place"], f["period"])
        for f in known["figures"]
        for p in f["printed"]
    }
    built |= {f["id"]: (f["indicator"], f["place"], f["period"]) for f in known["figures"]}
    for claim in claims:
        if claim.id not in built:
            proof.findings.append(
                Finding("unknown_figure", claim.id, f"数字 {claim.id} 不是这份报告编制时的数字。")
            )
        elif built[claim.id] != (claim.indicator, claim.place, claim.period):
            proof.findings.append(
                Finding(
                    "repointed", claim.id, f"数字 {claim.id} 的绑定被改指其他指标、地区或期间。"
                )
            )
    said = {claim.id for claim in claims}
    for missing in sorted(
        {f["id"] for f in known["figures"]} - {i.partition("~")[0] for i in said}
    ):
        proof.findings.append(Finding("missing", missing, f"数字 {missing} 从文件中消失。"))


def _recompute(
    claims: list[Claim], head: Mapping[str, Any], known: Mapping[str, Any], proof: Proof
) -> None:
    for name in ("snapshot", "definitions", "document_hash"):
        if head[name] != known[name]:
            proof.findings.append(
                Finding(
                    "repointed",
                    "",
                    f"文件所记的{_HEAD_WORDS[name]}与编制时不同，绑定信息被改动过。",
                )
            )
    snapshot_store().verify(known["snapshot"])
    asked = evaluation(known["snapshot"], known["definitions"])
    offices = {k: v["office"] for k, v in asked.definitions.data["indicators"].items()}
    texts = {p["id"]: p["text"] for f in known["figures"] for p in f["printed"]}
    found = figures_of(
        [FigureName.read(c.id) for c in claims if c.id in texts or "~" not in c.id], asked
    )
    for claim in claims:
        figure = found.get(claim.id.partition("~")[0])
        if figure is None:
            continue
        proof.checked += 1
        style = FigureName.read(claim.id).style
        if style == "none":
            holds = figure.status == "zero" and claim.text == texts.get(claim.id)
            text = "零"
        else:
            text = print_figure(figure, offices.get(figure.indicator, ""), style)
            holds = text == claim.text
        if not holds:
            proof.findings.append(
                Finding(
                    "does_not_hold",
                    claim.id,
                    f"数字 {claim.id}（{figure.name}）：文件写“{claim.text}”，"
                    f"由冻结的快照算得“{text}”。",
                )
            )
        _same_value(head, figure, proof)


_HEAD_WORDS = {"snapshot": "快照", "definitions": "定义", "document_hash": "文稿摘要"}


def _same_value(head: Mapping[str, Any], figure: Figure, proof: Proof) -> None:
    said = head.get("values", {}).get(figure.id) if isinstance(head.get("values"), dict) else None
    if said is None:
        return
    for name in ("value", "numerator", "denominator", "status"):
        if said.get(name) != getattr(figure, name):
            finding = Finding(
                "does_not_hold", figure.id, f"数字 {figure.id} 的 {name} 与由冻结的快照算得的不同。"
            )
            if finding not in proof.findings:
                proof.findings.append(finding)


def figures_of(names: Iterable[FigureName], asked: Evaluation) -> dict[str, Figure]:
    """Figures by their plain ids, computed together where place and period are the same."""
    groups: dict[tuple[str, str], set[str]] = {}
    parts: dict[tuple[str, str, str, str], set[str]] = {}
    for name in names:
        if name.category:
            column, _, value = name.category.partition("=")
            parts.setdefault((name.indicator, name.place, name.period, column), set()).add(value)
        else:
            groups.setdefault((name.place, name.period), set()).add(name.indicator)
    found: dict[str, Figure] = {}
    for (place, period), indicators in groups.items():
        known = sorted(indicators & set(asked.definitions.plans))
        for figure in asked.figures(place, parse_period(period), known):
            found[figure.id] = figure
    for (indicator, place, period, column), _ in parts.items():
        for part in asked.by_category(indicator, column, place, parse_period(period)):
            name = FigureName(indicator, place, period, f"{column}={part.category}")
            found[str(name)] = part.figure
    return found
