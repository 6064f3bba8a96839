"""What every address shares: its documented refusals, its types, its look-up of a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xinglin.language.registers import Register
from xinglin.rest.models import ProblemDocument
from xinglin.rest.problems import NoRecordError
from xinglin.store.registers import model_of

REFUSALS = dict.fromkeys((400, 401, 403, 404, 422), ProblemDocument)
CHANGE_REFUSALS = REFUSALS | {409: ProblemDocument, 413: ProblemDocument}

View = Callable[..., Any]


def typed(view: View, **types: Any) -> View:
    """Give a view the types of its register: they are made from the declaration, not written."""
    view.__annotations__.update(types)
    return view


def row_or_404(register: type[Register], record: int) -> Any:
    """A record within the actor's scope. Raises NoRecordError."""
    row = model_of(register)._default_manager.filter(pk=record).first()
    if row is None:
        raise NoRecordError(f"没有第 {record} 号{register.label}，或它不在您的数据范围内。")
    return row
