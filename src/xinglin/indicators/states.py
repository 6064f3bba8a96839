"""What a side's sum says: reported, zero, not reported, or that it cannot be told.

The rule, in order:
1.  Months that must be there (EveryMonth): all lack rows → not reported; some → cannot tell.
2.  At least one member → reported.
3.  No member, but records of which it cannot be decided whether they count → cannot tell.
4.  No member and zero reports declared: every unit in force sent a report or a card on each of
    its days → zero; else, or where no unit is in force, not reported.
5.  No member and none declared: some record of the register, whatever its condition, is counted
    at the place within the window → zero; else not reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

REPORTED = "reported"
ZERO = "zero"
NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
CANNOT_TELL = "cannot_tell"

STATUSES = {
    REPORTED: "已报",
    ZERO: "零",
    NOT_REPORTED: "未报",
    NOT_APPLICABLE: "不适用",
    CANNOT_TELL: "无法判断",
}


@dataclass(frozen=True)
class State:
    """A status with its value (reported and zero only) and, in Chinese, why."""

    status: str
    value: Fraction | None = None
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.value is not None
