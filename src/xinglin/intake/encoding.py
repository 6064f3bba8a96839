"""Which encoding a text file is in: found from its bytes, or refused; never guessed wrong."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from xinglin.codes.dated import fold_text
from xinglin.intake.problems import IntakeFileError

ENCODINGS = ("utf-8", "gb18030")
_CJK_FROM = "\u2e80"
_SAVE_AGAIN = "请另存为“CSV UTF-8”或 .xlsx 再导入。"


def decode(data: bytes, file_name: str, known_headers: Sequence[str], declared: str = "") -> str:
    """The text of a CSV file: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030.

    A file that is valid in both UTF-8 and GB18030 (possible for a few characters only) is decided
    by its headers. Raises IntakeFileError where nothing decides, or where characters are damaged.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16", file_name)
    if data.startswith(codecs.BOM_UTF8):
        return _strict(data[len(codecs.BOM_UTF8) :], "utf-8", file_name)
    if b"\0" in data:
        raise IntakeFileError(f"文件“{file_name}”不是文本文件，{_SAVE_AGAIN}")
    if declared:
        return _strict(data, declared, file_name)
    utf8, gb = _try(data, "utf-8"), _try(data, "gb18030")
    if utf8 is not None:
        ambiguous = gb is not None and not utf8.isascii() and _only_short(utf8)
        if not ambiguous or gb is None:
            return utf8
        return _by_headers(utf8, gb, file_name, known_headers)
    if gb is None or _is_damaged_utf8(data):
        raise IntakeFileError(_damaged(data, file_name))
    return gb


def _strict(data: bytes, encoding: str, file_name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise IntakeFileError(
            f"文件“{file_name}”第 {line} 行有损坏的字符（按 {encoding.upper()} 读），{_SAVE_AGAIN}"
        ) from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _only_short(text: str) -> bool:
    """No character of three bytes or more: pairs of GB bytes may look like those of two."""
    return all(character < "\u0800" for character in text)


def _by_headers(utf8: str, gb: str, file_name: str, known: Sequence[str]) -> str:
    spellings = {fold_text(header) for header in known}

    def hits(text: str) -> int:
        first = text.split("\n", 1)[0].replace('"', "")
        return sum(fold_text(part) in spellings for part in first.split(","))

    as_utf8, as_gb = hits(utf8), hits(gb)
    if as_utf8 != as_gb:
        return utf8 if as_utf8 > as_gb else gb
    first = utf8.split("\n", 1)[0]
    if len(utf8) - len(first) and not _mostly_cjk(gb):
        return utf8
    raise IntakeFileError(
        f"文件“{file_name}”的编码认不准（UTF-8 和 GB18030 都说得通），"
        f"请在对照文件里写明 encoding，或{_SAVE_AGAIN[1:]}"
    )


def _mostly_cjk(text: str) -> bool:
    other = [c for c in text if not c.isascii()]
    return all(c >= _CJK_FROM for c in other)


def _is_damaged_utf8(data: bytes) -> bool:
    """Mostly good UTF-8 with a few bad bytes: read as GB18030 it would be nonsense, silently."""
    lenient = data.decode("utf-8", errors="replace")
    good = sum(c >= _CJK_FROM and c != "\ufffd" for c in lenient)
    return good > lenient.count("\ufffd")


def _damaged(data: bytes, file_name: str) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"文件“{file_name}”第 {line} 行有损坏的字符，{_SAVE_AGAIN}"
    return f"文件“{file_name}”既不是 UTF-8 也不是 GB18030 编码，{_SAVE_AGAIN}"
