"""Folding of text, names and pinyin."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.codes.pinyin import initials, sort_key
from xinglin.codes.text import (
    MIDDLE_DOT,
    fold_code,
    mask_name,
    name_fault,
    normalise_name,
    normalise_text,
)


def test_codes_are_folded_and_prose_is_not() -> None:
    assert fold_code("　３３０ ７８２ｘ") == "330782x"
    assert normalise_text("报告（ＡＢＣ），１２３例") == "报告（ＡＢＣ），１２３例"


@pytest.mark.parametrize(
    "text",
    ["艾力·买买提", "艾力•买买提", "艾力・买买提", "艾力 · 买买提", "艾力.买买提", "艾力．买买提"],
)
def test_every_middle_dot_is_the_same(text: str) -> None:
    assert normalise_name(text) == f"艾力{MIDDLE_DOT}买买提"


@pytest.mark.parametrize(
    ("text", "name"),
    [("张　三", "张三"), (" 王 小 明 ", "王小明"), ("John  A. Smith", "John A. Smith")],
)
def test_blanks_in_names(text: str, name: str) -> None:
    assert normalise_name(text) == name


def test_long_and_rare_names_are_names() -> None:
    assert name_fault("古" * 100) is None
    assert "101 个字" in (name_fault("古" * 101) or "")
    assert "数字" in (name_fault("张3") or "")
    assert "为空" in (name_fault("") or "")
    rare = "\U0002a5f1\U00030edd"  # outside the basic plane
    assert normalise_name(rare) == rare
    assert name_fault(rare) is None


def test_masks() -> None:
    assert [mask_name(name) for name in ("张三", "欧阳小明", "李", "")] == ["张*", "欧***", "*", ""]


def test_pinyin_orders_and_abbreviates() -> None:
    assert sorted(["张三", "李四", "阿丽", "王五"], key=sort_key) == [
        "阿丽",
        "李四",
        "王五",
        "张三",
    ]
    assert initials("张三") == "zs"
    assert initials("艾力·买买提") == "almmt"
    assert initials("重庆市") == "cqs"
    assert initials("CDC一部") == "cdcyb"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_code(fold_code(text)) == fold_code(text)
    assert normalise_text(normalise_text(text)) == normalise_text(text)
    assert normalise_name(normalise_name(text)) == normalise_name(text)
    assert unicodedata.is_normalized("NFC", normalise_text(text))


@given(st.text(max_size=40))
def test_keys_are_made_of_any_text(text: str) -> None:
    assert sort_key(text).endswith("|" + normalise_text(text))
    assert all(character.isalnum() for character in initials(text))
