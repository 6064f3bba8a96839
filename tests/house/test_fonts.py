"""Every Chinese character that a name or an address may hold has a glyph in the set-up's fonts."""

from __future__ import annotations

import struct
from pathlib import Path

from xinglin.site.tools import font_files

# GB 18030-2022, implementation level 3: the CJK blocks it requires. Last characters of each block
# as of Unicode 11, which the standard follows, except the URO, which it closes at U+9FEF.
REQUIRED = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)


def _characters(font: Path) -> set[int]:
    """Code points that a font (the first of a collection) maps to a glyph, from its `cmap`."""
    data = font.read_bytes()
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", data, start + 4)[0]
    for index in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * index)
        if tag == b"cmap":
            return _mapped(data, offset)
    raise AssertionError(f"{font.name} has no cmap")


def _mapped(data: bytes, cmap: int) -> set[int]:
    """The code points of the 32-bit subtable (format 12 of the OpenType `cmap`)."""
    found: set[int] = set()
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        subtable = cmap + struct.unpack_from(">I", data, cmap + 4 + 8 * index + 4)[0]
        if struct.unpack_from(">H", data, subtable)[0] == 12:
            groups = struct.unpack_from(">I", data, subtable + 12)[0]
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", data, subtable + 16 + 12 * group)
                found.update(range(first, last + 1))
    return found


def test_fonts_cover_gb_18030_2022() -> None:
    covered: set[int] = set()
    for font in font_files():
        covered |= _characters(font)
    lacking = [
        chr(point)
        for first, last in REQUIRED
        for point in range(first, last + 1)
        if point not in covered
    ]
    assert lacking == []
