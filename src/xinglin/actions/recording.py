"""Create a record, change it, take a step: each is one transaction that checks and is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, connection

from xinglin.actions.bulk_people import assign_persons
from xinglin.actions.checking import RecordChecker, code_tables
from xinglin.actions.database_words import in_words
from xinglin.actions.due import due_moments, store_due_moments
from xinglin.actions.moments import now
from xinglin.actions.naming import Naming, add_relations, refuse_orphans
from xinglin.actions.numbering import next_number
from xinglin.actions.permissions import require
from xinglin.actions.person_index import note_candidates
from xinglin.actions.problems import ForbiddenError, Problem, RefusedError
from xinglin.actions.references import References, load_references
from xinglin.codes.pinyin import sort_key
from xinglin.language import catalogue
from xinglin.language import fields as f
from xinglin.language.lifecycle import Step
from xinglin.language.registers import Register, key_column
from xinglin.store.acting import acting
from xinglin.store.models import User
from xinglin.store.registers import model_of


@dataclass(frozen=True)
class Saved:
    """A record that is in the database, and the warnings that were passed with a reason."""

    id: int
    version: int
    state: str
    passed: tuple[Problem, ...] = ()


def create_record(
    register: type[Register],
    values: Mapping[str, Any],
    *,
    by: User,
    channel: str = "direct",
    reasons: Mapping[str, str] | None = None,
    draft: bool = False,
) -> Saved:
    """File a new record in its first state.

    values: column → value, as `ValueReader` gives them. reasons: check code → why the warning is
    passed. draft: only what is there is checked for being readable, nothing for being complete.
    Raises RefusedError with every problem, ForbiddenError, ConflictError.
    """
    require(by, "enter", register)
    with kept(register, "create", by, reason=_joined(reasons), channel=channel):
        record = dict(values)
        references = load_references()
        _name(register, record, is_new=True)
        passed = () if draft else _checked(register, record, channel, references, reasons)
        record["state"] = register.lifecycle.entry_state(channel)
        record["channel"] = channel
        _complete(register, record, by, references)
        record |= due_moments(register, record)
        made: Any = model_of(register)(**record)
        made.save(force_insert=True)
        made.refresh_from_db()
        _store_due(register, made)
        return Saved(made.pk, made.version, made.state, passed)


def change_record(
    register: type[Register],
    record_id: int,
    changes: Mapping[str, Any],
    *,
    by: User,
    version: int,
    reason: str = "",
    reasons: Mapping[str, str] | None = None,
) -> Saved:
    """Change fields: in place while the record is editable, else as a correction with a reason.

    version: the one the writer saw. Raises RefusedError, ForbiddenError, ConflictError.
    """
    require(by, "enter", register)
    why = "；".join(part for part in (reason, _joined(reasons)) if part)
    with kept(register, "change", by, reason=why):
        row = locked(register, record_id)
        state = row.state
        if state not in register.lifecycle.editable:
            step = _correcting_step(register, state, reason)
            row.state = step.target
        before = {name: getattr(row, name) for name in register.stored_columns()}
        record = {**before, **changes}
        references = load_references()
        _name(register, record, is_new=False)
        drafting = state == register.lifecycle.initial and len(register.lifecycle.states) > 2
        passed = () if drafting else _checked(register, record, row.channel, references, reasons)
        _complete(register, record, by, references)
        record["state"] = row.state
        # A correction holds from the day of what it corrects, though it is known only from now.
        with acting(by.username, effective_on=row.effective_on):
            return Saved(record_id, *_write(register, row, record, version), passed)


def take_step(
    register: type[Register],
    record_id: int,
    step_name: str,
    *,
    by: User,
    version: int,
    reason: str = "",
    reasons: Mapping[str, str] | None = None,
    effective_on: date | None = None,
) -> Saved:
    """Take a declared step: permission, right state, another person where asked, checks, moment.

    effective_on: the day it holds from, where that is not today.
    Raises RefusedError, ForbiddenError, ConflictError.
    """
    step = register.steps[step_name]
    require(by, step.needs, register)
    if step.reason_required and not reason.strip():
        raise RefusedError([Problem("STEP01", "", f"“{step.label}”须写明理由，请填写后再提交。")])
    why = "；".join(part for part in (reason, _joined(reasons)) if part)
    with kept(register, step_name, by, reason=why, effective_on=effective_on):
        row = locked(register, record_id)
        _may_step(register, row, step, by)
        record = {name: getattr(row, name) for name in register.stored_columns()}
        if step.sets is not None and record[step.sets.name] is None:
            record[step.sets.name] = now()  # the clock of a returned card does not start again
        passed: tuple[Problem, ...] = ()
        if step.target in register.lifecycle.ended:
            if orphans := refuse_orphans(register, row):
                raise RefusedError(orphans)
        else:
            passed = _checked(register, record, row.channel, load_references(), reasons)
        record["state"] = step.target
        return Saved(record_id, *_write(register, row, record, version), passed)


def rewrite(register: type[Register], row: Any, version: int) -> Saved:
    """Write a locked record again as it is, with its deadlines reckoned anew: a new version."""
    record = {name: getattr(row, name) for name in register.stored_columns()}
    return Saved(row.pk, *_write(register, row, record, version))


@contextmanager
def kept(
    register: type[Register],
    action: str,
    by: User,
    *,
    reason: str = "",
    channel: str = "",
    effective_on: date | None = None,
) -> Iterator[None]:
    try:
        with acting(
            by.username,
            action=f"{register.name}.{action}",
            reason=reason,
            channel=channel,
            effective_on=effective_on,
        ):
            yield
    except DatabaseError as error:
        raise in_words(register, error) from error


def locked(register: type[Register], record_id: int) -> Any:
    row = model_of(register)._default_manager.select_for_update().filter(pk=record_id).first()
    if row is None:
        raise ForbiddenError(f"没有这条{register.label}，或它不在您的数据范围内。")
    return row


def _correcting_step(register: type[Register], state: str, reason: str) -> Step:
    step = next((s for s in register.steps.values() if s.corrects and state in s.source), None)
    if step is None:
        label = register.lifecycle.states.get(state, state)
        raise RefusedError([Problem("STEP02", "", f"状态为“{label}”的记录不能修改。")])
    if not reason.strip():
        raise RefusedError([Problem("STEP01", "", "订正须写明理由，请填写后再提交。")])
    return step


def _may_step(register: type[Register], row: Any, step: Step, by: User) -> None:
    if row.state not in step.source:
        at = register.lifecycle.states.get(row.state, row.state)
        raise RefusedError([Problem("STEP03", "", f"记录现为“{at}”，不能“{step.label}”，请刷新。")])
    if step.other_person_than:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT actor FROM {register.table()}_history WHERE id = %s AND action = %s"  # noqa: S608
                " ORDER BY version DESC LIMIT 1",
                [row.pk, f"{register.name}.{step.other_person_than}"],
            )
            taken = cursor.fetchone()
        if taken and taken[0] == by.username:
            other = register.steps[step.other_person_than].label
            raise RefusedError(
                [Problem("STEP04", "", f"“{step.label}”不能由“{other}”的同一人办理，请换人。")]
            )


def _name(register: type[Register], record: dict[str, Any], *, is_new: bool) -> None:
    """What the record names must be there, also in a draft: the database asks for it."""
    naming = Naming(register)
    naming.learn([record])
    if problems := naming.problems(record, is_new=is_new):
        raise RefusedError(problems)
    naming.complete(record)


def _checked(
    register: type[Register],
    record: dict[str, Any],
    channel: str,
    references: References,
    reasons: Mapping[str, str] | None,
) -> tuple[Problem, ...]:
    codes = code_tables(catalogue.load())
    checker = RecordChecker(register, channel, codes, references)
    moment = now()
    problems = checker.check(record, now=moment)
    if checker.asks_others:
        asked = checker.ready(record, moment)
        add_relations(register, [asked], codes)
        problems += checker.check_across(asked)
    given = {code for code, why in (reasons or {}).items() if why.strip()}
    open_ = [p for p in problems if p.level == "error" or p.code not in given]
    if open_:
        raise RefusedError(problems)
    return tuple(problems)


def _complete(
    register: type[Register], record: dict[str, Any], by: User, references: References
) -> None:
    if register.reporter_field is not None:
        record["reporter"] = record.get(register.reporter_field.name) or ""
    record["reporter"] = record.get("reporter") or by.unit or ""
    places = references.institutions
    record["reporter_place"] = places.get(record["reporter"], record.get("reporter_place") or "")
    own = record.get(register.place_field.name) if register.place_field is not None else None
    record["place"] = own or record.get("place") or record["reporter_place"]
    for name in register.names():
        value = record.get(name.name)
        record[key_column(name)] = sort_key(value) if value else None
    for item in register.fields.values():
        if isinstance(item, f.DocumentNumber) and record.get(item.name) is None:
            record[item.name] = next_number(register, item, record["place"], now())
    if register.person is not None and record.get("person_id") is None:
        note_candidates(assign_persons(register.person, [record]))


def _write(
    register: type[Register], row: Any, record: dict[str, Any], version: int
) -> tuple[int, str]:
    record |= due_moments(register, record)
    for name, value in record.items():
        if name not in ("id", "recorded_at", "recorded_by"):
            setattr(row, name, value)
    row.version = version
    row.save(force_update=True)
    row.refresh_from_db()
    _store_due(register, row)
    return row.version, row.state


def _store_due(register: type[Register], row: Any) -> None:
    ended = row.state in register.lifecycle.ended
    store_due_moments(
        register, [{n: getattr(row, n) for n in register.stored_columns()}], ended=ended
    )


def _joined(reasons: Mapping[str, str] | None) -> str:
    return "；".join(f"{code}：{why}" for code, why in sorted((reasons or {}).items()) if why)
