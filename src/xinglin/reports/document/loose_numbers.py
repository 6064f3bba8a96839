"""The numbers of a text that belong to no figure.

A paragraph is scanned with each figure as one sign (FIGURE), so that a digit or 万 typed right
beside a figure is seen: it makes another number of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

FIGURE = "\ufffc"
CONTEXT = 12

_CHINESE = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_MEASURES = "例人个件起份张家所户元次名宗台套只吨升床册间项种%岁天"
_LATIN = "A-Za-z0-9_@./-"
_CHINESE_UNITS = "万亿千百十"
_DIGITS = r"\d(?:\d|[,\u00a0\u2009\u202f](?=\d{3}(?!\d)))*(?:\.\d+)?"
_PATTERN = re.compile(
    rf"""
    (?P<document>(?<=[〔\[])\d{{4}}(?=[〕\]])|(?<=[〕\]])\d+(?=号))
    |(?P<identifier>(?=[{_LATIN}]*[A-Za-z])(?=[{_LATIN}]*\d)[{_LATIN}]+
        (?![{_LATIN}{_CHINESE_UNITS}{_MEASURES}]))
    |(?P<date>\d{{2,4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|\d{{1,2}}月\d{{1,2}}日
        |(?<!\d)(?:\d{{1,2}}[-—–至])?\d{{1,2}}月(?![\d龄])|(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d))
    |(?P<ordinal>(?:(?<=第)|(?<=图)|(?<=表)|(?<=附件))\d+(?![\d.例人%])
        |^[（(]?\d{{1,2}}(?:[)）]|[．.、](?!\d)))
    |(?P<number>(?:(?<![\w])-)?(?:{_DIGITS}|{FIGURE})(?:{FIGURE}|{_DIGITS})*
        (?:(?<={FIGURE})\.\d+)?[{_CHINESE_UNITS}]*[%‰‱]?)
    |(?P<chinese>百分之[{_CHINESE}点]+|[{_CHINESE}]*[十百千万亿拾佰仟][{_CHINESE}]*(?=[余多]?
        (?:[{_MEASURES}]))|[{_CHINESE}]{{3,}}(?=[余多]?[{_MEASURES}]))
    """,
    re.VERBOSE,
)
_FOLDED_SIGNS = str.maketrans("％．－−", "%.--")
_SEPARATORS = re.compile(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d)")


@dataclass(frozen=True)
class NumberInText:
    """A number: as written, folded to one way of writing, what kind, and its surroundings."""

    text: str
    key: str
    kind: str
    context: str


def numbers_in(text: str, figures: tuple[str, ...] = ()) -> Iterator[NumberInText]:
    """The loose numbers of one paragraph, in order.

    ``text`` has FIGURE where a figure stands; ``figures`` are their texts, for the context.
    Kinds: ``number``, ``chinese`` (三千二百例), ``date``, ``ordinal``, ``document`` (文号),
    ``identifier`` (H7N9).
    A bare FIGURE is no loose number; FIGURE with something glued to it is.
    """
    folded = fold(text)
    for match in _PATTERN.finditer(folded):
        if match.group() == FIGURE:
            continue
        start, end = match.span()
        around = (text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT])
        seen = text[: max(0, start - CONTEXT)].count(FIGURE)
        before, own, after = _with_figures(around, figures[seen:])
        key = _SEPARATORS.sub("", match.group())
        yield NumberInText(own, key, match.lastgroup or "number", f"{before}[{own}]{after}")


def fold(text: str) -> str:
    """The text with every decimal digit as 0-9 and full-width signs as plain ones, length kept."""
    digits = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() and sign not in "0123456789" else sign
        for sign in text
    )
    return digits.translate(_FOLDED_SIGNS)


def _with_figures(texts: tuple[str, str, str], figures: tuple[str, ...]) -> list[str]:
    waiting = iter(figures)
    return [re.sub(FIGURE, lambda _: next(waiting, "…"), text) for text in texts]
