"""What goes in and out, register by register: pydantic models made from the kinds of fields.

Types are strict: "5" is no number and 1 is no "yes"; a program that sends the wrong kind of thing
is told so, and nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, create_model

from xinglin.language import fields as f
from xinglin.language.registers import Register, key_column, once_per_register

LARGEST_ID = 2**63 - 1
EARLIEST, LATEST = 1850, 2200
"""Years a date may lie in; outside them it is a slip of the pen."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_NO_NUL = r"^[^\x00]*$"


def _day(value: Any) -> Any:
    if isinstance(value, date) or value is None:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("日期请写成 2013-06-30 的形式")
    return _within(value)


def _moment(value: Any) -> Any:
    if isinstance(value, datetime) or value is None:
        return value
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("时间请写成 2013-06-30T08:30:00+08:00 的形式，须带时区")
    return _within(value)


def _within(value: str) -> str:
    if not EARLIEST <= int(value[:4]) <= LATEST:
        raise ValueError(f"年份应在 {EARLIEST} 至 {LATEST} 之间，请核对")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
RecordId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Version = Annotated[StrictInt, Field(ge=1, le=2**31 - 1)]
CheckCode = Annotated[str, Field(max_length=20, pattern=_NO_NUL)]
Reason = Annotated[str, Field(max_length=500, pattern=_NO_NUL)]
Reasons = dict[CheckCode, Reason]


class Exact(Schema):
    """A part of a request in which nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid")


class ProblemOut(Schema):
    """One thing wrong with data: check code, item, one sentence, error or warning."""

    code: str
    field: str
    message: str
    level: str


class ProblemDocument(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemOut]


class SavedOut(Schema):
    """A record as it now stands, and the warnings that were passed with a reason."""

    id: int
    version: int
    state: str
    passed: list[ProblemOut]


class StepIn(Exact):
    """A step of the lifecycle. version: the one you saw."""

    version: Version
    reason: Reason = ""
    reasons: Reasons = Field(default_factory=dict)
    effective_on: Day | None = None


class ChangeOut(Schema):
    """One item that a version changed; identifying values are masked as in the record."""

    column: str
    label: str
    before: str | int | bool | list[str] | None
    after: str | int | bool | list[str] | None


class VersionOut(Schema):
    """One version of a record: known from recorded_at, true from effective_on."""

    version: int
    recorded_at: datetime
    effective_on: date | None
    actor: str
    action: str
    reason: str
    changes: list[ChangeOut]


def _written(field: f.Field) -> Any:
    """The type of a field in a request."""
    if isinstance(field, f.Code) and field.codes is not None:
        return Literal[tuple(field.codes.codes)]
    if isinstance(field, f.Integer | f.Money):
        low = -(10**18) if field.minimum is None else field.minimum
        high = 10**18 if getattr(field, "maximum", None) is None else field.maximum  # type: ignore[union-attr]
        return Annotated[StrictInt, Field(ge=low, le=high)]
    if isinstance(field, f.Flag):
        return StrictBool
    if isinstance(field, f.Date):
        return Day
    if isinstance(field, f.Moment):
        return Moment
    longest = getattr(field, "max_length", 64)
    return Annotated[str, Field(max_length=longest, pattern=_NO_NUL)]


_READ: dict[str, Any] = {
    "integer": int,
    "fen": int,
    "milli": int,
    "flag": bool,
    "date": date,
    "moment": datetime,
    "texts": list[str],
}


def _described(register: type[Register], column: str) -> str:
    field = register.fields.get(column)
    parts = [register.column_label(column)]
    if field is not None:
        parts += ["新记录必填"] if field.required else []
        parts += ["个人信息，默认隐藏"] if field.identifying else []
        parts += [field.help.rstrip("。")] if field.help else []
        if isinstance(field, f.Code) and field.codes is not None:
            parts.append(f"代码表 {field.codes.name}（{field.codes.label}）")
        if isinstance(field, f.Money):
            parts.append("以分为单位的整数")
    return "；".join(parts)


def shown_columns(register: type[Register]) -> list[str]:
    """Columns of a record in an answer: all but the search keys of names."""
    keys = {key_column(name) for name in register.names()}
    return [c for c in register.stored_columns() if c not in keys]


@once_per_register
def values_model(register: type[Register]) -> type[Schema]:
    """The items of a record as a request gives them; one left out is not said, null is blank."""
    items: dict[str, Any] = {
        name: (_written(field) | None, Field(None, description=_described(register, name)))
        for name, field in register.fields.items()
    }
    if register.reporter_field is None and "reporter" not in items:
        text = Annotated[str, Field(max_length=64, pattern=_NO_NUL)]
        said = "报告单位的机构代码；不写则为令牌用户所在机构"
        items["reporter"] = (text | None, Field(None, description=said))
    unknowns: Any = list[Literal[tuple(register.fields)]]  # type: ignore[misc]
    said = "询问过而不详的项目；与未填不同"
    items["unknowns"] = (unknowns, Field(default=[], description=said, max_length=len(items)))
    return create_model(f"{register.__name__}Values", __base__=Exact, **items)


@once_per_register
def create_model_of(register: type[Register]) -> type[Schema]:
    """The request that files a record."""
    return create_model(
        f"{register.__name__}Create",
        __base__=Exact,
        values=(values_model(register), ...),
        reasons=(Reasons, Field({}, description="检查编号 → 理由：确认并通过警告")),
        draft=(StrictBool, Field(False, description="存为草稿，不检查是否完整")),
    )


@once_per_register
def change_model_of(register: type[Register]) -> type[Schema]:
    """The request that changes a record."""
    return create_model(
        f"{register.__name__}Change",
        __base__=Exact,
        version=(Version, Field(description="您看到的版本；他人先改过则答 409")),
        changes=(values_model(register), ...),
        reason=(Reason, Field("", description="已审核的记录是订正，须写理由")),
        reasons=(Reasons, Field({}, description="检查编号 → 理由：确认并通过警告")),
    )


@once_per_register
def record_model(register: type[Register]) -> type[Schema]:
    """A record in an answer. masked: items whose value is hidden."""
    kinds = register.stored_columns()
    items: dict[str, Any] = {}
    for column in shown_columns(register):
        kind = _READ.get(kinds[column], str)
        sure = column in ("id", "version", "state", "recorded_at")
        said = Field(description=_described(register, column))
        items[column] = (kind if sure else kind | None, said)
    items["masked"] = (list[str], Field(description="值被隐藏的项目"))
    return create_model(register.__name__, __base__=Schema, **items)


@once_per_register
def page_model(register: type[Register]) -> type[Schema]:
    """A page of records. next_cursor: what to ask for the next page with; null on the last."""
    records: Any = list[record_model(register)]  # type: ignore[misc]
    return create_model(
        f"{register.__name__}Page",
        __base__=Schema,
        records=(records, ...),
        next_cursor=(int | None, ...),
    )


@once_per_register
def detail_model(register: type[Register]) -> type[Schema]:
    """A record with its versions, the newest first."""
    return create_model(
        f"{register.__name__}Detail",
        __base__=Schema,
        record=(record_model(register), ...),
        versions=(list[VersionOut], ...),
    )
