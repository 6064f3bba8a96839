"""Keys for sorting and searching Chinese names by pinyin.

They are stored beside the name: the database has no Chinese collation. A character with several
readings gets the one of its word (重庆) or the common one: a key finds and sorts, never identifies.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg import mmseg

from xinglin.codes.text import normalise_text

_BETWEEN_SYLLABLES = " "
_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def sort_key(text: str) -> str:
    """Syllables with tone numbers, then the text itself, so that equal readings keep an order.

    张三 → "zhang1 san1|张三". Comparable byte by byte (collation C).
    """
    plain = normalise_text(text)
    joined = _BETWEEN_SYLLABLES.join(filter(None, map(_syllables_of, mmseg.seg.cut(plain))))
    return f"{joined.casefold()}|{plain}"


@lru_cache(maxsize=50_000)
def _syllables_of(word: str) -> str:
    """The reading of one word. Names are made of few words, and a reading costs 50 µs."""
    syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    return _BETWEEN_SYLLABLES.join(part.strip() for part in syllables if part.strip())


def initials(text: str) -> str:
    """The first letters of the syllables: 张三 → "zs"; letters and digits stand for themselves."""
    plain = unicodedata.normalize("NFKC", normalise_text(text))
    found = "".join(_initials_of(match[0]) for match in _RUNS.finditer(plain))
    return "".join(letter for letter in found.casefold() if letter.isalnum())


def _initials_of(run: str) -> str:
    """First letters of a run of Chinese; other text as it is."""
    syllables = lazy_pinyin(run, style=Style.NORMAL, errors=lambda other: " " + other)
    return "".join(part[1:] if part.startswith(" ") else part[:1] for part in syllables)
