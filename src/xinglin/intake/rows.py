"""Cells of a row to values of a record, each with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.problems import Problem
from xinglin.actions.values import ASKED_UNKNOWN, ValueReader
from xinglin.intake.headers import Layout
from xinglin.intake.origins import Getter, cell_text
from xinglin.intake.reading import is_blank
from xinglin.language import fields as f
from xinglin.language.registers import Register

ASKED = "asked_unknown"
_DIGITS_KEPT = 10**15  # a spreadsheet keeps 15 digits of a number and zeroes the rest
_AS_WRITTEN = (f.Text, f.IdNumber, f.Phone, f.DocumentNumber, f.PersonName, f.Address)


class RowReader:
    """Reads the rows of one file into values of one register."""

    def __init__(
        self, register: type[Register], layout: Layout, values: ValueReader, reporter: str
    ) -> None:
        self.register, self.values, self.reporter = register, values, reporter
        self.layout = layout
        self._fields: list[tuple[f.Field, Getter]] = [
            (item, layout.getters[name])
            for name, item in register.fields.items()
            if name in layout.getters
        ]
        self._reporter = layout.getters.get("reporter")
        self._state = layout.getters.get("state")
        self._reason = layout.getters.get("reason")
        self._states = {
            spelling: state
            for state, label in register.lifecycle.states.items()
            for spelling in (state, label)
        }

    @property
    def supplied(self) -> frozenset[str]:
        """The items the file has."""
        return frozenset(self.layout.getters)

    def rows(self) -> Iterator[BatchRow]:
        """Each row of the file below its header."""
        for number, cells in self.layout.rows:
            yield self._row(number, cells)

    def _row(self, number: int, cells: Any) -> BatchRow:
        row = BatchRow(number, {}, raw=cells)
        unknowns: list[str] = []
        for item, getter in self._fields:
            raw = getter(cells)
            if raw is None or raw == "":
                row.values[item.name] = None
                continue
            value, problem = self._read(item, raw, unknowns)
            row.values[item.name] = value
            if problem is not None:
                row.problems.append(problem)
        row.values["unknowns"] = unknowns or None
        self._common(row, cells)
        self._too_long(row, cells)
        return row

    def _read(self, item: f.Field, raw: Any, unknowns: list[str]) -> tuple[Any, Problem | None]:
        if isinstance(raw, str) and raw.strip() in ASKED_UNKNOWN:
            is_code = isinstance(item, f.Code) and item.codes is not None
            if not is_code or item.codes.find(raw) is None:  # type: ignore[attr-defined]
                unknowns.append(f"{item.name}:{ASKED}")
                return None, None
        elif isinstance(raw, float | int) and not isinstance(raw, bool):
            if isinstance(item, _AS_WRITTEN) and abs(raw) >= _DIGITS_KEPT:
                reason = "单元格是数字格式，超过 15 位的部分已丢失，请设为文本格式后重新填写。"
                return None, Problem(f"V-{item.kind}", item.name, f"{item.label}：{reason}")
        return self.values.read(item, raw)

    def _common(self, row: BatchRow, cells: Any) -> None:
        if self.reporter:
            row.values["reporter"] = self.reporter
        if self._reporter is not None:
            self._read_reporter(row, cell_text(self._reporter(cells)))
        if self._state is not None and (text := cell_text(self._state(cells))):
            row.values["state"] = self._states.get(text)
            if row.values["state"] is None:
                known = "、".join(self.register.lifecycle.states.values())
                row.refuse("V-state", "state", f"状态：没有“{text}”这种状态，可填：{known}。")
        if self._reason is not None:
            row.reason = cell_text(self._reason(cells))

    def _read_reporter(self, row: BatchRow, text: str) -> None:
        if not text:
            return
        code = self.values.references.find_institution(text)
        row.values["reporter"] = code
        if code is None:
            row.refuse(
                "V-institution",
                "reporter",
                f"报告单位：“{text}”不在机构名录中，请先登记该机构或核对名称、代码。",
            )

    def _too_long(self, row: BatchRow, cells: Any) -> None:
        extra = [c for c in cells[len(self.layout.headers) :] if not is_blank(c)]
        stray = [
            i + 1
            for i, (header, cell) in enumerate(zip(self.layout.headers, cells, strict=False))
            if not header and not is_blank(cell)
        ]
        if extra or stray:
            where = f"第 {stray[0]} 列" if stray else f"第 {len(self.layout.headers) + 1} 列"
            row.refuse(
                "WIDE", "", f"{where}有内容而没有表头，可能错了列（如文字里有逗号），请核对这一行。"
            )
