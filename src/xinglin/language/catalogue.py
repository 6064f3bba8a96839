"""The catalogue: everything declared, loaded by name and checked before anything starts.

This is the one place that imports declarations, and it does so by name: no room below knows
which registers exist.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points

from xinglin.codes.dated import CodeSet
from xinglin.language.expressions import Attribute, Expression
from xinglin.language.faults import DeclarationError
from xinglin.language.fields import Code
from xinglin.language.indicator_faults import indicator_faults, statement_faults
from xinglin.language.indicators import Indicator
from xinglin.language.register_faults import register_faults
from xinglin.language.registers import Register
from xinglin.language.roles import Role
from xinglin.language.rules import RulePack
from xinglin.language.statements import Statement

CONTENT = "xinglin.content"
ENTRY_POINT_GROUP = "xinglin.content"
"""A line may live in another wheel: it names its package under this entry-point group."""


@dataclass(frozen=True)
class Catalogue:
    """All declarations of an installation, by name."""

    registers: dict[str, type[Register]]
    indicators: dict[str, type[Indicator]]
    statements: tuple[type[Statement], ...]
    code_sets: dict[str, CodeSet]
    lines: tuple[str, ...]
    roles: dict[str, Role]

    def providing(self, what: str) -> type[Register] | None:
        """The register whose rows are what fields of a kind name ("institution"), if any."""
        return next((r for r in self.registers.values() if r.provides == what), None)

    def register(self, name: str) -> type[Register]:
        """A register by its name. Raises KeyError."""
        return self.registers[name]

    def registers_of(self, line: str) -> list[type[Register]]:
        """The registers of one business line."""
        return [r for r in self.registers.values() if r.line == line]


def modules_below(package_name: str) -> Iterable[str]:
    """Names of all modules below a package, migrations left out."""
    package = importlib.import_module(package_name)
    for found in pkgutil.walk_packages(package.__path__, package_name + "."):
        if ".migrations" not in found.name:
            yield found.name


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """Load and check all declarations.

    Raises DeclarationError with every fault at once.
    """
    packages = [CONTENT, *(e.value for e in entry_points(group=ENTRY_POINT_GROUP))]
    for package in packages:
        for module in modules_below(package):
            importlib.import_module(module)
    return gather(
        [r for r in Register.declared if _is_content(r, packages)],
        [i for i in Indicator.declared if _is_content(i, packages)],
        [s for s in Statement.declared if _is_content(s, packages)],
        [p for p in RulePack.declared if _is_content(p, packages)],
    )


def _is_content(declared: type, packages: list[str]) -> bool:
    return any(declared.__module__.startswith(p + ".") for p in packages)


def gather(
    registers: list[type[Register]],
    indicators: list[type[Indicator]],
    statements: list[type[Statement]],
    packs: list[type[RulePack]],
) -> Catalogue:
    """Check declarations together and make the catalogue of them.

    Raises DeclarationError with every fault at once.
    """
    codes = {p.name: p.as_code_set() for p in packs}
    for register in registers:
        codes |= {
            f.codes.name: f.codes
            for f in register.fields.values()
            if isinstance(f, Code) and f.codes is not None
        }
    faults = [
        *register_faults(registers, codes),
        *indicator_faults(indicators, registers, codes),
        *statement_faults(statements, indicators),
    ]
    if faults:
        raise DeclarationError(faults)
    return Catalogue(
        {r.name: r for r in registers},
        {i.id: i for i in indicators},
        tuple(statements),
        codes,
        tuple(sorted({r.line for r in registers})),
        dict(Role.declared),
    )


def code_sets_used(expressions: Iterable[Expression]) -> set[str]:
    """Names of the code sets that expressions ask for attributes of the day."""
    return {
        part.code_set
        for x in expressions
        for part in x.walk_across()
        if isinstance(part, Attribute)
    }
