"""Faults of indicators and of the reports that print them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xinglin.codes.dated import CodeSet
from xinglin.language.expressions import Column
from xinglin.language.faults import Fault, attribute_faults, place_of, similar
from xinglin.language.indicators import Change, Indicator
from xinglin.language.registers import Register
from xinglin.language.relation_faults import relation_faults
from xinglin.language.statements import (
    SLOT,
    STYLES,
    WORDS,
    CategoryTable,
    Paragraph,
    Statement,
)


def indicator_faults(
    indicators: list[type[Indicator]],
    registers: list[type[Register]],
    codes: Mapping[str, CodeSet],
) -> Iterator[Fault]:
    """Faults of all indicators."""
    by_name = {r.name: r for r in registers}
    seen: dict[str, str] = {}
    for i in indicators:
        yield from _words(i)
        if i.id in seen:
            yield Fault(
                "indicators.E202",
                place_of(i),
                f'id "{i.id}" is taken by {seen[i.id]}',
                "The id comes from the class name: choose a fuller one.",
            )
        seen[i.id] = place_of(i)
        unmade = _unmade(i)
        yield from _sides(i, by_name, codes) if unmade is None else unmade


def _words(i: type[Indicator]) -> Iterator[Fault]:
    for name in ("name", "office", "definition"):
        if not getattr(i, name) and not (name == "definition" and issubclass(i, Change)):
            yield Fault(
                "indicators.E201",
                place_of(i),
                f"no {name}",
                f'Say it in the official Chinese words: {name} = "…".',
            )


def _unmade(i: type[Indicator]) -> list[Fault] | None:
    """What keeps an indicator from having sides at all; None where it has them.

    An empty list: the fault is its register's, and told there.
    """
    try:
        i.sides()
    except AttributeError as error:
        hint = f"A {i.__mro__[1].__name__} needs {_needed(i)}."
        return [Fault("indicators.E204", place_of(i), f"no {error.name}", hint)]
    except (KeyError, StopIteration):
        return list(_variants(i))
    return None


def _variants(i: type[Indicator]) -> Iterator[Fault]:
    register = i.main_register()
    for what, wanted, known in (
        ("counted_on", i.counted_on, register.counting_dates),
        ("counted_at", i.counted_at, register.counting_places),
    ):
        if known and wanted and wanted not in known:
            yield Fault(
                "indicators.E205",
                place_of(i),
                f'{what}: {register.__name__} is not counted by "{wanted}"',
                similar(wanted, known),
            )


def _needed(i: type[Indicator]) -> str:
    wanted: dict[str, None] = {}
    for kind in reversed(i.__mro__):
        if issubclass(kind, Indicator) and kind is not Indicator:
            own = vars(kind).get("__annotations__", {})
            wanted.update(dict.fromkeys(n for n in own if n not in vars(kind)))
    return ", ".join(wanted)


def _sides(
    i: type[Indicator], registers: Mapping[str, type[Register]], codes: Mapping[str, CodeSet]
) -> Iterator[Fault]:
    for side in i.sides():
        if side.register not in registers:
            yield Fault(
                "indicators.E206",
                place_of(i),
                f'{side.name}: no register "{side.register}"',
                similar(side.register, registers),
            )
            continue
        columns = set(registers[side.register].snapshot_columns())
        for x in (side.where, side.amount, Column(side.date), Column(side.place)):
            if x is None:
                continue
            for name in sorted(x.columns() - columns):
                yield Fault(
                    "indicators.E203",
                    place_of(i),
                    f'{side.name}: no column "{name}"',
                    similar(name, columns) + " Identifying fields are in no snapshot.",
                )
            yield from attribute_faults(place_of(i), x, codes)
        yield from relation_faults(place_of(i), side.name, [side.where, side.amount], registers)


def statement_faults(
    statements: list[type[Statement]], indicators: list[type[Indicator]]
) -> Iterator[Fault]:
    """Slots and tables that name nothing."""
    known = {i.id: i for i in indicators}
    for s in statements:
        titles = [title for title, _ in s.parts if title]
        for part, section in s.added:
            if part not in titles:
                yield Fault(
                    "statements.E304",
                    place_of(s),
                    f'section "{section.title}" is added to no part "{part}"',
                    similar(part, titles),
                )
        for block in s.blocks():
            if isinstance(block, Paragraph):
                yield from _styles(s, block)
            elif isinstance(block, CategoryTable) and block.indicator in known:
                yield from _category(s, block, known[block.indicator])
        for name in s.indicators():
            if name not in known and name not in WORDS:
                yield Fault(
                    "statements.E301", place_of(s), f'no indicator "{name}"', similar(name, known)
                )


def _styles(s: type[Statement], paragraph: Paragraph) -> Iterator[Fault]:
    for slot in SLOT.finditer(paragraph.text):
        if (slot["style"] or "") not in STYLES:
            yield Fault(
                "statements.E302",
                place_of(s),
                f'no style "{slot["style"]}"',
                similar(slot["style"], [style for style in STYLES if style]),
            )


def _category(s: type[Statement], table: CategoryTable, i: type[Indicator]) -> Iterator[Fault]:
    columns = i.main_register().snapshot_columns()
    if table.by not in columns:
        yield Fault(
            "statements.E303",
            place_of(s),
            f'table "{table.title}": no column "{table.by}"',
            similar(table.by, columns),
        )
