"""The declarations as data: which registers there are, and what one of them says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from xinglin.language import catalogue
from xinglin.language import fields as f
from xinglin.language.registers import Register
from xinglin.rest.addresses import REFUSALS
from xinglin.rest.problems import NoRecordError
from xinglin.rest.transactions import caller_of


class RegisterOut(Schema):
    """A register in the list. permissions: what this token may do in it."""

    name: str
    label: str
    line: str
    office: str
    source: str
    permissions: list[str]


class FieldOut(Schema):
    """One item of the form. required_for: the ways in that must have it."""

    name: str
    label: str
    kind: str
    required_for: list[str]
    identifying: bool
    help: str
    unit: str
    code_set: str | None
    codes: dict[str, str]


class StepOut(Schema):
    """One step of the lifecycle."""

    name: str
    label: str
    source: list[str]
    target: str
    needs: str
    reason_required: bool
    other_person_than: str
    corrects: bool


class DeadlineOut(Schema):
    """One limit: the clock runs from `starts` to `done`."""

    name: str
    label: str
    starts: str
    done: str
    unit: str


class CheckOut(Schema):
    """One check. level: error blocks, warning may be passed with a reason."""

    code: str
    message: str
    level: str
    channels: list[str]
    source: str


class DeclarationOut(RegisterOut):
    """A whole declaration. key: items that together name a record for good."""

    key: list[str]
    fields: list[FieldOut]
    states: dict[str, str]
    steps: list[StepOut]
    deadlines: list[DeadlineOut]
    checks: list[CheckOut]
    filters: list[str]


_PERMISSIONS = ("see", "enter", "review", "remove", "unmask", "import")


def add_declarations(router: Router) -> None:
    """Give the declarations their addresses."""

    @router.get(
        "/registers",
        response={200: list[RegisterOut], **REFUSALS},
        operation_id="list_registers",
        summary="有哪些登记表",
        tags=["登记表"],
    )
    def list_registers(request: HttpRequest) -> Any:
        return [_brief(request, r) for r in catalogue.load().registers.values()]

    @router.get(
        "/registers/{name}",
        response={200: DeclarationOut, **REFUSALS},
        operation_id="get_register",
        summary="一个登记表的声明",
        tags=["登记表"],
    )
    def get_register(request: HttpRequest, name: str) -> Any:
        register = catalogue.load().registers.get(name)
        if register is None:
            raise NoRecordError("没有这种登记表，可用的见 /api/v1/registers。")
        return _brief(request, register) | _declared(register)


def _brief(request: HttpRequest, register: type[Register]) -> dict[str, Any]:
    caller = caller_of(request)
    return {
        "name": register.name,
        "label": register.label,
        "line": register.line,
        "office": register.office,
        "source": register.source,
        "permissions": [p for p in _PERMISSIONS if caller.has(p, register)],
    }


def _declared(register: type[Register]) -> dict[str, Any]:
    return {
        "key": [column.name for column in register.key],
        "fields": [_field(item) for item in register.fields.values()],
        "states": dict(register.lifecycle.states),
        "steps": [_step(name, step) for name, step in register.steps.items()],
        "deadlines": [
            {"name": d.name, "label": d.label, "starts": d.starts.name, "done": d.done.name,
             "unit": d.unit}
            for d in register.deadlines.values()
        ],
        "checks": [
            {"code": c.code, "message": c.message, "level": c.level,
             "channels": list(c.channels), "source": c.source}
            for c in register.checks
        ],
        "filters": [column.name for column in register.filters],
    }  # fmt: skip


def _field(item: f.Field) -> dict[str, Any]:
    codes = item.codes if isinstance(item, f.Code) else None
    return {
        "name": item.name,
        "label": item.label,
        "kind": item.kind,
        "required_for": [c for c in f.EVERY_CHANNEL if item.required_for(c)],
        "identifying": item.identifying,
        "help": item.help,
        "unit": getattr(item, "unit", ""),
        "code_set": codes.name if codes is not None else None,
        "codes": {c: codes.label_of(c) for c in codes.codes} if codes is not None else {},
    }


def _step(name: str, step: Any) -> dict[str, Any]:
    told = ("label", "target", "needs", "reason_required", "other_person_than", "corrects")
    return {"name": name, "source": list(step.source), **{n: getattr(step, n) for n in told}}
