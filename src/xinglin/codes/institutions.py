"""Kinds of health institution (卫生机构类别), by the letters of WS 218.

The letter list could not be checked against the standard's text: every row says `unverified`,
localities add suffixes, so an unknown longer code is traced to the nearest known one.
"""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

InstitutionClass = read_code_set(
    "institution_class.csv",
    name="InstitutionClass",
    label="卫生机构类别",
    source="WS 218-2002《卫生机构（组织）分类与代码》",
)


def known_class(code: str) -> str | None:
    """The longest known code that begins the given one (A1001 → A100), or None."""
    candidates = (code[:length] for length in range(len(code), 0, -1))
    return next((candidate for candidate in candidates if candidate in InstitutionClass), None)
