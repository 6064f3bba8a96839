"""Cells of a row to values of a record, each with what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from xinglin.actions.bulk_checking import Terms
from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.problems import Problem
from xinglin.actions.values import ASKED_UNKNOWN, ValueReader
from xinglin.codes.dates import local_day
from xinglin.intake.headers import Layout
from xinglin.intake.origins import Getter, cell_text
from xinglin.intake.reading import Row, SourceFile, is_blank
from xinglin.language import fields as f
from xinglin.language.registers import Register

ASKED = "asked_unknown"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DIGITS_KEPT = 10**15  # a spreadsheet keeps 15 digits of a number and zeroes the rest
_REMEMBERED = 20_000
_LONGEST_ASKED = 12  # 不清楚 with blanks around it; a longer text says something
_FEW_WORDS = (f.Text, f.Code, f.Division, f.Institution, f.Date, f.Integer, f.Flag)
"""Kinds whose cells repeat: a spelling is read once for the file."""
_AS_WRITTEN = (f.Text, f.IdNumber, f.Phone, f.DocumentNumber, f.Reference, f.PersonName, f.Address)


_Read = tuple[Any, Problem | str | None]
"""A value, and nothing; or None and its problem; or None and the mark `ASKED`."""
_AT_ONCE = 1000
"""Rows that are read together, one column after the other."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Stands in a column where a cell is no value, until the rows are put together."""

    what: Problem | str


class _Spellings(dict[Any, Any]):
    """What the cells of one column say: raw → value or trouble, each spelling read once.

    remembered: how many spellings are kept; 0 where cells seldom repeat.
    """

    def __init__(self, read: Callable[[Any], _Read], *, remembered: int) -> None:
        super().__init__({None: None, "": None})
        self._read, self._remembered = read, remembered
        self.has_trouble = False

    def __missing__(self, raw: Any) -> Any:
        value, what = self._read(raw)
        found = value
        if what is not None:
            self.has_trouble, found = True, _Trouble(what)
        # 1, 1.0 and True are one key but three spellings.
        if isinstance(raw, str) and len(self) < self._remembered:
            self[raw] = found
        return found


class RowReader:
    """Reads the rows of one file into values of one register."""

    def __init__(
        self, register: type[Register], layout: Layout, values: ValueReader, reporter: str
    ) -> None:
        self.register, self.values, self.reporter = register, values, reporter
        self.layout = layout
        self._columns: list[tuple[str, Getter, _Spellings]] = [
            (
                name,
                layout.getters[name],
                _Spellings(
                    partial(self._read, item),
                    remembered=_REMEMBERED if isinstance(item, _FEW_WORDS) else 0,
                ),
            )
            for name, item in register.fields.items()
            if name in layout.getters
        ]
        self._names = [name for name, _, _ in self._columns]
        self._width = len(layout.headers)
        self._unheaded = [i for i, header in enumerate(layout.headers) if not header]
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
        return self.read(self.layout.rows)

    def read(self, rows: Iterable[Row]) -> Iterator[BatchRow]:
        """These rows of the file."""
        coming = iter(rows)
        while some := list(islice(coming, _AT_ONCE)):
            yield from self._together(some)

    def _together(self, some: Sequence[Row]) -> Iterator[BatchRow]:
        """These rows, read column by column: a look into a table of spellings for each cell."""
        wide = [self._filled_up(cells) for _, cells in some]
        columns, troubled = [], False
        for _, getter, spellings in self._columns:
            columns.append([spellings[raw] for raw in map(getter, wide)])
            troubled = troubled or spellings.has_trouble
        for (number, raw), cells, found in zip(some, wide, zip(*columns, strict=True), strict=True):
            row = BatchRow(number, dict(zip(self._names, found, strict=True)), raw=raw)
            row.values["unknowns"] = self._troubles(row) if troubled else None
            self._common(row, cells)
            if self._unheaded or len(cells) > self._width:
                self._refuse_stray(row, cells)
            yield row

    def _filled_up(self, cells: Sequence[Any]) -> Sequence[Any]:
        missing = self._width - len(cells)
        return [*cells, *[None] * missing] if missing > 0 else cells

    @staticmethod
    def _troubles(row: BatchRow) -> list[str] | None:
        """Move what is no value out of the row; returns the items that were asked and unknown."""
        unknowns = []
        for name, value in row.values.items():
            if isinstance(value, _Trouble):
                row.values[name] = None
                if isinstance(value.what, Problem):
                    row.problems.append(value.what)
                else:
                    unknowns.append(f"{name}:{value.what}")
        return unknowns or None

    def _read(self, item: f.Field, raw: Any) -> _Read:
        if isinstance(raw, str):
            if (
                len(raw) <= _LONGEST_ASKED
                and raw.strip() in ASKED_UNKNOWN
                and not _is_code(item, raw)
            ):
                return None, ASKED
            if not raw.isprintable() and _CONTROL.search(raw):
                reason = "含有看不见的控制字符，请重新录入这一格。"
                return None, Problem("V-control", item.name, f"{item.label}：{reason}")
        elif isinstance(item, _AS_WRITTEN) and _is_cut_off(raw):
            reason = "单元格是数字格式，超过 15 位的部分已丢失，请设为文本格式后重新填写。"
            return None, Problem(f"V-{item.kind}", item.name, f"{item.label}：{reason}")
        return self.values.read(item, raw)

    def _common(self, row: BatchRow, cells: Sequence[Any]) -> None:
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
                f"报告单位：“{text}”不在机构名录中，请核对名称、代码，或先登记该机构。",
            )

    def _refuse_stray(self, row: BatchRow, cells: Sequence[Any]) -> None:
        """Content where no header is: a comma in a text has pushed the cells aside."""
        stray = [i for i in self._unheaded if not is_blank(cells[i])]
        if len(cells) > self._width:
            stray += [i for i in range(self._width, len(cells)) if not is_blank(cells[i])]
        if stray:
            row.refuse(
                "WIDE",
                "",
                f"第 {stray[0] + 1} 列有内容而没有表头，可能错了列（如文字里有逗号），请核对。",
            )


def _is_code(item: f.Field, raw: str) -> bool:
    """Whether the code list has a code of its own for 不详."""
    return isinstance(item, f.Code) and item.codes is not None and item.codes.find(raw) is not None


def _is_cut_off(raw: Any) -> bool:
    return isinstance(raw, float | int) and not isinstance(raw, bool) and abs(raw) >= _DIGITS_KEPT


def reader_of(
    register: type[Register], layout: Layout, source: SourceFile, terms: Terms, reporter: str
) -> RowReader:
    """The reader of one file's rows. reporter: the institution that a mapping names for all."""
    today = local_day(terms.now)
    values = ValueReader(terms.references, today, spreadsheet=source.spreadsheet)
    return RowReader(register, layout, values, reporter)
