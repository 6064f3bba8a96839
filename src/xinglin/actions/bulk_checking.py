"""Judge one row of a batch: its checks, its state, the user's scope, and passed warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.checking import RecordChecker, code_tables
from xinglin.actions.naming import add_relations
from xinglin.actions.permissions import may
from xinglin.actions.problems import Problem
from xinglin.actions.references import References
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.store.models import User
from xinglin.store.scope import Scope, scope_of

HISTORY_REASON = "历史资料，按原件录入"
WHEN_TRUE = "如确实如此，请在“说明理由”一列写明理由后再导入。"


@dataclass(frozen=True)
class Terms:
    """What the rows of a batch are judged by.

    states: those the user may let a row arrive in. unit: the user's own institution. now: the
    moment of the batch.
    """

    register: str
    channel: str
    references: References
    scope: Scope
    states: frozenset[str]
    unit: str
    now: datetime


def terms_of(
    register: type[Register], channel: str, references: References, by: User, now: datetime
) -> Terms:
    """The terms of a user's batch; the scope is asked of the database."""
    states = _permitted_states(register, channel, by)
    return Terms(register.name, channel, references, scope_of(by), states, by.unit or "", now)


class RowJudge:
    """All that can be said of a row without looking at other rows."""

    def __init__(self, terms: Terms) -> None:
        register, channel, references = (
            catalogue.load().register(terms.register),
            terms.channel,
            terms.references,
        )
        self.register, self.channel = register, channel
        self._codes = code_tables(catalogue.load())
        self._checker = RecordChecker(register, channel, self._codes, references)
        self.scope, self._states = terms.scope, terms.states
        self._key = {column.name for column in register.key}

    def judge(self, row: BatchRow, now: datetime) -> None:
        """Add every problem to the row, and complete its values where a check does so."""
        unread = {p.field for p in row.problems if p.level == "error"}
        found, row.record = self._checker.checked(row.values, now)
        row.problems += [p for p in found if not (p.code == "REQ" and p.field in unread)]
        self._judge_state(row)
        if self.register.parent is None:
            self.judge_scope(row)  # else once it is known where the record above it belongs
        self._judge_key(row)
        self.pass_warnings(row)

    def judge_across(self, rows: Sequence[BatchRow], now: datetime) -> None:
        """Add what other records say against the rows; reads the database."""
        if not self._checker.asks_others:
            return
        asked = [self._checker.ready(row.values, now) for row in rows]
        add_relations(self.register, asked, self._codes)
        for row, record in zip(rows, asked, strict=True):
            row.problems += self._checker.check_across(record)
            self.pass_warnings(row)

    def problems_of(self, record: dict[str, object], now: datetime) -> list[Problem]:
        """What the checks say of a whole record (an old one with a correction in it)."""
        return self._checker.check(record, now=now)

    def pass_warnings(self, row: BatchRow) -> None:
        """Warnings pass with a reason, and in history; others become errors that say so."""
        warnings = [p for p in row.problems if p.level == "warning"]
        if not warnings:
            return
        rest = [p for p in row.problems if p.level != "warning"]
        if row.reason or self.channel == "historical":
            row.passed = tuple(warnings)
            row.problems = rest
            return
        row.problems = rest + [Problem(p.code, p.field, p.message + WHEN_TRUE) for p in warnings]

    def passed_text(self, row: BatchRow) -> str:
        """What was warned of and why it passed, for the audit; no value of the record is in it."""
        codes = "、".join(dict.fromkeys(p.code for p in row.passed))
        return f"{codes}：{row.reason or HISTORY_REASON}"

    def _judge_state(self, row: BatchRow) -> None:
        state = row.values.get("state")
        if state is None or state in self._states:
            return
        label = self.register.lifecycle.states.get(state, state)
        row.refuse("STATE", "state", f"状态：您的权限不能直接导入“{label}”的记录，请留空。")

    def judge_scope(self, row: BatchRow) -> None:
        reporter, place = row.values["reporter"], row.values["place"]
        if not self.scope.reaches(reporter, place):
            row.refuse(
                "SCOPE",
                "reporter" if reporter else "place",
                "报告单位和地区都不在您的数据范围内，不能导入，请核对这一行或请有权限的人导入。",
            )

    def _judge_key(self, row: BatchRow) -> None:
        """A key may not be 不详: the record could not be found again."""
        for unknown in row.values.get("unknowns") or ():
            name = unknown.split(":")[0]
            if name in self._key:
                label = self.register.column_label(name)
                row.refuse("KEY", name, f"{label}：不能填“不详”，它用来认出同一条记录。")


def _permitted_states(register: type[Register], channel: str, by: User) -> frozenset[str]:
    """States a row may arrive in: the channel's own, and those whose steps the user may take."""
    lifecycle = register.lifecycle
    own = {lifecycle.initial, lifecycle.entry_state(channel)}
    return frozenset(own | set(_reachable(register, by)))


def _reachable(register: type[Register], by: User) -> Iterable[str]:
    for step in register.steps.values():
        if may(by, step.needs, register):
            yield step.target
    if not register.steps and may(by, "enter", register):
        yield from register.lifecycle.states
