"""Characters of a document that no font can draw: a finding of the build, never a silent box."""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from xinglin.reports.document.model import Document
from xinglin.reports.document.model_json import to_json

_SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
_UNPRINTED = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def missing_glyphs(document: Document, fonts: Path) -> list[str]:
    """The characters of all texts of a document that no font of the folder has, in code order."""
    texts = json.dumps(_without_pictures(to_json(document)), ensure_ascii=False)
    drawn = _drawn(fonts)
    wanted = {sign for sign in texts if unicodedata.category(sign) not in _UNPRINTED}
    return sorted(sign for sign in wanted if ord(sign) not in drawn)


def _without_pictures(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_pictures(v) for k, v in value.items() if k not in ("svg", "png")}
    return [_without_pictures(v) for v in value] if isinstance(value, list) else value


@lru_cache(maxsize=2)
def _drawn(folder: Path) -> frozenset[int]:
    """Every character that some font of the folder has."""
    found: set[int] = set()
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES:
            # The faces of a collection differ in shapes, not in what they cover.
            is_collection = path.suffix.lower() == ".ttc"
            font = (
                TTCollection(path, lazy=True).fonts[0] if is_collection else TTFont(path, lazy=True)
            )
            found.update(font.getBestCmap() or {})
            font.close()
    return frozenset(found)
