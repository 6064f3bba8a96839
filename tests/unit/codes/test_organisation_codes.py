"""Codes of organisations and record numbers against hand-worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.codes.organisation_codes import (
    CREDIT_CODE_CHARACTERS,
    credit_code,
    credit_code_faults,
    health_code_faults,
    organisation_check_character,
    organisation_code_faults,
    organisation_code_of,
    split_health_code,
)
from xinglin.codes.record_numbers import NEIGHBOURHOOD, OTHER, VILLAGE, split_record_number

# Bodies worked by hand from the weights of GB 11714 and GB 32100.
ORGANISATIONS = [("47122050", "1"), ("MB2F1234", "0")]
CREDIT_CODES = [("12330782", "471220501", "C"), ("11441800", "MB2F12340", "G")]


@pytest.mark.parametrize(("body", "check"), ORGANISATIONS)
def test_organisation_code(body: str, check: str) -> None:
    assert organisation_check_character(body) == check
    assert organisation_code_faults(body + check) == ()
    assert organisation_code_faults(f"{body}-{check}") == ()
    assert organisation_code_faults(body + ("2" if check != "2" else "3"))


@pytest.mark.parametrize(("start", "organisation", "check"), CREDIT_CODES)
def test_credit_code(start: str, organisation: str, check: str) -> None:
    code = credit_code(start, organisation)
    assert code == start + organisation + check
    assert credit_code_faults(code.lower()) == ()
    assert organisation_code_of(code) == organisation


@pytest.mark.parametrize(
    ("code", "count", "part"),
    [
        ("12330782471220501D", 1, "校验位不对"),
        ("12330782471220502C", 2, "组织机构代码"),
        ("1233078247122050", 1, "现为 16 位"),
        ("12330782471220501I", 1, "不应有“I”"),
        ("1233A782471220501C", 1, "行政区划数字"),
    ],
)
def test_credit_code_faults(code: str, count: int, part: str) -> None:
    faults = credit_code_faults(code)
    assert len(faults) == count
    assert part in faults[-1]


def test_health_institution_code() -> None:
    code = "47122050133078211A1001"
    parts = split_health_code(code)
    assert parts is not None
    assert (parts.organisation_code, parts.division) == ("471220501", "330782")
    assert (parts.registration_type, parts.institution_class) == ("11", "A100")
    assert parts.management_class == "1"
    assert health_code_faults(code) == ()
    assert len(health_code_faults("47122050233078211A1003")) == 2
    assert "现为 3 位" in health_code_faults("A10")[0]


def test_resident_record_number() -> None:
    village = split_record_number("330782" + "101" + "102" + "00035")
    neighbourhood = split_record_number("330782" + "101" + "035" + "00035")
    other = split_record_number("330782" + "101" + "901" + "00035")
    kinds = [parts.committee_kind for parts in (village, neighbourhood, other) if parts]
    assert kinds == [VILLAGE, NEIGHBOURHOOD, OTHER]
    assert split_record_number("33078210110200035X") is None


@given(
    st.text("0123456789", min_size=8, max_size=8),
    st.text(CREDIT_CODE_CHARACTERS, min_size=8, max_size=8),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_one_wrong_character_of_a_credit_code_is_found(
    start: str, body: str, at: int, other: str
) -> None:
    code = credit_code(start, body + organisation_check_character(body))
    assert credit_code_faults(code) == ()
    changed = code[:at] + other + code[at + 1 :]
    assert (changed == code) or credit_code_faults(changed)
