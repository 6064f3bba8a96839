"""What every declaration must have, and that the printed manual says what the program does."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from tests.spec.manual import pages

import xinglin.language
from xinglin.language import catalogue
from xinglin.language.indicators import Indicator
from xinglin.language.registers import Register

CATALOGUE = catalogue.load()
EVERY_REGISTER = pytest.mark.parametrize("register", list(CATALOGUE.registers.values()))


@EVERY_REGISTER
def test_a_register_says_what_it_is_who_owns_it_and_by_which_rule(
    register: type[Register], repository: Path
) -> None:
    assert register.__doc__
    assert register.label
    assert register.office
    assert register.source
    assert register.list_columns, "a list shows nothing without columns"
    assert (repository / f"tests/spec/registers/{register.name}.py").is_file()


@EVERY_REGISTER
def test_every_item_has_its_official_chinese_term(register: type[Register]) -> None:
    for field in register.fields.values():
        assert any("\u4e00" <= c <= "\u9fff" for c in field.label), field.name


@pytest.mark.parametrize("indicator", list(CATALOGUE.indicators.values()), ids=lambda i: i.id)
def test_an_indicator_carries_the_attributes_of_ws_t_598(indicator: type[Indicator]) -> None:
    """名称、定义、计算方法（由计划给出）、单位、资料来源、责任科室。"""
    for attribute in ("name", "definition", "unit", "source", "office", "line"):
        assert getattr(indicator, attribute), attribute
    assert indicator.__doc__


def test_labels_of_registers_and_names_of_indicators_are_their_own() -> None:
    labels = [r.label for r in CATALOGUE.registers.values()]
    names = [i.name for i in CATALOGUE.indicators.values()]
    assert len(labels) == len(set(labels))
    assert len(names) == len(set(names))


def public_names() -> list[tuple[str, object]]:
    """Every class and function of the language, and every public method, by its full name."""
    found: list[tuple[str, object]] = []
    for info in pkgutil.iter_modules(xinglin.language.__path__, "xinglin.language."):
        module = importlib.import_module(info.name)
        found.append((info.name, module))
        for name, value in vars(module).items():
            own = getattr(value, "__module__", "") == info.name
            if name.startswith("_") or not own or not (inspect.isclass(value) or callable(value)):
                continue
            found.append((f"{info.name}.{name}", value))
    return found


# What these methods do is said once, where they are first declared.
SAID_ONCE = {"sides", "parts", "to_json", "main_register", "variant", "plan", "in_words"}


@pytest.mark.parametrize(("name", "value"), public_names(), ids=lambda v: v if v is str else "")
def test_every_public_name_of_the_language_has_a_docstring(name: str, value: object) -> None:
    assert inspect.getdoc(value), name
    if not inspect.isclass(value):
        return
    for method, member in vars(value).items():
        function = getattr(member, "__func__", getattr(member, "fget", member))
        if inspect.isfunction(function) and not method.startswith("_") and method not in SAID_ONCE:
            assert function.__doc__, f"{name}.{method}"


@pytest.mark.parametrize("page", sorted(pages()))
def test_the_committed_manual_is_what_the_program_prints(page: str, repository: Path) -> None:
    committed = (repository / "docs/reference" / page).read_text("utf-8")
    assert committed == pages()[page], "run: make docs"


def test_no_other_page_is_in_the_manual(repository: Path) -> None:
    assert {p.name for p in (repository / "docs/reference").iterdir()} == set(pages())
