"""The addresses of one register's records, made from its declaration."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Header, Path, Query, Router, Status

from xinglin.actions.recording import Saved, change_record, create_record, take_step
from xinglin.language.registers import Register
from xinglin.rest.addresses import CHANGE_REFUSALS, REFUSALS, row_or_404, typed
from xinglin.rest.filters import condition, query_model
from xinglin.rest.idempotency import LONGEST_KEY, once, request_digest
from xinglin.rest.models import (
    LARGEST_ID,
    SavedOut,
    StepIn,
    change_model_of,
    create_model_of,
    detail_model,
    page_model,
)
from xinglin.rest.reading import read_values
from xinglin.rest.showing import shown, versions
from xinglin.rest.tokens import Caller
from xinglin.rest.transactions import in_transaction, purpose_of, write_audit, write_audits
from xinglin.store.registers import model_of

PURPOSE: Any = Header(  # type: ignore[type-arg]
    "",
    alias="X-Purpose",
    pattern=r"^[!-~]*$",
    max_length=900,
    description="查看个人信息原值的用途（UTF-8 百分号编码）；不写则隐藏个人信息，写了就记入审计",
)
KEY: Any = Header(  # type: ignore[type-arg]
    "",
    alias="Idempotency-Key",
    pattern=r"^[!-~]*$",
    max_length=LONGEST_KEY,
    description="同一键、同一内容重发得同一答复，只登记一次",
)

RECORD: Any = Path(..., ge=1, le=LARGEST_ID)  # type: ignore[type-arg]


def add_records(router: Router, register: type[Register]) -> None:
    """Give a register its addresses."""
    base = f"/registers/{register.name}/records"
    _add_list(router, register, base)
    _add_detail(router, register, base)
    _add_create(router, register, base)
    _add_change(router, register, base)
    _add_step(router, register, base)


def said_of(register: type[Register], what: str, name: str) -> dict[str, Any]:
    """How an operation is called in the description."""
    return {
        "operation_id": f"{register.name}_{name}",
        "url_name": f"{register.name}_{name}",
        "summary": f"{register.label}：{what}",
        "tags": [register.label],
    }


def _is_opened(caller: Caller, register: type[Register], purpose: str) -> bool:
    """Whether originals are shown: a purpose was given, and the caller may. Raises Forbidden."""
    if purpose:
        caller.require("unmask", register)
    return bool(purpose)


def _add_list(router: Router, register: type[Register], base: str) -> None:
    def view(request: HttpRequest, asked: Any, x_purpose: str = PURPOSE) -> Any:
        purpose = purpose_of(request)
        with in_transaction(request, purpose) as caller:
            caller.require("see", register)
            opened = _is_opened(caller, register, purpose)
            rows = model_of(register)._default_manager.filter(
                condition(register, asked), pk__gt=asked.cursor
            )
            found = list(rows.order_by("pk")[: asked.limit + 1])
            page = found[: asked.limit]
            if opened and page:
                write_audits("unmask", register.table(), [r.pk for r in page], "接口查看原值")
            more = len(found) > asked.limit
            return {
                "records": [shown(register, row, opened=opened) for row in page],
                "next_cursor": page[-1].pk if more else None,
            }

    router.get(
        base,
        response={200: page_model(register), **REFUSALS},
        **said_of(register, "列表", "list"),
    )(typed(view, asked=Query[query_model(register)]))  # type: ignore[misc]


def _add_detail(router: Router, register: type[Register], base: str) -> None:
    def view(
        request: HttpRequest,
        record: int = RECORD,
        x_purpose: str = PURPOSE,
    ) -> Any:
        purpose = purpose_of(request)
        with in_transaction(request, purpose) as caller:
            caller.require("see", register)
            opened = _is_opened(caller, register, purpose)
            row = row_or_404(register, record)
            kind = "unmask" if opened else "open"
            write_audit(kind, register.table(), row.pk, row.version, "接口查看")
            return {
                "record": shown(register, row, opened=opened),
                "versions": versions(register, row.pk, opened=opened),
            }

    router.get(
        base + "/{record}",
        response={200: detail_model(register), **REFUSALS},
        **said_of(register, "一条记录及其历史", "get"),
    )(typed(view))


def _add_create(router: Router, register: type[Register], base: str) -> None:
    def view(request: HttpRequest, body: Any, idempotency_key: str = KEY) -> Any:
        with in_transaction(request) as caller:
            caller.require("enter", register)
            digest = request_digest(request)

            def work() -> tuple[int, dict[str, Any]]:
                saved = create_record(
                    register,
                    read_values(register, body.values.model_dump(exclude_unset=True)),
                    by=caller.user,
                    reasons=body.reasons,
                    draft=body.draft,
                )
                return 201, saved_out(saved)

            return Status(*once(caller, idempotency_key, digest, work))

    router.post(
        base,
        response={201: SavedOut, **CHANGE_REFUSALS},
        **said_of(register, "登记", "create"),
    )(typed(view, body=create_model_of(register)))


def _add_change(router: Router, register: type[Register], base: str) -> None:
    def view(
        request: HttpRequest,
        body: Any,
        record: int = RECORD,
        idempotency_key: str = KEY,
    ) -> Any:
        with in_transaction(request) as caller:
            caller.require("enter", register)

            def work() -> tuple[int, dict[str, Any]]:
                row_or_404(register, record)
                saved = change_record(
                    register,
                    record,
                    read_values(register, body.changes.model_dump(exclude_unset=True)),
                    by=caller.user,
                    version=body.version,
                    reason=body.reason,
                    reasons=body.reasons,
                )
                return 200, saved_out(saved)

            return Status(*once(caller, idempotency_key, request_digest(request), work))

    router.patch(
        base + "/{record}",
        response={200: SavedOut, **CHANGE_REFUSALS},
        **said_of(register, "修改或订正", "change"),
    )(typed(view, body=change_model_of(register)))


def _add_step(router: Router, register: type[Register], base: str) -> None:
    steps = tuple(name for name, step in register.steps.items() if not step.corrects)
    if not steps:
        return

    def view(
        request: HttpRequest,
        step: Any,
        body: StepIn,
        record: int = RECORD,
        idempotency_key: str = KEY,
    ) -> Any:
        with in_transaction(request) as caller:
            caller.require(register.steps[step].needs, register)

            def work() -> tuple[int, dict[str, Any]]:
                row_or_404(register, record)
                saved = take_step(
                    register,
                    record,
                    step,
                    by=caller.user,
                    version=body.version,
                    reason=body.reason,
                    reasons=body.reasons,
                    effective_on=body.effective_on,
                )
                return 200, saved_out(saved)

            return Status(*once(caller, idempotency_key, request_digest(request), work))

    labels = "、".join(f"{name}={register.steps[name].label}" for name in steps)
    router.post(
        base + "/{record}/steps/{step}",
        response={200: SavedOut, **CHANGE_REFUSALS},
        description=labels,
        **said_of(register, "办理一步", "step"),
    )(typed(view, step=Literal[steps]))


def saved_out(saved: Saved) -> dict[str, Any]:
    """A saved record in an answer."""
    return {
        "id": saved.id,
        "version": saved.version,
        "state": saved.state,
        "passed": [asdict(problem) for problem in saved.passed],
    }
