"""Merge two person rows, or take it back: a dated link, no record is rewritten (合并、撤销)."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connection

from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, ForbiddenError, Problem, RefusedError
from xinglin.store.acting import acting
from xinglin.store.models import DuplicatePair, Person, PersonLink, User

OPEN, MERGED, DIFFERENT = "open", "merged", "different"
PAIR_STATES = {OPEN: "待处理", MERGED: "已合并", DIFFERENT: "不是同一人"}
_RING, _OVERLAP, _CONFLICT = "XL005", "23P01", "XL002"


def merge_persons(from_person: int, to_person: int, *, by: User, reason: str) -> int:
    """From today on `from_person` stands for the same human as `to_person`; the link's number.

    Raises RefusedError (no reason, the same row, merged already, a ring), ForbiddenError.
    """
    require(by, "merge")
    why = _said(reason, "合并")
    if from_person == to_person:
        raise RefusedError([Problem("PM02", "", "两边是同一行人员，不必合并，请另选一行。")])
    try:
        with acting(by.username, action="person.merge", reason=why):
            rows: dict[int, Person] = {
                p.pk: p for p in Person.objects.filter(pk__in=[from_person, to_person])
            }
            if len(rows) < 2:
                raise ForbiddenError("要合并的人员不都在您的数据范围内，请由管得到两者的上级办理。")
            link: Any = PersonLink(
                from_person=rows[from_person], to_person=rows[to_person], valid_from=today(),
                merge_reason=why, reporter=by.unit or "", place=rows[from_person].place,
            )  # fmt: skip
            link.save(force_insert=True)
            _decide(from_person, to_person, MERGED, by.username, why)
    except DatabaseError as error:
        raise _in_words(error) from error
    return int(link.pk)


def unmerge_persons(link_id: int, *, by: User, version: int, reason: str) -> None:
    """End a link today; the rows stand for themselves again, and the pair is to be judged anew.

    Raises RefusedError, ForbiddenError, ConflictError.
    """
    require(by, "merge")
    why = _said(reason, "撤销合并")
    try:
        with acting(by.username, action="person.unmerge", reason=why):
            link: Any = PersonLink.objects.select_for_update().filter(pk=link_id).first()
            if link is None:
                raise ForbiddenError("没有这条合并，或它不在您的数据范围内。")
            if link.valid_to is not None:
                raise RefusedError([Problem("PM04", "", "这条合并已撤销，不必再办。")])
            link.valid_to, link.version = today(), version
            link.save(force_update=True)
            _decide(link.from_person_id, link.to_person_id, OPEN, "", "")
    except DatabaseError as error:
        raise _in_words(error) from error


def dismiss_pair(pair_id: int, *, by: User, reason: str) -> None:
    """Say that two rows are two people; the pair leaves the worklist."""
    require(by, "merge")
    why = _said(reason, "判为不是同一人")
    with acting(by.username, action="person.dismiss", reason=why):
        pair: Any = DuplicatePair.objects.filter(pk=pair_id, state=OPEN).first()
        if pair is None:
            raise ForbiddenError("没有这一对待处理的人员，或它不在您的数据范围内。")
        _decide(pair.first_id, pair.second_id, DIFFERENT, by.username, why)


def _decide(one: int, two: int, state: str, username: str, why: str) -> None:
    first, second = sorted((one, two))
    when = now() if username else None
    changed = DuplicatePair.objects.filter(first=first, second=second).update(
        state=state, decided_by=username, decided_at=when, decision_reason=why
    )
    if changed:
        _audit(first, f"与人员 {second}：{PAIR_STATES[state]}" + (f"；{why}" if why else ""))


def _audit(person: int, detail: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.audit('change', 'store_duplicatepair', %s, NULL, %s)", [person, detail]
        )


def _said(reason: str, what: str) -> str:
    if not reason.strip():
        raise RefusedError([Problem("PM01", "reason", f"{what}须写明理由，请填写后再提交。")])
    return reason.strip()[:200]


def _in_words(error: DatabaseError) -> Exception:
    cause: Any = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    said = getattr(getattr(cause, "diag", None), "message_primary", "") or ""
    if state == _RING:
        return RefusedError([Problem("PM03", "", said)])
    if state == _OVERLAP:
        already = "这一行人员已并入另一人，请先撤销原来的合并，再办理。"
        return RefusedError([Problem("PM05", "", already)])
    if state == _CONFLICT:
        return ConflictError(said)
    return error
