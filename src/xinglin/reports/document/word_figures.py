"""Where the figures of a binding stand in the text of a Word file."""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.reports.document.binding import Binding
from xinglin.reports.document.word_stories import Control, Line, Piece, Story

Placed = tuple[Piece, Line]


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


def find_figures(
    stories: list[Story], binding: Binding | None
) -> tuple[dict[str, tuple[Occurrence, ...]], list[tuple[str, Line, frozenset[Piece]]]]:
    """The figures by id, and every paragraph with its part and the pieces that are figures."""
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
        """Find the figures of one part."""
        by_control, by_bookmark = _index(story)
        ours = [item for item in story.controls if item.title in self._by_control]
        marked: set[str] = set()
        for control in sorted(ours, key=lambda item: item.key):
            own = by_control.get(control.key, [])
            around = control.bookmarks.union(*(piece.bookmarks for piece, _ in own))
            marked |= around
            figure_id = self._by_control[control.title]
            number, other = self._number_in(around, figure_id)
            self._add(
                Occurrence(
                    figure_id,
                    _text(own),
                    "control",
                    story.part,
                    _context(own),
                    number,
                    other,
                    control.is_data_bound,
                )
            )
        alone = sorted(set(self._by_bookmark) & story.bookmarks - marked)
        # LibreOffice 7.4 takes the title off a rich control; the bookmark then says whose it is.
        untitled = {item.key: item for item in story.controls if not item.title}
        for name in alone:
            own = by_bookmark.get(name, [])
            figure_id, number = self._by_bookmark[name]
            control_left = _control_of_all(own, untitled)
            by = "control" if control_left else "bookmark"
            is_data_bound = control_left is not None and control_left.is_data_bound
            self._add(
                Occurrence(
                    figure_id,
                    _text(own),
                    by,
                    story.part,
                    _context(own),
                    number,
                    None,
                    is_data_bound,
                )
            )
        keys = {item.key for item in ours}
        for line in story.lines:
            inside = frozenset(
                piece
                for piece in line.pieces
                if keys.intersection(piece.controls) or piece.bookmarks.intersection(alone)
            )
            self.lines.append((story.part, line, inside))

    def _number_in(
        self, bookmarks: frozenset[str], figure_id: str
    ) -> tuple[int | None, str | None]:
        held = [self._by_bookmark[name] for name in sorted(bookmarks & set(self._by_bookmark))]
        number = next((number for found, number in held if found == figure_id), None)
        other = next((found for found, _ in held if found != figure_id), None)
        return number, other if number is None else None

    def _add(self, place: Occurrence) -> None:
        self.found.setdefault(place.figure_id, []).append(place)


def _index(story: Story) -> tuple[dict[int, list[Placed]], dict[str, list[Placed]]]:
    by_control: dict[int, list[Placed]] = {}
    by_bookmark: dict[str, list[Placed]] = {}
    for line in story.lines:
        for piece in line.pieces:
            for key in piece.controls:
                by_control.setdefault(key, []).append((piece, line))
            for name in piece.bookmarks:
                by_bookmark.setdefault(name, []).append((piece, line))
    return by_control, by_bookmark


def _text(own: list[Placed]) -> str:
    return "".join(piece.text for piece, _ in own)


def _context(own: list[Placed]) -> str:
    return own[0][1].text if own else ""


def _control_of_all(own: list[Placed], controls: dict[int, Control]) -> Control | None:
    shared = set(controls)
    for piece, _ in own:
        shared &= set(piece.controls)
    return controls[min(shared)] if own and shared else None
