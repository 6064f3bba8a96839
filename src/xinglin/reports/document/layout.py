"""What the printed forms share: what must not be split, widths of columns, the signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from xinglin.reports.document.model import (
    Document,
    FigureRun,
    Inline,
    Run,
    TableBlock,
)

# Units of rulebook 14.3; the longer ones first.
UNITS = (
    "个百分点",
    "治疗量",
    "平方米",
    "人次",
    "户次",
    "家次",
    "间次",
    "毫升",
    "单位",
    "万元",
    "亿元",
    *"例人件宗起份册张幅套台只间所家个匹升吨床元名户项次天岁年月日时",
)
_UNIT = rf"(?:[万亿]?(?:{'|'.join(UNITS)})|[万亿%‰])"
_UNIT_FIRST = re.compile(_UNIT)
_NUMBER_WITH_UNIT = re.compile(rf"(\d+(?:\.\d+)?{_UNIT})")
NARROWEST, WIDEST = 4.0, 24.0


def unbroken(runs: Iterable[Inline]) -> Iterator[tuple[Inline, ...]]:
    """The runs in groups that must each stay on one line: a number with its unit, or prose.

    A group that is one Run without a number may be broken anywhere; the others never.
    """
    waiting: FigureRun | None = None
    for run in runs:
        if isinstance(run, FigureRun):
            if waiting is not None:
                yield (waiting,)
            waiting = run
            continue
        text = run.text
        if waiting is not None:
            unit = _UNIT_FIRST.match(text)
            yield (waiting, Run(unit[0], run.bold)) if unit else (waiting,)
            text, waiting = text[unit.end() :] if unit else text, None
        yield from ((Run(part, run.bold),) for part in _NUMBER_WITH_UNIT.split(text) if part)
    if waiting is not None:
        yield (waiting,)


def is_unbroken(group: tuple[Inline, ...]) -> bool:
    """Whether the group must stay on one line."""
    first = group[0]
    if len(group) > 1 or isinstance(first, FigureRun):
        return True
    return _NUMBER_WITH_UNIT.fullmatch(first.text) is not None


def column_weights(table: TableBlock) -> list[float]:
    """The relative widths of the columns, by their longest cell, within bounds.

    A title may run over three lines, a cell had better not: 银杏区 on three lines is no name.
    """
    weights = []
    for column, title in enumerate(table.header):
        cells = ("".join(map(text_of, row[column])) for row in table.rows)
        longest = max((width(text) for text in cells), default=0.0)
        weights.append(min(max(NARROWEST, longest + 1.6, width(title) / 3 + 1.6), WIDEST))
    return weights


def is_figure_cell(cell: Iterable[Inline]) -> bool:
    """Whether a figure stands in the cell; such cells are centred."""
    return any(isinstance(run, FigureRun) for run in cell)


def text_of(run: Inline) -> str:
    """What the reader sees of a run."""
    return run.figure.text if isinstance(run, FigureRun) else run.text


def width(text: str) -> float:
    """How wide a text is, in Chinese signs."""
    return sum(1.0 if east_asian_width(sign) in "WF" else 0.55 for sign in text)


def signature_lines(document: Document) -> tuple[tuple[str, float], tuple[str, float]]:
    """The issuing body and the date, each with its distance from the right in signs.

    The body stands two signs from the right, the date begins two signs after the body's first
    sign; where the date is too long for that it stands two signs from the right, and the body
    further in (GB/T 9704-2012, 7.3.5.2).
    """
    day = document.issued_on
    printed = f"{day.year}年{day.month}月{day.day}日"
    body_wide, date_wide = width(document.issued_by), width(printed)
    if body_wide >= date_wide + 2:
        return (document.issued_by, 2.0), (printed, body_wide - date_wide)
    return (document.issued_by, 4.0 + date_wide - body_wide), (printed, 2.0)
