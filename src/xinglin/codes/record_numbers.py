"""The 17-digit resident health record number (居民健康档案编号)."""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.codes.text import fold_code

VILLAGE, NEIGHBOURHOOD, OTHER = "村委会", "居委会", "其他"


@dataclass(frozen=True)
class RecordNumber:
    """The parts of a record number; `committee_kind` is told by the village segment."""

    county: str
    township: str
    committee: str
    serial: str
    committee_kind: str | None


def split_record_number(text: str) -> RecordNumber | None:
    """The parts of a record number, or None when it is not 17 digits."""
    number = fold_code(text)
    if len(number) != 17 or not (number.isascii() and number.isdigit()):
        return None
    committee = number[9:12]
    kind = committee_kind(committee)
    return RecordNumber(number[:6], number[6:9], committee, number[12:], kind)


def committee_kind(segment: str) -> str | None:
    """Kind of committee by the basic public-health service norm: 001-099 居委会, 101-199 村委会,
    901-999 others; None between. The statistics bureau's twelve-digit code has other ranges."""
    ranges = ((1, 99, NEIGHBOURHOOD), (101, 199, VILLAGE), (901, 999, OTHER))
    value = int(segment)
    return next((kind for low, high, kind in ranges if low <= value <= high), None)
