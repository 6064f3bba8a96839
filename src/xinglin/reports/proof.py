"""Prove a report: recompute every figure from its frozen snapshot and definitions.

Verdicts: everything holds; something does not (named); or it cannot be proved here (said why).
Only figures can fail: changed prose, fonts or another word processor's save break nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xinglin.indicators.figures import Figure
from xinglin.language.periods import parse_period
from xinglin.query.manifest import SnapshotError
from xinglin.reports.claims import HEAD, Claim, Claims, UnprovableError, read_claims
from xinglin.reports.definitions import UnknownDefinitionsError
from xinglin.reports.document.checking import KINDS
from xinglin.reports.document.word_package import UnreadableDocument
from xinglin.reports.figures import Evaluation, evaluation, snapshot_store
from xinglin.reports.printing import print_figure
from xinglin.reports.references import FigureName
from xinglin.store.home import folder
from xinglin.store.models import Report

HOLDS, FAILS, CANNOT_TELL = 0, 1, 2
"""Exit codes of `report prove`."""

_VALUES = ("value", "numerator", "denominator", "status")
_CHECKED = (*_VALUES, "id", "text", "indicator", "place", "period", "printed")
"""Parts of a figure that are computed again or held as its binding; the rest are words."""


@dataclass(frozen=True)
class Finding:
    """One thing found. breaks: the report no longer holds because of it."""

    kind: str
    figure_id: str
    message: str
    breaks: bool = True


@dataclass
class Proof:
    """The outcome. checked: printed figures recomputed; impossible: why it cannot be proved."""

    report_id: str = ""
    checked: int = 0
    findings: list[Finding] = field(default_factory=list)
    impossible: str = ""

    @property
    def code(self) -> int:
        """The exit code: 0 all hold, 1 something does not, 2 cannot be proved here."""
        if self.impossible:
            return CANNOT_TELL
        return FAILS if any(f.breaks for f in self.findings) else HOLDS


def prove(path: Path) -> Proof:
    """Prove a .docx or .json of ours. Never raises for what is in the file. Needs an actor."""
    proof = Proof()
    try:
        said = read_claims(path)
        proof.report_id = said.report_id
        known = _known_report(said.report_id)
        proof.findings += _text_findings(said)
        proof.findings += _bindings(said, known)
        proof.findings += _words_differ(said, known)
        proof.findings += _recomputed(said, known)
        proof.checked = len(said.claims)
    except (UnprovableError, UnreadableDocument, SnapshotError, UnknownDefinitionsError) as error:
        proof.impossible = str(error)
    return proof


def _known_report(report_id: str) -> Mapping[str, Any]:
    """The report as this installation wrote it. Raises UnprovableError."""
    noted = Report.objects.filter(report_id=report_id).first()
    path = folder("reports") / report_id / "report.json"
    if noted is None or not path.is_file():
        raise UnprovableError(f"本机没有编号为 {report_id} 的报告，请在编制它的那套系统上核验。")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != noted.json_sha256:
        raise UnprovableError(
            f"本机留存的报告 {report_id} 已被改动，不能再用来作证，请从备份恢复。"
        )
    known: Mapping[str, Any] = json.loads(data)
    return known


def _text_findings(said: Claims) -> Iterator[Finding]:
    for found in said.text_findings:
        message = f"{KINDS[found.kind]}：{found.message}"
        yield Finding(found.kind, found.figure_id, message, found.breaks)


def _bindings(said: Claims, known: Mapping[str, Any]) -> Iterator[Finding]:
    """What the file binds its figures to, against what was built."""
    for name, word in HEAD.items():
        if said.head[name] != known[name]:
            message = f"文件所记的{word}与编制时不同，绑定信息被改动过。"
            yield Finding("repointed", "", message)
    built = _built_bindings(known)
    for claim in said.claims:
        if claim.id not in built:
            message = f"数字 {claim.id} 不是这份报告编制时的数字。"
            yield Finding("unknown_figure", claim.id, message)
        elif built[claim.id] != claim.binding:
            message = f"数字 {claim.id} 的绑定被改指其他指标、地区或期间。"
            yield Finding("repointed", claim.id, message)
    present = {claim.plain_id for claim in said.claims}
    for figure in known["figures"]:
        if figure["id"] not in present:
            message = f"数字 {figure['id']}（{figure['text']}）从文件中消失。"
            yield Finding("missing", figure["id"], message)


def _words_differ(said: Claims, known: Mapping[str, Any]) -> Iterator[Finding]:
    """What a data file says beside the numbers, against what was built; a Word file has its own."""
    if not said.whole:
        return
    for name in sorted((said.whole.keys() | known.keys()) - HEAD.keys() - {"figures"}):
        if said.whole.get(name) != known.get(name):
            yield Finding("repointed", "", f"文件所记的 {name} 与编制时不同，报告被改动过。")
    built = {figure["id"]: figure for figure in known["figures"]}
    for figure_id, figure in said.values.items():
        was = built.get(figure_id, figure)
        other = [n for n in sorted(was.keys() | figure.keys()) if figure.get(n) != was.get(n)]
        if words := [name for name in other if name not in _CHECKED]:
            message = f"数字 {figure_id} 的 {'、'.join(words)} 与编制时不同，被改动过。"
            yield Finding("repointed", figure_id, message)
    if len(said.whole["figures"]) > len(said.values):
        yield Finding("repointed", "", "文件里有的数字写了不止一次，报告被改动过。")


def _built_bindings(known: Mapping[str, Any]) -> dict[str, tuple[str, str, str]]:
    return {
        one["id"]: (figure["indicator"], figure["place"], figure["period"])
        for figure in known["figures"]
        for one in (figure, *figure["printed"])
    }


def _recomputed(said: Claims, known: Mapping[str, Any]) -> Iterator[Finding]:
    """Every claim against the figure recomputed from what was frozen."""
    snapshot_store().verify(known["snapshot"])
    asked = evaluation(known["snapshot"], known["definitions"])
    built = _built_bindings(known)
    claims = [claim for claim in said.claims if claim.id in built]
    found = figures_of([FigureName.read(claim.plain_id) for claim in claims], asked)
    zero_words = {p["id"]: p["text"] for f in known["figures"] for p in f["printed"]}
    for claim in claims:
        figure = found[claim.plain_id]
        text = _text_of(claim, figure, asked, zero_words)
        if claim.text != text:
            message = (
                f"数字 {claim.id}（{figure.name}）：文件写“{claim.text}”，"
                f"由冻结的快照算得“{text}”。"
            )
            yield Finding("does_not_hold", claim.id, message)
    for figure_id, values in said.values.items():
        if figure_id in found:
            yield from _values_differ(figure_id, values, found[figure_id])


def _text_of(claim: Claim, figure: Figure, asked: Evaluation, zero_words: Mapping[str, str]) -> str:
    style = FigureName.read(claim.id).style
    if style == "none":  # words that stand for a true zero
        return zero_words[claim.id] if figure.is_true_zero else print_figure(figure)
    office = str(asked.definitions.about(figure.indicator)["office"])
    return print_figure(figure, office, style)


def _values_differ(figure_id: str, values: Mapping[str, Any], figure: Figure) -> Iterator[Finding]:
    wrong = [name for name in _VALUES if values.get(name) != getattr(figure, name)]
    if wrong:
        message = f"数字 {figure_id} 的 {'、'.join(wrong)} 与由冻结的快照算得的不同。"
        yield Finding("does_not_hold", figure_id, message)


def figures_of(names: Iterable[FigureName], asked: Evaluation) -> dict[str, Figure]:
    """Figures by their plain ids, computed together where place and period are the same."""
    whole: dict[tuple[str, str], set[str]] = {}
    parts: set[tuple[str, str, str, str]] = set()
    for name in names:
        if name.category:
            column = name.category.partition("=")[0]
            parts.add((name.indicator, name.place, name.period, column))
        else:
            whole.setdefault((name.place, name.period), set()).add(name.indicator)
    found = _computed(whole, asked)
    for indicator, place, period, column in parts:
        for part in asked.by_category(indicator, column, place, parse_period(period)):
            category = f"{column}={part.category}"
            found[str(FigureName(indicator, place, period, category))] = part.figure
    return found


def _computed(whole: Mapping[tuple[str, str], set[str]], asked: Evaluation) -> dict[str, Figure]:
    """Figures of places and periods; those with the same indicators are asked for together."""
    together: dict[frozenset[str], list[tuple[str, str]]] = {}
    for at, indicators in whole.items():
        known = frozenset(indicators & set(asked.definitions.plans))
        together.setdefault(known, []).append(at)
    found: dict[str, Figure] = {}
    for known, ats in together.items():
        places = list(dict.fromkeys(place for place, _ in ats))
        periods = [parse_period(key) for key in dict.fromkeys(period for _, period in ats)]
        for figure in asked.series(sorted(known), places, periods):
            found[figure.id] = figure
    return found
