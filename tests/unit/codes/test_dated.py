"""Dated code sets: which row holds on a day, spellings, trees, groups, frozen copies, faults."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from xinglin.codes.dated import CodeRow, CodeSet, GroupRule
from xinglin.codes.tables import read_code_set

OLD, NEW = date(2020, 6, 30), date(2026, 6, 30)
TURN = date(2025, 9, 1)


def library() -> CodeSet:
    """A made-up list of book kinds: one code changes its label, group and parent on a day."""
    return CodeSet(
        name="BookKind",
        label="图书类别",
        source="虚构",
        rows=(
            CodeRow("prose", "散文", attributes={"parent": None, "loan_days": 30}),
            CodeRow("novel", "小说（旧称）", None, TURN, {"parent": None, "loan_days": 20}),
            CodeRow("novel", "小说", TURN, None, {"parent": "prose", "loan_days": 14}),
        ),
        aliases={"Fiction": "novel"},
        groups={"短期": GroupRule("二十天以内", (("loan_days", (14, 20)),))},
    )


def test_a_row_holds_from_its_first_day_up_to_the_day_its_successor_begins() -> None:
    kinds = library()
    assert kinds.attribute("novel", "loan_days", date(2025, 8, 31)) == 20
    assert kinds.attribute("novel", "loan_days", TURN) == 14
    assert kinds.label_of("novel", OLD) == "小说（旧称）"
    assert kinds.label_of("novel") == "小说"
    assert kinds.choices(NEW) == (("prose", "散文"), ("novel", "小说"))


@pytest.mark.parametrize(
    "text", ["novel", "NOVEL", " 小说 ", "小说（旧称）", "小说(旧称)", "ｆｉｃｔｉｏｎ"]
)
def test_find_takes_codes_labels_former_labels_and_aliases_in_any_width(text: str) -> None:
    assert library().find(text) == "novel"


def test_find_of_an_unknown_text_is_none_and_of_blank_text_too() -> None:
    assert library().find("诗") is None
    assert library().find("") is None


def test_tree_and_groups_are_those_of_the_day() -> None:
    kinds = library()
    assert kinds.group("prose", OLD) == {"prose"}
    assert kinds.group("prose", NEW) == {"prose", "novel"}
    assert kinds.parent("novel", OLD) is None
    assert kinds.group("短期", NEW) == {"novel"}
    assert kinds.groups_of("prose", NEW) == ()
    with pytest.raises(KeyError, match="no group or code"):
        kinds.group("长期", NEW)


def test_an_attribute_nobody_declared_is_an_error_not_an_empty_value() -> None:
    with pytest.raises(KeyError, match="colour"):
        library().attribute("novel", "colour", NEW)


def test_a_frozen_copy_through_json_text_is_equal() -> None:
    kinds = library()
    assert CodeSet.from_json(json.loads(json.dumps(kinds.to_json()))) == kinds


def test_copies_between_processes_are_equal() -> None:
    assert pickle.loads(pickle.dumps(library())) == library()  # noqa: S301 - our own bytes
    assert copy.deepcopy(library()) == library()


def test_table_form_has_one_line_for_each_span() -> None:
    assert library().rows_as_table()[1] == {
        "code": "novel",
        "label": "小说（旧称）",
        "valid_from": None,
        "valid_to": TURN,
        "parent": None,
        "loan_days": 20,
    }


def test_all_faults_of_a_list_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"overlap.*unknown code 'c'.*unknown parent 'z'.*means"):
        CodeSet(
            "Bad",
            "坏",
            "",
            (
                CodeRow("a", "甲"),
                CodeRow("a", "甲", TURN),
                CodeRow("b", "甲", None, None, {"parent": "z"}),
            ),
            {"丙": "c"},
        )


def test_a_row_without_a_day_or_with_an_unknown_status_is_refused() -> None:
    with pytest.raises(ValueError, match="empty span"):
        CodeRow("a", "甲", TURN, TURN)
    with pytest.raises(ValueError, match="status"):
        CodeRow("a", "甲", status="checked")  # type: ignore[arg-type]


def test_a_table_cell_that_cannot_be_read_names_file_and_code(tmp_path: Path) -> None:
    table = tmp_path / "kinds.csv"
    table.write_text("code,label,loan_days:int\na,甲,vierzehn\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"kinds\.csv, code 'a'"):
        read_code_set(table, name="Kinds", label="类别", source="")
