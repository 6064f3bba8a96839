"""The document: what it refuses, and that JSON keeps all of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from report_sample import CASES, build_document, figure

from xinglin.reports.document.model import (
    Document,
    FigureRun,
    Heading,
    Paragraph,
    Run,
    TableBlock,
)
from xinglin.reports.document.model_json import document_hash, from_json, to_json


def test_json_keeps_everything(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_every_field_counts_in_the_hash(document: Document) -> None:
    changes: list[dict[str, Any]] = [
        {"title": "另一标题"},
        {"snapshot": "d" * 64},
        {"blocks": document.blocks[:-1]},
        {"appendix": ()},
        {"footer": ""},
    ]
    hashes = {document_hash(replace(document, **change)) for change in changes}
    assert len(hashes | {document_hash(document)}) == len(changes) + 1


def test_another_format_is_refused(document: Document) -> None:
    with pytest.raises(ValueError, match="not known"):
        from_json(to_json(document) | {"format": 99})


def test_figures_are_listed_once_in_reading_order(document: Document) -> None:
    assert list(document.figures()) == ["cases", "deaths", "change", "class-a", "late"]
    assert sum(run.figure == CASES for run in document.figure_runs()) == 3


def test_one_id_for_two_figures_is_refused() -> None:
    twice = Paragraph((FigureRun(CASES), FigureRun(figure("cases", "2989", "2989"))))
    with pytest.raises(ValueError, match="used for two figures"):
        build_document(blocks=(twice,)).figures()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Heading("一", 5),
        lambda: Paragraph((), "bold"),
        lambda: figure("", "1", "1"),
        lambda: figure("a", "1", "1", "unknown"),
        lambda: TableBlock(("a", "b"), (((Run("1"),),),)),
    ],
)
def test_wrong_parts_are_refused(make: Any) -> None:
    with pytest.raises(ValueError):
        make()
