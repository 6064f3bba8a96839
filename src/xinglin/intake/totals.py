"""Typed-in totals held against the sum of their parts (勾稽), after a file has come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xinglin.actions.checking import code_tables, with_local_dates
from xinglin.actions.staging import find_by_columns
from xinglin.intake.result import Finding
from xinglin.language import catalogue
from xinglin.language.checks import TotalCheck
from xinglin.language.evaluation import Evaluator, compile_expression
from xinglin.language.registers import Register
from xinglin.store.acting import acting
from xinglin.store.models import User

Group = tuple[Any, ...]


def total_findings(
    register: type[Register], groups: Sequence[Iterable[Group]], by: User
) -> tuple[Finding, ...]:
    """Findings of every total check over the groups that a file touched.

    groups: one collection for each of `register.total_checks`, in their order. A group without a
    total row, or with an amount unknown, says nothing.
    """
    found: list[Finding] = []
    for check, touched in zip(register.total_checks, groups, strict=True):
        wanted = sorted({g for g in touched if None not in g}, key=str)
        if wanted:
            with acting(by.username):
                rows = find_by_columns(register, [c.name for c in check.group], wanted)
            found += _differences(register, check, rows)
    return tuple(found)


def _differences(
    register: type[Register], check: TotalCheck, rows: Iterable[dict[str, Any]]
) -> Iterator[Finding]:
    codes = code_tables(catalogue.load())
    is_total = compile_expression(check.total, codes)
    is_part = compile_expression(check.parts, codes)
    by_group: dict[Group, list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] not in register.lifecycle.ended:
            key = tuple(row[c.name] for c in check.group)
            by_group.setdefault(key, []).append(with_local_dates(register, row))
    for key in sorted(by_group, key=str):
        totals = [r for r in by_group[key] if is_total(r) is True]
        parts = _parts(by_group[key], is_part)
        if len(totals) != 1 or not parts:
            continue
        for column in check.amounts:
            yield from _difference(register, check, key, column.name, totals[0], parts)


def _parts(rows: Iterable[dict[str, Any]], is_part: Evaluator) -> list[dict[str, Any]]:
    return [row for row in rows if is_part(row) is True]


def _difference(
    register: type[Register],
    check: TotalCheck,
    key: Group,
    column: str,
    total: Mapping[str, Any],
    parts: Sequence[Mapping[str, Any]],
) -> Iterator[Finding]:
    printed, amounts = total[column], [part[column] for part in parts]
    if printed is None or None in amounts:
        return
    computed = sum(amounts)
    if printed == computed:
        return
    names = [c.name for c in check.group]
    group = {name: str(value) for name, value in zip(names, key, strict=True)}
    said = "，".join(f"{register.column_label(n)} {v}" for n, v in group.items())
    message = (
        f"{said}：{register.column_label(column)}合计行为 {printed}，各部分之和为 {computed}，"
        f"相差 {printed - computed}。{check.message}"
    )
    yield Finding(check.code, message, (), group, column, printed, computed)
