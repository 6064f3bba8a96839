"""Missed and late reports: what a unit's books hold, held against the cards, and taken over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from town import CHENGGUAN, KINGS, Town, at, card, clock, identity_number
from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError
from xinglin.language import catalogue

SEEN = at("2030-03-04 08:00")
AUDITED = at("2030-04-10 10:00")
NAMES = {1: "抽查甲", 2: "抽查乙", 3: "抽查丙", 4: "抽查丁", 5: "抽查戊", 6: "抽查己", 7: "抽查庚"}


def file(
    town: Town, serial: int, home: str, *, sent_after: timedelta | None, **changes: Any
) -> None:
    """A measles card of H1; sent so long after the diagnosis, or (None) left a draft."""
    from xinglin.actions.recording import create_record, take_step

    case, user = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    values = card(700 + serial, SEEN, "measles", home, patient_name=NAMES[serial], **changes)
    with clock(user, SEEN + timedelta(hours=1)):
        saved = create_record(case, values, by=user)
    if sent_after is not None:
        with clock(user, SEEN + sent_after):
            take_step(case, saved.id, "submit", by=user, version=saved.version)


@pytest.fixture(scope="module")
def audit(town: Town) -> Any:
    """Seven measles of H1's books: on time; late; next county's, on time; never; left a draft;
    sent after the audit; a name alone."""
    hours = timedelta(hours=2)
    file(town, 1, KINGS, sent_after=hours)
    file(town, 2, KINGS, sent_after=timedelta(hours=25))
    file(town, 3, CHENGGUAN, sent_after=hours)
    file(town, 5, KINGS, sent_after=None)
    file(town, 6, KINGS, sent_after=timedelta(days=40))
    file(town, 7, KINGS, sent_after=hours)
    return written(town, "cdc_ginkgo")


def written(town: Town, by: str) -> Any:
    """The audit with its cases, as the county's people write it."""
    from xinglin.actions.recording import create_record
    from xinglin.store.registers import model_of

    registers, user = catalogue.load().registers, town.user(by)
    with clock(user, AUDITED):
        values = {
            "unit": "H1", "division": KINGS, "audited_date": AUDITED.date(),
            "from_date": date(2030, 3, 1), "to_date": date(2030, 3, 31), "auditors": "试样员",
            "outpatient_count": 900,
        }  # fmt: skip
        saved = create_record(registers["report_audit"], values, by=user)
        row: Any = model_of(registers["report_audit"])._default_manager.get(pk=saved.id)
        for serial, name in NAMES.items():
            known = {"id_number": identity_number(700 + serial), "birth_date": date(1985, 1, 1)}
            found = {
                "audit": row.audit_no, "line_no": serial, "book": "outpatient",
                "patient_name": name, "sex": "1" if serial % 2 else "2", "disease": "measles",
                "diagnosed_date": SEEN.date(), **({} if serial == 7 else known),
            }  # fmt: skip
            create_record(registers["audited_case"], found, by=user)
    return row


@pytest.fixture
def proposed(town: Town, audit: Any) -> Iterator[dict[int, Any]]:
    from xinglin.actions.report_audit import proposals

    user = town.user("cdc_ginkgo")
    with clock(user, AUDITED):
        yield {p.case.line_no: p for p in proposals(audit)}


def test_what_was_missed_at_the_day_of_the_audit(proposed: dict[int, Any]) -> None:
    results = {line: p.result for line, p in proposed.items()}
    assert results == {
        1: "reported", 2: "late", 3: "reported", 4: "missed", 5: "missed", 6: "missed",
        7: "reported",
    }  # fmt: skip
    assert "未提交" in proposed[5].remark
    assert "抽查以后才报告" in proposed[6].remark
    assert proposed[4].remark == "" and proposed[4].card is None


def test_a_card_of_the_next_county_is_found_and_no_more_of_it(
    town: Town, proposed: dict[int, Any]
) -> None:
    from xinglin.store.registers import model_of

    number, user = proposed[3].card_no, town.user("cdc_ginkgo")
    assert number
    with clock(user, AUDITED):
        rows = model_of(catalogue.load().register("notifiable_case"))._default_manager
        assert not rows.filter(card_no=number).exists()  # out of scope it stays


def test_whose_unit_it_is_not_finds_what_he_reaches_alone(town: Town, audit: Any) -> None:
    from xinglin.actions.report_audit import _cards, proposals
    from xinglin.codes.pinyin import sort_key

    def read(serial: int) -> Any:
        """A case as the other county might write it down, with H1 for the unit."""
        return SimpleNamespace(
            person_id=None, id_number=None, sex=None, birth_date=None,
            patient_name_key=sort_key(NAMES[serial]),
        )  # fmt: skip

    user = town.user("cdc_angelica")
    with clock(user, AUDITED):
        assert proposals(audit) == []  # the cases are not his
        assert _cards("H1", [read(1)]) == {}  # lives where H1 stands
        assert len(_cards("H1", [read(3)])[1]) == 1  # lives in his own county


def test_a_name_alone_is_a_question(proposed: dict[int, Any]) -> None:
    assert not proposed[7].is_sure
    assert "只有姓名相同" in proposed[7].remark
    assert all(proposed[line].is_sure for line in (1, 2, 3, 4))


def test_the_number_tells_though_the_name_is_written_otherwise(town: Town, audit: Any) -> None:
    from xinglin.actions.report_audit import _cards
    from xinglin.codes.pinyin import sort_key

    def read(**known: Any) -> Any:
        empty = {"person_id": None, "id_number": None, "sex": None, "birth_date": None}
        return SimpleNamespace(**{**empty, "patient_name_key": sort_key("抽查误"), **known})

    user = town.user("cdc_ginkgo")
    named = {"patient_name_key": sort_key(NAMES[1])}
    with clock(user, AUDITED):
        (card,) = _cards("H1", [read(id_number=identity_number(701))])[1]
        assert card.is_sure
        assert _cards("H1", [read()]) == {}
        assert _cards("H1", [read(**named, birth_date=date(1990, 1, 1))]) == {}
        assert _cards("H1", [read(**named, sex="2")]) == {}
        assert len(_cards("H1", [read(**named, sex="9")])[1]) == 1


def test_asking_is_audited_and_names_nobody(town: Town, audit: Any) -> None:
    from xinglin.actions.report_audit import proposals
    from xinglin.store.models import AuditEntry

    user = town.user("cdc_ginkgo")
    with clock(user, AUDITED):
        proposals(audit)
    reader = town.user("admin")
    with clock(reader, AUDITED):
        entries = AuditEntry.objects.filter(actor="cdc_ginkgo", kind="find")
        told = entries.filter(detail__contains="漏报抽查比对").latest("entry_id")
    assert told.detail == "漏报抽查比对：单位 H1，7 例"
    assert told.register == "infectious_notifiable_case"


def test_proposals_are_taken_over_by_hand(town: Town, audit: Any) -> None:
    from xinglin.actions.report_audit import adopt, proposals

    user = town.user("cdc_ginkgo")
    with clock(user, AUDITED):
        told = {p.case.line_no: p for p in proposals(audit)}
        wrong = {told[1].case.pk: (told[1].case.version, "missed")}
        with pytest.raises(ConflictError, match="不同"):
            adopt(audit, wrong, by=user)
        chosen = {told[n].case.pk: (told[n].case.version, told[n].result) for n in (1, 2, 4)}
        assert adopt(audit, chosen, by=user) == 3
        after = {p.case.line_no: p for p in proposals(audit)}
    assert [after[n].case.result for n in (1, 2, 3, 4)] == ["reported", "late", None, "missed"]
    assert after[1].case.card_no == told[1].card_no and after[4].case.card_no is None
    assert after[1].is_taken and not after[3].is_taken
    reader = town.user("city")
    with clock(reader, AUDITED), pytest.raises(ForbiddenError):
        adopt(audit, {}, by=reader)


def test_a_closed_audit_is_not_changed(town: Town, audit: Any) -> None:
    from xinglin.actions.recording import take_step
    from xinglin.actions.report_audit import adopt

    user, register = town.user("cdc_ginkgo"), catalogue.load().register("report_audit")
    with clock(user, AUDITED):
        take_step(register, audit.pk, "close", by=user, version=audit.version)
        audit.refresh_from_db()
        with pytest.raises(RefusedError, match="重新抽查"):
            adopt(audit, {}, by=user)


def test_the_audited_unit_does_not_see_its_audit(town: Town, audit: Any) -> None:
    from xinglin.store.registers import model_of

    for name, count in (("clerk_h1", 0), ("cdc_angelica", 0), ("cdc_ginkgo", 1)):
        user = town.user(name)
        with clock(user, AUDITED):
            rows = model_of(catalogue.load().register("report_audit"))._default_manager
            assert rows.filter(pk=audit.pk).count() == count, name
