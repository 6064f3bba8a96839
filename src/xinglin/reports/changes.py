"""A frozen report against today: per figure, which records came, went or changed, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from xinglin.codes.dates import shanghai
from xinglin.indicators.figures import Figure
from xinglin.language import catalogue
from xinglin.language.periods import parse_period
from xinglin.reports.figures import Evaluation, current_definitions, evaluation
from xinglin.reports.printing import print_figure
from xinglin.reports.proof import figures_of
from xinglin.reports.references import FigureName
from xinglin.reports.snapshot_taking import take
from xinglin.store.home import folder

EXPLAINED_AT_MOST = 20
"""Records of a figure that are explained one by one; the others are counted."""

Record = tuple[str, int]
"""Register and record number."""


@dataclass(frozen=True)
class FigureChange:
    """One figure then and now, as printed; which of its records came, went or changed."""

    id: str
    name: str
    then: str
    now: str
    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[Record, ...]
    definition_changed: bool

    @property
    def sentence(self) -> str:
        """What happened, in Chinese."""
        parts = [
            f"新增 {len(self.added)} 条",
            f"减少 {len(self.removed)} 条",
            f"改动 {len(self.changed)} 条",
        ]
        drift = "；指标定义已有变动" if self.definition_changed else ""
        return f"{self.name}（{self.id}）：{self.then} → {self.now}，{'、'.join(parts)}{drift}。"

    def explained(self) -> Iterator[str]:
        """Each record with the last change made to it. Needs an actor."""
        for word, records in (
            ("新增", self.added),
            ("减少", self.removed),
            ("改动", self.changed),
        ):
            for register, number in records[:EXPLAINED_AT_MOST]:
                yield f"{word} {register}/{number}：{_last_change(register, number)}"
            if len(records) > EXPLAINED_AT_MOST:
                yield f"{word} 另有 {len(records) - EXPLAINED_AT_MOST} 条未列出"


def compare_with_now(report_id: str) -> list[FigureChange]:
    """Figures of a known report that differ today, by records or by definition. Needs an actor."""
    path = folder("reports") / report_id / "report.json"
    known: dict[str, Any] = json.loads(path.read_bytes())
    then = evaluation(known["snapshot"], known["definitions"])
    now = evaluation(take().name, current_definitions().name)
    names = [FigureName.read(f["id"]) for f in known["figures"]]
    before, after = figures_of(names, then), figures_of(names, now)
    changes = []
    for name in names:
        old, new = before.get(str(name)), after.get(str(name))
        changed = _definition(then, name.indicator) != _definition(now, name.indicator)
        if old is not None and (new is None or _differ(old, new) or changed):
            changes.append(_change(then, now, name, (old, new), changed))
    return changes


def _differ(old: Figure, new: Figure) -> bool:
    return (old.value, old.status, old.sides) != (new.value, new.status, new.sides)


def _change(
    then: Evaluation,
    now: Evaluation,
    name: FigureName,
    figures: tuple[Figure, Figure | None],
    definition_changed: bool,
) -> FigureChange:
    before, after = _shares(then, name), _shares(now, name)
    old, new = figures
    return FigureChange(
        id=str(name),
        name=old.name,
        then=print_figure(old),
        now=print_figure(new) if new is not None else "—",
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(r for r in before.keys() & after.keys() if before[r] != after[r])),
        definition_changed=definition_changed,
    )


def _definition(asked: Evaluation, indicator: str) -> Any:
    found = asked.definitions.data["indicators"].get(indicator)
    return found and found["plan"]


def _shares(asked: Evaluation, name: FigureName) -> dict[Record, list[tuple[Any, ...]]]:
    """Record → what it gives to each side of the figure."""
    found: dict[Record, list[tuple[Any, ...]]] = {}
    if name.category or name.indicator not in asked.definitions.plans:
        return found
    period = parse_period(name.period)
    for side in asked.plan(name.indicator).sides:
        for member in asked.members(name.indicator, side.name, name.place, period).rows:
            share = (side.name, member.contribution, member.place, member.day)
            found.setdefault(member.record, []).append(share)
    return found


def _last_change(register: str, number: int) -> str:
    """When, by whom and why a record was last changed."""
    table = catalogue.load().register(register).table()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT recorded_at, actor, reason FROM {table}_history"  # noqa: S608  our own table
            " WHERE id = %s ORDER BY version DESC LIMIT 1",
            [number],
        )
        row = cursor.fetchone()
    if row is None:
        return "不在您的数据范围内"
    when, actor, reason = row
    return f"{shanghai(when):%Y-%m-%d %H:%M} {actor} {reason or '未注明理由'}"
