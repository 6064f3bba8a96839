"""Which column of a file is which item: by label, by field name, or by a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from xinglin.codes.dated import fold_text
from xinglin.intake.mapping import COMMON_TARGETS, FileMapping
from xinglin.intake.origins import Getter, cell_text, column_getter
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.reading import Row, SourceFile, is_blank
from xinglin.language.fields import DocumentNumber
from xinglin.language.registers import Register

ERROR_HEADER = "错误"
"""The column an error workbook adds; it is passed over when the workbook comes back."""

REQUIRED_MARK = "*"
_HEADER_WITHIN = 5  # titles above the header of a printed table are one to three lines


@dataclass(frozen=True)
class Layout:
    """How one file's rows are read: headers as written, and a getter for each item."""

    headers: tuple[str, ...]
    getters: Mapping[str, Getter]
    header_row: int
    rows: Iterable[Row]


def expected_headers(register: type[Register], mapping: FileMapping | None) -> list[str]:
    """Every header that is understood."""
    if mapping is not None:
        return [*mapping.headers(), *mapping.ignore]
    return list(_targets(register))


def layout_of(
    source: SourceFile, register: type[Register], channel: str, mapping: FileMapping | None
) -> Layout:
    """Find the header and say where each item stands. Raises IntakeFileError with all faults."""
    known = {fold_header(h) for h in expected_headers(register, mapping)}
    header, header_row, rows = _find_header(source, known)
    faults: list[str] = []
    if mapping is not None:
        getters = dict(_mapped(header, mapping, faults))
    else:
        getters = dict(_by_label(header, register, faults))
    if not faults:
        faults += _missing(register, channel, getters)
    if faults:
        listed = "；".join(fault.rstrip("。") for fault in faults)
        raise IntakeFileError(f"文件“{source.name}”的表头（第 {header_row} 行）有问题：{listed}。")
    return Layout(header, getters, header_row, rows)


def fold_header(header: str) -> str:
    """A header as it is compared: width, blanks, brackets and the mark 必填 do not count."""
    folded = fold_text(header).rstrip(REQUIRED_MARK)
    return folded.removesuffix("必填")


def _find_header(source: SourceFile, known: set[str]) -> tuple[tuple[str, ...], int, Iterable[Row]]:
    """The row among the first that has most known headers, and the rows below it."""
    rows = iter(source.rows)
    first = list(islice(rows, _HEADER_WITHIN))
    if not first:
        raise IntakeFileError(f"文件“{source.name}”是空的，没有表头也没有数据。")
    hits = [sum(fold_header(cell_text(c)) in known for c in cells) for _, cells in first]
    best = max(range(len(first)), key=lambda i: (hits[i], -i))
    if hits[best] == 0:
        shown = "、".join(cell_text(c) for c in first[0][1][:5] if not is_blank(c))
        raise IntakeFileError(
            f"文件“{source.name}”的表头一列也认不出（第一行是：{shown[:60]}），"
            "请用系统导出的模板，或附上对照文件（--mapping）。"
        )
    number, cells = first[best]
    return tuple(cell_text(c) for c in cells), number, chain(first[best + 1 :], rows)


def _targets(register: type[Register]) -> dict[str, str]:
    """Spelling → item, for labels and field names."""
    found = {label: name for name, label in COMMON_TARGETS.items()}
    found |= {name: name for name in COMMON_TARGETS}
    found |= {f.label: f.name for f in register.fields.values()}
    found |= {f.name: f.name for f in register.fields.values()}
    return found


def _by_label(
    header: Sequence[str], register: type[Register], faults: list[str]
) -> Iterator[tuple[str, Getter]]:
    targets = {fold_header(spelling): name for spelling, name in _targets(register).items()}
    seen: dict[str, int] = {}
    for position, text in enumerate(header):
        if not text or fold_header(text) == ERROR_HEADER:
            continue
        name = targets.get(fold_header(text))
        if name is None:
            faults.append(f"第 {position + 1} 列“{text}”不是{register.label}的项目，请改名或删去。")
        elif name in seen:
            faults.append(f"第 {seen[name] + 1} 列和第 {position + 1} 列都是“{text}”，请只留一列。")
        else:
            seen[name] = position
            yield name, column_getter(position)


def _mapped(
    header: Sequence[str], mapping: FileMapping, faults: list[str]
) -> Iterator[tuple[str, Getter]]:
    positions: dict[str, int] = {}
    for position, text in enumerate(header):
        if text in positions:
            faults.append(
                f"第 {positions[text] + 1} 列和第 {position + 1} 列都是“{text}”，请只留一列。"
            )
        elif text:
            positions[text] = position
    used = {*mapping.headers(), *mapping.ignore, ERROR_HEADER, COMMON_TARGETS["reason"]}
    faults += [
        f"对照文件“{mapping.file_name}”要的列“{wanted}”不在文件里。"
        for wanted in mapping.headers()
        if wanted not in positions
    ]
    faults += [
        f"第 {positions[text] + 1} 列“{text}”在对照文件“{mapping.file_name}”里没有写，"
        "请写明它是哪一项，或列入 ignore。"
        for text in positions
        if text not in used
    ]
    if not faults:
        for name, origin in mapping.columns.items():
            yield name, origin.getter(positions)
        reason = COMMON_TARGETS["reason"]
        if "reason" not in mapping.columns and reason in positions:
            yield "reason", column_getter(positions[reason])


def _missing(register: type[Register], channel: str, getters: Mapping[str, Any]) -> Iterator[str]:
    """Required items without a column; numbers on paper are given by the system where blank."""
    for item in register.fields.values():
        numbered = isinstance(item, DocumentNumber) and channel != "historical"
        if item.required_for(channel) and item.name not in getters and not numbered:
            yield f"缺少必填的列“{item.label}”。"
    needs_reporter = any(c.name == "reporter" for c in register.key)
    if needs_reporter and channel == "historical" and "reporter" not in getters:
        yield "缺少列“报告单位”。"
