"""Rows of .xlsx and .csv files as they are written, with one clear sentence where they cannot be.

Nothing is interpreted here: a cell is what the file holds (text, number, date, bool or None).
Rows are numbered as a spreadsheet shows them: the first line of the file is row 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from xinglin.intake.encoding import decode
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.text_table import text_rows

Row = tuple[int, Sequence[Any]]
"""Row number in the file, and its cells."""

ENTRY_SHEET = "填报"
_WIDEST = 2000  # a sheet wider than this is no register; 1,000,000 cells of junk end here
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the OLE container: old .xls and locked .xlsx
_ZIP = b"PK\x03\x04"
_SPREADSHEETS = (".xlsx", ".xlsm")
_TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class SourceFile:
    """One file, read: its digest and the rows that are not blank, header included.

    spreadsheet: bare numbers in date columns are day counts. about: roughly how many rows.
    """

    name: str
    sha256: str
    rows: Iterable[Row]
    about: int
    spreadsheet: bool


def read_file(
    path: Path,
    *,
    known_headers: Sequence[str] = (),
    encoding: str = "",
    is_known_whole: bool = False,
) -> SourceFile:
    """Open a file for intake.

    known_headers: headers that may be expected; they decide between encodings that both fit.
    encoding: "utf-8" or "gb18030" where a mapping says so. is_known_whole: somebody read it to its
    end before, and `about` is of no use. Raises IntakeFileError.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IntakeFileError(f"打不开文件“{path.name}”：{_reason(error)}，请核对路径。") from error
    if not data.strip():
        raise IntakeFileError(f"文件“{path.name}”是空的，没有表头也没有数据。")
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_ENCRYPTED):
        raise IntakeFileError(
            f"文件“{path.name}”是加密的或旧式的 .xls 文件，请去掉密码并另存为 .xlsx 再导入。"
        )
    if data.startswith(_ZIP) or path.suffix.lower() in _SPREADSHEETS:
        cells = _sheet(path)
        return SourceFile(path.name, digest, _not_blank(cells), len(cells), True)
    if path.suffix.lower() not in _TEXTS:
        raise IntakeFileError(f"文件“{path.name}”不是 .xlsx 或 .csv，请另存为其中一种再导入。")
    text = decode(data, path.name, known_headers, encoding)
    # Once through before the first row is recorded: a file broken at its end is refused whole.
    count = 0 if is_known_whole else sum(1 for _ in text_rows(text, path.name))
    return SourceFile(path.name, digest, _not_blank(text_rows(text, path.name)), count, False)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "它是一个文件夹"
    return "没有读取权限" if isinstance(error, PermissionError) else "读取失败"


def _sheet(path: Path) -> list[list[Any]]:
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            name = _sheet_name(book, path.name)
            sheet = book.get_sheet_by_name(name)
            _refuse_too_wide(sheet.total_width, path.name)
            cells: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise IntakeFileError(
            f"文件“{path.name}”已损坏或不是 Excel 工作簿，读不出来，请重新导出后再导入。"
        ) from error
    if not cells:
        raise IntakeFileError(f"文件“{path.name}”的工作表“{name}”是空的，没有表头也没有数据。")
    return cells


def _sheet_name(book: python_calamine.CalamineWorkbook, file_name: str) -> str:
    """The entry sheet of our template, else the only (or first) visible sheet."""
    if ENTRY_SHEET in book.sheet_names:
        return ENTRY_SHEET
    visible = [
        m.name
        for m in book.sheets_metadata
        if m.visible == python_calamine.SheetVisibleEnum.Visible
        and m.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not visible:
        raise IntakeFileError(f"文件“{file_name}”没有可见的工作表，请核对。")
    return visible[0]


def _refuse_too_wide(width: int, file_name: str) -> None:
    if width > _WIDEST:
        raise IntakeFileError(
            f"文件“{file_name}”有 {width} 列，不像登记表（最多 {_WIDEST} 列），"
            "请删去多余的列再导入。"
        )


def _not_blank(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        # Most rows begin with something; the others are looked through.
        if (cells and not is_blank(cells[0])) or not all(map(is_blank, cells)):
            yield number, cells


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing but blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
