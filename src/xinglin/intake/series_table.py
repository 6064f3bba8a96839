"""Series of counts from a table: one row a dataset, unit and period.

Columns unit, epoch (1, 2, 3 …) and observed must be there. dataset: one may be left out. date: the
first day of each period; year, period: not used. freq: 52 (weeks, as where it is missing), 12 or
365. observed empty or NA: not reported. state: 1 in a known outbreak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from xinglin.codes.dates import read_date
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.reading import read_file
from xinglin.outbreak.series import FREQUENCIES, Panel

COLUMNS = ("dataset", "unit", "epoch", "date", "year", "period", "freq", "observed", "state")
_NEEDED = ("unit", "epoch", "observed")
_BLANK = frozenset({"", "NA", "NaN", "nan"})
_LARGEST = 10**12


class _Unit:
    """One series as it is read: the row of each epoch, in the order of the file."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.epochs: list[int] = []
        self.dates: list[str] = []
        self.counts: list[float] = []
        self.states: list[float] = []
        self.frequency = 0


def read_series(path: Path) -> list[Panel]:
    """The series of a file, those that share dataset and days together. Raises IntakeFileError."""
    source = read_file(path, known_headers=COLUMNS)
    rows = iter(source.rows)
    _, header = next(rows, (0, ()))
    names = [_text(cell) for cell in header]
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        have = "、".join(name for name in names if name) or "没有"
        raise IntakeFileError(
            f"文件“{path.name}”缺少列 {'、'.join(missing)}（现有：{have}），请补上。"
        )
    at = {name: names.index(name) for name in COLUMNS if name in names}
    units: dict[tuple[str, str], _Unit] = {}
    reader = _Reader(path.name)
    for number, cells in rows:
        one = {name: _text(cells[i]) if i < len(cells) else "" for name, i in at.items()}
        key = one.get("dataset", path.stem), one["unit"]
        reader.take(units.setdefault(key, _Unit()), number, one)
    if not units:
        raise IntakeFileError(f"文件“{path.name}”只有表头，没有数据。")
    return _panels(path.name, units)


class _Reader:
    """Reads the cells of a row; each fault is one sentence with the row."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._dates: dict[str, str] = {"": ""}

    def take(self, unit: _Unit, number: int, cells: Mapping[str, str]) -> None:
        """Add a row to its series."""
        unit.rows.append(number)
        unit.epochs.append(int(self._count(number, "epoch", cells["epoch"])))
        unit.counts.append(self._count(number, "observed", cells["observed"], may_lack=True))
        unit.dates.append(self._date(number, cells.get("date", "")))
        state = cells.get("state", "")
        unit.states.append(np.nan if state in _BLANK else float(state in {"1", "TRUE", "true"}))
        frequency = int(self._count(number, "freq", cells.get("freq", "") or "52"))
        if frequency not in FREQUENCIES:
            self._refuse(number, "freq", f"“{frequency}”只能是 52（周）、12（月）或 365（日）")
        if unit.frequency not in (0, frequency):
            self._refuse(number, "freq", "与同一序列前面的行不同")
        unit.frequency = frequency

    def _count(self, number: int, column: str, text: str, *, may_lack: bool = False) -> float:
        if text in _BLANK and may_lack:
            return np.nan
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not (0 <= value <= _LARGEST and value.is_integer()):
            self._refuse(number, column, f"“{text}”不是非负整数")
        return value

    def _date(self, number: int, text: str) -> str:
        if text in _BLANK:
            return ""
        if text not in self._dates:
            read = read_date(text, spreadsheet_serial=False)
            if read.value is None:
                self._refuse(number, "date", f"“{text}”不是日期")
            self._dates[text] = f"{read.value}"
        return self._dates[text]

    def _refuse(self, number: int, column: str, why: str) -> None:
        raise IntakeFileError(f"文件“{self.name}”第 {number} 行 {column}：{why}，请核对。")


def _panels(name: str, units: Mapping[tuple[str, str], _Unit]) -> list[Panel]:
    together: dict[tuple[Any, ...], list[tuple[str, _Unit]]] = {}
    for (dataset, unit), series in units.items():
        _check_order(name, unit, series)
        has_dates = all(series.dates)
        days = tuple(series.dates) if has_dates else ()
        axis = (dataset, series.frequency, len(series.epochs), days)
        together.setdefault(axis, []).append((unit, series))
    return [_panel(axis, found) for axis, found in together.items()]


def _check_order(name: str, unit: str, series: _Unit) -> None:
    for place, epoch in enumerate(series.epochs, 1):
        if epoch != place:
            raise IntakeFileError(
                f"文件“{name}”第 {series.rows[place - 1]} 行 epoch：序列“{unit}”的期号应从 1 起"
                f"逐期递增，此处应为 {place}，实为 {epoch}，请补齐或去掉重复的行（没有报告的期"
                "留空 observed）。"
            )
    if all(series.dates):
        days = np.array(series.dates, "M8[D]")
        if late := np.flatnonzero(np.diff(days).astype(int) <= 0).tolist():
            raise IntakeFileError(
                f"文件“{name}”第 {series.rows[late[0] + 1]} 行 date：日期没有晚于上一期，请核对。"
            )


def _panel(axis: tuple[Any, ...], found: Sequence[tuple[str, _Unit]]) -> Panel:
    dataset, frequency, _, days = axis
    state = np.array([series.states for _, series in found]).T
    return Panel(
        dataset,
        tuple(unit for unit, _ in found),
        frequency,
        np.array([series.counts for _, series in found], float).T,
        np.array(days, "M8[D]") if days else None,
        None if np.isnan(state).all() else state,
    )


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
