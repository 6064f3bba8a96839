"""The addresses by which a record's deadlines are stopped, set going and extended."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field, StrictInt

from xinglin.actions.clocks import extend_deadline, start_clock, stop_clock
from xinglin.language.registers import Register
from xinglin.rest.addresses import CHANGE_REFUSALS, row_or_404, typed
from xinglin.rest.idempotency import once, request_digest
from xinglin.rest.models import Exact, Reason, SavedOut, Version
from xinglin.rest.records import KEY, RECORD, said_of, saved_out
from xinglin.rest.transactions import in_transaction


class ClockIn(Exact):
    """What is done with a deadline. version: the one you saw."""

    version: Version
    act: Literal["stop", "go", "extend"] = Field(description="stop 停钟，go 恢复计时，extend 延长")
    reason: Reason = ""
    document: Reason = Field("", description="停钟所依据的文书编号")
    amount: Annotated[StrictInt, Field(ge=1, le=366)] | None = Field(
        None, description="延长多少，以该时限的单位计"
    )


def add_clocks(router: Router, register: type[Register]) -> None:
    """Give a register the address of its changeable deadlines, where it has any."""
    names = tuple(n for n, d in register.deadlines.items() if d.is_changeable)
    if not names:
        return

    def view(
        request: HttpRequest,
        deadline: Any,
        body: ClockIn,
        record: int = RECORD,
        idempotency_key: str = KEY,
    ) -> Any:
        with in_transaction(request) as caller:
            extension = register.deadlines[deadline].extension
            needs = extension.needs if body.act == "extend" and extension else "enter"
            caller.require(needs, register)

            def work() -> tuple[int, dict[str, Any]]:
                row_or_404(register, record)
                about = (register, record, deadline)
                how: dict[str, Any] = {"by": caller.user, "version": body.version}
                how["reason"] = body.reason
                if body.act == "stop":
                    saved = stop_clock(*about, document=body.document, **how)
                elif body.act == "go":
                    saved = start_clock(*about, **how)
                else:
                    saved = extend_deadline(*about, amount=body.amount or 0, **how)
                return 200, saved_out(saved)

            return Status(*once(caller, idempotency_key, request_digest(request), work))

    router.post(
        f"/registers/{register.name}/records/{{record}}/clocks/{{deadline}}",
        response={200: SavedOut, **CHANGE_REFUSALS},
        description="、".join(f"{name}={register.deadlines[name].label}" for name in names),
        **said_of(register, "停钟、恢复计时、延长时限", "clock"),
    )(typed(view, deadline=Literal[names]))
