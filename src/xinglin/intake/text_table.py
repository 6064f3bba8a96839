"""Rows of delimited text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from xinglin.intake.problems import IntakeFileError

_DELIMITERS = (",", "\t", ";")
_LONGEST_CELL = 1_000_000


def text_rows(text: str, file_name: str) -> Iterator[list[str]]:
    """The records of a delimited text, quotes undone; a record may span lines.

    Raises IntakeFileError where a quote is never closed.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise IntakeFileError(
            f"文件“{file_name}”第 {reader.line_num} 行附近的引号不成对或单元格过长，"
            "读不下去，请核对后重新导出。"
        ) from error


def _delimiter(text: str) -> str:
    """The separator that the first line has most of; the comma where none is there."""
    start = len(text) - len(text.lstrip("\r\n"))
    end = text.find("\n", start)
    line = text[start:] if end < 0 else text[start:end]
    return max(_DELIMITERS, key=lambda mark: (line.count(mark), mark == ","))
