"""The neutral document: what a report says, before it is Word, HTML or PDF.

Everything is frozen: a document that was signed is not edited, a new one is made. The figures in
it are strings that were printed once, so that no output form can round a number differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

PARAGRAPH_STYLES = {
    "body": "正文：首行缩进二字",
    "flush": "顶格正文：如主送机关",
    "note": "注释：小一号，顶格",
    "appendix": "附件标志：黑体顶格，另起一页",
    "appendix_title": "附件标题：居中",
}
FIGURE_STATUSES = ("reported", "zero", "not_reported", "not_applicable", "cannot_tell")
MAXIMUM_HEADING_LEVEL = 4


@dataclass(frozen=True)
class BoundFigure:
    """One figure of a report as printed (绑定的数字).

    ``text`` is what the reader sees; ``value`` the exact decimal in a string, or None when there
    is none; ``status`` one of FIGURE_STATUSES. ``indicator``, ``place`` and ``period`` say what
    was counted; ``figure_id`` is unique in the report and may be printed in several places.
    """

    figure_id: str
    text: str
    value: str | None
    status: str
    indicator: str
    place: str
    period: str

    def __post_init__(self) -> None:
        if not self.figure_id or not self.text:
            raise ValueError("a bound figure needs an id and a printed text")
        if self.status not in FIGURE_STATUSES:
            raise ValueError(f"unknown figure status {self.status!r}: one of {FIGURE_STATUSES}")


@dataclass(frozen=True)
class Run:
    """Plain prose."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class FigureRun:
    """A place in the prose or in a table where a figure is printed."""

    figure: BoundFigure
    bold: bool = False


Inline = Run | FigureRun
Cell = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``style`` is a key of PARAGRAPH_STYLES."""

    runs: tuple[Inline, ...]
    style: str = "body"

    def __post_init__(self) -> None:
        if self.style not in PARAGRAPH_STYLES:
            raise ValueError(f"unknown paragraph style {self.style!r}: {list(PARAGRAPH_STYLES)}")


@dataclass(frozen=True)
class Heading:
    """A heading with its number in the text; levels 1 to 4 are 一、 （一） 1． （1）."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= MAXIMUM_HEADING_LEVEL:
            raise ValueError("heading levels are 1 to 4 (GB/T 9704-2012, 7.3.3)")


@dataclass(frozen=True)
class TableBlock:
    """A table; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.header):
                raise ValueError(
                    f"row {number} has {len(row)} cells, the header {len(self.header)}"
                )


@dataclass(frozen=True)
class Chart:
    """A picture of figures, with the same figures as a table for those who cannot see it.

    ``svg`` is used on screen, ``png`` in Word and PDF. The table is always in the HTML; in
    Word and PDF only with ``print_table``, since the appendix lists all figures anyway.
    """

    svg: str
    png: bytes
    alt: str
    caption: str
    table: TableBlock | None = None
    print_table: bool = False


Block = Paragraph | Heading | Chart | TableBlock


@dataclass(frozen=True)
class Document:
    """A whole report.

    ``snapshot`` and ``definitions`` name what the figures were computed from; ``audit_head`` is
    the head of the sealed audit log at that moment. ``footer`` is printed in the imprint at the
    end (版记). ``appendix`` follows the signature. A title too long for a line is broken by
    newlines.
    """

    title: str
    report_id: str
    place: str
    period: str
    snapshot: str
    definitions: str
    blocks: tuple[Block, ...]
    issued_by: str
    issued_on: date
    subtitle: str = ""
    footer: str = ""
    audit_head: str = ""
    appendix: tuple[Block, ...] = ()

    def figure_runs(self) -> Iterator[FigureRun]:
        """Every place where a figure is printed, in reading order."""
        for block in (*self.blocks, *self.appendix):
            yield from _figure_runs(block)

    def figures(self) -> dict[str, BoundFigure]:
        """The figures by id, in order of first printing.

        Raises ValueError when one id stands for two different figures.
        """
        found: dict[str, BoundFigure] = {}
        for run in self.figure_runs():
            figure = run.figure
            if found.setdefault(figure.figure_id, figure) != figure:
                raise ValueError(f"figure id {figure.figure_id!r} is used for two figures")
        return found


def _figure_runs(block: Block) -> Iterator[FigureRun]:
    if isinstance(block, Chart):
        if block.print_table and block.table is not None:
            yield from _figure_runs(block.table)
    elif isinstance(block, Paragraph):
        yield from (run for run in block.runs if isinstance(run, FigureRun))
    elif isinstance(block, TableBlock):
        for row in block.rows:
            for cell in row:
                yield from (run for run in cell if isinstance(run, FigureRun))
