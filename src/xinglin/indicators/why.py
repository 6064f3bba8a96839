"""Why is this record counted, or not? The answer in words, for one side of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from xinglin.codes.dated import CodeSet
from xinglin.indicators.figures import NOW, Circumstances
from xinglin.language.evaluation import compile_expression
from xinglin.language.expressions import Expression
from xinglin.language.periods import Period
from xinglin.language.plans import Plan, Side
from xinglin.language.registers import Register
from xinglin.language.relations import value_from
from xinglin.language.words import failing_conditions
from xinglin.query.engine import Engine
from xinglin.query.windows import window_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """One answer. code: counted, absent, not_yet_known, superseded, removed, condition, undated,
    period, place, ceased, unknown, follow_up, not_due, latest or distinct; text: one sentence in
    Chinese."""

    side: str
    code: str
    text: str


def why(
    plan: Plan,
    record: int,
    place: str,
    period: Period,
    engine: Engine,
    register: type[Register],
    circumstances: Circumstances = NOW,
) -> list[Reason]:
    """Reasons for every side of the plan that counts this record's register, in their order.

    Raises nothing for a record that does not exist: that is a reason too.
    """
    found: list[Reason] = []
    for side in plan.sides:
        if side.register == register.name:
            asked = _Asked(plan, side, place, period, engine, register, circumstances)
            found += asked.reasons(record)
    return found


@dataclass(frozen=True)
class _Asked:
    plan: Plan
    side: Side
    place: str
    period: Period
    engine: Engine
    register: type[Register]
    circumstances: Circumstances

    def reasons(self, record: int) -> list[Reason]:
        versions = self.engine.versions(self.side.table, record)
        if not versions:
            return [self._reason("absent", f"快照中没有{record}号记录")]
        row = current_version(versions, self.circumstances)
        if row is None:
            return [self._reason("not_yet_known", "到所问的时点为止，这条记录还没有登记或生效")]
        told = self._superseded(versions, row)
        row = self._with_relations(row)
        failing = self._failing(row)
        if not failing:
            failing = self._among_members(row)
        return [*told, *(failing or [self._reason("counted", "已计入")])]

    def _with_relations(self, row: Row) -> Row:
        """The record with what other records say of it, as of the same knowledge."""
        when = (self.circumstances.known_at, self.circumstances.true_on)
        codes = self.circumstances.codes
        found = dict(row)
        for x in self.side.relations():
            others = self.engine.naming(x.table, x.there, row[x.here.name], *when)
            found[x.slot] = value_from(x, others, codes)(row)
        return found

    def _reason(self, code: str, text: str) -> Reason:
        return Reason(self.side.name, code, text)

    def _superseded(self, versions: Sequence[Row], row: Row) -> list[Reason]:
        if len(versions) == 1:
            return []
        text = f"本记录共有{len(versions)}版，按第{row['version']}版判断"
        return [self._reason("superseded", text)]

    def _failing(self, row: Row) -> list[Reason]:
        register, side = self.register, self.side
        found = []
        if row["state"] in register.lifecycle.ended:
            state = register.value_label("state", row["state"])
            found.append(self._reason("removed", f"记录的状态是“{state}”"))
        if side.where is not None:
            codes = self.circumstances.codes
            for text in failing_conditions(side.where, _truth(row, codes), register, row):
                found.append(self._reason("condition", text))
        found += self._outside(row)
        amount = compile_expression(side.amount, self.circumstances.codes)(row)
        subjects = [row[c] for c in (side.distinct, side.latest_per) if c]
        if not found and (amount is None or None in subjects):
            found.append(self._reason("unknown", "要累计的数或要区分的对象不详，无法计入"))
        if all(r.code == "removed" for r in found) and _is_true(
            side.where, row, self.circumstances
        ):
            return []  # the definition itself lets ended records count
        return found

    def _outside(self, row: Row) -> list[Reason]:
        side, window = self.side, window_of(self.side, self.period)
        label = self.register.column_label(side.date)
        day: date | None = row[side.date]
        found = []
        if day is None:
            found.append(self._reason("undated", f"没有“{label}”，不能归入任何期间"))
        elif not window.holds(day):
            span = f"{window.first or '登记之初'}至{window.last}"
            found.append(self._reason("period", f"“{label}”是{day}，不在{span}之内"))
        ended: date | None = row[side.ends] if side.ends else None
        if ended is not None and ended <= window.last:
            label = self.register.column_label(side.ends)
            found.append(self._reason("ceased", f"“{label}”是{ended}，期末已不在册"))
        where, divisions = row[side.place], self.engine.divisions
        if where not in divisions.below(self.place, window.places_on):
            label = self.register.column_label(side.place)
            named = divisions.name(where, window.places_on) if where else "不详"
            ours = divisions.name(self.place, window.places_on)
            found.append(self._reason("place", f"“{label}”是{named}，不属于{ours}"))
        return found

    def _among_members(self, row: Row) -> list[Reason]:
        """Whether it is left out for what other records say."""
        side = self.side
        if not (side.follow_up or side.latest_per or side.distinct):
            return []
        page = self.engine.members(
            self.plan,
            side.name,
            self.place,
            self.period,
            known_at=self.circumstances.known_at,
            true_on=self.circumstances.true_on,
        )
        if any(m.record[1] == row["id"] for m in page.rows):
            return []
        same = [m for m in page.rows if side.distinct and m.subject == row[side.distinct]]
        if same:
            label = self.register.column_label(side.distinct)
            return [
                self._reason(
                    "distinct", f"同一“{label}”已由{same[0].record[1]}号记录计入，不重复计数"
                )
            ]
        if side.latest_per:
            return [self._reason("latest", "不是同一对象截至期末的最近一条记录")]
        wanted = "有" if side.follow_up and side.follow_up.exists else "没有"
        days = side.follow_up.days if side.follow_up else 0
        if side.follow_up and not side.follow_up.exists:
            last = row[side.follow_up.start] + timedelta(days=days)
            today = self.engine.today(self.circumstances.known_at)
            if today is not None and today <= last and not self._is_followed(row):
                return [
                    self._reason("not_due", f"{days}天的期限到{last}才满，还不能说没有后续记录")
                ]
        return [self._reason("follow_up", f"本指标只计{days}天内{wanted}后续记录的，本记录不是")]

    def _is_followed(self, row: Row) -> bool:
        """Whether the follow-up that the side wants to be missing is there."""
        side = self.side
        assert side.follow_up is not None  # noqa: S101  the caller has asked
        other = replace(side, follow_up=replace(side.follow_up, exists=True))
        page = self.engine.members(
            replace(self.plan, sides=(other,)),
            side.name,
            self.place,
            self.period,
            known_at=self.circumstances.known_at,
            true_on=self.circumstances.true_on,
        )
        return any(m.record[1] == row["id"] for m in page.rows)


def current_version(versions: Sequence[Row], circumstances: Circumstances = NOW) -> Row | None:
    """The version in force among those known and true; None before there was any."""
    known_at, true_on = circumstances.known_at, circumstances.true_on
    eligible = [
        v
        for v in versions
        if (known_at is None or v["recorded_at"] <= known_at)
        and (true_on is None or v["effective_on"] <= true_on)
    ]
    return max(eligible, key=lambda v: int(v["version"]), default=None)


def _truth(row: Row, codes: Mapping[str, CodeSet]) -> Any:
    return lambda expression: compile_expression(expression, codes)(row)


def _is_true(where: Expression | None, row: Row, circumstances: Circumstances) -> bool:
    return where is None or compile_expression(where, circumstances.codes)(row) is True
