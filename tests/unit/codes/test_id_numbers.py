"""Identity numbers against hand-worked examples and the standard's own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.codes.divisions import china_divisions, sample_divisions
from xinglin.codes.id_numbers import (
    CITIZEN,
    FOREIGNER_CARD,
    RESIDENCE_PERMIT,
    check_character,
    disagreements,
    mask_id_number,
    read_id_number,
)

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        # Sums worked by hand from the weights of GB 11643: 284, 270, 318
        ("330782199003070013", date(1990, 3, 7), "1"),
        ("441800198502280026", date(1985, 2, 28), "2"),
        ("652823197812310032", date(1978, 12, 31), "1"),
        ("440200200002290144", date(2000, 2, 29), "2"),  # a leap day
        ("33078219900307003X", date(1990, 3, 7), "1"),
        ("11010519491231002X", date(1949, 12, 31), "2"),  # the example printed in the standard
    ],
)
def test_valid_numbers(number: str, birth: date, sex: str) -> None:
    read = read_id_number(number, today=TODAY)
    assert (read.errors, read.birth_date, read.sex) == ((), birth, sex)
    assert read.identity_type == CITIZEN


@pytest.mark.parametrize(
    "text", ["33078219900307003x", " 330782 19900307 003x ", "３３０７８２１９９００３０７００３ｘ"]
)
def test_what_is_typed_is_stored_in_one_form(text: str) -> None:
    read = read_id_number(text, today=TODAY)
    assert read.is_valid and read.number == "33078219900307003X"


def test_thirtieth_of_february_is_refused_though_the_check_digit_is_right() -> None:
    (error,) = read_id_number("330782199002300016", today=TODAY).errors
    assert "1990-02-30 不存在" in error


def test_both_faults_are_told_together() -> None:
    errors = read_id_number("330782199002300018", today=TODAY).errors
    assert len(errors) == 2
    assert "校验位" in errors[0] and "不存在" in errors[1]


def test_fifteen_digits_become_eighteen() -> None:
    read = read_id_number("330782900307001", today=TODAY)
    assert (read.number, read.was_fifteen, read.errors) == ("330782199003070013", True, ())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("3307821990030700", "现为 16 位"),
        ("33078219900307001A", "末位只能是"),
        ("3307X2199003070013", "只能是数字"),
        ("33078290030700X", "只能是数字"),
        ("", "现为 0 位"),
    ],
)
def test_wrong_shapes(text: str, part: str) -> None:
    (error,) = read_id_number(text, today=TODAY).errors
    assert part in error


@pytest.mark.parametrize(("birth", "part"), [("20270101", "晚于今天"), ("19000101", "超过 120 年")])
def test_birth_dates_that_cannot_be(birth: str, part: str) -> None:
    body = f"330782{birth}001"
    (error,) = read_id_number(body + check_character(body), today=TODAY).errors
    assert part in error


@pytest.mark.parametrize(
    ("start", "identity_type"),
    [("810000", RESIDENCE_PERMIT), ("830000", RESIDENCE_PERMIT), ("911156", FOREIGNER_CARD)],
)
def test_permits_obey_the_check_and_have_no_division(start: str, identity_type: str) -> None:
    body = f"{start}19900307001"
    number = body + check_character(body)
    read = read_id_number(number, today=TODAY, divisions=china_divisions())
    assert (read.errors, read.warnings, read.division) == ((), (), None)
    assert read.identity_type == identity_type
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert read_id_number(wrong, today=TODAY).errors


@pytest.mark.parametrize(
    ("division", "warnings"),
    [
        ("441803", 0),  # in force
        ("441827", 0),  # 清新县, abolished: numbers given there stay good
        ("719999", 1),
        ("998801", 0),  # the made-up prefecture
    ],
)
def test_an_unknown_division_is_only_a_warning(division: str, warnings: int) -> None:
    body = f"{division}19900307001"
    divisions = china_divisions().plus(sample_divisions())
    read = read_id_number(body + check_character(body), today=TODAY, divisions=divisions)
    assert read.is_valid
    assert read.identity_type == CITIZEN
    assert len(read.warnings) == warnings


def test_disagreement_with_the_card_is_a_warning() -> None:
    read = read_id_number("330782199003070013", today=TODAY)
    assert disagreements(read, sex="1", birth_date=date(1990, 3, 7)) == ()
    assert len(disagreements(read, sex="2", birth_date=date(2015, 3, 7))) == 2
    assert disagreements(read, sex="9", birth_date=None) == ()


def test_no_message_and_no_mask_shows_the_number() -> None:
    read = read_id_number("330782199002300018", today=TODAY)
    assert not any("0018" in sentence for sentence in read.errors)
    assert mask_id_number("330782199003070013") == "330782***********3"
    assert mask_id_number("12345") == "*****"


@given(st.dates(date(1907, 1, 1), TODAY), st.integers(0, 999), st.integers(110000, 659000))
def test_every_number_made_by_the_rule_is_valid_and_says_what_went_in(
    birth: date, sequence: int, division: int
) -> None:
    body = f"{division}{birth:%Y%m%d}{sequence:03d}"
    read = read_id_number(body + check_character(body), today=TODAY)
    assert read.is_valid
    assert (read.birth_date, read.sex) == (birth, "1" if sequence % 2 else "2")


@given(
    st.dates(date(1907, 1, 1), TODAY),
    st.integers(0, 999),
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(birth: date, sequence: int, at: int, by: int) -> None:
    body = f"330782{birth:%Y%m%d}{sequence:03d}"
    number = body + check_character(body)
    digit = (int(number[at]) + by) % 10
    assert not read_id_number(number[:at] + str(digit) + number[at + 1 :], today=TODAY).is_valid


@given(st.text(max_size=20))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    read = read_id_number(text, today=TODAY)
    assert read.is_valid or all(error.endswith("。") for error in read.errors)
