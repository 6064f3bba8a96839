"""Where the value of one column comes from in a foreign file."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from xinglin.intake.reading import is_blank

Cells = Sequence[Any]
Getter = Callable[[Cells], Any]

_PLACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Origin:
    """One line of a mapping: a column, a fixed value, or a text made of several columns.

    codes: the file's word → ours. missing: words that stand for "not collected". date_format: as
    of strptime, where the file writes dates in a form that could be misread. whole: keep the
    completed units of a number only (an age of 0.7 years is 0 completed years). when: other
    headers and the word each must hold; else there is no value.
    """

    header: str = ""
    const: str | int | bool | None = None
    template: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    date_format: str = ""
    whole: bool = False
    when: Mapping[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers it reads."""
        own = _PLACES.findall(self.template) or ([self.header] if self.header else [])
        return tuple(dict.fromkeys([*own, *self.when]))

    def getter(self, positions: Mapping[str, int]) -> Getter:
        """A function from a row's cells to the raw value, for headers at these positions."""
        read = self._always(positions)
        if not self.when:
            return read
        return _only_when(read, [(positions[h], word) for h, word in self.when.items()])

    def _always(self, positions: Mapping[str, int]) -> Getter:
        if self.template:
            wanted = dict.fromkeys(_PLACES.findall(self.template))
            return _templated(self.template, {h: positions[h] for h in wanted})
        if not self.header:
            return _constant(self.const)
        read = column_getter(positions[self.header])
        if self.codes or self.missing:
            read = _translated(read, self.codes, self.missing)
        if self.date_format:
            read = _dated(read, self.date_format)
        return _whole(read) if self.whole else read


def column_getter(position: int) -> Getter:
    """Reads the cell at a position of a row as long as the header."""
    return itemgetter(position)


def _only_when(read: Getter, conditions: Sequence[tuple[int, str]]) -> Getter:
    tests = [(column_getter(position), word) for position, word in conditions]

    def read_where_true(cells: Cells) -> Any:
        holds = all(cell_text(test(cells)) == word for test, word in tests)
        return read(cells) if holds else None

    return read_where_true


def _constant(value: Any) -> Getter:
    return lambda cells: value


def _translated(read: Getter, codes: Mapping[str, str], missing: frozenset[str]) -> Getter:
    def translate(cells: Cells) -> Any:
        cell = read(cells)
        word = cell_text(cell)
        return None if word in missing else codes.get(word, cell)

    return translate


def _dated(read: Getter, form: str) -> Getter:
    def parse(cells: Cells) -> Any:
        cell = read(cells)
        if not isinstance(cell, str) or not cell.strip():
            return cell
        try:
            return datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - only the day
        except ValueError:
            return cell  # the reader of dates says what is wrong with it

    return parse


def _whole(read: Getter) -> Getter:
    def cut(cells: Cells) -> Any:
        cell = read(cells)
        try:
            number = float(cell_text(cell))
        except ValueError:
            return cell
        return str(math.floor(number)) if math.isfinite(number) else cell

    return cut


def _templated(template: str, positions: Mapping[str, int]) -> Getter:
    """The text with every place filled; nothing where all its columns are blank."""

    def fill(cells: Cells) -> Any:
        found = {h: cells[p] for h, p in positions.items()}
        if all(is_blank(cell) for cell in found.values()):
            return None
        return _PLACES.sub(lambda m: cell_text(found[m[1]]), template)

    return fill


def cell_text(cell: Any) -> str:
    """A cell as text, as a person sees it: 3.0 is 3."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
