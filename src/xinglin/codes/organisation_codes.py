"""Codes of organisations: 统一社会信用代码 (GB 32100-2015), 组织机构代码 (GB 11714-1997) and the
22-character code of health institutions (WS 218)."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.cn import uscc

from xinglin.codes.text import fold_code

CREDIT_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_HEALTH_CODE_LENGTH = 22


@dataclass(frozen=True)
class HealthInstitutionCode:
    """The parts of a 22-character health institution code (卫生机构代码)."""

    organisation_code: str
    division: str
    registration_type: str
    institution_class: str
    management_class: str


def normalise_code(text: str) -> str:
    """Half-width capitals without blanks and hyphens."""
    return fold_code(text).replace("-", "").upper()


def credit_code_faults(text: str) -> tuple[str, ...]:
    """What is wrong with a unified social credit code, as Chinese sentences; empty when nothing.

    The first-registration division inside it is not checked: it may be abolished. The organisation
    code inside it has a check character of its own, which is.
    """
    code = normalise_code(text)
    if len(code) != 18:
        return (f"统一社会信用代码应为 18 位，现为 {len(code)} 位，请核对。",)
    wrong = sorted({character for character in code if character not in CREDIT_CODE_CHARACTERS})
    if wrong:
        return (f"统一社会信用代码中不应有“{'、'.join(wrong)}”（不用 I、O、S、V、Z），请核对。",)
    if not code[2:8].isdigit():
        return ("统一社会信用代码第 3 至 8 位应为行政区划数字，请核对。",)
    faults = []
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        faults.append("统一社会信用代码校验位不对，请逐位核对。")
    if organisation_code_faults(code[8:17]):
        faults.append("统一社会信用代码中的组织机构代码（第 9 至 17 位）校验位不对，请逐位核对。")
    return tuple(faults)


def organisation_check_character(body: str) -> str:
    """The ninth character of an organisation code, by GB 11714, from the eight before it."""
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def organisation_code_faults(text: str) -> tuple[str, ...]:
    """What is wrong with an organisation code, as Chinese sentences; empty when nothing."""
    code = normalise_code(text)
    if len(code) != 9 or not (code.isascii() and code.isalnum()):
        return (f"组织机构代码应为 9 位数字或大写字母，现为 {len(code)} 位，请核对。",)
    if code[8] != organisation_check_character(code[:8]):
        return ("组织机构代码校验位不对，请逐位核对。",)
    return ()


def credit_code(authority_and_division: str, organisation_code: str) -> str:
    """A whole credit code from its first eight characters and the organisation code."""
    body = authority_and_division + organisation_code
    return body + str(uscc.calc_check_digit(body))


def organisation_code_of(credit_code_text: str) -> str:
    """Characters 9 to 17 of a credit code."""
    return normalise_code(credit_code_text)[8:17]


def split_health_code(text: str) -> HealthInstitutionCode | None:
    """The parts of a 22-character code, or None where the length is another.

    The composition is in general use but was not checked against the standard's text.
    """
    code = normalise_code(text)
    if len(code) != _HEALTH_CODE_LENGTH:
        return None
    return HealthInstitutionCode(code[:9], code[9:15], code[15:17], code[17:21], code[21])


def health_code_faults(text: str) -> tuple[str, ...]:
    """What is wrong with a health institution code, as Chinese sentences; empty when nothing."""
    parts = split_health_code(text)
    if parts is None:
        return (f"卫生机构代码应为 22 位，现为 {len(normalise_code(text))} 位，请核对。",)
    faults = list(organisation_code_faults(parts.organisation_code))
    if not parts.division.isdigit():
        faults.append("卫生机构代码第 10 至 15 位应为行政区划数字，请核对。")
    if parts.management_class not in ("1", "2", "9"):
        faults.append("卫生机构代码末位应为 1（非营利）、2（营利）或 9（其他），请核对。")
    return tuple(faults)
