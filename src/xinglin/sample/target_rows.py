"""One line of a targets file, read and checked cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from xinglin.codes.divisions import DivisionTree
from xinglin.language.indicators import Indicator
from xinglin.language.periods import Period, PeriodError, parse_period
from xinglin.sample.ranges import QUALIFIERS, Range, printed_range

KINDS = {
    "count": ("total",),
    "sum": ("total",),
    "stock": ("total",),
    "rate": ("ratio",),
    "ratio": ("ratio",),
    "yoy": ("change", "change_of_ratio", "points"),
}
"""Kind of a published figure → formulas of indicators that can give it."""

_PER_OF_UNIT = {"%": 100, "‰": 1000, "/万": 10_000, "/10万": 100_000, "个百分点": 100}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Target:
    """One published figure.

    printed: the number as printed, its fall as a negative; factor: printed number ÷ exact value
    (100 for a percentage, 1/10000 for 万). text: number and unit as printed.
    contradiction: why it is known that no records give it ("" where nothing speaks against it).
    """

    line: int
    id: str
    indicator: str
    place: str
    period: Period
    kind: str
    printed: Fraction
    text: str
    decimals: int
    qualifier: str
    factor: Fraction
    contradiction: str = ""

    @property
    def range(self) -> Range:
        """The exact values, before any 'per', that print as this figure."""
        return printed_range(self.printed, self.decimals, self.qualifier).divided(self.factor)

    def named(self) -> str:
        """How messages call it: id, figure, place and period."""
        return f"{self.id}（{self.indicator} {self.text}，{self.place}，{self.period.key}）"


class RowReader:
    """Reads lines; `faults` collects (line, what is wrong with which column)."""

    def __init__(self, indicators: Mapping[str, type[Indicator]], divisions: DivisionTree) -> None:
        self._indicators, self._divisions = indicators, divisions
        self.faults: list[tuple[int, str]] = []

    def read(self, line: int, row: Mapping[str, str]) -> Target | None:
        """The target of a line, or None when something in it is wrong."""
        before = len(self.faults)
        period = self._period(line, row["period"])
        self._place(line, row["place"])
        self._kind(line, row)
        numbers = [self._number(line, row, column) for column in ("value", "value_base")]
        decimals = self._decimals(line, row["decimals"])
        qualifier = row.get("qualifier", "")
        if qualifier not in QUALIFIERS:
            known = "、".join(q for q in QUALIFIERS if q)
            self._fault(line, "qualifier", f"“{qualifier}”不认识，请填 {known} 或留空。")
        value, base = numbers
        if value is None or base is None or period is None or decimals is None:
            return None
        if (value * 10**decimals).denominator != 1:
            what = f"{row['value']} 的小数多于 decimals 列所写的 {decimals} 位，请核对两列。"
            self._fault(line, "value", what)
        factor = self._factor(line, row, value, base)
        if factor is None or len(self.faults) > before:
            return None
        return Target(
            line=line,
            id=row["id"],
            indicator=row["indicator"],
            place=row["place"],
            period=period,
            kind=row["kind"],
            printed=-abs(value) if base < 0 else abs(value),
            text=f"{row['value']}{qualifier}{row['unit']}" + ("（下降）" if base < 0 else ""),
            decimals=decimals,
            qualifier=qualifier,
            factor=factor,
            contradiction=row.get("contradiction", ""),
        )

    def _fault(self, line: int, column: str, what: str) -> None:
        self.faults.append((line, f"“{column}”列：{what}"))

    def _period(self, line: int, text: str) -> Period | None:
        try:
            return parse_period(text)
        except PeriodError as error:
            self._fault(line, "period", str(error))
            return None

    def _place(self, line: int, code: str) -> None:
        if code not in self._divisions:
            self._fault(line, "place", f"“{code}”不在行政区划代码表中，请填区划代码。")

    def _kind(self, line: int, row: Mapping[str, str]) -> None:
        kind, name = row["kind"], row["indicator"]
        indicator = self._indicators.get(name)
        if indicator is None:
            self._fault(line, "indicator", f"没有指标“{name}”，请核对指标编号，或留空待列。")
        if kind not in KINDS:
            self._fault(line, "kind", f"“{kind}”不认识，请填 {'、'.join(KINDS)} 之一。")
        elif indicator is not None and indicator.formula not in KINDS[kind]:
            what = f"“{kind}”与指标“{indicator.name}”不是一类数字，请核对类别或指标编号。"
            self._fault(line, "kind", what)

    def _number(self, line: int, row: Mapping[str, str], column: str) -> Fraction | None:
        text = row[column].replace(",", "")
        if not text:
            self._fault(line, column, "是空的，请填数字（没有数字的目标请整行删去）。")
            return None
        if not _NUMBER.fullmatch(text):
            self._fault(line, column, f"“{row[column]}”不是数字，请只填数字。")
            return None
        return Fraction(text)

    def _decimals(self, line: int, text: str) -> int | None:
        if text.isascii() and text.isdigit() and int(text) <= 6:
            return int(text)
        self._fault(line, "decimals", f"“{text}”不是小数位数，请填 0 至 6 的整数。")
        return None

    def _factor(
        self, line: int, row: Mapping[str, str], value: Fraction, base: Fraction
    ) -> Fraction | None:
        """Printed number ÷ exact value, from the two numbers or, for nought, from the unit."""
        if value == 0 and base == 0:
            per = row.get("per", "")
            if per.isdigit() and int(per):
                return Fraction(int(per))
            known = _PER_OF_UNIT.get(row["unit"])
            return Fraction(known) if known else _counted_in(row["unit"])
        if value < 0 < base:
            what = f"{row['value']} 是下降，{row['value_base']} 是上升，请核对正负号。"
            self._fault(line, "value_base", what)
            return None
        if value and base and _may_be_factor(abs(value / base), row["kind"], row["unit"]):
            return abs(value / base)
        what = f"{row['value_base']} 不是 {row['value']}{row['unit']} 的基本单位数，请核对。"
        self._fault(line, "value_base", what)
        return None


def _may_be_factor(factor: Fraction, kind: str, unit: str) -> bool:
    """Things counted have no other base than themselves, 万 and 亿 apart; measures may."""
    if kind in ("count", "stock"):
        return factor == _counted_in(unit)
    return factor == _PER_OF_UNIT.get(unit, factor) and _is_power_of_ten(factor)


def _counted_in(unit: str) -> Fraction:
    return Fraction(1, {"万": 10**4, "亿": 10**8}.get(unit[:1], 1))


def _is_power_of_ten(value: Fraction) -> bool:
    larger, smaller = (
        max(value.numerator, value.denominator),
        min(value.numerator, value.denominator),
    )
    return smaller == 1 and str(larger).strip("0") == "1"
