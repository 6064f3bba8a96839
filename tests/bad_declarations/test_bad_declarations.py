"""Wrong declarations, one file a fault number, and the message each must give.

A file declares a library's loans with one thing wrong, and says in EXPECTED what must be told.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from xinglin.language.catalogue import gather
from xinglin.language.faults import DeclarationError, place_of
from xinglin.language.indicators import Indicator
from xinglin.language.registers import Register
from xinglin.language.rules import RulePack
from xinglin.language.statements import Statement

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*_e[0-9][0-9][0-9].py"))
SEVERAL = HERE / "several_at_once.py"
KINDS: tuple[type, ...] = (Register, Indicator, Statement, RulePack)


@contextmanager
def declared_in(path: Path) -> Iterator[tuple[ModuleType, dict[type, list[type]]]]:
    """Load a file; what it declared, by kind. Afterwards nobody knows of it."""
    name = f"bad.{path.stem}"
    before = {kind: len(kind.declared) for kind in KINDS}  # type: ignore[attr-defined]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        found = {
            kind: [d for d in kind.declared[before[kind] :] if d.__module__ == name]  # type: ignore[attr-defined]
            for kind in KINDS
        }
        yield module, found
    finally:
        del sys.modules[name]
        for kind in KINDS:
            kept = [d for d in kind.declared if d.__module__ != name]  # type: ignore[attr-defined]
            kind.declared[:] = kept  # type: ignore[attr-defined]


def faults_of(path: Path) -> tuple[str, str]:
    """What is told of a file's declarations, and what the file says must be told."""
    with declared_in(path) as (module, found):
        with pytest.raises(DeclarationError) as caught:
            gather(found[Register], found[Indicator], found[Statement], found[RulePack])
        return "\n".join(str(f) for f in caught.value.faults), module.EXPECTED.strip()


@pytest.mark.parametrize("path", [*FILES, SEVERAL], ids=lambda p: p.stem)
def test_a_wrong_declaration_is_told_by_number_place_and_hint(path: Path) -> None:
    told, expected = faults_of(path)
    assert told == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_is_named_after_its_one_fault(path: Path) -> None:
    told, _ = faults_of(path)
    numbers = re.findall(r"^(\w+)\.E(\d{3}) ", told, re.MULTILINE)
    assert [f"{area}_e{number}" for area, number in numbers] == [path.stem]


def test_every_number_of_the_program_owns_one_file_and_no_other_is_there(
    repository: Path,
) -> None:
    language = repository / "src/xinglin/language"
    program: set[str] = set()
    for path in language.glob("*faults.py"):
        program |= set(re.findall(r'"(\w+\.E\d{3})"', _read(path)))
    # The three words of a register are numbered in a loop, without the area's name.
    words = re.findall(r'\("(E\d{3})", "', _read(language / "register_faults.py"))
    program |= {f"registers.{number}" for number in words}
    assert {p.stem.replace("_e", ".E") for p in FILES} == program


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def test_the_sound_catalogue_has_no_fault_to_tell() -> None:
    from xinglin.language import catalogue

    assert catalogue.load().registers


def test_a_fault_names_the_file_from_the_package_down() -> None:
    from xinglin.language import catalogue

    case = catalogue.load().registers["notifiable_case"]
    assert place_of(case) == "content/registers/infectious/notifiable_case.py: NotifiableCase"
