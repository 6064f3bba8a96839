"""Every declared check owns a record that passes and one that fails, and says why in Chinese."""

from __future__ import annotations

import importlib

import pytest
from tests.spec.registers.conftest import Judge
from tests.spec.registers.examples import Example, Form, RegisterSpec

from xinglin.language import catalogue
from xinglin.language.fields import CHANNELS, DocumentNumber

REGISTERS = catalogue.load().registers


def spec_of(name: str) -> RegisterSpec:
    """The register's spec file, which has the register's own name."""
    spec: RegisterSpec = importlib.import_module(f"tests.spec.registers.{name}").SPEC
    return spec


EXAMPLES = [(spec_of(name), e) for name in REGISTERS for e in spec_of(name).examples]
BY_CODE = pytest.mark.parametrize(("spec", "example"), EXAMPLES, ids=[e.check for _, e in EXAMPLES])


@pytest.mark.parametrize("name", REGISTERS)
def test_every_check_of_the_register_has_its_example(name: str) -> None:
    spec = spec_of(name)
    assert spec.register is REGISTERS[name]
    assert [e.check for e in spec.examples] == [c.code for c in spec.register.checks]


@pytest.mark.parametrize("name", REGISTERS)
def test_the_sound_record_passes(problems_of: Judge, name: str) -> None:
    spec = spec_of(name)
    assert problems_of(spec.register, spec.sound, "direct", spec.named) == []


@BY_CODE
def test_the_record_that_should_pass_passes(
    problems_of: Judge, spec: RegisterSpec, example: Example
) -> None:
    form = _form(spec, example.passes)
    assert problems_of(spec.register, form, example.channel, spec.named) == []


@BY_CODE
def test_the_record_that_should_fail_is_told_by_this_check_alone(
    problems_of: Judge, spec: RegisterSpec, example: Example
) -> None:
    found = problems_of(spec.register, _form(spec, example.fails), example.channel, spec.named)
    check = next(c for c in spec.register.checks if c.code == example.check)
    assert [(p.code, p.level, p.message) for p in found] == [
        (check.code, check.level, check.message)
    ]
    assert found[0].field in {c.removesuffix("_date") for c in check.condition.columns()} | set(
        check.condition.columns()
    )


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("name", REGISTERS)
def test_an_item_is_missed_exactly_where_it_is_required(
    problems_of: Judge, name: str, channel: str
) -> None:
    spec = spec_of(name)
    found = {p.field for p in problems_of(spec.register, {}, channel) if p.code == "REQ"}
    assert found == {
        f.name
        for f in spec.register.fields.values()
        if f.required_for(channel)
        and not (isinstance(f, DocumentNumber) and channel != "historical")
    }


def test_messages_name_what_is_wrong_and_how_to_mend_it() -> None:
    for register in REGISTERS.values():
        for check in register.checks:
            assert check.message.endswith("。"), check.code
            assert "请" in check.message or "须" in check.message or "至少" in check.message, (
                check.code
            )


def _form(spec: RegisterSpec, changes: Form) -> Form:
    return {**spec.sound, **changes}
