"""Records that name others: by the exact number, completed from above, and never left alone."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import psycopg
import pytest

from town import CHENGGUAN, GINKGO, KINGS, Town, at, clock, identity_number
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

_numbers = count(100)
NOW = at("2026-10-12 12:00")


def register(name: str) -> type[Register]:
    return catalogue.load().register(name)


def book(town: Town, by: str = "clerk_h1", home: str = KINGS) -> Any:
    """A booklet of a woman whose last period began on 1 June 2026."""
    from xinglin.actions.recording import create_record
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    serial = next(_numbers)
    with clock(town.user(by), NOW):
        saved = create_record(
            register("pregnancy"),
            {
                "woman_name": f"试样{'甲乙丙丁戊己庚辛'[serial % 8]}",
                "id_number": identity_number(2 * (serial % 400)),
                "birth_date": date(1985, 1, 1),
                "household": "1",
                "residence": home,
                "last_period_date": date(2026, 6, 1),
            },
            by=town.user(by),
        )
    with acting("admin"):
        return model_of(register("pregnancy"))._default_manager.get(pk=saved.id)


def visit(town: Town, by: str, number: str, day: date = date(2026, 9, 1)) -> Any:
    from xinglin.actions.recording import create_record

    values = {"booklet": number, "visit_date": day, "week": 13}
    with clock(town.user(by), NOW):
        return create_record(register("antenatal_visit"), values, by=town.user(by))


def refused(call: Any, *arguments: Any, **more: Any) -> list[str]:
    from xinglin.actions.problems import RefusedError

    with pytest.raises(RefusedError) as caught:
        call(*arguments, **more)
    return [p.code for p in caught.value.problems]


def test_a_visit_takes_place_and_person_from_its_booklet(town: Town) -> None:
    """Another hospital has the number from the paper; it does not see the booklet itself."""
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    booklet = book(town)
    saved = visit(town, "clerk_t1", booklet.booklet_no)
    with acting("clerk_t1"):
        own = model_of(register("antenatal_visit"))._default_manager.get(pk=saved.id)
        assert (own.place, own.person_id, own.reporter) == (KINGS, booklet.person_id, "T1")
        assert not model_of(register("pregnancy"))._default_manager.filter(pk=booklet.pk).exists()
    with acting("cdc_ginkgo"):
        assert model_of(register("antenatal_visit"))._default_manager.filter(pk=saved.id).exists()


def test_a_number_that_nobody_has_is_told(town: Town) -> None:
    assert refused(visit, town, "clerk_h1", "998801Y2026999999") == ["REF01"]


def test_what_the_named_record_says_is_checked_where_it_is_seen(town: Town) -> None:
    booklet = book(town)
    early = date(2026, 5, 31)
    assert refused(visit, town, "clerk_h1", booklet.booklet_no, early) == ["MA01"]
    visit(town, "clerk_t1", booklet.booklet_no, early)  # it does not see the date: unknown passes


def test_a_record_with_others_below_it_does_not_end(town: Town) -> None:
    from xinglin.actions.recording import take_step

    booklet = book(town)
    visit(town, "clerk_t1", booklet.booklet_no)
    own = visit(town, "clerk_h1", booklet.booklet_no, date(2026, 9, 2))
    admin = town.user("admin")
    with clock(admin, NOW):
        gone = {"by": admin, "version": booklet.version, "reason": "重册"}
        told = refused(take_step, register("pregnancy"), booklet.pk, "remove", **gone)
    assert told == ["REF03"]
    assert own.version == 1


def test_nothing_new_begins_below_what_has_ended(town: Town) -> None:
    from xinglin.actions.recording import take_step

    booklet, admin = book(town), town.user("admin")
    with clock(admin, NOW):
        take_step(register("pregnancy"), booklet.pk, "remove", by=admin, version=1, reason="重册")
    assert refused(visit, town, "clerk_h1", booklet.booklet_no) == ["REF02"]


def test_the_database_itself_refuses_a_number_that_is_not_there(town: Town, migrated: Urls) -> None:
    with (
        psycopg.connect(migrated.app) as app,
        pytest.raises(psycopg.errors.ForeignKeyViolation),
        acting_on(app, "admin"),
    ):
        app.execute(
            "INSERT INTO maternal_antenatal_visit (booklet, visit_date, state, reporter, place,"
            " reporter_place, channel, recorded_by) VALUES ('none', '2026-09-01', 'registered',"
            " 'H1', %s, %s, 'direct', '')",
            [KINGS, KINGS],
        )


def test_a_file_of_visits(town: Town, tmp_path: Any) -> None:
    """Each row for itself: a wrong number is sent back, the others are in, completed from above."""
    from xinglin.intake.run import intake_file
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    here, there = book(town), book(town, "clerk_t1", CHENGGUAN)
    path = tmp_path / "visits.csv"
    path.write_text(
        "保健手册编号,检查日期,孕周\n"
        f"{here.booklet_no},2026-09-03,14\n"
        f"{there.booklet_no},2026-09-03,14\n"
        "998801Y2026999999,2026-09-03,14\n"
        f"{here.booklet_no},2026-05-01,14\n",
        "utf-8",
    )
    result = intake_file(path, register="antenatal_visit", by="clerk_h1", clock=NOW)
    assert (result.accepted, result.rejected) == (2, 2)
    assert [[e.code for e in row.errors] for row in result.rejected_rows] == [["REF01"], ["MA01"]]
    with acting("admin"):
        rows = model_of(register("antenatal_visit"))._default_manager.filter(
            visit_date=date(2026, 9, 3)
        )
        assert {r.booklet: r.place for r in rows} == {
            here.booklet_no: KINGS, there.booklet_no: CHENGGUAN,
        }  # fmt: skip
    again = intake_file(path, register="antenatal_visit", by="clerk_h1", clock=NOW)
    assert (again.unchanged, again.accepted) == (2, 0)


def test_the_place_of_the_town_is_what_the_booklet_says(town: Town) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting("cdc_ginkgo"):
        found = model_of(register("antenatal_visit"))._default_manager.get(
            booklet="998801Y2013000001"
        )
        assert found.place.startswith(GINKGO)
