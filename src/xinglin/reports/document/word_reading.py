"""Reading a Word file back: its binding, its figures as they stand, its other numbers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from xinglin.reports.document.binding import NAMESPACE, Binding, from_xml
from xinglin.reports.document.loose_numbers import FIGURE, numbers_in
from xinglin.reports.document.word_package import (
    UnreadableDocument,
    parse_part,
    read_package,
    relationships,
)
from xinglin.reports.document.word_stories import (
    Line,
    Piece,
    Story,
    StoryReader,
    hidden_styles,
    name_of,
    word_attribute,
)

_MAIN = "officeDocument"
_NOTES = {"footnotes": "w:footnoteReference", "endnotes": "w:endnoteReference"}
_MARGINS = ("header", "footer")
_DRAWN = ("chart", "diagramData")
_UNREAD = {
    "aFChunk": "插入的另一份文件",
    "subDocument": "子文档",
    "oleObject": "嵌入对象",
    "package": "嵌入文件",
    "control": "ActiveX 控件",
}


@dataclass(frozen=True)
class Occurrence:
    """A place where a figure stands.

    ``by`` is ``control`` or, where only that is left, ``bookmark``; ``number`` the number of the
    occurrence at the build, None for a copy; ``other_id`` the figure the bookmark around it
    belongs to, where that is another one.
    """

    figure_id: str
    text: str
    by: str
    part: str
    context: str
    number: int | None = None
    other_id: str | None = None
    is_data_bound: bool = False


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
    main = _main_part(parts, name)
    binding = _find_binding(parts, name)
    stories = list(_stories(parts, main, name))
    found, lines = _find_figures(stories, binding)
    return ReadBack(
        name,
        binding,
        found,
        tuple(_loose_numbers(lines)),
        *_attachments(parts, [story.part for story in stories], name),
    )


def count_numbers(numbers: Iterable[LooseNumber]) -> Counter[str]:
    """How often each number stands in the text.

    Word processors write the same header or footer two or three times (first, odd, even pages),
    so over those parts the largest count is taken, not the sum.
    """
    total: Counter[str] = Counter()
    margins: dict[str, Counter[str]] = {}
    for number in numbers:
        stem = _stem(number.part)
        if stem in _MARGINS:
            margins.setdefault(number.part, Counter())[number.key] += 1
        else:
            total[number.key] += 1
    widest: Counter[str] = Counter()
    for counted in margins.values():
        widest |= counted
    return total + widest


def _main_part(parts: Mapping[str, bytes], name: str) -> str:
    for relation in relationships(parts, "", name):
        if relation.kind == _MAIN and relation.target in parts:
            root = parse_part(parts[relation.target], relation.target, name)
            if name_of(root) == "w:document":
                return relation.target
    raise UnreadableDocument(f"{name} 不是 Word 文档（缺少正文部件），请提供 .docx 格式的报告。")


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
    for part, nodes in _shown_parts(parts, main, root, name):
        reader = StoryReader(part, hidden, key)
        for node in nodes:
            reader.walk(node)
        key += len(reader.story.controls)
        yield reader.story


def _shown_parts(
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
        if relation.kind in _MARGINS and relation.key in used:
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


def _find_figures(
    stories: list[Story], binding: Binding | None
) -> tuple[dict[str, tuple[Occurrence, ...]], list[tuple[str, Line, frozenset[Piece]]]]:
    finder = _FigureFinder(binding)
    for story in stories:
        finder.read(story)
    found = {key: tuple(places) for key, places in finder.found.items()}
    return found, finder.lines


class _FigureFinder:
    """Matches controls and bookmarks to the binding's figures, part by part."""

    def __init__(self, binding: Binding | None) -> None:
        figures = binding.figures if binding else ()
        self._by_control = {figure.control: figure.figure_id for figure in figures}
        self._by_bookmark = {
            f"{figure.bookmark}_{number}": (figure.figure_id, number)
            for figure in figures
            for number in range(1, figure.printed + 1)
        }
        self.found: dict[str, list[Occurrence]] = {}
        self.lines: list[tuple[str, Line, frozenset[Piece]]] = []

    def read(self, story: Story) -> None:
        pieces = [(piece, line) for line in story.lines for piece in line.pieces]
        ours = {item.key for item in story.controls if item.title in self._by_control}
        marked: set[str] = set()
        for control in story.controls:
            if control.key in ours:
                own = [item for item in pieces if control.key in item[0].controls]
                number, other = self._bookmark_around(own, self._by_control[control.title])
                marked.update(name for piece, _ in own for name in piece.bookmarks)
                place = (control.is_data_bound, number, other)
                self._add(self._by_control[control.title], "control", story.part, own, *place)
        # LibreOffice 7.4 takes the title off a rich control; the bookmark then says whose it is.
        untitled = {item.key for item in story.controls if not item.title}
        alone = sorted(set(self._by_bookmark) & story.bookmarks - marked)
        for name in alone:
            own = [item for item in pieces if name in item[0].bookmarks]
            figure_id, number = self._by_bookmark[name]
            by = "control" if _share_a_control(own, untitled) else "bookmark"
            self._add(figure_id, by, story.part, own, False, number, None)
        for line in story.lines:
            inside = frozenset(
                piece for piece in line.pieces
                if ours.intersection(piece.controls) or piece.bookmarks.intersection(alone)
            )
            self.lines.append((story.part, line, inside))

    def _bookmark_around(
        self, own: list[tuple[Piece, Line]], figure_id: str
    ) -> tuple[int | None, str | None]:
        names = {name for piece, _ in own for name in piece.bookmarks}
        held = [self._by_bookmark[name] for name in sorted(names) if name in self._by_bookmark]
        number = next((number for found, number in held if found == figure_id), None)
        other = next((found for found, _ in held if found != figure_id), None)
        return number, other if number is None else None

    def _add(
        self, figure_id: str, by: str, part: str, own: list[tuple[Piece, Line]],
        is_data_bound: bool, number: int | None, other: str | None,
    ) -> None:
        text = "".join(piece.text for piece, _ in own)
        context = own[0][1].text if own else ""
        place = Occurrence(figure_id, text, by, part, context, number, other, is_data_bound)
        self.found.setdefault(figure_id, []).append(place)


def _share_a_control(own: list[tuple[Piece, Line]], keys: set[int]) -> bool:
    shared = set(keys)
    for piece, _ in own:
        shared &= set(piece.controls)
    return bool(own) and bool(shared)


def _loose_numbers(lines: list[tuple[str, Line, frozenset[Piece]]]) -> Iterator[LooseNumber]:
    for part, line, inside in lines:
        text, figures = "", []
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


def _attachments(
    parts: Mapping[str, bytes], shown: list[str], name: str
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    pictures, unread = [], []
    for source in shown:
        for relation in relationships(parts, source, name):
            if relation.kind == "image" and relation.target in parts:
                digest = hashlib.sha256(parts[relation.target]).hexdigest()
                pictures.append((digest, relation.target))
            if relation.kind in _UNREAD and _stem(source) not in _DRAWN:
                unread.append(f"{_UNREAD[relation.kind]}（{relation.target}）")
    return tuple(sorted(set(pictures))), tuple(sorted(set(unread)))


def _stem(part: str) -> str:
    return PurePosixPath(part).stem.rstrip("0123456789")
