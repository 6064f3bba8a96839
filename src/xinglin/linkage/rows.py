"""A person row as it is compared, with its numbers in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xinglin.codes.id_numbers import as_eighteen, check_character

_TONES = re.compile(r"[0-9]")


@dataclass(frozen=True)
class PersonRow:
    """What is compared of a person; '' and None are unknown.

    name_key: `codes.pinyin.sort_key` of the name. others: his further numbers.
    """

    id: int
    name: str
    name_key: str = ""
    sex: str = ""
    birth_date: date | None = None
    id_number: str = ""
    phone: str = ""
    others: frozenset[str] = frozenset()

    @cached_property
    def number(self) -> str:
        """The identity number in 18 characters, where it was one."""
        return as_eighteen(self.id_number)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All his numbers, those of 15 digits lengthened."""
        found = {self.number, *(as_eighteen(n) for n in self.others)}
        return frozenset(found - {""})

    @cached_property
    def has_whole_number(self) -> bool:
        """Whether the identity number is complete and its check character right."""
        number = self.number
        return (
            len(number) == 18
            and number[:17].isdecimal()
            and number[17] == check_character(number[:17])
        )

    @cached_property
    def sound(self) -> str:
        """The name's syllables without tones."""
        return _TONES.sub("", self.name_key.partition("|")[0])
