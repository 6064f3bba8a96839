"""Where the figures of a binding stand in the text of a Word file."""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.reports.document.binding import Binding
from xinglin.reports.document.word_stories import Line, Piece, Story


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
                piece
                for piece in line.pieces
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
        self,
        figure_id: str,
        by: str,
        part: str,
        own: list[tuple[Piece, Line]],
        is_data_bound: bool,
        number: int | None,
        other: str | None,
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
