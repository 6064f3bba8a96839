"""What a finished file says of its figures: read from a Word file or from the data file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xinglin.reports.document.checking import TextFinding, check_text
from xinglin.reports.document.word_reading import read_word

HEAD = {"snapshot": "快照", "definitions": "定义", "document_hash": "文稿摘要"}
"""What a file says of the whole report, beside its number."""


class UnprovableError(Exception):
    """The file cannot be proved on this installation; the message says why, in Chinese."""


@dataclass(frozen=True)
class Claim:
    """What a file says of one printed figure. id: with its style."""

    id: str
    text: str
    indicator: str
    place: str
    period: str

    @property
    def plain_id(self) -> str:
        """The figure's id, whatever style it was printed in."""
        return self.id.partition("~")[0]

    @property
    def binding(self) -> tuple[str, str, str]:
        """What is counted, where and when."""
        return self.indicator, self.place, self.period


@dataclass(frozen=True)
class Claims:
    """A file's claims. values: figure id → its exact values; whole: all it says (data file)."""

    report_id: str
    head: Mapping[str, str]
    claims: tuple[Claim, ...]
    text_findings: tuple[TextFinding, ...] = ()
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    whole: Mapping[str, Any] = field(default_factory=dict)


def read_claims(path: Path) -> Claims:
    """Read a report.docx or report.json. Raises UnprovableError, UnreadableDocument."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnprovableError(f"读不到文件“{path.name}”，请核对路径。") from error
    if path.suffix.lower() == ".json" or data[:1] == b"{":
        return _from_json(data, path.name)
    return _from_word(data, path.name)


def _from_word(data: bytes, name: str) -> Claims:
    readback = read_word(data, f"“{name}”")
    findings = check_text(readback)
    binding = readback.binding
    if binding is None:  # check_text has refused it already; said for the reader of types
        raise UnprovableError(f"“{name}”不带本系统的绑定信息，无法核验。")
    claims = (Claim(f.figure_id, f.text, f.indicator, f.place, f.period) for f in binding.figures)
    head = {key: str(getattr(binding, key)) for key in HEAD}
    changed = tuple(f for f in findings if f.kind != "holds")
    return Claims(binding.report_id, head, tuple(claims), changed)


def _from_json(data: bytes, name: str) -> Claims:
    try:
        report = json.loads(data)
        figures = report["figures"]
        claims = tuple(claim for figure in figures for claim in _claims_of(figure))
        head = {key: str(report[key]) for key in HEAD}
        values = {str(figure["id"]): figure for figure in figures}
        return Claims(str(report["report_id"]), head, claims, values=values, whole=report)
    except (ValueError, KeyError, TypeError) as error:
        raise UnprovableError(f"“{name}”不是本系统生成的报告数据文件，无法核验。") from error


def _claims_of(figure: Mapping[str, Any]) -> list[Claim]:
    said = [figure, *figure["printed"]]
    at = (str(figure["indicator"]), str(figure["place"]), str(figure["period"]))
    return [Claim(str(one["id"]), str(one["text"]), *at) for one in said]
