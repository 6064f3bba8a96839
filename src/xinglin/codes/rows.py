"""One row of a dated code set, and the rule of a named group of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias, cast

AttributeValue: TypeAlias = str | int | bool | None
Status: TypeAlias = Literal["verified", "unverified", "local"]

_STATUSES: tuple[Status, ...] = ("verified", "unverified", "local")


@dataclass(frozen=True)
class CodeRow:
    """What one code means from `valid_from` (inclusive) to `valid_to` (exclusive).

    None on either side means: no bound known. `source` names the document and clause; `status`
    says whether that document was read (`verified`), not (`unverified`), or is a rule of our own
    (`local`).
    """

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    source: str = ""
    status: Status = "unverified"

    def __post_init__(self) -> None:
        """Copy the attributes; refuse a span that holds no day and a status nobody knows."""
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError(f"code {self.code}: empty span {self.valid_from} .. {self.valid_to}")
        if self.status not in _STATUSES:
            raise ValueError(f"code {self.code}: unknown status {self.status!r}")
        object.__setattr__(self, "attributes", dict(self.attributes))

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)

    def to_json(self) -> dict[str, object]:
        """The row as JSON values; dates are ISO text."""
        return {
            "code": self.code,
            "label": self.label,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "attributes": dict(self.attributes),
            "source": self.source,
            "status": self.status,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> CodeRow:
        """Read what `to_json` wrote."""
        return cls(
            code=str(values["code"]),
            label=str(values["label"]),
            valid_from=_day(values["valid_from"]),
            valid_to=_day(values["valid_to"]),
            attributes=cast(Mapping[str, AttributeValue], values["attributes"]),
            source=str(values["source"]),
            status=cast(Status, values["status"]),
        )


@dataclass(frozen=True)
class GroupRule:
    """A named group of codes (乙丙类): members are the rows that meet any one of the conditions.

    A condition is an attribute and the values it may have. Because attributes are dated, so is
    membership.
    """

    label: str
    any_of: tuple[tuple[str, tuple[AttributeValue, ...]], ...]

    def holds(self, row: CodeRow) -> bool:
        """Whether the row belongs to the group."""
        return any(row.attributes.get(name) in values for name, values in self.any_of)

    def to_json(self) -> dict[str, object]:
        """The rule as JSON values."""
        conditions = [[name, list(values)] for name, values in self.any_of]
        return {"label": self.label, "any_of": conditions}

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> GroupRule:
        """Read what `to_json` wrote."""
        conditions = cast(Iterable[tuple[str, list[AttributeValue]]], values["any_of"])
        any_of = tuple((name, tuple(allowed)) for name, allowed in conditions)
        return cls(str(values["label"]), any_of)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value is not None else None
