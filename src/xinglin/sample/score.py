"""How many figures of a targets file the current records reproduce, which miss, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from xinglin.codes.divisions import DivisionTree
from xinglin.language.catalogue import Catalogue, load
from xinglin.language.indicators import Indicator
from xinglin.sample.build import known_divisions
from xinglin.sample.ranges import printed
from xinglin.sample.target_rows import Target
from xinglin.sample.targets import read_targets


class FigureLike(Protocol):
    """What scoring asks of a figure: its value in its unit's scale, or why there is none."""

    @property
    def value(self) -> str | None:
        """The exact value as a decimal; None where there is none."""

    @property
    def status(self) -> str:
        """reported, zero, not_reported, not_applicable or cannot_tell."""

    @property
    def note(self) -> str:
        """Why there is no value, in Chinese."""


FigureOf = Callable[[str, str, str], FigureLike]
"""Indicator, place and period → the figure."""


@dataclass(frozen=True)
class Miss:
    """A target the records do not give. got: as it would be printed ("" where there is no value);
    difference: got - target in printed units; reason: Chinese, "" where the number just differs.
    """

    id: str
    indicator: str
    place: str
    period: str
    target: str
    got: str
    difference: str
    reason: str


@dataclass(frozen=True)
class Score:
    """The result; `without_indicator` are ids of rows that name none."""

    total: int
    reproduced: tuple[str, ...]
    missed: tuple[Miss, ...]
    without_indicator: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """total, reproduced (how many), missed[] and without_indicator[]."""
        return {
            "total": self.total,
            "reproduced": len(self.reproduced),
            "reproduced_ids": list(self.reproduced),
            "missed": [vars(miss) for miss in self.missed],
            "without_indicator": list(self.without_indicator),
        }

    def lines(self) -> list[str]:
        """The result in Chinese, a sentence a line."""
        found = [
            f"目标 {self.total} 项：当前记录得出 {len(self.reproduced)} 项，"
            f"不符 {len(self.missed)} 项，尚无指标 {len(self.without_indicator)} 项。"
        ]
        for miss in self.missed:
            got = f"得 {miss.got}，差 {miss.difference}" if miss.got else "没有数值"
            why = f"（{miss.reason}）" if miss.reason else ""
            found.append(
                f"不符：{miss.id} {miss.indicator}，{miss.place}，{miss.period}，"
                f"目标 {miss.target}，{got}{why}。"
            )
        if self.without_indicator:
            found.append(f"尚无指标：{'、'.join(self.without_indicator)}。")
        return found


def score(
    targets: Path,
    figure_of: FigureOf,
    *,
    divisions: DivisionTree | None = None,
    catalogue: Catalogue | None = None,
) -> Score:
    """Hold every target of a file against the figure of the current records.

    A figure reproduces a target when it prints the same, rounded once, half up, at the target's
    decimals in the target's unit; 余, 多, 以上 and 约 are bounds. Raises SampleError.
    """
    known = catalogue or load()
    file = read_targets(targets, known.indicators, divisions or known_divisions())
    reproduced, missed = [], []
    for target in file.targets:
        figure = figure_of(target.indicator, target.place, target.period.key)
        miss = _miss(target, figure, known.indicators[target.indicator])
        if miss is None:
            reproduced.append(target.id)
        else:
            missed.append(miss)
    total = len(file.targets) + len(file.without_indicator)
    return Score(total, tuple(reproduced), tuple(missed), file.without_indicator)


def _miss(target: Target, figure: FigureLike, indicator: type[Indicator]) -> Miss | None:
    value = None if figure.value is None else Fraction(figure.value) / indicator.per
    if value is not None and indicator.plan().in_one != 1:
        value /= target.factor  # the figure is in the target's unit, the range in the base unit
    if value is not None and value in target.range:
        return None
    got = difference = ""
    if value is not None:
        got = printed(value * target.factor, target.decimals)
        difference = printed(Fraction(got) - target.printed, target.decimals)
    reason = target.contradiction or ("" if value is not None else figure.note or figure.status)
    return Miss(
        *(target.id, target.indicator, target.place, target.period.key),
        *(target.text, got, difference, reason),
    )
