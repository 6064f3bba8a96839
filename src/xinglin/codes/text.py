"""Text as it comes from keyboards and files: what is folded, and where it must not be.

Prose keeps its full-width letters and punctuation. Codes, numbers and dates do not; names keep
everything but their blanks, which are trimmed, and the many shapes of the middle dot (间隔号).
"""

from __future__ import annotations

import re
import unicodedata

MIDDLE_DOT = "·"
NAME_LENGTH = 100  # characters; names in minority languages are long
_DOT_SHAPES = "·•・･‧∙⋅●"
_DOTS = re.compile(f"\\s*[{_DOT_SHAPES}]\\s*")
_DOT_BETWEEN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])\s*[.．]\s*(?=[\u3400-\u9fff])")
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]+")  # most names: nothing to fold
_INVISIBLE: dict[int, int | None] = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# GB 18030-2022 moved 18 characters out of the private use area, where decoders of the editions of
# 2000 and 2005 (Python's among them) still put them.
_GB18030_2022 = dict(
    zip(
        (
            *(0xE78D, 0xE78E, 0xE78F, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796),
            *(0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
        ),
        map(ord, "︐︒︑︓︔︕︖︗︘︙龴龵龶龷龸龹龺龻"),
        strict=True,
    )
)
_FOLDED = _INVISIBLE | _GB18030_2022


def normalise_text(text: str) -> str:
    """Prose in NFC, without invisible marks and in the characters of GB 18030-2022."""
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def fold_code(text: str) -> str:
    """A code, number or date in half-width characters without any blanks; case is kept."""
    half_width = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    # Once more: a blank dropped may bring a letter and its accent together.
    return unicodedata.normalize("NFKC", "".join(half_width.split()))


def normalise_name(text: str) -> str:
    """A person's name: NFC, blanks trimmed, every middle dot as U+00B7 without blanks beside it.

    Blanks inside purely Chinese names (张  三) are dropped; in others one is kept.
    """
    if _PLAIN_NAME.fullmatch(text):
        return text
    name = " ".join(normalise_text(text).split())
    name = _DOTS.sub(MIDDLE_DOT, name)
    name = _DOT_BETWEEN_CHINESE.sub(MIDDLE_DOT, name)
    return name if any(_is_latin(character) for character in name) else name.replace(" ", "")


def name_fault(name: str) -> str | None:
    """What is wrong with a normalised name, as a Chinese sentence; None when nothing is."""
    if not name:
        return "姓名为空，请填写证件上的姓名。"
    if len(name) > NAME_LENGTH:
        return f"姓名有 {len(name)} 个字，超过 {NAME_LENGTH} 个字，请核对。"
    if not name.isalpha() and any(character.isdigit() for character in name):
        return "姓名中有数字，请填写证件上的姓名。"
    return None


def mask_name(name: str) -> str:
    """A name for screens: the first character and a star for each further one."""
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def _is_latin(character: str) -> bool:
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
