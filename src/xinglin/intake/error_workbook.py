"""The rows that were sent back, as a workbook that can be corrected and sent again."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from xinglin.intake.headers import ERROR_HEADER, fold_header
from xinglin.intake.result import IntakeResult, RejectedRow
from xinglin.language import catalogue

_WIDTH, _ERROR_WIDTH = 16, 70


def error_workbook(result: IntakeResult) -> bytes:
    """An .xlsx of the rejected rows as they were read, with a column 错误 in front.

    Cells named by an error are marked. The workbook, corrected, comes in as the file did (with
    the same mapping, where there was one): the column 错误 is passed over.
    """
    stream = io.BytesIO()
    # Text stays text: no formulas, no links, whatever a cell begins with.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, {**options, "strings_to_numbers": False})
    sheet = book.add_worksheet("填报")
    text = book.add_format({"num_format": "@"})
    formats = {
        "text": text,
        "wrong": book.add_format({"num_format": "@", "bg_color": "#FFD7D7"}),
        "error": book.add_format({"text_wrap": True, "font_color": "#B00020", "valign": "top"}),
        "header": book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1}),
    }
    keep = [i for i, h in enumerate(result.headers) if fold_header(h) != ERROR_HEADER]
    headers = [result.headers[i] for i in keep]
    sheet.write_row(0, 0, [ERROR_HEADER, *headers], formats["header"])
    sheet.set_column(0, 0, _ERROR_WIDTH)
    sheet.set_column(1, max(1, len(headers)), _WIDTH, text)
    sheet.freeze_panes(1, 1)
    labels = _labels(result.register)
    for at, row in enumerate(result.rejected_rows, start=1):
        _write_row(sheet, at, row, keep, headers, labels, formats)
    book.close()
    return stream.getvalue()


def _labels(register_name: str) -> dict[str, set[str]]:
    """Item → the headers it may stand under."""
    register = catalogue.load().register(register_name)
    return {
        name: {fold_header(name), fold_header(register.column_label(name))}
        for name in (*register.fields, "reporter", "state")
    }


def _write_row(
    sheet: Any,
    at: int,
    row: RejectedRow,
    keep: list[int],
    headers: list[str],
    labels: dict[str, set[str]],
    formats: dict[str, Any],
) -> None:
    lines = [f"{number}. {error.message}" for number, error in enumerate(row.errors, start=1)]
    sheet.write_string(at, 0, "\n".join([f"原第 {row.row} 行", *lines]), formats["error"])
    wrong = set().union(*(labels.get(error.field, set()) for error in row.errors))
    for column, (position, header) in enumerate(zip(keep, headers, strict=True), start=1):
        cell = row.cells[position] if position < len(row.cells) else None
        marked = formats["wrong"] if fold_header(header) in wrong else formats["text"]
        _write_cell(sheet, at, column, cell, marked)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, form: Any) -> None:
    """Everything as text, as it was seen; a day keeps its ISO form."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(cell, datetime) and cell.time() != time():
        sheet.write_string(row, column, f"{cell:%Y-%m-%d %H:%M:%S}", form)
    elif isinstance(cell, date):
        sheet.write_string(row, column, f"{cell:%Y-%m-%d}", form)
    elif isinstance(cell, float) and cell.is_integer():
        sheet.write_string(row, column, str(int(cell)), form)
    else:
        sheet.write_string(row, column, str(cell), form)
