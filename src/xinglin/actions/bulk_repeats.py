"""Rows of one file that say twice who they are: the first is taken, a second is judged by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.problems import Problem
from xinglin.language.registers import Register

Claim = tuple[int, tuple[Any, ...], int]
"""A row that is somebody's: its number in the file, its key, its signature."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row whose key an earlier row of the file has. is_same: it says nothing else either."""

    number: int
    first: int
    is_same: bool


@dataclass
class Repeats:
    """Which row of a file came first with each key; asked chunk by chunk, in the file's order."""

    register: type[Register]
    findings: list[Problem] = field(default_factory=list)
    finding_rows: list[tuple[int, ...]] = field(default_factory=list)
    _first: dict[tuple[Any, ...], tuple[int, int]] = field(default_factory=dict)

    def among(self, claims: Iterable[Claim]) -> dict[int, Repeat]:
        """Row number → what it repeats, for those of the claims that come second."""
        found = {}
        for number, key, signature in claims:
            first, before = self._first.setdefault(key, (number, signature))
            if first != number:
                found[number] = Repeat(number, first, before == signature)
                self._find(found[number])
        return found

    def _find(self, repeat: Repeat) -> None:
        code, column = ("SAME" if repeat.is_same else "DUP"), self.register.key[-1].name
        self.findings.append(Problem(code, column, _said(self.register, repeat), "warning"))
        self.finding_rows.append((repeat.first, repeat.number))


def claims_of(chunk: Sequence[BatchRow]) -> list[Claim]:
    """The claims of a chunk's rows that are right so far."""
    return [
        (row.number, row.key, row.signature)
        for row in chunk
        if row.key is not None and not row.is_refused()
    ]


def pass_by(
    register: type[Register], chunk: Sequence[BatchRow], repeats: Mapping[int, Repeat]
) -> list[BatchRow]:
    """The rows that go on; one that contradicts an earlier row is sent back, its twin dropped."""
    going_on = []
    for row in chunk:
        repeat = repeats.get(row.number)
        if row.is_refused():
            continue
        if repeat is None:
            going_on.append(row)
        elif not repeat.is_same:
            row.refuse("DUP", register.key[-1].name, _said(register, repeat))
    return going_on


def _said(register: type[Register], repeat: Repeat) -> str:
    label = "、".join(register.column_label(column.name) for column in register.key)
    number, first = repeat.number, repeat.first
    if repeat.is_same:
        return f"第 {number} 行与第 {first} 行完全相同（{label}相同），只计一条。"
    return (
        f"第 {number} 行与第 {first} 行的{label}相同而内容不同，"
        f"已采用第 {first} 行，请核对后改正第 {number} 行。"
    )
