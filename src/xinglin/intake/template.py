"""The Excel template of a register, made from its declaration.

Sheets: 填报 (to fill in), 填写说明 (every item), 代码 (every code list). A filled template comes
in by `intake_file` as it is.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from xinglin.codes.dates import SHANGHAI, local_day
from xinglin.intake.headers import REQUIRED_MARK
from xinglin.intake.mapping import COMMON_TARGETS
from xinglin.intake.reading import ENTRY_SHEET
from xinglin.language import fields as f
from xinglin.language.fields import CHANNELS
from xinglin.language.registers import Register

GUIDE_SHEET, CODES_SHEET, LISTS_SHEET = "填写说明", "代码", "_下拉"
_ROWS = 100_000  # how far formats and drop-downs reach
_YES_NO = ("是", "否")
_KINDS = {
    "text": "文字",
    "person_name": "姓名",
    "id_number": "证件号码（文本格式）",
    "phone": "电话号码（文本格式）",
    "address": "地址",
    "document_number": "编号（文本格式）",
    "reference": "所属记录的编号（文本格式）",
    "code": "从下拉表中选择，或填代码",
    "division": "行政区划代码或全称",
    "institution": "机构代码或全称",
    "integer": "整数",
    "fen": "金额，单位元，最多两位小数",
    "milli": "数值，最多三位小数",
    "flag": "是 或 否",
    "date": "日期，如 2013-06-03",
    "moment": "日期和时间，如 2013-06-03 08:30",
}
_FORMATS = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "integer": "0",
    "fen": "0.00",
    "milli": "0.###",
}


@dataclass(frozen=True)
class _Column:
    header: str
    width: int
    kind: str
    required: bool
    help: str
    choices: tuple[str, ...] = ()


def template(register: type[Register], *, on: date | None = None) -> bytes:
    """The .xlsx for a register. on: the day whose code lists are offered; today without one."""
    day = on or local_day(datetime.now(SHANGHAI))
    columns = _columns(register, day)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    _entry_sheet(book, columns)
    _guide_sheet(book, register)
    _codes_sheet(book, register, day)
    _lists_sheet(book, columns)
    book.close()
    return stream.getvalue()


def _columns(register: type[Register], day: date) -> list[_Column]:
    found = [_field_column(item, day) for item in register.fields.values()]
    if register.reporter_field is None:
        label = COMMON_TARGETS["reporter"]
        hint = "机构代码或全称；留空为填报人所在机构。"
        found.insert(0, _Column(label, 20, "institution", False, hint))
    hint = "有提示性问题而数据确实无误时，在此写明理由。"
    return [*found, _Column(COMMON_TARGETS["reason"], 24, "text", False, hint)]


def _field_column(item: f.Field, day: date) -> _Column:
    choices: tuple[str, ...] = ()
    if isinstance(item, f.Code) and item.codes is not None:
        choices = tuple(dict.fromkeys(label for _, label in item.codes.choices(day)))
    elif isinstance(item, f.Flag):
        choices = _YES_NO
    numbered = isinstance(item, f.DocumentNumber)
    required = item.required_for("batch") and not numbered
    width = max(12, min(30, 2 * len(item.label) + 4))
    hint = "".join(part for part in (item.help, _limits(item)) if part)
    return _Column(item.label, width, item.kind, required, hint, choices)


def _limits(item: f.Field) -> str:
    if isinstance(item, f.Integer) and (item.minimum is not None or item.maximum is not None):
        low = "" if item.minimum is None else f"不小于 {item.minimum}"
        high = "" if item.maximum is None else f"不大于 {item.maximum}"
        return "，".join(part for part in (low, high) if part) + "。"
    if isinstance(item, f.Text):
        return f"最多 {item.max_length} 个字。"
    return ""


def _entry_sheet(book: Any, columns: list[_Column]) -> None:
    sheet = book.add_worksheet(ENTRY_SHEET)
    header = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    must = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "font_color": "#B00020"}
    )
    for at, column in enumerate(columns):
        form = book.add_format({"num_format": _FORMATS.get(column.kind, "@")})
        sheet.set_column(at, at, column.width, form)
        title = column.header + (REQUIRED_MARK if column.required else "")
        sheet.write_string(0, at, title, must if column.required else header)
        _validate(sheet, at, column)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(columns) - 1)


def _validate(sheet: Any, at: int, column: _Column) -> None:
    """A drop-down where there are choices; else the help as a note beside the cell."""
    rule: dict[str, Any] = {"validate": "any"}
    if column.choices:
        name = xl_col_to_name(at)
        source = f"='{LISTS_SHEET}'!${name}$1:${name}${len(column.choices)}"
        rule = {
            "validate": "list",
            "source": source,
            "error_type": "warning",  # a code is as good as its label; intake judges both
            "error_title": column.header[:32],
            "error_message": "不在下拉表中。填代码也可以，否则请从表中选择。",
        }
    if column.help:
        rule |= {"input_title": column.header[:32], "input_message": column.help[:255]}
    if len(rule) > 1:
        sheet.data_validation(1, at, _ROWS, at, rule)


def _guide_sheet(book: Any, register: type[Register]) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.write_string(0, 0, f"{register.label} 填写说明", bold)
    lines = (
        f"依据：{register.source}。主管：{register.office}。",
        f"在“{ENTRY_SHEET}”表中一行填一条，带 {REQUIRED_MARK} 的列必填；列的先后可以调换，"
        "不用的非必填列可以删去，列名不要改。",
        "确实问过而不知道的，填“不详”；没有收集到的留空。不要把不知道的填成 0。",
        "导入后退回的行，改好“错误”列所说的问题再导入即可，已收的行不会重复。",
    )
    for at, line in enumerate(lines, start=1):
        sheet.write_string(at, 0, line)
    titles = ("项目", "表上序号", "必填（录入方式）", "填法", "说明", "代码表")
    sheet.write_row(len(lines) + 2, 0, titles, bold)
    for at, item in enumerate(register.fields.values(), start=len(lines) + 3):
        codes = item.codes.label if isinstance(item, f.Code) and item.codes else ""
        sheet.write_string(at, 0, item.label)
        sheet.write_string(at, 1, item.on_form)
        sheet.write_string(at, 2, _required_in(item))
        sheet.write_string(at, 3, _KINDS.get(item.kind, item.kind))
        sheet.write_string(at, 4, item.help + _limits(item), wrap)
        sheet.write_string(at, 5, codes)
    for at, width in enumerate((22, 10, 22, 26, 60, 20)):
        sheet.set_column(at, at, width)


def _required_in(item: f.Field) -> str:
    if isinstance(item, f.DocumentNumber):
        return "历史资料；其他方式留空由系统编号"
    channels = [label for name, label in CHANNELS.items() if item.required_for(name)]
    return "全部" if len(channels) == len(CHANNELS) else "、".join(channels)


def _codes_sheet(book: Any, register: type[Register], day: date) -> None:
    sheet = book.add_worksheet(CODES_SHEET)
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.write_row(0, 0, ("代码表", "代码", "名称"), bold)
    at = 1
    seen: set[str] = set()
    for item in register.fields.values():
        if not isinstance(item, f.Code) or item.codes is None or item.codes.name in seen:
            continue
        seen.add(item.codes.name)
        for code, label in item.codes.choices(day):
            for column, value in enumerate((item.codes.label, code, label)):
                sheet.write_string(at, column, value, text)
            at += 1
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 34, text)
    sheet.freeze_panes(1, 0)


def _lists_sheet(book: Any, columns: list[_Column]) -> None:
    """The drop-downs' choices, each below its own column of the entry sheet."""
    sheet = book.add_worksheet(LISTS_SHEET)
    for at, column in enumerate(columns):
        for row, choice in enumerate(column.choices):
            sheet.write_string(row, at, choice)
    sheet.hide()
