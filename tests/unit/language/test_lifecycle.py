"""States and steps of a record."""

from __future__ import annotations

import pytest
from tests.unit.language.lending import H5N1BookLoan as Loan

from xinglin.language import catalogue
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import Register
from xinglin.language.roles import PERMISSIONS, Role


def test_a_record_starts_in_the_first_state_unless_its_channel_says_otherwise() -> None:
    cycle = Loan.lifecycle
    assert cycle.initial == "lent"
    assert [cycle.entry_state(c) for c in ("direct", "batch", "historical")] == [
        "lent", "lent", "back",
    ]  # fmt: skip


def test_steps_know_their_name_and_all_their_sources() -> None:
    assert list(Loan.steps) == ["give_back", "lose"]
    assert Loan.steps["give_back"].source == ("lent",)
    assert Loan.steps["lose"].source == ("lent", "back")
    assert Loan.steps["give_back"].sets is Loan.back_at
    assert (Loan.steps["lose"].name, Loan.steps["lose"].needs) == ("lose", "remove")


def test_a_plain_list_is_registered_or_removed() -> None:
    assert REGISTERED.states == {"registered": "已登记", "removed": "已删除"}
    assert (REGISTERED.initial, REGISTERED.editable) == ("registered", ("registered",))


@pytest.mark.parametrize(
    "register", list(catalogue.load().registers.values()), ids=lambda r: r.name
)
def test_every_state_of_a_shipped_register_can_be_reached(register: type[Register]) -> None:
    cycle = register.lifecycle
    if cycle is REGISTERED:
        return  # its removal is an action of every plain list
    reached = {cycle.entry_state(c) for c in ("direct", "batch", "historical")}
    reached |= set(cycle.by_action)
    for _ in cycle.states:
        reached |= {s.target for s in register.steps.values() if reached & set(s.source)}
    assert reached == set(cycle.states)


@pytest.mark.parametrize(
    "register", list(catalogue.load().registers.values()), ids=lambda r: r.name
)
def test_every_step_needs_a_permission_that_some_post_carries(register: type[Register]) -> None:
    for step in register.steps.values():
        assert step.needs in PERMISSIONS
        assert any(role.may(step.needs) for role in catalogue.load().roles.values())


def test_an_unknown_permission_is_no_silent_no() -> None:
    with pytest.raises(KeyError):
        catalogue.load().roles["hospital"].may("fly")


def test_the_catalogue_has_the_posts_of_the_bureau() -> None:
    roles = catalogue.load().roles
    assert {r.scope for r in roles.values()} == {"everything", "place", "unit"}
    assert all(isinstance(r, Role) and r.label and r.source for r in roles.values())
