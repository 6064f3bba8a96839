"""Lifecycle: the states of a record and the steps between them, each with who may take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xinglin.language.fields import Moment


@dataclass(eq=False)
class Step:
    """One way from a state to another.

    label: what the button says (提交审核). needs: the permission (enter, review, sign, remove).
    sets: the moment field that records when; `<sets>_by` is not kept apart, history knows.
    reason_required: the user must say why. other_person_than: name of a step that must have been
    taken by somebody else (职责分离). corrects: fields may be changed with this step.
    """

    source: tuple[str, ...]
    target: str
    label: str
    needs: str = "enter"
    sets: Moment | None = None
    reason_required: bool = False
    other_person_than: str = ""
    corrects: bool = False
    name: str = field(default="", init=False)

    __hash__ = object.__hash__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


class Lifecycle:
    """States in the order of the work, the first being where a new record starts.

    Lifecycle(draft="草稿", submitted="待审核", …, editable=("draft",), ended=("removed",))

    editable: states in which fields may be edited in place; elsewhere a change is a correction,
    kept as a new version. ended: states that leave every worklist.
    entry: channel → the state in which its records arrive (the first state where not given).
    by_action: states that no step leads to: an action of its own gives them (a settlement).
    """

    def __init__(
        self,
        *,
        editable: tuple[str, ...] = (),
        ended: tuple[str, ...] = (),
        entry: Mapping[str, str] | None = None,
        by_action: tuple[str, ...] = (),
        **states: str,
    ) -> None:
        self.states = dict(states)
        self.entry = dict(entry or {})
        self.editable = editable
        self.ended = ended
        self.by_action = by_action

    @property
    def initial(self) -> str:
        """The state of a new record."""
        return next(iter(self.states))

    def entry_state(self, channel: str) -> str:
        """The state in which a record arrives by a channel."""
        return self.entry.get(channel, self.initial)

    def step(
        self,
        source: str | tuple[str, ...],
        target: str,
        label: str,
        *,
        needs: str = "enter",
        sets: Moment | None = None,
        reason_required: bool = False,
        other_person_than: str = "",
        corrects: bool = False,
    ) -> Step:
        """Declare a step; assign it to a name in the register's class body."""
        sources = (source,) if isinstance(source, str) else source
        return Step(
            sources, target, label, needs, sets, reason_required, other_person_than, corrects
        )


REGISTERED = Lifecycle(
    registered="已登记", removed="已删除", editable=("registered",), ended=("removed",)
)
"""For registers that are plain lists: a row is registered, or removed with a reason."""
