"""Missed reports (漏报抽查): what a unit's books hold, held against the cards.

What comes of it is a proposal; people take it over, case by case, as they change any record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from xinglin.actions.card_families import Family, cases_register, days_of, families_on
from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.recording import change_record
from xinglin.codes.dates import local_day
from xinglin.language import catalogue
from xinglin.language.provisions import AUDIT, AUDITED
from xinglin.language.registers import Register, key_column
from xinglin.store.models import User
from xinglin.store.registers import model_of

REPORTED, LATE, MISSED = "reported", "late", "missed"

_FIND = "SELECT * FROM xinglin.cards_for_audit(%s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Card:
    """A card that may be of an audited case. is_sure: person, number or birth agree too."""

    card_no: str
    disease: str
    day: date | None
    reported_at: datetime | None
    due_at: datetime | None
    is_sent: bool
    is_sure: bool


@dataclass(frozen=True)
class Proposal:
    """What the cards say of one audited case: the result, by which card, and what is doubtful."""

    case: Any
    result: str
    card: Card | None
    remark: str = ""

    @property
    def card_no(self) -> str:
        """The number of the card, '' for none."""
        return self.card.card_no if self.card is not None and self.result != MISSED else ""

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken over without looking at the card."""
        return self.result == MISSED or (self.card is not None and self.card.is_sure)

    @property
    def is_taken(self) -> bool:
        """Whether the case says so already."""
        return (self.case.result, self.case.card_no or "") == (self.result, self.card_no)


def registers() -> tuple[type[Register], type[Register]]:
    """The registers of audits and of their cases. Raises RefusedError where they are missing."""
    loaded = catalogue.load()
    audits, audited = loaded.providing(AUDIT), loaded.providing(AUDITED)
    if audits is None or audited is None:
        raise RefusedError([Problem("AUDIT", "", "本系统没有漏报抽查登记表，请联系系统管理员。")])
    return audits, audited


def proposals(audit: Any) -> list[Proposal]:
    """What the cards say of every case of an audit (its row), in the order of the book."""
    _, audited = registers()
    rows = model_of(audited)._default_manager.filter(audit=audit.audit_no)
    cases = list(rows.exclude(state__in=audited.lifecycle.ended).order_by("line_no"))
    families, window = families_on(today()), days_of("audit", audit.audited_date)
    cards = _cards(audit.unit, cases)
    return [_proposed(c, cards.get(n, ()), audit, families, window) for n, c in enumerate(cases, 1)]


def adopt(audit: Any, chosen: Mapping[int, tuple[int, str]], *, by: User) -> int:
    """Take over proposals; returns how many. chosen: case → the version and result one saw.

    Raises ConflictError where the cards say something else by now, RefusedError, ForbiddenError.
    """
    audits, audited = registers()
    require(by, "enter", audited)
    if audit.state not in audits.lifecycle.editable:
        raise RefusedError([Problem("CLOSED", "", "抽查已完成，请先“重新抽查”再改结果。")])
    told = {p.case.pk: p for p in proposals(audit)}
    for case, (version, result) in chosen.items():
        proposal = told.get(case)
        if proposal is None or proposal.result != result:
            raise ConflictError("报告卡已有变化，比对结果与您看到的不同，请刷新后重新核对。")
        changes = {"result": proposal.result, "card_no": proposal.card_no or None}
        change_record(
            audited, case, changes, by=by, version=version, reasons={"UC04": "按登记簿核对"}
        )
    return len(chosen)


def _cards(unit: str, cases: Sequence[Any]) -> Mapping[int, list[Card]]:
    """Place of a case in the list, from 1 → the cards of its person, whatever the disease."""
    if not cases:
        return {}
    _, audited = registers()
    key = key_column(audited.fields["patient_name"])
    columns = ("person_id", key, "id_number", "sex", "birth_date")
    asked = [[getattr(case, column) for case in cases] for column in columns]
    register = cases_register()
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [unit, *asked, list(register.lifecycle.ended)])
        rows = cursor.fetchall()
    found: dict[int, dict[str, Card]] = defaultdict(dict)
    for at, number, disease, onset, diagnosed, reported, due, state, is_sure in rows:
        day = local_day(diagnosed) if diagnosed else onset
        is_sent = state != register.lifecycle.initial
        found[at][number] = Card(number, disease, day, reported, due, is_sent, is_sure)
    return {at: list(cards.values()) for at, cards in found.items()}


def _proposed(
    case: Any,
    cards: Sequence[Card],
    audit: Any,
    families: Mapping[str, Family],
    window: int | None,
) -> Proposal:
    family = families[case.disease]
    those = [
        c for c in cards
        if c.disease in families and families[c.disease].name == family.name
        and _is_near(c, case, family, window)
    ]  # fmt: skip
    sent = [c for c in those if c.is_sent and _is_before(c, audit.audited_date)]
    if not sent:
        return Proposal(case, MISSED, None, _why_missed(those))
    best = min(sent, key=lambda c: (not c.is_sure, _is_late(c), _distance(c, case), c.card_no))
    remark = "" if best.is_sure else "只有姓名相同，请打开报告卡核对"
    return Proposal(case, LATE if _is_late(best) else REPORTED, best, remark)


def _is_near(card: Card, case: Any, family: Family, window: int | None) -> bool:
    """Of the same illness: a chronic one is reported once, so any day before will do."""
    if card.day is None:
        return family.days is None
    is_earlier = family.days is None and card.day <= case.diagnosed_date
    return is_earlier or window is None or _distance(card, case) <= window


def _distance(card: Card, case: Any) -> int:
    return abs((card.day - case.diagnosed_date).days) if card.day else 0


def _is_before(card: Card, day: date) -> bool:
    """Sent by the day of the audit; history that does not say when was."""
    return card.reported_at is None or local_day(card.reported_at) <= day


def _is_late(card: Card) -> bool:
    return bool(card.reported_at and card.due_at and card.reported_at > card.due_at)


def _why_missed(those: Sequence[Card]) -> str:
    """Cards there are, that do not count."""
    after = [c.card_no for c in those if c.is_sent]
    if after:
        return f"抽查以后才报告：{'、'.join(sorted(after))}"
    drafts = [c.card_no for c in those]
    return f"有卡未提交：{'、'.join(sorted(drafts))}" if drafts else ""
