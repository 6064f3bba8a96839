"""Faults of registers: what a declaration must have before anything can follow from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from xinglin.codes.dated import CodeSet
from xinglin.language.checks import Deadline
from xinglin.language.expressions import Expression
from xinglin.language.faults import Fault, attribute_faults, place_of, similar
from xinglin.language.fields import CHANNELS, Code, Date, Measure, Moment, Money
from xinglin.language.provisions import PROVIDED
from xinglin.language.registers import COMMON_COLUMNS, HISTORY_OWN, Register
from xinglin.language.relation_faults import reference_faults, relation_faults

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
            yield Fault(
                "registers.E007",
                where,
                f'step "{step.name}" sets a foreign field',
                "A step records its moment in a moment field of its own register.",
            )
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
            yield Fault(
                "registers.E009",
                where,
                f'field "{name}" has the name of a common column',
                "Every register has it already: say in a fuller name what this one is.",
            )
        if name in HISTORY_OWN:
            yield Fault(
                "registers.E037",
                where,
                f'field "{name}" has a name that the history needs',
                "Choose a fuller name, such as void_reason.",
            )
        if field.label in labels:
            yield Fault(
                "registers.E010",
                where,
                f'two fields are labelled "{field.label}"',
                "Columns of a template are found by their label: give each its own.",
            )
        labels.add(field.label)
        if isinstance(field, Code) and field.codes is None:
            yield Fault(
                "registers.E011",
                where,
                f'code field "{name}" has no code set',
                "Give codes=…, a CodeSet of xinglin.codes.",
            )
        wanted = next((s for kind, s in _SUFFIXES if isinstance(field, kind)), "")
        if wanted and not name.endswith(wanted):
            yield Fault(
                "registers.E012",
                where,
                f'field "{name}" must end in "{wanted}"',
                "Days end in _date, moments in _at, money (whole fen) in _fen, measures in _milli.",
            )


_SUFFIXES: tuple[tuple[type, str], ...] = (
    (Moment, "_at"),
    (Date, "_date"),
    (Money, "_fen"),
    (Measure, "_milli"),
)


def _columns(r: type[Register]) -> Iterator[Fault]:
    known = set(r.stored_columns()) | set(r.snapshot_columns())
    asked: list[tuple[str, Expression]] = [(f'check "{c.code}"', c.condition) for c in r.checks]
    asked += [(f'deadline "{d.name}"', d.limit) for d in r.deadlines.values()]
    asked += [(f'counting date "{k}"', v.column) for k, v in r.counting_dates.items()]
    asked += [(f'counting place "{k}"', v.column) for k, v in r.counting_places.items()]
    asked += [("once_at_a_time", f) for f in r.once_at_a_time]
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
                    similar(moment.name, [m.name for m in r.moments()]),
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
            yield Fault(
                "registers.E018",
                place_of(r),
                f'check "{check.code}": no such level "{check.level}"',
                similar(check.level, ("error", "warning")),
            )
        for channel in check.channels:
            if channel not in CHANNELS:
                yield Fault(
                    "registers.E019",
                    place_of(r),
                    f'check "{check.code}": no such channel "{channel}"',
                    similar(channel, CHANNELS),
                )


def _provisions(r: type[Register]) -> Iterator[Fault]:
    if not r.provides:
        return
    where = place_of(r)
    if r.provides not in PROVIDED:
        yield Fault(
            "registers.E036",
            where,
            f'nothing is known as "{r.provides}"',
            similar(r.provides, PROVIDED),
        )
        return
    for name in sorted(PROVIDED[r.provides] - set(r.fields)):
        yield Fault(
            "registers.E036",
            where,
            f'it provides "{r.provides}" and has no field "{name}"',
            similar(name, r.fields),
        )


_REGISTER_RULES: tuple[RegisterRule, ...] = (
    _words,
    _lifecycle,
    _fields,
    _counting,
    _deadlines,
    _checks,
    _provisions,
)


def register_faults(
    registers: list[type[Register]], codes: Mapping[str, CodeSet]
) -> Iterator[Fault]:
    """Faults of all registers."""
    seen: dict[str, str] = {}
    known = {r.name: r for r in registers}
    for r in registers:
        broken = [f for rule in _REGISTER_RULES for f in rule(r)]
        yield from broken
        if not any(f.number in ("registers.E016", "registers.E017") for f in broken):
            yield from _columns(r)
        asked = [c.condition for c in r.checks] + ([] if r.judged_on is None else [r.judged_on])
        for expression in asked:
            yield from attribute_faults(place_of(r), expression, codes)
        yield from reference_faults(r, known)
        for check in r.checks:
            what = f'check "{check.code}"'
            yield from relation_faults(place_of(r), what, [check.condition], known)
        for check in r.checks:
            if check.code in seen:
                yield Fault(
                    "registers.E020",
                    place_of(r),
                    f'check code "{check.code}" is taken by {seen[check.code]}',
                    "Codes are never shared or reused: take the next free number.",
                )
            seen[check.code] = r.__name__
