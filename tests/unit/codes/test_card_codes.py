"""The short lists of the card as people write them in files."""

from __future__ import annotations

import pytest

from xinglin.codes import (
    CaseClassification,
    CodeSet,
    IdentityType,
    Occupation,
    Outcome,
    PatientOrigin,
    ReportKind,
    Sex,
)
from xinglin.codes.institutions import InstitutionClass, known_class


@pytest.mark.parametrize(
    ("code_set", "text", "code"),
    [
        (Sex, "男", "1"),
        (Sex, "女性", "2"),
        (Sex, "m", "1"),
        (Sex, "F", "2"),
        (Sex, "不详", "0"),
        (IdentityType, "身份证", "01"),
        (Occupation, "幼托儿童", "01"),
        (Occupation, "渔民", "14"),
        (Occupation, "离退休人员", "17"),
        (CaseClassification, "confirmed", "3"),
        (CaseClassification, "疑似", "1"),
        (PatientOrigin, "本县区", "1"),
        (ReportKind, "订正报告", "2"),
        (Outcome, "Death", "4"),
        (InstitutionClass, "疾控中心", "J"),
    ],
)
def test_spellings(code_set: CodeSet, text: str, code: str) -> None:
    assert code_set.find(text) == code


def test_the_twenty_population_groups_of_the_card() -> None:
    assert len(Occupation.codes) == 20


def test_a_longer_local_institution_code_is_traced_to_the_known_one() -> None:
    assert known_class("A1001") == "A100"
    assert known_class("C229") == "C2"
    assert known_class("X1") is None
