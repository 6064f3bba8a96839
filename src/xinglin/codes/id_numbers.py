"""Citizen identity numbers (公民身份号码), GB 11643-1999, and the older ones of 15 digits.

python-stdnum gives the check character only: its own division table refuses real numbers. The
first six digits are the place of first registration, perhaps long abolished: an unknown one is a
warning. Numbers that begin with 81, 82, 83 or 9 belong to residence permits and the card of
foreigners; they obey the same check rule, and their first digits are no division. The made-up
divisions of training data begin with 99: such numbers are citizens' where the list has them.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from stdnum.cn import ric

from xinglin.codes.text import fold_code

Sex: TypeAlias = Literal["1", "2"]

CITIZEN, RESIDENCE_PERMIT, FOREIGNER_CARD = "01", "11", "12"  # codes of IdentityType
OLDEST_AGE = 120
_PREFIXES_OF_PERMITS = ("81", "82", "83")


class IdNumber(NamedTuple):
    """What an identity number says, and what is wrong with it.

    `number` is the 18-character form where one could be made, else the folded input. `errors`
    refuse the number, `warnings` do not; both are sentences in Chinese without the number itself.
    """

    number: str
    identity_type: str
    division: str | None
    birth_date: date | None
    sex: Sex | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    was_fifteen: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether nothing refuses the number."""
        return not self.errors


def normalise_id_number(text: str) -> str:
    """Half-width, without blanks and hyphens, a closing x as X; 15 digits stay 15."""
    if text.isascii() and text.isalnum():  # nothing to fold, as nearly always
        return text.upper()
    return fold_code(text).replace("-", "").upper()


def read_id_number(text: str, *, today: date, divisions: Container[str] | None = None) -> IdNumber:
    """Read a number of 18 or 15 digits and report every fault of it together.

    `today`: the day by which a birth date may not be in the future. `divisions`: the known
    division codes of any time; None leaves the place unchecked.
    """
    folded = normalise_id_number(text)
    shape = _shape_fault(folded)
    if shape:
        return IdNumber(folded, CITIZEN, None, None, None, (shape,))
    was_fifteen = len(folded) == 15
    number = _lengthened(folded) if was_fifteen else folded
    birth = _birth_date(number)
    faults = [_check_fault(number), _birth_fault(number, birth, today)]
    is_listed = divisions is not None and number[:6] in divisions
    identity_type = _identity_type(number, is_listed=is_listed)
    division = number[:6] if identity_type == CITIZEN else None
    warnings = []
    if division and divisions is not None and not is_listed:
        warnings.append(f"证件号码前六位 {division} 不在行政区划代码表中，请核对证件。")
    return IdNumber(
        number=number,
        identity_type=identity_type,
        division=division,
        birth_date=birth,
        sex="1" if int(number[16]) % 2 else "2",
        errors=tuple(fault for fault in faults if fault),
        warnings=tuple(warnings),
        was_fifteen=was_fifteen,
    )


def disagreements(number: IdNumber, *, sex: str | None, birth_date: date | None) -> tuple[str, ...]:
    """Warnings where the card's sex or birth date is not the number's (wrong cards exist)."""
    found = []
    if sex in ("1", "2") and number.sex and sex != number.sex:
        found.append("性别与身份证号码第十七位所示不一致，请核对证件。")
    if birth_date and number.birth_date and birth_date != number.birth_date:
        found.append("出生日期与身份证号码所示不一致，请核对是否填了他人（如家长）的号码。")
    return tuple(found)


def as_eighteen(number: str) -> str:
    """A number of 15 digits in its 18-character form; any other as it is."""
    is_old = len(number) == 15 and number.isascii() and number.isdigit()
    return _lengthened(number) if is_old else number


def mask_id_number(number: str) -> str:
    """For screens: the division and the last character stay, the rest are stars."""
    if len(number) <= 7:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 7) + number[-1]


def check_character(first_seventeen: str) -> str:
    """The eighteenth character by GB 11643 (ISO 7064 MOD 11-2)."""
    return str(ric.calc_check_digit(first_seventeen + "0"))


def _shape_fault(folded: str) -> str | None:
    if len(folded) not in (15, 18):
        return f"身份证号码应为 18 位（或旧式 15 位），现为 {len(folded)} 位，请核对。"
    digits = folded if len(folded) == 15 else folded[:-1]
    if not (digits.isascii() and digits.isdigit()):
        return "身份证号码除末位 X 外只能是数字，请核对。"
    if folded[-1] not in "0123456789X":
        return "身份证号码末位只能是数字或 X，请核对。"
    return None


def _lengthened(fifteen: str) -> str:
    body = f"{fifteen[:6]}19{fifteen[6:]}"
    return body + check_character(body)


def _identity_type(number: str, *, is_listed: bool) -> str:
    if number.startswith(_PREFIXES_OF_PERMITS):
        return RESIDENCE_PERMIT
    return FOREIGNER_CARD if number.startswith("9") and not is_listed else CITIZEN


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _check_fault(number: str) -> str | None:
    if number[-1] == check_character(number[:-1]):
        return None
    return "身份证号码校验位不对，请逐位核对。"


def _birth_fault(number: str, birth: date | None, today: date) -> str | None:
    if birth is None:
        written = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        return f"身份证号码中的出生日期 {written} 不存在，请核对。"
    if birth > today:
        return f"身份证号码中的出生日期 {birth} 晚于今天，请核对。"
    if today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)) > OLDEST_AGE:
        return f"身份证号码中的出生日期 {birth} 距今超过 {OLDEST_AGE} 年，请核对。"
    return None
