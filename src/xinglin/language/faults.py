"""Declaration faults: what is wrong in a declaration, where, and how to mend it.

Every fault has a number that is never reused; all are found before any is reported.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from xinglin.codes.dated import CodeSet
from xinglin.language.checks import Deadline
from xinglin.language.expressions import Attribute, Column, Expression
from xinglin.language.fields import CHANNELS, Code, Date, Moment, Money
from xinglin.language.indicators import Change, Indicator
from xinglin.language.registers import COMMON_COLUMNS, Register
from xinglin.language.statements import SLOT, STYLES, WORDS, Paragraph, Statement


@dataclass(frozen=True)
class Fault:
    """One fault: number, file it is in, what is wrong, and a hint."""

    number: str
    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.where}: {self.what}" + (
            f"\n    {self.hint}" if self.hint else ""
        )


class DeclarationError(Exception):
    """Raised once, with every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            f"{len(faults)} fault(s) in the declarations\n" + "\n".join(str(f) for f in faults)
        )


def place_of(declared: type) -> str:
    """The file a declaration stands in, from the package down, and its name."""
    path = Path(inspect.getsourcefile(declared) or declared.__module__)
    parts = path.parts
    short = "/".join(parts[parts.index("xinglin") + 1 :]) if "xinglin" in parts else path.name
    return f"{short}: {declared.__name__}"


def similar(wrong: str, known: Iterable[str]) -> str:
    """The hint for a name that does not exist."""
    names = sorted(known)
    close = get_close_matches(wrong, names, n=1)
    listed = ", ".join(names[:12])
    return (f'Did you mean "{close[0]}"? ' if close else "") + f"Known: {listed}."


RegisterRule = Callable[[type[Register]], Iterator[Fault]]


def _words(r: type[Register]) -> Iterator[Fault]:
    where = place_of(r)
    if not (r.__doc__ or "").strip() or r.__doc__ == Register.__doc__:
        yield Fault("registers.E001", where, "no docstring", "Say what ONE row is.")
    for number, name in (("E002", "label"), ("E003", "office"), ("E004", "source")):
        if not getattr(r, name):
            yield Fault(
                f"registers.{number}",
                where,
                f"no {name}",
                f'Give the official Chinese {name}: {name} = "…".',
            )


def _lifecycle(r: type[Register]) -> Iterator[Fault]:
    where = place_of(r)
    if not hasattr(r, "lifecycle"):
        yield Fault(
            "registers.E005", where, "no lifecycle", "A plain list takes lifecycle = REGISTERED."
        )
        return
    states = r.lifecycle.states
    for step in r.steps.values():
        for state in (*step.source, step.target):
            if state not in states:
                yield Fault(
                    "registers.E006",
                    where,
                    f'step "{step.name}": no such state "{state}"',
                    similar(state, states),
                )
        if step.sets is not None and all(step.sets is not f for f in r.fields.values()):
            yield Fault("registers.E007", where, f'step "{step.name}" sets a foreign field')
        if step.other_person_than and step.other_person_than not in r.steps:
            yield Fault(
                "registers.E008",
                where,
                f'step "{step.name}": no such step "{step.other_person_than}"',
                similar(step.other_person_than, r.steps),
            )
    for state in (*r.lifecycle.editable, *r.lifecycle.ended):
        if state not in states:
            yield Fault(
                "registers.E006",
                where,
                f'lifecycle: no such state "{state}"',
                similar(state, states),
            )


def _fields(r: type[Register]) -> Iterator[Fault]:
    where, labels = place_of(r), set[str]()
    for name, field in r.fields.items():
        if name in COMMON_COLUMNS:
            yield Fault("registers.E009", where, f'field "{name}" has the name of a common column')
        if field.label in labels:
            yield Fault("registers.E010", where, f'two fields are labelled "{field.label}"')
        labels.add(field.label)
        if isinstance(field, Code) and field.codes is None:
            yield Fault("registers.E011", where, f'code field "{name}" has no code set')
        wanted = next((s for kind, s in _SUFFIXES if isinstance(field, kind)), "")
        if wanted and not name.endswith(wanted):
            yield Fault("registers.E012", where, f'field "{name}" must end in "{wanted}"')


_SUFFIXES: tuple[tuple[type, str], ...] = ((Moment, "_at"), (Date, "_date"), (Money, "_fen"))


def _columns(r: type[Register]) -> Iterator[Fault]:
    known = set(r.stored_columns()) | set(r.snapshot_columns())
    asked: list[tuple[str, Expression]] = [(f'check "{c.code}"', c.condition) for c in r.checks]
    asked += [(f'deadline "{d.name}"', d.limit) for d in r.deadlines.values()]
    asked += [(f'counting date "{k}"', v.column) for k, v in r.counting_dates.items()]
    asked += [(f'counting place "{k}"', v.column) for k, v in r.counting_places.items()]
    asked += [("key", f) for f in r.key] + [("list", c) for c in r.list_columns]
    asked += [("filters", c) for c in r.filters]
    for what, expression in asked:
        yield from _unknown_names(place_of(r), what, expression, known)


def _unknown_names(where: str, what: str, x: Expression, known: set[str]) -> Iterator[Fault]:
    for name in sorted(x.columns() - known):
        yield Fault(
            "registers.E013", where, f'{what}: no such column "{name}"', similar(name, known)
        )


def _counting(r: type[Register]) -> Iterator[Fault]:
    if not r.counting_dates or not r.counting_places:
        yield Fault(
            "registers.E014",
            place_of(r),
            "no counting date or no counting place",
            "Say on which day and at which place a row is counted.",
        )
    if not r.key:
        yield Fault(
            "registers.E015",
            place_of(r),
            "no key",
            "Name the fields by which the same record is known again.",
        )


def _deadlines(r: type[Register]) -> Iterator[Fault]:
    for deadline in r.deadlines.values():
        yield from _limits(r, deadline)
        for name, moment in (("starts", deadline.starts), ("done", deadline.done)):
            if r.fields.get(moment.name) is not moment:
                yield Fault(
                    "registers.E016",
                    place_of(r),
                    f'deadline "{deadline.name}": {name} is no moment of this register',
                )


def _limits(r: type[Register], d: Deadline) -> Iterator[Fault]:
    given = [u for u in ("hours", "working_days", "calendar_days") if getattr(d, u) is not None]
    if len(given) != 1:
        yield Fault(
            "registers.E017",
            place_of(r),
            f'deadline "{d.name}" has {len(given)} limits',
            "Give exactly one of hours, working_days, calendar_days.",
        )


def _checks(r: type[Register]) -> Iterator[Fault]:
    for check in r.checks:
        if check.level not in ("error", "warning"):
            yield Fault("registers.E018", place_of(r), f'check "{check.code}": level {check.level}')
        for channel in check.channels:
            if channel not in CHANNELS:
                yield Fault(
                    "registers.E019",
                    place_of(r),
                    f'check "{check.code}": no such channel "{channel}"',
                    similar(channel, CHANNELS),
                )


def _attributes(where: str, x: Expression, codes: dict[str, CodeSet]) -> Iterator[Fault]:
    for part in x.walk():
        if not isinstance(part, Attribute):
            continue
        if part.code_set not in codes:
            yield Fault(
                "codes.E101",
                where,
                f'no such code set "{part.code_set}"',
                similar(part.code_set, codes),
            )
        elif part.attribute not in codes[part.code_set].attribute_names:
            yield Fault(
                "codes.E102",
                where,
                f'{part.code_set} has no "{part.attribute}"',
                similar(part.attribute, codes[part.code_set].attribute_names),
            )


_REGISTER_RULES: tuple[RegisterRule, ...] = (
    _words,
    _lifecycle,
    _fields,
    _counting,
    _deadlines,
    _checks,
)


def register_faults(registers: list[type[Register]], codes: dict[str, CodeSet]) -> Iterator[Fault]:
    """Faults of all registers."""
    seen: dict[str, str] = {}
    for r in registers:
        broken = [f for rule in _REGISTER_RULES for f in rule(r)]
        yield from broken
        if not any(f.number in ("registers.E016", "registers.E017") for f in broken):
            yield from _columns(r)
        for expression in [c.condition for c in r.checks] + (
            [] if r.judged_on is None else [r.judged_on]
        ):
            yield from _attributes(place_of(r), expression, codes)
        for check in r.checks:
            if check.code in seen:
                yield Fault(
                    "registers.E020",
                    place_of(r),
                    f'check code "{check.code}" is taken by {seen[check.code]}',
                )
            seen[check.code] = r.__name__


def indicator_faults(
    indicators: list[type[Indicator]], registers: list[type[Register]], codes: dict[str, CodeSet]
) -> Iterator[Fault]:
    """Faults of all indicators."""
    by_name = {r.name: r for r in registers}
    seen: dict[str, str] = {}
    for i in indicators:
        where = place_of(i)
        for name in ("name", "office", "definition"):
            if not getattr(i, name) and not (name == "definition" and issubclass(i, Change)):
                yield Fault("indicators.E201", where, f"no {name}")
        if i.id in seen:
            yield Fault("indicators.E202", where, f'id "{i.id}" is taken by {seen[i.id]}')
        seen[i.id] = where
        yield from _sides(i, by_name, codes)


def _sides(
    i: type[Indicator], registers: dict[str, type[Register]], codes: dict[str, CodeSet]
) -> Iterator[Fault]:
    for side in i.sides():
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
            yield from _attributes(place_of(i), x, codes)


def statement_faults(
    statements: list[type[Statement]], indicators: list[type[Indicator]]
) -> Iterator[Fault]:
    """Slots that name nothing."""
    known = {i.id for i in indicators}
    for s in statements:
        for block in s.blocks():
            if isinstance(block, Paragraph):
                for m in SLOT.finditer(block.text):
                    if (m["style"] or "") not in STYLES:
                        yield Fault(
                            "statements.E302",
                            place_of(s),
                            f'no style "{m["style"]}"',
                            similar(m["style"], STYLES),
                        )
        for name in s.indicators():
            if name not in known and name not in WORDS:
                yield Fault(
                    "statements.E301", place_of(s), f'no indicator "{name}"', similar(name, known)
                )
