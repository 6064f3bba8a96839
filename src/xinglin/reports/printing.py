"""How a figure is printed in official text: by its unit, its decimals and the style of its slot."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Protocol

from xinglin.reports.document.numbers import (
    NO_DENOMINATOR,
    print_count,
    print_missing,
    rounded,
)

_SYMBOLS = {"%", "‰", "/10万", "/万"}
_WORDS_OF_CHANGE = {"%": ("上升", "下降"), "个百分点": ("上升", "下降")}


class Printable(Protocol):
    """What of a figure is printed."""

    @property
    def value(self) -> str | None:
        """The exact value in the unit's scale, or None."""

    @property
    def unit(self) -> str:
        """The unit's sign or word."""

    @property
    def decimals(self) -> int:
        """Digits after the point."""

    @property
    def status(self) -> str:
        """reported, zero, not_reported, not_applicable or cannot_tell."""


def print_figure(figure: Printable, office: str = "", style: str = "") -> str:
    """The figure's text. A figure without a value is 【未报：office】, 【无法判定…】 or —."""
    if figure.value is None or figure.status in ("not_reported", "not_applicable", "cannot_tell"):
        if figure.status == "not_applicable":
            return NO_DENOMINATOR
        return print_missing(figure.status, office)
    value = Fraction(figure.value)
    if style == "change":
        return _change(value, figure)
    number = _number(value, figure)
    return number + figure.unit if style == "unit" else number


def _number(value: Fraction, figure: Printable) -> str:
    if figure.decimals == 0 and value.denominator == 1 and figure.unit not in _SYMBOLS:
        return print_count(value)
    return rounded(value, figure.decimals)


def _change(value: Fraction, figure: Printable) -> str:
    up, down = _WORDS_OF_CHANGE.get(figure.unit, ("增加", "减少"))
    if value == 0:
        return "持平"
    size = rounded(abs(value), figure.decimals)
    if not size.strip("0."):
        return "基本持平"
    return f"{up if value > 0 else down}{size}{figure.unit}"


def whole_of(level: str) -> str:
    """全国, 全省, 全市, 全县 … for a place of a level."""
    return {
        "country": "全国",
        "province": "全省",
        "prefecture": "全市",
        "county": "全县",
        "township": "全镇",
    }.get(level, "本地")


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put {place}, {whole}, {period}, {bureau} into a text without figures."""
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text
