"""Reading a Word file back: its binding, its figures as they stand, its other numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xinglin.reports.document.binding import NAMESPACE, Binding, from_xml
from xinglin.reports.document.loose_numbers import FIGURE, numbers_in
from xinglin.reports.document.word_figures import Occurrence, find_figures
from xinglin.reports.document.word_package import (
    UnreadableDocument,
    parse_part,
    read_package,
    relationships,
)
from xinglin.reports.document.word_parts import (
    MARGINS,
    attachments,
    main_part,
    shown_parts,
    stem,
)
from xinglin.reports.document.word_stories import (
    Line,
    Piece,
    Story,
    StoryReader,
    hidden_styles,
)


@dataclass(frozen=True)
class LooseNumber:
    """A number that belongs to no figure: as written, folded, its kind, where it stands."""

    text: str
    key: str
    kind: str
    context: str
    part: str


@dataclass(frozen=True)
class ReadBack:
    """What a Word file says; ``binding`` is None where it carries none of ours.

    ``pictures`` are the SHA-256 of the pictures shown; ``unread`` names what cannot be read.
    """

    name: str
    binding: Binding | None
    found: Mapping[str, tuple[Occurrence, ...]]
    loose_numbers: tuple[LooseNumber, ...]
    pictures: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()


def read_word(data: bytes, name: str = "该文件") -> ReadBack:
    """Read any .docx; ``name`` stands in the messages.

    Raises UnreadableDocument for what is not a whole Word file.
    """
    parts = read_package(data, name)
    main = main_part(parts, name)
    binding = _find_binding(parts, name)
    stories = list(_stories(parts, main, name))
    found, lines = find_figures(stories, binding)
    return ReadBack(
        name,
        binding,
        found,
        tuple(_loose_numbers(lines)),
        *attachments(parts, [story.part for story in stories], name),
    )


def count_numbers(numbers: Iterable[LooseNumber]) -> Counter[str]:
    """How often each number stands in the text.

    Word processors write the same header or footer two or three times (first, odd, even pages),
    so over those parts the largest count is taken, not the sum.
    """
    total: Counter[str] = Counter()
    margins: dict[str, Counter[str]] = {}
    for number in numbers:
        if stem(number.part) in MARGINS:
            margins.setdefault(number.part, Counter())[number.key] += 1
        else:
            total[number.key] += 1
    widest: Counter[str] = Counter()
    for counted in margins.values():
        widest |= counted
    return total + widest


def _find_binding(parts: Mapping[str, bytes], name: str) -> Binding | None:
    held = []
    for part, data in parts.items():
        if part.startswith("customXml/") and NAMESPACE.encode() in data:
            root = parse_part(data, part, name)
            if root.tag == f"{{{NAMESPACE}}}report":
                held.append(root)
    if len(held) > 1:
        raise UnreadableDocument(f"{name} 内有 {len(held)} 份报告绑定，无法确定以哪一份为准。")
    try:
        return from_xml(held[0]) if held else None
    except ValueError as error:
        raise UnreadableDocument(
            f"{name} 内的报告绑定已损坏，无法核对，请重新取得原文件。"
        ) from error


def _stories(parts: Mapping[str, bytes], main: str, name: str) -> Iterator[Story]:
    relations = relationships(parts, main, name)
    styles = next((item.target for item in relations if item.kind == "styles"), "")
    hidden = hidden_styles(parse_part(parts[styles], styles, name) if styles in parts else None)
    root = parse_part(parts[main], main, name)
    key = 0
    for part, nodes in shown_parts(parts, main, root, name):
        reader = StoryReader(part, hidden, key)
        for node in nodes:
            reader.walk(node)
        key += len(reader.story.controls)
        yield reader.story


def _loose_numbers(lines: list[tuple[str, Line, frozenset[Piece]]]) -> Iterator[LooseNumber]:
    for part, line, inside in lines:
        text = ""
        figures: list[str] = []
        was_inside: tuple[tuple[int, ...], frozenset[str]] | None = None
        for piece in line.pieces:
            if piece not in inside:
                text, was_inside = text + piece.text, None
                continue
            if was_inside == (piece.controls, piece.bookmarks):
                figures[-1] += piece.text
                continue
            text, was_inside = text + FIGURE, (piece.controls, piece.bookmarks)
            figures.append(piece.text)
        for found in numbers_in(text, tuple(figures)):
            yield LooseNumber(found.text, found.key, found.kind, found.context, part)
