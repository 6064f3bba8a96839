"""Slots in a report's prose."""

from __future__ import annotations

import pytest

from xinglin.language import catalogue
from xinglin.language.statements import (
    SLOT,
    CategoryTable,
    MonthChart,
    Paragraph,
    PlaceTable,
    Section,
    Statement,
)


@pytest.mark.parametrize(
    ("text", "name", "style", "some", "none"),
    [
        ("借出{loans}册", "loans", None, None, None),
        ("同比{loans_change:change}", "loans_change", "change", None, None),
        ("占{map_share:unit}", "map_share", "unit", None, None),
        ("{lost?报失#册:无报失}", "lost", None, "报失#册", "无报失"),
        ("{h5n1_loans?借出#册:没有借出}", "h5n1_loans", None, "借出#册", "没有借出"),
    ],
)
def test_slots(text: str, name: str, style: str | None, some: str | None, none: str | None) -> None:
    found = SLOT.search(text)
    assert found is not None
    assert (found["name"], found["style"], found["some"], found["none"]) == (
        name,
        style,
        some,
        none,
    )


@pytest.mark.parametrize("text", ["没有数字", "{}", "{loans", "loans}", "{loans?只有一半}"])
def test_what_is_no_slot_is_left_as_prose(text: str) -> None:
    assert SLOT.search(text) is None


class LibraryReport(Statement):
    """全年小结."""

    title, label, office = "{bureau}小结", "小结", "办公室"
    parts = (
        ("", (Section("", (Paragraph("{whole}借出{loans}册，同比{loans_change:change}。"),)),)),
        (
            "各馆",
            (
                Section(
                    "借阅",
                    (
                        PlaceTable("各馆", ("loans", "fines")),
                        MonthChart("按月", "loans"),
                        CategoryTable("按类", "map_share", "genre"),
                    ),
                    line="lending",
                ),
            ),
        ),
    )  # fmt: skip


def test_a_statement_lists_its_indicators_once_each_and_no_words() -> None:
    assert LibraryReport.indicators() == ["loans", "loans_change", "fines", "map_share"]


def test_blocks_come_in_the_order_of_the_page() -> None:
    kinds = [type(b).__name__ for b in LibraryReport.blocks()]
    assert kinds == ["Paragraph", "PlaceTable", "MonthChart", "CategoryTable"]


@pytest.mark.parametrize("statement", catalogue.load().statements, ids=lambda s: s.__name__)
def test_no_brace_of_a_shipped_report_is_left_over(statement: type[Statement]) -> None:
    for block in statement.blocks():
        if isinstance(block, Paragraph):
            rest = SLOT.sub("", block.text)
            assert "{" not in rest
            assert "}" not in rest
