"""Rule packs: dated parameters with their source, read by the rules of a record's own day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow, Status
from xinglin.language.expressions import Attribute, Expression, Literal, literal


@dataclass(frozen=True)
class DatedValue:
    """One value of a parameter from a day on; unverified and local values show their status."""

    since: date
    value: str | int | bool
    source: str
    status: Status


@dataclass
class Parameter:
    """A number or word that a law, norm or local order sets, and sets anew from time to time."""

    label: str
    unit: str = ""
    values: list[DatedValue] = field(default_factory=list)
    name: str = field(default="", init=False)
    pack: str = field(default="", init=False)

    def since(
        self, day: str, value: str | int | bool, *, source: str, status: Status = "verified"
    ) -> Parameter:
        """Add the value that holds from `day` (ISO) on, until the next one."""
        self.values.append(DatedValue(date.fromisoformat(day), value, source, status))
        return self

    def on(self, day: Expression) -> Attribute:
        """The value in force on a day of the record."""
        return Attribute(Literal(self.name), self.pack, "value", literal(day))


class RulePack:
    """Parameters of one matter; each is declared as a class attribute."""

    label: ClassVar[str] = ""
    source: ClassVar[str] = ""
    name: ClassVar[str] = ""
    parameters: ClassVar[dict[str, Parameter]] = {}
    declared: ClassVar[list[type[RulePack]]] = []

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        cls.parameters = {k: v for k, v in vars(cls).items() if isinstance(v, Parameter)}
        for name, parameter in cls.parameters.items():
            parameter.name, parameter.pack = name, cls.name
        RulePack.declared.append(cls)

    @classmethod
    def as_code_set(cls) -> CodeSet:
        """The pack as a code set whose codes are parameters, so that engines read both alike."""
        rows = []
        for name, parameter in cls.parameters.items():
            values = sorted(parameter.values, key=lambda v: v.since)
            ends = [v.since for v in values[1:]] + [None]
            rows += [
                CodeRow(name, parameter.label, v.since, end, {"value": v.value}, v.source, v.status)
                for v, end in zip(values, ends, strict=True)
            ]
        return CodeSet(cls.name, cls.label, cls.source, tuple(rows))
