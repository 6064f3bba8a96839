"""Export: exactly the rows and columns a list shows, as xlsx or csv; every export is audited."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.pages.accounts import write_audit
from xinglin.pages.lists import ListView, read_list, register_or_404
from xinglin.pages.requests import user_of
from xinglin.store.acting import acting

LARGEST = 100_000
BATCH = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def export(request: HttpRequest, name: str) -> HttpResponse:
    """The list as a file: masked, unless the user may see originals and says what for."""
    register, user = register_or_404(name), user_of(request)
    require(user, "export", register)
    shown = read_list(request, register, request.GET.dict())
    opened = request.POST.get("originals") == "1"
    purpose = request.POST.get("purpose", "").strip()
    if opened:
        require(user, "unmask", register)
        if not purpose:
            raise RefusedError([Problem("PURPOSE", "", "导出原值须写明用途，请填写后再导出。")])
    total = shown.rows().count()
    if total > LARGEST:
        raise RefusedError(
            [
                Problem(
                    "TOO_MANY",
                    "",
                    f"共 {total:,} 条，超过一次导出的上限 {LARGEST:,} 条，请先用筛选条件缩小范围。",
                )
            ]
        )
    form = "csv" if request.POST.get("format") == "csv" else "xlsx"
    with acting(user.username, purpose=purpose):
        write_audit("export", register.table(), detail=_detail(shown, total, opened=opened))
    lines = _lines(shown, masked=not opened)
    body = csv_body(lines) if form == "csv" else _xlsx(register.label, lines)
    kind = "text/csv; charset=utf-8" if form == "csv" else XLSX
    answer = HttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{register.name}.{form}"'
    return answer


def _detail(shown: ListView, total: int, *, opened: bool) -> str:
    columns = "、".join(shown.register.column_label(c) for c in shown.columns)
    narrowing = "；".join(f.label for f in shown.filters if f.is_set)
    kind = "原值" if opened else "隐藏个人信息"
    return f"导出 {total} 条（{kind}）；列：{columns}；筛选：{narrowing or '无'}"


def _lines(shown: ListView, *, masked: bool) -> Iterator[list[Any]]:
    yield [shown.register.column_label(c) for c in shown.columns]
    rows = shown.ordered()
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _values(shown, batch, masked=masked)
            batch = []
    yield from _values(shown, batch, masked=masked)


def _values(shown: ListView, rows: list[Any], *, masked: bool) -> Iterator[list[Any]]:
    for row, line in zip(rows, shown.lines(rows, masked=masked), strict=True):
        # A number stays a number, so that the office can add it up.
        yield [
            getattr(row, c.column)
            if c.is_number and not c.gap and c.kind == "integer"
            else ("" if c.gap == "blank" else c.text)
            for c in line.cells
        ]


def csv_body(lines: Iterator[list[Any]]) -> bytes:
    """Lines as a CSV file that Excel reads as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")  # the mark without which Excel reads it as GBK


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading quote."""
    risky = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if risky else value


def _xlsx(title: str, lines: Iterator[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return buffer.getvalue()
