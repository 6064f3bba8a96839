"""Fields: what one record of a register says, as the paper form says it.

A field is an expression (its column), so checks and indicators are written with it directly:
`onset_date <= diagnosed_at.date`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from xinglin.codes.dated import CodeSet
from xinglin.language.expressions import (
    Attribute,
    Column,
    Expression,
    LocalDate,
    every,
    literal,
)
from xinglin.language.relations import Referred, Those

CHANNELS = {"direct": "直接填报", "batch": "网络批量", "historical": "历史资料"}
"""The ways in. A rule names the channels it holds for: history may have gaps (未采集)."""

NEW_RECORDS = ("direct", "batch")
EVERY_CHANNEL = tuple(CHANNELS)


@dataclass(eq=False)
class Field(Column):
    """One item of the form.

    label: the official Chinese term, as printed on the form.
    required: True for new records (history may lack it), "always" for every channel, or False.
    identifying: names or finds a person; masked on pages, never in a snapshot.
    help: what to write, in Chinese, for the form, the template and the manual.
    formerly: an earlier name of this field (a rename keeps the data).
    on_form: the item's number on the paper form, when it has one.
    """

    label: str
    required: bool | str = False
    identifying: bool = False
    help: str = ""
    formerly: str = ""
    on_form: str = ""
    name: str = field(default="", init=False)
    order: int = field(default=0, init=False)
    kind: ClassVar[str] = "text"
    _count: ClassVar[int] = 0

    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        Field._count += 1
        self.order = Field._count

    def __set_name__(self, owner: type, name: str) -> None:
        # The same field may be named again (place_field = residence): the first name is its own.
        self.name = self.name or name

    def required_for(self, channel: str) -> bool:
        """Whether a record that comes in by `channel` must have it."""
        return self.required == "always" or (self.required is True and channel in NEW_RECORDS)


@dataclass(eq=False)
class Text(Field):
    """Text of at most `max_length` characters; `long` asks for a box of several lines.

    free: people write what they like in it, names included, so it is in no snapshot. A code,
    number or name from a list says free=False.
    """

    max_length: int = 200
    free: bool = True
    long: bool = False
    pattern: str = ""
    pattern_hint: str = ""


@dataclass(eq=False)
class PersonName(Field):
    """A person's name, up to 100 characters, middle dots as U+00B7."""

    identifying: bool = True
    max_length: int = 100
    kind: ClassVar[str] = "person_name"


@dataclass(eq=False)
class IdNumber(Field):
    """A document number of a person, checked by GB 11643 where the document is an ID card.

    type_field names the code field that says which kind of document it is; empty = ID card.
    """

    identifying: bool = True
    type_field: str = ""
    max_length: int = 32
    kind: ClassVar[str] = "id_number"


@dataclass(eq=False)
class Phone(Field):
    """A telephone number: mobile of 11 digits, or area code and 7-8 digits."""

    identifying: bool = True
    max_length: int = 32
    kind: ClassVar[str] = "phone"


@dataclass(eq=False)
class Address(Field):
    """An address below the village: free text that can find a person."""

    identifying: bool = True
    max_length: int = 100
    kind: ClassVar[str] = "address"


@dataclass(eq=False)
class DocumentNumber(Field):
    """A number printed on paper. `pattern` holds {place}, {year} and {serial:06d}; never reused."""

    pattern: str = "{year}{serial:06d}"
    max_length: int = 60
    kind: ClassVar[str] = "document_number"


@dataclass(eq=False)
class Code(Field):
    """A code of a dated code set."""

    codes: CodeSet | None = None
    default: str = ""
    """What a blank means on a new record; history's blanks stay unknown."""
    kind: ClassVar[str] = "code"

    def attribute(self, name: str, on: Expression) -> Attribute:
        """An attribute of the code by the row in force on a day."""
        if self.codes is None:
            raise TypeError(f"{self.label}: a code field without its code set")
        return Attribute(self, self.codes.name, name, literal(on))


@dataclass(eq=False)
class Division(Field):
    """An administrative division (行政区划), by its code as text.

    level: how deep new records must go ("township"), where such divisions are loaded.
    """

    level: str = ""

    kind: ClassVar[str] = "division"


@dataclass(eq=False)
class Institution(Field):
    """A health institution (卫生机构), by its code as text."""

    kind: ClassVar[str] = "institution"


@dataclass(eq=False)
class Reference(Field):
    """Names one record of another register by its key (a number on paper), as people write it.

    to: the register, or its name where it is declared further down. Its key must be one field.
    """

    to: Any = None
    owner: Any = field(default=None, init=False)
    max_length: int = 60
    kind: ClassVar[str] = "reference"

    def of(self, value: Expression) -> Referred:
        """A value of the record that is named. Raises TypeError where only its name is known."""
        there = self.to
        if isinstance(there, str) or there is None:
            raise TypeError(f"{self.label}: a value of a register that is declared further down")
        return Referred(
            self, there.name, there.label, there.table(), there.key[0].name, literal(value)
        )

    def those(self, *conditions: Expression) -> Those:
        """The records that name one of the register pointed to, as that one sees them.

        Ended ones (removed, voided) are not among them.
        """
        owner, there = self.owner, self.to
        if owner is None or isinstance(there, str):
            raise TypeError(f"{self.label}: ask it of the finished register, by its class")
        asked = list(conditions)
        if ended := owner.lifecycle.ended:
            asked.insert(0, ~owner.state.in_(*ended))
        when = next(iter(owner.counting_dates.values())).column.name
        return Those(
            there.key[0], owner.name, owner.label, owner.table(), self.name,
            every(*asked) if asked else None, when,
        )  # fmt: skip


@dataclass(eq=False)
class Integer(Field):
    """A whole number, optionally bounded; `unit` stands beside it."""

    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    kind: ClassVar[str] = "integer"


@dataclass(eq=False)
class Money(Field):
    """An amount of money in whole fen; its name ends in `_fen`. Pages and files show yuan."""

    minimum: int | None = 0
    unit: str = "元"
    kind: ClassVar[str] = "fen"


@dataclass(eq=False)
class Measure(Field):
    """A measured value in whole thousandths of its unit; its name ends in `_milli`.

    Pages and files show the unit, with up to three decimals. minimum, maximum: in the unit.
    """

    minimum: int | None = 0
    maximum: int | None = None
    unit: str = ""
    kind: ClassVar[str] = "milli"


@dataclass(eq=False)
class Flag(Field):
    """是 or 否; unknown is neither."""

    kind: ClassVar[str] = "flag"


@dataclass(eq=False)
class Date(Field):
    """A day (Asia/Shanghai)."""

    kind: ClassVar[str] = "date"


@dataclass(eq=False)
class Moment(Field):
    """A moment with its zone. `.date` is its local day, computed once at extraction."""

    kind: ClassVar[str] = "moment"

    @property
    def date(self) -> LocalDate:
        """The local day of this moment (Asia/Shanghai)."""
        return LocalDate(self)
