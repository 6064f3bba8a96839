"""How numbers are printed in official text (rulebook 14.3; GB/T 15835-2011).

Values arrive exact (int, Decimal or Fraction) and are rounded once, here, half up, away from
zero. No thousands separators. Every function is pure; a float is refused because it is already
rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction

NO_DENOMINATOR = "—"
WAN, YI = 10_000, 100_000_000
LONGEST_EXACT_COUNT = 10_000_000  # seven digits stay whole
MONEY_UNITS_IN_FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
RATE_SIGNS = {100: "%", 1000: "‰", 10_000: "/万", 100_000: "/10万"}


def exact(value: Exact) -> Fraction:
    """The value as a fraction; TypeError for a float, ValueError for NaN or infinity."""
    if isinstance(value, (bool, float)) or not isinstance(value, (int, Decimal, Fraction)):
        raise TypeError(f"an exact number is needed, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("a finite number is needed")
    return Fraction(value)


def rounded(value: Exact, decimals: int) -> str:
    """The value with exactly ``decimals`` decimals, halves rounded away from zero."""
    fraction = exact(value)
    scaled = abs(fraction) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(units).rjust(decimals + 1, "0")
    sign = "-" if fraction < 0 and units else ""
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def print_count(value: Exact, unit: str = "") -> str:
    """A count with its unit: 2988例, 4.6万份, 113098张, 1.2亿人次.

    From 10,000 a count is put in 万 where that loses nothing (at most one decimal), from a
    hundred million in 亿 (at most two). Counts of more than seven digits are rounded to two
    decimals of 万 or 亿. ValueError when the value is not whole.
    """
    fraction = exact(value)
    if fraction.denominator != 1:
        raise ValueError(f"a count is a whole number, not {fraction}")
    number = fraction.numerator
    size = abs(number)
    if size >= YI:
        text = _without_trailing_zeros(rounded(Fraction(number, YI), 2)) + "亿"
    elif size >= LONGEST_EXACT_COUNT or (size >= WAN and number % 1000 == 0):
        text = _without_trailing_zeros(rounded(Fraction(number, WAN), 2)) + "万"
    else:
        text = str(number)
    return text + unit


def print_percent(numerator: Exact, denominator: Exact, decimals: int = 2) -> str:
    """The share in percent, e.g. 15.57%; 「—」 when the denominator is zero."""
    return print_rate(numerator, denominator, 100, decimals)


def print_rate(numerator: Exact, denominator: Exact, per: int, decimals: int = 2) -> str:
    """A rate per 100, 1000, 10,000 or 100,000: 6.05‰, 0.17/10万; 「—」 for a zero denominator."""
    if per not in RATE_SIGNS:
        raise ValueError(f"rates are per {list(RATE_SIGNS)}, not {per}")
    below = exact(denominator)
    if below == 0:
        return NO_DENOMINATOR
    return rounded(exact(numerator) * per / below, decimals) + RATE_SIGNS[per]


def print_money(fen: int, unit: str = "元") -> str:
    """Money held in fen, in 元, 万元 or 亿元, two decimals at most."""
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError("money is a whole number of fen")
    in_unit = Fraction(fen, MONEY_UNITS_IN_FEN[unit])
    return _without_trailing_zeros(rounded(in_unit, 2)) + unit


def print_change(now: Exact, before: Exact, decimals: int = 2) -> str:
    """A year-on-year of a quantity: 增长12.35%, 下降3.10%, 持平; 「—」 from zero.

    A change that rounds to nothing is 基本持平, so that 增长0.00% is never printed. From a
    negative base a percentage means nothing: 「—」.
    """
    new, old = exact(now), exact(before)
    if old <= 0:
        return NO_DENOMINATOR
    return _change((new - old) * 100 / old, decimals, ("增长", "下降"), "%")


def print_point_change(now: Exact | None, before: Exact | None, decimals: int = 2) -> str:
    """A change of a rate, in points (个百分点): 提高1.20个百分点, 降低…, 持平.

    Both rates are shares (0.1557 for 15.57%), None where the denominator was zero. The
    difference is taken from the exact rates, not from the printed ones.
    """
    if now is None or before is None:
        return NO_DENOMINATOR
    return _change((exact(now) - exact(before)) * 100, decimals, ("提高", "降低"), "个百分点")


def print_missing(status: str, office: str = "") -> str:
    """What is printed where there is no value, by status; the office that owes it, if known."""
    words = {"not_reported": "未报", "cannot_tell": "无法判定"}
    if status == "not_applicable":
        return NO_DENOMINATOR
    return f"【{words[status]}：{office}】" if office else f"【{words[status]}】"


def shares_adding_up(parts: Sequence[Exact], decimals: int = 1) -> list[str]:
    """The parts' percentages, printed so that they add up to 100 (largest remainder).

    For tables only where a footnote says so; parts of a zero total are all 「—」.
    """
    fractions = [exact(part) for part in parts]
    total = sum(fractions, Fraction(0))
    if total == 0:
        return [NO_DENOMINATOR] * len(fractions)
    units = 100 * 10**decimals
    exact_units = [part * units / total for part in fractions]
    floors = [share.numerator // share.denominator for share in exact_units]
    by_remainder = sorted(range(len(parts)), key=lambda i: (floors[i] - exact_units[i], i))
    for index in by_remainder[: units - sum(floors)]:
        floors[index] += 1
    return [rounded(Fraction(floor, 10**decimals), decimals) + "%" for floor in floors]


def _change(difference: Fraction, decimals: int, words: tuple[str, str], sign: str) -> str:
    if difference == 0:
        return "持平"
    size = rounded(abs(difference), decimals)
    if not size.strip("0."):
        return "基本持平"
    return f"{words[0] if difference > 0 else words[1]}{size}{sign}"


def _without_trailing_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


_DIGITS = "一二三四五六七八九"


def ordinal(number: int) -> str:
    """A number from 1 to 99 in words, as headings carry it: 一, 十, 十一, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens - 1]}十")
    return head + (_DIGITS[ones - 1] if ones else "")
