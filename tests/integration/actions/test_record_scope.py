"""Who sees what: a record of another institution is not there, whatever way one asks for it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from town import ANGELICA, CITY, Town
from xinglin.language import catalogue
from xinglin.language.periods import parse_period
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

TABLE = "infectious_notifiable_case"


def seen_by_orm(username: str) -> set[int]:
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting(username):
        model: Any = model_of(catalogue.load().register("notifiable_case"))
        return set(model.objects.values_list("pk", flat=True))


def seen_by_sql(urls: Urls, username: str, table: str = TABLE) -> set[int]:
    with psycopg.connect(urls.app) as app, acting_on(app, username):
        return {row[0] for row in app.execute(f"SELECT id FROM {table}")}  # noqa: S608


@pytest.mark.parametrize(
    ("username", "sees", "lacks"),
    [
        ("clerk_h1", ["m1", "m2", "r1"], []),  # H1 filed all of the drawing's cards
        ("clerk_t1", [], ["m1", "m2", "r1", "h1"]),
        ("cdc_ginkgo", ["m1", "t1"], ["m2", "r1", "c1"]),
        ("cdc_angelica", ["m2", "r1", "c1"], ["m1", "t1"]),
        ("city", ["m1", "m2", "r1"], []),
    ],
)
def test_every_way_of_asking_stops_at_the_same_rows(
    town: Town, urls: Urls, username: str, sees: list[str], lacks: list[str]
) -> None:
    found = seen_by_orm(username)
    assert found == seen_by_sql(urls, username)
    # A past version stays visible to whoever was responsible for the record then.
    known = seen_by_sql(urls, username, f"{TABLE}_history")
    assert {town.cards[n] for n in sees} <= found <= known
    assert not {town.cards[n] for n in lacks} & known


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT count(*) FROM {TABLE}",  # noqa: S608
        f"SELECT * FROM {TABLE} WHERE id = -1",  # noqa: S608
        f"UPDATE {TABLE} SET remark = 'x'",  # noqa: S608
        f"SELECT * FROM {TABLE}_history LIMIT 1",  # noqa: S608
        "SELECT * FROM store_person LIMIT 1",
    ],
)
def test_nobody_asking_is_an_error_and_never_no_rows(
    town: Town, urls: Urls, statement: str
) -> None:
    with psycopg.connect(urls.app) as app, pytest.raises(psycopg.Error) as caught:
        app.execute(statement)  # type: ignore[arg-type]
    assert caught.value.sqlstate == "XL001"


def test_a_queryset_used_after_its_transaction_raises(town: Town) -> None:
    from django.db import DatabaseError

    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    model: Any = model_of(catalogue.load().register("notifiable_case"))
    with acting("city"):
        lazy = model.objects.all()
    with pytest.raises(DatabaseError):
        list(lazy)


def test_a_row_of_another_institution_cannot_be_written(town: Town) -> None:
    from xinglin.actions.problems import ForbiddenError
    from xinglin.actions.recording import change_record

    case, clerk = catalogue.load().register("notifiable_case"), town.user("clerk_t1")
    with pytest.raises(ForbiddenError, match="不在您的数据范围内"):
        change_record(case, town.cards["w1"], {"remark": "x"}, by=clerk, version=1)


def test_a_record_cannot_be_filed_outside_one_s_scope(town: Town) -> None:
    from town import KINGS, at, card, clock
    from xinglin.actions.problems import ForbiddenError
    from xinglin.actions.recording import create_record

    case, cdc = catalogue.load().register("notifiable_case"), town.user("cdc_angelica")
    moment = at("2026-10-12 12:00")
    with pytest.raises(ForbiddenError, match="不在您的数据范围内"), clock(cdc, moment):
        create_record(case, card(200, moment, "measles", KINGS, reporter="H1"), by=cdc)


def test_evidence_says_how_many_it_may_not_show(town: Town) -> None:
    """The figure is true for everybody; the rows are each reader's own."""
    from xinglin.reports.evidence import evidence
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("city", action="snapshot"):
        snapshot = take().name
    half = parse_period("2013H1")
    shown = {}
    for username in ("city", "cdc_angelica", "clerk_t1"):
        with acting(username, action="evidence"):
            page = evidence("class_bc_cases", CITY, half, snapshot=snapshot)
            shown[username] = (page.total, {row.pk for row, _ in page.rows}, page.out_of_scope)
    # Reviewed in the half year, class B or C: m1, m2, r1, t1, l1 (c1 is class A).
    of = town.cards
    assert shown["city"] == (5, {of[n] for n in ("m1", "m2", "r1", "t1", "l1")}, 0)
    assert shown["cdc_angelica"] == (5, {of["m2"], of["r1"]}, 3)
    assert shown["clerk_t1"] == (5, set(), 5)
    with acting("cdc_angelica", action="evidence"):
        own = evidence("class_bc_cases", ANGELICA, half, snapshot=snapshot)
        assert (own.total, own.out_of_scope) == (2, 0)
