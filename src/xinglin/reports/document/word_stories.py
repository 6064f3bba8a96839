"""What a reader sees of a Word file, walked by XML over every story.

python-docx's ``paragraph.text`` leaves out what stands in content controls and text boxes, so
the tree is walked here: runs split anywhere, controls inside controls, tracked changes as if
accepted, alternate content once, hidden text and the codes of fields left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "urn:schemas-microsoft-com:vml": "v",
}
# Word falls back where a choice asks for something it does not know; what it knows is Microsoft's.
_UNDERSTOOD = ("http://schemas.microsoft.com/", "urn:schemas-microsoft-com:", *_PREFIXES)

_UNSEEN = frozenset(
    {
        "w:pPr",
        "w:rPr",
        "w:sectPr",
        "w:tblPr",
        "w:tblGrid",
        "w:trPr",
        "w:tcPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:delInstrText",
        "mc:Fallback",
        "a:pPr",
        "a:rPr",
    }
)
_TEXT = frozenset({"w:t", "m:t", "a:t", "c:v"})
_SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_PARAGRAPHS = frozenset({"w:p", "a:p", "c:pt"})
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")


@dataclass(frozen=True)
class Piece:
    """A stretch of visible text, with the controls (by key) and bookmarks it stands in."""

    text: str
    controls: tuple[int, ...]
    bookmarks: frozenset[str]


@dataclass(frozen=True)
class Line:
    """One paragraph, wherever it stands."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The paragraph's visible text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Control:
    """One content control: its title (or tag, where there is no title).

    ``bookmarks`` are those it stands in or that begin in it, whether it has text or not.
    """

    key: int
    title: str
    is_data_bound: bool
    bookmarks: frozenset[str]


@dataclass
class Story:
    """All visible text of one part."""

    part: str
    lines: list[Line] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    bookmarks: set[str] = field(default_factory=set)


@dataclass
class _Field:
    code: str = ""
    shows_result: bool = False

    def hides_text(self) -> bool:
        return not self.shows_result or self.code.split()[:1] in ([name] for name in _PAGE_FIELDS)


def name_of(node: etree._Element) -> str:
    """``w:p`` for the element, in the transitional and the strict namespace alike."""
    if not isinstance(node.tag, str):
        return ""
    qualified = etree.QName(node)
    prefix = _PREFIXES.get(qualified.namespace or "", "")
    return f"{prefix}:{qualified.localname}" if prefix else qualified.localname


def word_attribute(node: etree._Element, local: str) -> str | None:
    """An attribute by its local name, whatever namespace it is in."""
    for key, value in node.attrib.items():
        if etree.QName(key).localname == local:
            return str(value)
    return None


def hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    """The ids of the styles whose text is hidden, by themselves or by what they are based on."""
    if styles is None:
        return frozenset()
    hidden, based_on = set(), {}
    for style in (node for node in styles.iter() if name_of(node) == "w:style"):
        key = word_attribute(style, "styleId") or ""
        for node in style.iter():
            if name_of(node) == "w:basedOn":
                based_on[key] = word_attribute(node, "val") or ""
            if name_of(node) == "w:vanish" and _is_on(node):
                hidden.add(key)
    for key in based_on:
        ancestor, steps = key, 0
        while ancestor in based_on and ancestor not in hidden and steps < len(based_on):
            ancestor, steps = based_on[ancestor], steps + 1
        if ancestor in hidden:
            hidden.add(key)
    return frozenset(hidden)


class StoryReader:
    """Walks one part; ``story`` is the result. Notes may be limited to those referred to."""

    def __init__(self, part: str, hidden: frozenset[str], first_key: int = 0) -> None:
        self.story = Story(part)
        self._hidden = hidden
        self._next_key = first_key
        self._open_lines: list[list[Piece]] = []
        self._open_controls: dict[int, set[str]] = {}
        self._open_bookmarks: dict[str, str] = {}
        self._fields: list[_Field] = []
        self._special: dict[str, Callable[[etree._Element], None]] = {
            "w:sdt": self._control,
            "w:r": self._run,
            "mc:AlternateContent": self._alternate,
            "w:bookmarkStart": self._bookmark_start,
            "w:bookmarkEnd": self._bookmark_end,
            "w:fldChar": self._field_sign,
            "w:fldSimple": self._simple_field,
            "w:instrText": self._field_code,
            "w:sym": self._symbol,
            "v:textpath": self._word_art,
        }

    def walk(self, node: etree._Element) -> None:
        """Read the node and all below it."""
        name = name_of(node)
        if name in _UNSEEN:
            return
        if name in self._special:
            self._special[name](node)
        elif name in _TEXT:
            self._emit(node.text or "")
        elif name in _SIGNS:
            self._emit(_SIGNS[name])
        elif name in _PARAGRAPHS:
            self._paragraph(node)
        else:
            for child in node:
                self.walk(child)

    def _paragraph(self, node: etree._Element) -> None:
        self._open_lines.append([])
        for child in node:
            self.walk(child)
        self.story.lines.append(Line(tuple(self._open_lines.pop())))

    def _emit(self, text: str) -> None:
        if not text or any(item.hides_text() for item in self._fields):
            return
        bookmarks = frozenset(self._open_bookmarks.values())
        piece = Piece(text, tuple(self._open_controls), bookmarks)
        if self._open_lines:
            self._open_lines[-1].append(piece)
        else:
            self.story.lines.append(Line((piece,)))

    def _control(self, node: etree._Element) -> None:
        title = tag = ""
        is_data_bound = False
        for child in (item for part in node if name_of(part) == "w:sdtPr" for item in part):
            local = name_of(child).rpartition(":")[2]
            title = word_attribute(child, "val") or "" if local == "alias" else title
            tag = word_attribute(child, "val") or "" if local == "tag" else tag
            is_data_bound = is_data_bound or local == "dataBinding"
        key = self._next_key
        self._next_key += 1
        self._open_controls[key] = set(self._open_bookmarks.values())
        for child in node:
            self.walk(child)
        bookmarks = frozenset(self._open_controls.pop(key))
        self.story.controls.append(Control(key, title or tag, is_data_bound, bookmarks))

    def _run(self, node: etree._Element) -> None:
        properties = next((child for child in node if name_of(child) == "w:rPr"), None)
        if properties is not None and self._is_hidden(properties):
            # A field's signs count even where they are hidden; its text does not.
            kept = (child for child in node if name_of(child) in {"w:fldChar", "w:instrText"})
        else:
            kept = iter(node)
        for child in kept:
            self.walk(child)

    def _is_hidden(self, properties: etree._Element) -> bool:
        by_style = False
        for child in properties:
            if name_of(child) == "w:vanish":
                return _is_on(child)
            if name_of(child) == "w:rStyle":
                by_style = word_attribute(child, "val") in self._hidden
        return by_style

    def _alternate(self, node: etree._Element) -> None:
        for child in node:
            if name_of(child) == "mc:Choice" and _is_understood(child):
                break
        else:
            child = next((item for item in node if name_of(item) == "mc:Fallback"), None)
        for item in child if child is not None else ():
            self.walk(item)

    def _bookmark_start(self, node: etree._Element) -> None:
        name = word_attribute(node, "name") or ""
        self._open_bookmarks[word_attribute(node, "id") or ""] = name
        self.story.bookmarks.add(name)
        for inside in self._open_controls.values():
            inside.add(name)

    def _bookmark_end(self, node: etree._Element) -> None:
        self._open_bookmarks.pop(word_attribute(node, "id") or "", None)

    def _field_sign(self, node: etree._Element) -> None:
        kind = word_attribute(node, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_code(self, node: etree._Element) -> None:
        if self._fields:
            self._fields[-1].code += node.text or ""

    def _simple_field(self, node: etree._Element) -> None:
        self._fields.append(_Field(word_attribute(node, "instr") or "", shows_result=True))
        for child in node:
            self.walk(child)
        self._fields.pop()

    def _symbol(self, node: etree._Element) -> None:
        try:
            code = int(word_attribute(node, "char") or "", 16)
        except ValueError:
            return
        # Symbol fonts sit in the private area F000-F0FF over the plain characters.
        self._emit(chr(code - 0xF000 if 0xF000 <= code <= 0xF0FF else min(code, 0xFFFD)))

    def _word_art(self, node: etree._Element) -> None:
        self._emit(word_attribute(node, "string") or "")


def _is_on(node: etree._Element) -> bool:
    return word_attribute(node, "val") not in {"0", "false", "off"}


def _is_understood(choice: etree._Element) -> bool:
    needed = [choice.nsmap.get(prefix, "") for prefix in (choice.get("Requires") or "").split()]
    return all(uri.startswith(_UNDERSTOOD) for uri in needed)
