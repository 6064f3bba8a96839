"""Which parts of a Word file a reader sees, and what in it cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lxml import etree

from xinglin.reports.document.word_package import (
    UnreadableDocument,
    parse_part,
    relationships,
)
from xinglin.reports.document.word_stories import name_of, word_attribute

_MAIN = "officeDocument"
_NOTES = {"footnotes": "w:footnoteReference", "endnotes": "w:endnoteReference"}
MARGINS = ("header", "footer")
_DRAWN = ("chart", "diagramData")
_UNREAD = {
    "aFChunk": "插入的另一份文件",
    "subDocument": "子文档",
    "oleObject": "嵌入对象",
    "package": "嵌入文件",
    "control": "ActiveX 控件",
}


def main_part(parts: Mapping[str, bytes], name: str) -> str:
    """The part with the body; UnreadableDocument where there is none."""
    for relation in relationships(parts, "", name):
        if relation.kind == _MAIN and relation.target in parts:
            root = parse_part(parts[relation.target], relation.target, name)
            if name_of(root) == "w:document":
                return relation.target
    raise UnreadableDocument(f"{name} 不是 Word 文档（缺少正文部件），请提供 .docx 格式的报告。")


def shown_parts(
    parts: Mapping[str, bytes], main: str, root: etree._Element, name: str
) -> Iterator[tuple[str, list[etree._Element]]]:
    """The parts a reader sees: a header or note nobody refers to is not among them."""
    yield main, [root]
    used = {
        word_attribute(node, "id")
        for node in root.iter()
        if name_of(node) in {"w:headerReference", "w:footerReference"}
    }
    for relation in relationships(parts, main, name):
        if relation.target not in parts:
            continue
        if relation.kind in MARGINS and relation.key in used:
            margin = parse_part(parts[relation.target], relation.target, name)
            yield relation.target, [margin]
            yield from _drawn(parts, relation.target, name)
        elif relation.kind in _NOTES:
            notes = parse_part(parts[relation.target], relation.target, name)
            yield relation.target, _notes_referred_to(notes, root, _NOTES[relation.kind])
    yield from _drawn(parts, main, name)


def _drawn(
    parts: Mapping[str, bytes], source: str, name: str
) -> Iterator[tuple[str, list[etree._Element]]]:
    for relation in relationships(parts, source, name):
        if relation.kind in _DRAWN and relation.target in parts:
            yield relation.target, [parse_part(parts[relation.target], relation.target, name)]


def _notes_referred_to(
    notes: etree._Element, root: etree._Element, reference: str
) -> list[etree._Element]:
    used = {word_attribute(node, "id") for node in root.iter() if name_of(node) == reference}
    return [note for note in notes if word_attribute(note, "id") in used]


def attachments(
    parts: Mapping[str, bytes], shown: list[str], name: str
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The SHA-256 and part of each picture shown, and what in those parts cannot be read."""
    pictures, unread = [], []
    for source in shown:
        for relation in relationships(parts, source, name):
            if relation.kind == "image" and relation.target in parts:
                digest = hashlib.sha256(parts[relation.target]).hexdigest()
                pictures.append((digest, relation.target))
            if relation.kind in _UNREAD and stem(source) not in _DRAWN:
                unread.append(f"{_UNREAD[relation.kind]}（{relation.target}）")
    return tuple(sorted(set(pictures))), tuple(sorted(set(unread)))


def stem(part: str) -> str:
    """The part's kind: ``header`` for ``word/header2.xml``."""
    return PurePosixPath(part).stem.rstrip("0123456789")
