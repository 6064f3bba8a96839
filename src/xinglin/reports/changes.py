"""A frozen report against today: per figure, which records came, went or changed, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from xinglin.language.periods import parse_period
from xinglin.reports.figures import Evaluation, current_definitions, evaluation
from xinglin.reports.proof import figures_of
from xinglin.reports.references import FigureName
from xinglin.reports.snapshot_taking import take
from xinglin.store.home import folder


@dataclass(frozen=True)
class FigureChange:
    """One figure then and now. added, removed, changed: record numbers of the numerator."""

    id: str
    name: str
    then: str | None
    now: str | None
    added: tuple[int, ...]
    removed: tuple[int, ...]
    changed: tuple[int, ...]
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
        if old is None:
            continue
        if new is not None and old == new and not changed:
            continue
        added, removed, other = _records(then, now, name)
        changes.append(
            FigureChange(
                str(name),
                old.name,
                old.value,
                new.value if new else None,
                added,
                removed,
                other,
                changed,
            )
        )
    return changes


def _definition(asked: Evaluation, indicator: str) -> Any:
    found = asked.definitions.data["indicators"].get(indicator)
    return found and found["plan"]


def _records(
    then: Evaluation, now: Evaluation, name: FigureName
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    before, after = _shares(then, name), _shares(now, name)
    changed = {i for i in before.keys() & after.keys() if before[i] != after[i]}
    return (
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(changed)),
    )


def _shares(asked: Evaluation, name: FigureName) -> dict[int, tuple[Any, ...]]:
    if name.category or name.indicator not in asked.definitions.plans:
        return {}
    side = asked.plan(name.indicator).sides[0].name
    page = asked.members(name.indicator, side, name.place, parse_period(name.period))
    return {m.record[1]: (m.contribution, m.place, m.day) for m in page.rows}
