"""Register: a kind of record, declared once; table, history, form, list, template, import, API,
permissions and columns for figures all follow from the declaration."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, TypeVar

from xinglin.language.checks import Check, Deadline, TotalCheck
from xinglin.language.expressions import Column, Expression, every
from xinglin.language.fields import CHANNELS, Code, Field, Moment, Reference, Text
from xinglin.language.lifecycle import Lifecycle, Step
from xinglin.language.words import plain

Made = TypeVar("Made")

COMMON_COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("integer", "记录号"),
    "state": ("code", "状态"),
    "version": ("integer", "版本"),
    "recorded_at": ("moment", "登记时间"),
    "recorded_by": ("text", "登记人"),
    "reporter": ("institution", "报告单位"),
    "reporter_place": ("division", "报告单位所在地"),
    "place": ("division", "地区"),
    "person_id": ("integer", "人员编号"),
    "channel": ("code", "录入方式"),
    "source_ref": ("text", "来源行"),
    "unknowns": ("texts", "不详项目"),
    "effective_on": ("date", "生效日期"),
}
"""Columns every register has: name → (kind, official term)."""

HISTORY_OWN = frozenset({"history_id", "recorded_xid", "actor", "action", "reason", "op"})
"""Columns of every register's history beside its own: who, by which action, why."""


def snake_case(name: str) -> str:
    """NotifiableCase → notifiable_case; H7N9Cases → h7n9_cases."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()


def key_column(name_field: Field) -> str:
    """The column that holds the pinyin key of a name."""
    return f"{name_field.name}_key"


@dataclass(frozen=True, eq=False)
class CountingDate:
    """A day a record may be counted on (审核日期, 发病日期 …); `column` is a date."""

    column: Column
    label: str


@dataclass(frozen=True, eq=False)
class CountingPlace:
    """A place a record may be counted at (现住址, 报告单位所在地 …); `column` is a division."""

    column: Column
    label: str


@dataclass(frozen=True, eq=False)
class PersonFields:
    """Which fields of a card say who the person is, so that the person index can find them."""

    name: Field
    id_number: Field | None = None
    sex: Field | None = None
    birth_date: Field | None = None
    phone: Field | None = None


@dataclass(frozen=True, eq=False)
class Measured:
    """Which fields make a row a task whose progress an indicator tells, without a report of it.

    indicator: the indicator's id; target: what it is to come to, in its unit; until: a day of the
    year in which it is counted, from the year's first day on; office: who leads. direction: a code
    field whose at_most says that less is better; None: as much as the target at least.
    """

    indicator: Field
    target: Field
    until: Field
    office: Field
    direction: Field | None = None


@dataclass(frozen=True, eq=False)
class Selection:
    """Records of one register that satisfy a condition."""

    register: type[Register]
    condition: Expression | None = None

    def where(self, *conditions: Expression) -> Selection:
        """Those that satisfy these conditions as well."""
        before = () if self.condition is None else (self.condition,)
        return Selection(self.register, every(*before, *conditions))


class Register:
    """One row of a register; subclasses say what ONE row is in their docstring.

    label, office, source: official name, office that owns it, law or norm it follows.
    key: fields that together name a record for good (the same key again is the same record).
    once_at_a_time: fields of which no two records that have not ended may have the same values.
    counting_dates / counting_places: named variants; the first of each is the default.
    place_field: the field that says which place is responsible (the column `place` follows it);
    None: the reporting institution's place. person: which fields identify a person.
    reporter_field: the field that names the responsible institution; None: the user's own.
    parent: the reference to the record this one belongs to (检查 to 册): it takes that one's place
    and person unless it has its own, and stands on that one's page.
    provides: what rows are to work that knows no register by name (`provisions`): "institution"
    where they are what Institution fields name, by `key` and `title_field`.
    total_checks: typed-in totals held against their parts.
    measured: rows are tasks whose progress an indicator tells.
    judged_on: the day whose rules judge the record. sensitive: rows only its own line may see.
    """

    label: ClassVar[str] = ""
    office: ClassVar[str] = ""
    source: ClassVar[str] = ""
    line: ClassVar[str] = ""
    key: ClassVar[tuple[Column, ...]] = ()
    once_at_a_time: ClassVar[tuple[Field, ...]] = ()
    lifecycle: ClassVar[Lifecycle]
    counting_dates: ClassVar[dict[str, CountingDate]] = {}
    counting_places: ClassVar[dict[str, CountingPlace]] = {}
    place_field: ClassVar[Field | None] = None
    reporter_field: ClassVar[Field | None] = None
    parent: ClassVar[Reference | None] = None
    provides: ClassVar[str] = ""
    title_field: ClassVar[Field | None] = None
    total_checks: ClassVar[list[TotalCheck]] = []
    person: ClassVar[PersonFields | None] = None
    measured: ClassVar[Measured | None] = None
    judged_on: ClassVar[Expression | None] = None
    checks: ClassVar[list[Check]] = []
    list_columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Column, ...]] = ()

    name: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}
    steps: ClassVar[dict[str, Step]] = {}
    deadlines: ClassVar[dict[str, Deadline]] = {}

    state: ClassVar[Column] = Column("state", "状态")
    channel: ClassVar[Column] = Column("channel", "录入方式")
    reporter: ClassVar[Column] = Column("reporter", "报告单位")
    reporter_place: ClassVar[Column] = Column("reporter_place", "报告单位所在地")
    place: ClassVar[Column] = Column("place", "地区")
    person_id: ClassVar[Column] = Column("person_id", "人员编号")

    declared: ClassVar[list[type[Register]]] = []
    """Every register class declared so far; the catalogue reads it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = vars(cls)
        cls.name = snake_case(cls.__name__)
        found = [v for v in own.values() if isinstance(v, Field)]
        cls.fields = {f.name: f for f in sorted(found, key=lambda f: f.order)}
        cls.steps = {k: v for k, v in own.items() if isinstance(v, Step)}
        cls.deadlines = {k: v for k, v in own.items() if isinstance(v, Deadline)}
        cls.line = cls.line or _line_of(cls.__module__)
        for reference in cls.references():
            reference.owner = cls
        Register.declared.append(cls)

    @classmethod
    def where(cls, *conditions: Expression) -> Selection:
        """The records that satisfy all conditions (all records, without any)."""
        return Selection(cls).where(*conditions) if conditions else Selection(cls)

    @classmethod
    def table(cls) -> str:
        """The name of its table in PostgreSQL and in snapshots."""
        return f"{cls.line}_{cls.name}"

    @classmethod
    def stored_columns(cls) -> dict[str, str]:
        """Column → kind of value, for every column of the table, in order."""
        columns = {name: kind for name, (kind, _) in COMMON_COLUMNS.items()}
        columns |= {name: f.kind for name, f in cls.fields.items()}
        columns |= {key_column(f): "text" for f in cls.names()}
        return columns | {d.due_column: "moment" for d in cls.deadlines.values()}

    @classmethod
    def references(cls) -> list[Reference]:
        """Its fields that name a record of another register."""
        return [f for f in cls.fields.values() if isinstance(f, Reference)]

    @classmethod
    def names(cls) -> list[Field]:
        """Its fields that hold a person's name; each is searched and sorted by a pinyin key."""
        return [f for f in cls.fields.values() if f.kind == "person_name"]

    @classmethod
    def snapshot_columns(cls) -> dict[str, str]:
        """Column → kind, as snapshots hold them: nothing identifying, local days added."""
        identifying = {f.name for f in cls.fields.values() if f.identifying}
        identifying |= {f.name for f in cls.fields.values() if isinstance(f, Text) and f.free}
        identifying |= {key_column(f) for f in cls.names()}
        columns = {n: k for n, k in cls.stored_columns().items() if n not in identifying}
        columns.pop("source_ref")
        columns.pop("recorded_by")
        for name, kind in list(columns.items()):
            if kind == "moment":
                columns[f"{name}_date"] = "date"
        return columns

    @classmethod
    def asks_reporter(cls) -> bool:
        """Whether a new record must say which institution reports it: it is counted by it."""
        if any(column.name == "reporter" for column in cls.key):
            return True
        return any(p.column.name == "reporter_place" for p in cls.counting_places.values())

    @classmethod
    def column_label(cls, column: str) -> str:
        """The official term of a column."""
        if column in cls.fields:
            return cls.fields[column].label
        if column in COMMON_COLUMNS:
            return COMMON_COLUMNS[column][1]
        for deadline in cls.deadlines.values():
            if column == deadline.due_column:
                return f"{deadline.label}到期时间"
        return cls.column_label(column[:-5]) if column.endswith("_date") else column

    @classmethod
    def value_label(cls, column: str, value: object) -> str:
        """What the office calls this value of this column."""
        if column == "state":
            return cls.lifecycle.states.get(str(value), plain(value))
        if column == "channel":
            return CHANNELS.get(str(value), plain(value))
        field = cls.fields.get(column)
        if isinstance(field, Code) and field.codes is not None and value is not None:
            return field.codes.label_of(str(value)) if value in field.codes else str(value)
        return plain(value)

    @classmethod
    def beside(cls, name: str) -> type[Register] | None:
        """The register of a name, for words about its records."""
        return next((r for r in reversed(Register.declared) if r.name == name), None)

    @classmethod
    def moments(cls) -> list[Moment]:
        """Its moment fields."""
        return [f for f in cls.fields.values() if isinstance(f, Moment)]

    @classmethod
    def describe(cls) -> Mapping[str, Any]:
        """The declaration as data, for the manual, the API and the frozen definitions."""
        return {
            "name": cls.name,
            "label": cls.label,
            "line": cls.line,
            "office": cls.office,
            "source": cls.source,
            "columns": cls.snapshot_columns(),
            "states": dict(cls.lifecycle.states),
        }


def referred_register(reference: Reference) -> type[Register]:
    """The register a reference points to. Raises KeyError where none has that name."""
    if not isinstance(reference.to, str):
        return reference.to  # type: ignore[no-any-return]
    for register in reversed(Register.declared):
        if register.name == reference.to:
            return register
    raise KeyError(reference.to)


def once_per_register(make: Callable[[type[Register]], Made]) -> Callable[[type[Register]], Made]:
    """Remember what a function makes of each register: declarations do not change once loaded."""
    made: dict[type[Register], Made] = {}

    @wraps(make)
    def remembered(register: type[Register]) -> Made:
        if register not in made:
            made[register] = make(register)
        return made[register]

    return remembered


def _line_of(module: str) -> str:
    """The business line a module belongs to: its folder below `registers`."""
    parts = module.split(".")
    return parts[parts.index("registers") + 1] if "registers" in parts[:-1] else "local"
