"""Unusual uses of records: found over the audit, kept, and answered for by somebody (异常使用)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from xinglin.actions.office_rules import limits_on
from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError, Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.clock import national_calendar
from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.monitoring import LOOKS, Look, Unusual, unusual_uses
from xinglin.store.acting import acting
from xinglin.store.models import AccessFinding, AuditEntry, Division, User
from xinglin.store.registers import model_of

OPEN, VERIFIED, EXPLAINED = "open", "verified", "explained"
FINDING_STATES = {OPEN: "未处理", VERIFIED: "已核实", EXPLAINED: "已说明"}


def find_unusual_uses(first: date, last: date) -> int:
    """Judge the use of records on these days and keep what is unusual; returns how many are new.

    The actor must reach everything. A finding that was answered for keeps its answer.
    """
    found = unusual_uses(_looks(first, last), limits_on, national_calendar().is_working)
    users = {u.username: u for u in User.objects.all()}
    homes = _homes(users.values())
    known = {
        (f.rule, f.username, f.day, f.hour): f
        for f in AccessFinding.objects.filter(day__range=(first, last))
    }
    fresh = 0
    for one in found:
        seen = known.get((one.rule, one.username, one.day, one.hour))
        if seen is None:
            _keep(one, users.get(one.username), homes)
            fresh += 1
        elif seen.state == OPEN and list(seen.entries) != list(one.entries):
            seen.counted, seen.threshold, seen.entries = one.count, one.threshold, [*one.entries]
            seen.save(force_update=True)
    return fresh


def answer_finding(finding: int, state: str, *, by: User, version: int, reason: str) -> None:
    """Say what an unusual use was. Nobody answers for himself.

    Raises RefusedError, ForbiddenError; a database error where somebody else was faster.
    """
    require(by, "audit")
    if state not in (VERIFIED, EXPLAINED):
        raise RefusedError([Problem("AF01", "state", "请选择“已核实”或“已说明”。")])
    if not reason.strip():
        raise RefusedError([Problem("AF02", "reason", "处理异常使用须写明情况，请填写后再提交。")])
    with acting(by.username, action="access_finding.answer", reason=reason.strip()[:200]):
        row = AccessFinding.objects.select_for_update().filter(pk=finding).first()
        if row is None:
            raise ForbiddenError("没有这条异常使用，或它不在您的数据范围内。")
        if row.username == by.username:
            raise RefusedError([Problem("AF03", "", "不能处理本人的异常使用，请由他人核实。")])
        row.state, row.decision_reason, row.version = state, reason.strip()[:200], version
        row.save(force_update=True)


def _keep(one: Unusual, user: User | None, homes: Mapping[str, str]) -> None:
    places = list(user.scope_places) if user else []
    AccessFinding(
        rule=one.rule, username=one.username, day=one.day, hour=one.hour, counted=one.count,
        threshold=one.threshold, entries=list(one.entries),
        reporter=(user.unit if user else "") or "",
        place=homes.get(one.username) or (places[0] if places else ""),
    ).save(force_insert=True)  # fmt: skip


def _looks(first: date, last: date) -> list[Look]:
    """The days' looks with where the records are, and what was done with records opened."""
    looks = list(_entries(first, last).filter(kind__in=LOOKS))
    opened = {e.record_id for e in looks if e.kind == "unmask"}
    longest = limits_on(last).follow_up_days
    changes = _entries(first, last + timedelta(days=longest)).filter(
        kind="change", record_id__in=opened
    )
    told = [_look(e) for e in (*looks, *changes)]
    users = User.objects.filter(username__in={e.username for e in told})
    homes, county = _homes(users), _counties()
    places = _places(told)

    def with_place(look: Look) -> Look:
        home = county(homes.get(look.username, ""))
        there = county(places.get((look.register, look.record), ""))
        return replace(look, is_foreign=home != there) if home and there else look

    return [with_place(look) for look in told]


def _entries(first: date, last: date) -> Any:
    start = datetime.combine(first, time(), SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    return AuditEntry.objects.filter(recorded_at__gte=start, recorded_at__lt=end)


def _look(entry: AuditEntry) -> Look:
    return Look(
        entry.entry_id, entry.recorded_at, entry.actor, entry.kind, entry.register, entry.record_id
    )


def _homes(users: Iterable[User]) -> dict[str, str]:
    """User → the place of his own institution, for those who have one."""
    institutions = load_references().institutions
    return {u.username: institutions[u.unit] for u in users if institutions.get(u.unit or "")}


def _counties() -> Callable[[str], str]:
    """A function from a place to its county; '' for places above one."""
    rows = Division.objects.values_list("code", "level", "parent_code")
    above = {code: (level, parent) for code, level, parent in rows}

    def county(place: str) -> str:
        while place and above.get(place, ("", ""))[0] != "county":
            place = above.get(place, ("", ""))[1]
        return place

    return county


def _places(looks: Iterable[Look]) -> dict[tuple[str, int | None], str]:
    """(table, record) → the record's place, for registers."""
    wanted: dict[str, set[int]] = {}
    for look in looks:
        if look.record is not None:
            wanted.setdefault(look.register, set()).add(look.record)
    found: dict[tuple[str, int | None], str] = {}
    for register in catalogue.load().registers.values():
        ids = wanted.get(register.table())
        if ids:
            rows = model_of(register)._default_manager.filter(pk__in=ids)
            found |= {(register.table(), n): p for n, p in rows.values_list("pk", "place")}
    return found
