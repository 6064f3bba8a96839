"""Dated code sets: one code may have several rows, each true for a span of days."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import cast

from xinglin.codes.rows import AttributeValue, CodeRow, GroupRule

__all__ = ["AttributeValue", "CodeRow", "CodeSet", "GroupRule", "fold_text"]

_IGNORED_IN_TEXT = frozenset(" \t\r\n\u3000()（）[]【】-－_.,，、·")


def fold_text(text: str) -> str:
    """What two spellings of one label have in common: width, case, blanks and brackets left out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character not in _IGNORED_IN_TEXT)


@dataclass(frozen=True)
class CodeSet:
    """A list of codes with its dates, spellings and groups.

    `name` is the English name declarations use, `label` the official Chinese one. `aliases` maps
    other spellings to codes. A row's attribute `parent` makes a tree, which may change with time.
    Two rows of one code may not overlap, and one spelling may not mean two codes.
    """

    name: str
    label: str
    source: str
    rows: tuple[CodeRow, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, GroupRule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Copy the mappings and report every fault of the list at once."""
        object.__setattr__(self, "aliases", dict(self.aliases))
        object.__setattr__(self, "groups", dict(self.groups))
        faults = [*self._overlaps(), *self._unknown_references(), *self._ambiguous_spellings()]
        if faults:
            raise ValueError(f"code set {self.name}: " + "; ".join(faults))

    # --- reading -----------------------------------------------------------------------------

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the list, whether in force or not."""
        return tuple(self._by_code)

    def __contains__(self, code: object) -> bool:
        """Whether the code was ever in the list."""
        return code in self._by_code

    def history(self, code: str) -> tuple[CodeRow, ...]:
        """All rows of a code, oldest first. Raises KeyError for an unknown code."""
        return self._by_code[code]

    def row(self, code: str, on: date) -> CodeRow | None:
        """The row in force on the day, or None. Raises KeyError for an unknown code."""
        return next((row for row in self._by_code[code] if row.holds_on(on)), None)

    def label_of(self, code: str, on: date | None = None) -> str:
        """The Chinese label on the day; without a day, or on a day without a row, the latest."""
        row = self.row(code, on) if on else None
        return (row or self._by_code[code][-1]).label

    def find(self, text: str) -> str | None:
        """The code meant by a code, an official label (also a former one) or an alias."""
        stripped = text.strip()
        if stripped in self._by_code:
            return stripped
        return self._spellings.get(fold_text(text))

    def on(self, day: date) -> tuple[CodeRow, ...]:
        """The rows in force on the day, in the order of the list."""
        return tuple(row for row in self.rows if row.holds_on(day))

    def choices(self, on: date) -> tuple[tuple[str, str], ...]:
        """(code, label) of the rows in force on the day, for forms and templates."""
        return tuple((row.code, row.label) for row in self.on(on))

    def attribute(self, code: str, name: str, on: date) -> AttributeValue:
        """An attribute on the day; None where it is empty or no row is in force.

        Raises KeyError for an unknown code or an attribute no row of this set has.
        """
        if name not in self.attribute_names:
            raise KeyError(f"{self.name} has no attribute {name!r}")
        row = self.row(code, on)
        return row.attributes.get(name) if row else None

    @cached_property
    def attribute_names(self) -> tuple[str, ...]:
        """Names of all attributes, in the order first met."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.attributes))

    # --- tree and groups ---------------------------------------------------------------------

    def parent(self, code: str, on: date) -> str | None:
        """The code above on the day."""
        row = self.row(code, on)
        value = row.attributes.get("parent") if row else None
        return str(value) if value is not None else None

    def children(self, code: str, on: date) -> tuple[str, ...]:
        """The codes one level below on the day."""
        return tuple(row.code for row in self.on(on) if row.attributes.get("parent") == code)

    def group(self, name: str, on: date) -> frozenset[str]:
        """Members on the day of a named group, or of a code: itself and all below it.

        Raises KeyError when the name is neither.
        """
        if name in self.groups:
            rule = self.groups[name]
            return frozenset(row.code for row in self.on(on) if rule.holds(row))
        if name not in self._by_code:
            raise KeyError(f"{self.name} has no group or code {name!r}")
        below = (self.group(child, on) for child in self.children(name, on))
        return frozenset({name}).union(*below)

    def groups_of(self, code: str, on: date) -> tuple[str, ...]:
        """The named groups the code belongs to on the day."""
        row = self.row(code, on)
        return tuple(name for name, rule in self.groups.items() if row and rule.holds(row))

    # --- other forms -------------------------------------------------------------------------

    def rows_as_table(self) -> list[dict[str, AttributeValue | date]]:
        """Rows for a query engine: code, label, valid_from, valid_to and every attribute."""
        return [
            {
                "code": row.code,
                "label": row.label,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                **{name: row.attributes.get(name) for name in self.attribute_names},
            }
            for row in self.rows
        ]

    def to_json(self) -> dict[str, object]:
        """Everything as JSON values, so that a report can freeze the set it was made with."""
        return {
            "name": self.name,
            "label": self.label,
            "source": self.source,
            "aliases": dict(self.aliases),
            "groups": {name: rule.to_json() for name, rule in self.groups.items()},
            "rows": [row.to_json() for row in self.rows],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> CodeSet:
        """Read what `to_json` wrote."""
        groups = cast(Mapping[str, Mapping[str, object]], values["groups"])
        rows = cast(Iterable[Mapping[str, object]], values["rows"])
        return cls(
            name=str(values["name"]),
            label=str(values["label"]),
            source=str(values["source"]),
            rows=tuple(CodeRow.from_json(row) for row in rows),
            aliases=cast(Mapping[str, str], values["aliases"]),
            groups={name: GroupRule.from_json(rule) for name, rule in groups.items()},
        )

    # --- indexes and faults ------------------------------------------------------------------

    @cached_property
    def _by_code(self) -> dict[str, tuple[CodeRow, ...]]:
        grouped: dict[str, list[CodeRow]] = {}
        for row in self.rows:
            grouped.setdefault(row.code, []).append(row)
        return {code: tuple(sorted(rows, key=_start)) for code, rows in grouped.items()}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {spelling: code for spelling, code, _ in self._all_spellings()}

    def _all_spellings(self) -> Iterable[tuple[str, str, str]]:
        for row in self.rows:
            yield fold_text(row.label), row.code, row.label
        for text, code in self.aliases.items():
            yield fold_text(text), code, text
        for code in self._by_code:
            yield fold_text(code), code, code

    def _overlaps(self) -> Iterable[str]:
        for code, rows in self._by_code.items():
            for earlier, later in pairwise(rows):
                if earlier.valid_to is None or _start(later) < earlier.valid_to:
                    yield f"{code}: rows overlap at {later.valid_from}"

    def _unknown_references(self) -> Iterable[str]:
        for text, code in self.aliases.items():
            if code not in self._by_code:
                yield f"alias {text!r} names unknown code {code!r}"
        for row in self.rows:
            parent = row.attributes.get("parent")
            if parent is not None and parent not in self._by_code:
                yield f"{row.code}: unknown parent {parent!r}"

    def _ambiguous_spellings(self) -> Iterable[str]:
        seen: dict[str, str] = {}
        for spelling, code, text in self._all_spellings():
            if seen.setdefault(spelling, code) != code:
                yield f"{text!r} means both {seen[spelling]} and {code}"


def _start(row: CodeRow) -> date:
    return row.valid_from or date.min
