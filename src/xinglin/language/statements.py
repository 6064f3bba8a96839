"""Statements: the bureau's reports, as prose with figures in it.

A slot in the prose is `{indicator}` (the number as offices print it), `{indicator:unit}` (with
its unit), `{indicator:change}` (上升/下降 … for a change), or
`{indicator?报告#例:未报告病例}` (# is the number; the second text stands for a true zero).
`{place}`, `{whole}` (全市、全县 …) and `{period}` name the place and the period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<style>\w+))?(?:\?(?P<some>[^:{}]*):(?P<none>[^{}]*))?\}")
WORDS = ("place", "whole", "period", "bureau")
STYLES = ("", "unit", "change")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of prose with slots. manual: the office writes it; this is the draft text.

    only_with, here and below: the block stands in the report only where this indicator has
    something to report; without one it always does, and says what is missing.
    """

    text: str
    manual: bool = False
    name: str = ""
    only_with: str = ""


@dataclass(frozen=True)
class PlaceTable:
    """A table: places below the report's place × indicators."""

    title: str
    indicators: tuple[str, ...]
    only_with: str = ""


@dataclass(frozen=True)
class MonthChart:
    """A chart of one indicator by month, this year against last (a curve with its table)."""

    title: str
    indicator: str
    only_with: str = ""


@dataclass(frozen=True)
class CategoryTable:
    """A table: values of a code field × one indicator, largest first, at most `limit` rows."""

    title: str
    indicator: str
    by: str
    limit: int = 15
    only_with: str = ""


Block = Paragraph | PlaceTable | MonthChart | CategoryTable


@dataclass(frozen=True)
class Section:
    """A numbered section. line: the business line that owns it; '' = the office (办公室).

    order: sections that lines add to a part stand by it, smallest first.
    """

    title: str
    blocks: tuple[Block, ...]
    line: str = ""
    order: int = 0


Part = tuple[str, tuple[Section, ...]]
"""A titled part of a report and its sections."""


class Statement:
    """A report: title, opening, sections by line, problems, plan; then a table of all figures.

    parts: what the report itself says. A line adds its section in a file of its own (`add`), so
    that a line can be left out and the report still stands.
    """

    title: ClassVar[str] = ""
    label: ClassVar[str] = ""
    office: ClassVar[str] = ""
    period_kinds: ClassVar[tuple[str, ...]] = ("half",)
    parts: ClassVar[tuple[Part, ...]] = ()
    added: ClassVar[list[tuple[str, Section]]] = []
    declared: ClassVar[list[type[Statement]]] = []

    def __init_subclass__(cls) -> None:
        cls.added = []
        Statement.declared.append(cls)

    @classmethod
    def add(cls, part: str, section: Section) -> None:
        """Put a line's section into the part of this title."""
        cls.added.append((part, section))

    @classmethod
    def whole_parts(cls) -> tuple[Part, ...]:
        """The parts with the sections that lines have added, by their order."""
        added = sorted(cls.added, key=lambda entry: (entry[1].order, entry[1].line))
        return tuple(
            (title, (*own, *(section for part, section in added if part == title)))
            for title, own in cls.parts
        )

    @classmethod
    def blocks(cls) -> Iterator[Block]:
        """All blocks in their order."""
        for _, sections in cls.whole_parts():
            for section in sections:
                yield from section.blocks

    @classmethod
    def indicators(cls) -> list[str]:
        """Ids of the indicators it asks for, in order, each once."""
        found: dict[str, None] = {}
        for block in cls.blocks():
            if block.only_with:
                found.setdefault(block.only_with)
            found.update(dict.fromkeys(printed_by(block)))
        return list(found)


def printed_by(block: Block) -> list[str]:
    """Ids of the indicators a block prints, in order."""
    if isinstance(block, Paragraph):
        names = [slot["name"] for slot in SLOT.finditer(block.text)]
        return [name for name in names if name not in WORDS]
    return list(block.indicators) if isinstance(block, PlaceTable) else [block.indicator]
