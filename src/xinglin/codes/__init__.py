"""Code sets with dates: what a code meant on a day, by which document.

Here live the lists a bureau fills its cards from (diseases, divisions, sex, occupation ...) and
the pure readers of codes, numbers and dates. No register, no rule of a business line, no Django,
no database. This room imports nothing else of Xinglin.
"""

from __future__ import annotations

from xinglin.codes.card_codes import (
    AcuteChronic,
    CaseClassification,
    IdentityType,
    Occupation,
    Outcome,
    PatientOrigin,
    ReportKind,
    Sex,
)
from xinglin.codes.dated import CodeRow, CodeSet, GroupRule
from xinglin.codes.diseases import NotifiableDisease, class_on, hours_limit
from xinglin.codes.institutions import InstitutionClass

__all__ = [
    "AcuteChronic",
    "CaseClassification",
    "CodeRow",
    "CodeSet",
    "GroupRule",
    "IdentityType",
    "InstitutionClass",
    "NotifiableDisease",
    "Occupation",
    "Outcome",
    "PatientOrigin",
    "ReportKind",
    "Sex",
    "class_on",
    "hours_limit",
]
