"""One event's time line: signal, report, step, measure, closing, each with when, what and who."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from xinglin.actions.due import reckon
from xinglin.actions.emergencies import emergency_register, live_of
from xinglin.actions.permissions import may
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.emergency_codes import EmergencyLevel, EmergencyReportKind
from xinglin.language import catalogue
from xinglin.language.provisions import AFTER_ACTION, EMERGENCY, EMERGENCY_REPORT, SIGNAL
from xinglin.language.registers import Register
from xinglin.pages.clocks import Clock, clock_of
from xinglin.pages.histories import Version, names_of_users, versions_of
from xinglin.pages.names import Names
from xinglin.store.models import User
from xinglin.store.registers import model_of

_SAME = timedelta(minutes=1)
"""A step and the moment it sets are one thing that happened."""
_WORDS = 60


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when, what, who, what more there is to say, where to read on."""

    at: datetime
    what: str
    who: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Limit:
    """One deadline of the event or of what belongs to it."""

    what: str
    clock: Clock
    href: str

    @property
    def is_late(self) -> bool:
        """Whether it is over, done or not."""
        return self.clock.state in ("late", "done_late")


@dataclass(frozen=True)
class Timeline:
    """What happened, oldest first, and the deadlines, earliest first."""

    entries: tuple[Entry, ...]
    limits: tuple[Limit, ...]
    signal: Any


def timeline(event: Any, *, by: User, at: datetime) -> Timeline:
    """An event's time line as a user sees it at a moment."""
    register, names = emergency_register(), Names()
    reports = sorted(live_of(EMERGENCY_REPORT, event=event.event_no), key=lambda r: r.reported_at)
    items = live_of(AFTER_ACTION, event=event.event_no)
    names.learn_institutions(r.reporter for r in (event, *reports))
    signal = signal_of(event, by)
    entries = [
        *_of_signal(signal),
        *_of_event(register, event, versions_of(register, event.pk, names)[::-1], names),
        *_of_reports(reports, names),
        *_of_items(items),
    ]
    limits = [*_limits(register, event, at, "")]
    for report in reports:
        what = f"{EmergencyReportKind.label_of(report.kind)} {report.report_no} 的"
        limits += _limits(emergency_register(EMERGENCY_REPORT), report, at, what)
    for item in items:
        limits += _limits(emergency_register(AFTER_ACTION), item, at, f"{item.item_no} ")
    entries.sort(key=lambda e: e.at)
    limits.sort(key=lambda x: x.clock.due)
    return Timeline(tuple(entries), tuple(limits), signal)


def signal_of(event: Any, user: User) -> Any:
    """The signal an event came from, where the user may see it."""
    signals = catalogue.load().providing(SIGNAL)
    if signals is None or not event.signal_key or not may(user, "see", signals):
        return None
    return model_of(signals)._default_manager.filter(signal_key=event.signal_key).first()


def event_from(signal: Any, user: User) -> Any:
    """The event that came from a signal, where the user may see it."""
    events = catalogue.load().providing(EMERGENCY)
    if events is None or not may(user, "see", events):
        return None
    rows = model_of(events)._default_manager.filter(signal_key=signal.signal_key)
    return rows.exclude(state="removed").order_by("id").first()


def _of_signal(signal: Any) -> Iterator[Entry]:
    if signal is None:
        return
    disease, href = NotifiableDisease.label_of(signal.disease), reverse("signal", args=[signal.pk])
    note = (signal.evidence or "")[:_WORDS]
    yield Entry(signal.raised_at, f"预警信号：{disease} {signal.observed_count} 例", "", note, href)
    if signal.verified_at:
        yield Entry(signal.verified_at, "预警信号核实", "", "", href)


def _of_event(
    register: type[Register], row: Any, versions: list[Version], names: Names
) -> Iterator[Entry]:
    """Its moments as the form says them, and what was done in the system, by whom."""
    unit = names.institution(row.reporter) if row.reporter else ""
    steps = {s.label: s for s in register.steps.values()}
    done = {s.sets.name: v for v in versions if (s := steps.get(v.action)) and s.sets is not None}
    for field in register.moments():
        moment = getattr(row, field.name)
        if moment is None:
            continue
        if field.name in done and abs(moment - done[field.name].recorded_at) < _SAME:
            continue  # the step below says it, with who took it
        who = "" if field.name == "occurred_at" else unit
        yield Entry(moment, field.label.removesuffix("时间"), who)
    for version in versions:
        # What a step changes is what it is called; only other changes are told one by one.
        changed = "" if version.action in steps else _changed(register, version)
        note = "；".join(part for part in (version.reason, changed) if part)
        yield Entry(version.recorded_at, version.action, version.actor, note)


def _changed(register: type[Register], version: Version) -> str:
    labels = {f.label for f in register.fields.values()}
    return "；".join(
        f"{c.label}：{c.before[:_WORDS] or '（空）'} → {c.after[:_WORDS] or '（空）'}"
        for c in version.changes
        if c.label in labels
    )


def _of_reports(reports: Iterable[Any], names: Names) -> Iterator[Entry]:
    name, reports = emergency_register(EMERGENCY_REPORT).name, list(reports)
    people = names_of_users({row.recorded_by for row in reports})
    for row in reports:
        level = EmergencyLevel.label_of(row.level) if row.level else "未分级"
        counts = f"发病 {row.case_count} 人，死亡 {row.death_count} 人"
        if row.hospital_count is not None:
            counts += f"，住院 {row.hospital_count} 人"
        what = f"{EmergencyReportKind.label_of(row.kind)}（{level}）：{counts}"
        filed = people.get(row.recorded_by, row.recorded_by)
        who = names.institution(row.reporter) if row.reporter else filed
        note = "；".join(part[:_WORDS] for part in (row.situation, row.measures) if part)
        yield Entry(row.reported_at, what, who, note, reverse("detail", args=[name, row.pk]))


def _of_items(items: Iterable[Any]) -> Iterator[Entry]:
    name = emergency_register(AFTER_ACTION).name
    for row in items:
        href, who = reverse("detail", args=[name, row.pk]), row.owner_office or ""
        yield Entry(row.found_at, f"提出整改：{(row.finding or '')[:_WORDS]}", who, "", href)
        if row.done_at:
            done = (row.done_text or "")[:_WORDS]
            yield Entry(row.done_at, f"完成整改 {row.item_no}", who, done, href)
        if row.rechecked_at:
            yield Entry(row.rechecked_at, f"复查整改 {row.item_no}", "", "", href)


def _limits(register: type[Register], row: Any, at: datetime, what: str) -> Iterator[Limit]:
    """Deadlines that run or ran, of a record that is live."""
    if row.state == "removed":
        return
    record = {name: getattr(row, name) for name in register.stored_columns()}
    href = reverse("detail", args=[register.name, row.pk])
    for name, due in reckon(register, record).items():
        deadline = register.deadlines[name]
        done = getattr(row, deadline.done.name)
        clock = clock_of(deadline.label, due.at, done, due.limit.clause, at)
        yield Limit(f"{what}{deadline.label}", clock, href)
