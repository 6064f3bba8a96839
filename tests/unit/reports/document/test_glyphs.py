"""Rare characters are drawn or named, never left to be an empty box in print."""

from __future__ import annotations

from datetime import date

from xinglin.reports.document.glyphs import missing_glyphs
from xinglin.reports.document.model import Document, Paragraph, Run
from xinglin.site.tools import font_files


def document(text: str) -> Document:
    return Document(
        title="报告", report_id="R", place="998800", period="2013H1", snapshot="s",
        definitions="d", blocks=(Paragraph((Run(text),)),), issued_by="卫生局",
        issued_on=date(2013, 7, 5),
    )  # fmt: skip


def test_names_outside_the_basic_plane_are_drawn() -> None:
    """𠮷 U+20BB7 and 㛃 U+36C3 stand in names of real people (GB18030-2022, level 2)."""
    fonts = font_files()[0].parent
    assert missing_glyphs(document("患者㛃、𠮷某"), fonts) == []


def test_a_character_no_font_has_is_named() -> None:
    """U+0378 is not assigned, so no font has it."""
    fonts = font_files()[0].parent
    assert missing_glyphs(document("前\u0378后"), fonts) == ["\u0378"]
