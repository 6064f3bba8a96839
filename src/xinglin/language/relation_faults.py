"""Faults of what registers say of each other: references, parents, values across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xinglin.language.expressions import Expression
from xinglin.language.faults import Fault, place_of, similar
from xinglin.language.registers import Register, referred_register
from xinglin.language.relations import relations_of


def reference_faults(r: type[Register], registers: Mapping[str, type[Register]]) -> Iterator[Fault]:
    """References that lead nowhere, and a parent that is none."""
    for reference in r.references():
        there = reference.to if isinstance(reference.to, str) else getattr(reference.to, "name", "")
        if there not in registers:
            yield Fault(
                "registers.E031",
                place_of(r),
                f'reference "{reference.name}": no register "{there}"',
                similar(there, registers),
            )
        elif not _is_named_by_one_text(referred_register(reference)):
            yield Fault(
                "registers.E032",
                place_of(r),
                f'reference "{reference.name}": {there} is known by no single text',
                "A reference is written as one number: give that register a key of one text field.",
            )
    if r.parent is not None and (r.parent not in r.references() or r.parent.required != "always"):
        yield Fault(
            "registers.E033",
            place_of(r),
            "parent is no reference that is always required",
            'Declare it as a field: booklet = Reference("…", to=…, required="always").',
        )


def _is_named_by_one_text(register: type[Register]) -> bool:
    key = register.key
    return len(key) == 1 and getattr(key[0], "kind", "") in ("document_number", "text", "code")


def relation_faults(
    where: str,
    what: str,
    expressions: Iterable[Expression | None],
    registers: Mapping[str, type[Register]],
) -> Iterator[Fault]:
    """Values across registers that read what is not there, or reach further than one step."""
    for relation in relations_of(*expressions):
        if relation.register not in registers:
            continue  # told of the reference itself
        columns = set(registers[relation.register].snapshot_columns())
        for inner in relation.across():
            if relations_of(inner):
                yield Fault(
                    "registers.E034",
                    where,
                    f"{what}: a value of {relation.register} asks a third register",
                    "Ask one step at a time: let that register keep the value in a field.",
                )
            for name in sorted(inner.columns() - columns):
                yield Fault(
                    "registers.E035",
                    where,
                    f'{what}: {relation.register} has no column "{name}"',
                    similar(name, columns) + " Identifying fields are in no snapshot.",
                )
