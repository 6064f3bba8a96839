"""One human over several rows: found by any number, merged and unmerged, counted once or twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import psycopg
import pytest

from town import CHENGGUAN, CITY, KINGS, Town, at, card, clock, identity_number
from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.language.periods import parse_period
from xinglin.language.plans import plan_from_json, plan_to_json
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

HALF_YEAR = parse_period("2015H1")
NUMBER = identity_number(201)
"""The same human's number, on both cards; the names differ, so there are two rows."""


@dataclass(frozen=True)
class Two:
    """Two rows of one human, and the cards filed under them."""

    first: int
    second: int
    cards: tuple[int, int]


def card_of(record: int) -> Any:
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting("admin"):
        return model_of(catalogue.load().register("notifiable_case")).objects.get(pk=record)


def pairs(state: str = "open") -> dict[tuple[int, int], Any]:
    from xinglin.store.acting import acting
    from xinglin.store.models import DuplicatePair

    with acting("admin"):
        return {(p.first_id, p.second_id): p for p in DuplicatePair.objects.filter(state=state)}


@pytest.fixture(scope="module")
def two(town: Town) -> Two:
    """Filed by H1 of Ginkgo (家 in Ginkgo) and, a month later, by T1 of Angelica."""
    from xinglin.actions.recording import create_record, take_step

    case, checker, made = catalogue.load().register("notifiable_case"), town.user("admin"), []
    for clerk, day, name, home in (
        ("clerk_h1", "2015-03-02 08:00", "试样阿", KINGS),
        ("clerk_t1", "2015-04-02 08:00", "试样阿改", CHENGGUAN),
    ):
        user = town.user(clerk)
        values = card(201, at(day), "measles", home, patient_name=name, phone="13900000201")
        with clock(user, at(day)):
            saved = create_record(case, values, by=user)
            saved = take_step(case, saved.id, "submit", by=user, version=saved.version)
        with clock(checker, at(day)):
            take_step(case, saved.id, "review", by=checker, version=saved.version)
        made.append(saved.id)
    first, second = (card_of(n).person_id for n in made)
    return Two(first, second, (made[0], made[1]))


def test_the_second_card_puts_the_pair_on_the_worklist(two: Two) -> None:
    """Same number, one character more in the name: 90 + 20 + 25 + 5 + 40, at most 100."""
    from xinglin.actions.duplicates import judge_noted
    from xinglin.store.acting import acting

    assert two.first != two.second
    assert pairs()[two.first, two.second].score is None
    with acting("admin"):
        assert judge_noted(date(2015, 4, 3)) > 0
    pair = pairs()[two.first, two.second]
    assert pair.score == 100
    assert pair.reasons == "证件号码相同、姓名只差一字、出生日期相同、性别相同、联系电话相同"


def test_a_pair_is_seen_by_who_may_see_both(two: Two, urls: Urls) -> None:
    seen = {}
    for username in ("clerk_h1", "clerk_t1", "cdc_ginkgo", "cdc_angelica", "city"):
        with psycopg.connect(urls.app) as app, acting_on(app, username):
            rows = app.execute("SELECT first_id, second_id FROM store_duplicatepair").fetchall()
        seen[username] = (two.first, two.second) in rows
    assert seen == {
        "clerk_h1": False, "clerk_t1": False, "cdc_ginkgo": False, "cdc_angelica": False,
        "city": True,
    }  # fmt: skip


def test_a_whole_number_finds_the_person_and_leaves_a_trace(two: Two) -> None:
    from xinglin.actions.person_index import find_by_number
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry, Person

    with acting("clerk_t1"):
        assert not Person.objects.filter(pk=two.first).exists()
        found = {h.id: h for h in find_by_number(NUMBER.lower())}
        assert find_by_number(NUMBER[:17]) == []  # not the whole number: nobody
        assert find_by_number("99") == []
        traces = AuditEntry.objects.filter(kind="find", actor="clerk_t1")
        told = [(t.record_id, t.detail) for t in traces]
    assert found.keys() == {two.first, two.second}
    assert found[two.first].masked_name == "试**"
    assert found[two.first].birth_year == 1985
    assert (two.first, "按号码查找") in told
    assert (None, "按号码查找，无此人") in told
    assert not any(NUMBER[:17] in detail for _, detail in told)


def test_any_of_his_numbers_is_found_at_entry(two: Two, town: Town) -> None:
    """The number of a card and the same name are the person there is, whoever asks."""
    from django.db import connection

    from xinglin.actions.person_index import add_identifier, find_by_number
    from xinglin.actions.problems import RefusedError
    from xinglin.store.acting import acting

    clerk = town.user("clerk_h1")
    add_identifier(two.first, "90", "jk-3300 0201", by=clerk, issuer="银杏区人民医院")
    with pytest.raises(RefusedError, match="已有这个号码"):
        add_identifier(two.first, "90", "JK33000201", by=clerk)
    with pytest.raises(RefusedError, match="种类"):
        add_identifier(two.first, "无", "JK33000201", by=clerk)
    with acting("clerk_t1"):
        assert [h.id for h in find_by_number("ＪＫ33000201")] == [two.first]
    with acting("clerk_t1"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM xinglin.find_persons(ARRAY['JK33000201'], ARRAY['试样阿'])"
        )
        assert cursor.fetchall() == [(two.first,)]


def test_a_number_that_somebody_else_carries_is_a_finding(two: Two, town: Town) -> None:
    from xinglin.actions.person_index import add_identifier

    owner = card_of(town.cards["r1"])
    pair = (owner.person_id, two.first)
    assert pair not in pairs()  # another number, name and telephone
    add_identifier(two.first, "03", owner.id_number, by=town.user("admin"))
    assert pair in pairs()


def test_a_clinics_telephone_fills_no_worklist(town: Town) -> None:
    """25 people of one surname and telephone: the 26th is put beside 20 of them at most."""
    from django.db import connection

    from xinglin.actions.person_index import note_candidates
    from xinglin.store.acting import acting
    from xinglin.store.models import Person

    with acting("clerk_h1"):
        people = [
            Person(name=f"赵{chr(0x4E00 + n)}", phone="13900009999", reporter="H1", place=KINGS)
            for n in range(26)
        ]
        for person in people:
            person.save(force_insert=True)
        assert note_candidates([people[-1].pk]) == 20
        connection.set_rollback(True)


@pytest.mark.parametrize("who", ["clerk_h1", "cdc_ginkgo"])
def test_only_who_may_and_reaches_both_merges(two: Two, town: Town, who: str) -> None:
    from xinglin.actions.person_merging import merge_persons
    from xinglin.actions.problems import ForbiddenError

    with pytest.raises(ForbiddenError, match=r"合并人员|不都在您的数据范围内"):
        merge_persons(two.second, two.first, by=town.user(who), reason="同一人")


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.max, SHANGHAI)


@pytest.fixture
def persons_counted(town: Town) -> Iterator[Any]:
    """How many persons a distinct count finds in the half year, as known at a moment."""
    from xinglin.reports.figures import evaluation
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    def count(known_at: datetime | None = None) -> tuple[int, int]:
        with acting("admin", action="snapshot"):
            asked = evaluation(take().name)
        plan = plan_from_json(plan_to_json(asked.plan("class_bc_cases")))
        side = replace(plan.sides[0], distinct="person_id")
        plan = replace(plan, formula="total", sides=(side,))
        totals = asked.engine.totals([plan], [HALF_YEAR], [CITY], known_at)
        page = asked.engine.members(plan, side.name, CITY, HALF_YEAR, known_at=known_at)
        return sum(t.total for t in totals.values()), page.total

    yield count


def test_persons_before_and_after_merge_and_unmerge(
    two: Two, town: Town, persons_counted: Any
) -> None:
    """Merged 4 May, unmerged 9 June 2015, by hand: 2 persons, 1 person, 2 persons; and still 1 for
    what was known at the end of May. No card was rewritten meanwhile."""
    from xinglin.actions.person_index import rows_of
    from xinglin.actions.person_merging import merge_persons, unmerge_persons
    from xinglin.actions.problems import ConflictError, RefusedError
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry, PersonLink

    city = town.user("city")
    before = [(card_of(n).person_id, card_of(n).version) for n in two.cards]
    assert persons_counted() == (2, 2)
    with clock(city, at("2015-05-04 10:00")):
        with pytest.raises(RefusedError, match="须写明理由"):
            merge_persons(two.second, two.first, by=city, reason=" ")
        link = merge_persons(two.second, two.first, by=city, reason="改名，户口本为证")
        assert rows_of(two.first) == rows_of(two.second) == [two.first, two.second]
    assert (two.first, two.second) in pairs("merged")
    assert persons_counted() == (1, 1)
    third = card_of(town.cards["m1"]).person_id
    with clock(city, at("2015-05-05 10:00")):
        with pytest.raises(RefusedError, match="合并关系会绕成一圈"):
            merge_persons(two.first, two.second, by=city, reason="试")
        with pytest.raises(RefusedError, match="已并入另一人"):
            merge_persons(two.second, third, by=city, reason="试")
    with clock(city, at("2015-06-09 10:00")):
        with pytest.raises(ConflictError, match="已由他人改动"):
            unmerge_persons(link, by=city, version=7, reason="试")
        unmerge_persons(link, by=city, version=1, reason="核实为两人")
        assert rows_of(two.first) == [two.first]
        ended = PersonLink.objects.get(pk=link)
        kept = AuditEntry.objects.filter(register="store_personlink", record_id=link)
        told = [(e.action, e.detail) for e in kept.order_by("entry_id")]
    assert ended.valid_to == date(2015, 6, 9)
    assert told == [("person.merge", "改名，户口本为证"), ("person.unmerge", "核实为两人")]
    assert persons_counted() == (2, 2)
    assert persons_counted(end_of("2015-05-31")) == (1, 1)
    assert persons_counted(end_of("2015-05-03")) == (2, 2)
    assert [(card_of(n).person_id, card_of(n).version) for n in two.cards] == before
    assert (two.first, two.second) in pairs()  # to be judged anew
    with acting("admin"):
        assert PersonLink.objects.count() == 1


def test_snapshots_hold_links_and_no_number(two: Two, town: Town) -> None:
    from xinglin.reports.figures import snapshot_store
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("admin", action="snapshot"):
        manifest = take()
    assert "store_personidentifier" not in manifest.tables
    assert "store_person" not in manifest.tables
    columns = manifest.tables["store_personlink"].columns
    assert "merge_reason" not in columns
    files = snapshot_store().open(manifest.name)
    for table in manifest.tables:
        assert NUMBER not in str(list(files.rows(table)))


def test_the_batch_finds_the_pair_and_leaves_what_is_decided(two: Two, town: Town) -> None:
    from xinglin.actions.duplicates import find_duplicates
    from xinglin.actions.person_merging import dismiss_pair
    from xinglin.store.acting import acting

    with acting("admin"):
        find_duplicates(date(2015, 7, 1))
    pair = pairs()[two.first, two.second]
    dismiss_pair(pair.pk, by=town.user("city"), reason="公安核实为两人")
    with acting("admin"):
        again = find_duplicates(date(2015, 7, 1))
    assert again.fresh == 0
    assert again.persons > 10
    assert pairs("different")[two.first, two.second].decision_reason == "公安核实为两人"


def test_how_many_records_there_are_is_told_to_the_bureau_alone(two: Two) -> None:
    from xinglin.actions.person_index import count_records, registers_of_people
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    told = {}
    for username in ("clerk_h1", "cdc_ginkgo", "city"):
        with acting(username):
            registers = registers_of_people(User.objects.get(username=username))
            told[username] = count_records([two.first, two.second], registers)
    assert told == {"clerk_h1": None, "cdc_ginkgo": 2, "city": 2}
