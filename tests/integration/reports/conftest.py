"""A report over a small town: one institution, a few cards, built once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from postgres import migrated, test_installation, urls
from xinglin.codes.dates import SHANGHAI
from xinglin.codes.id_numbers import check_character
from xinglin.store.server import Installation, Urls

__all__ = ["migrated", "test_installation", "urls"]

PLACE, COUNTY, TOWNSHIP, PERIOD = "998800", "998801", "998801001", "2013H1"
USERS = (
    ("filler", "administrator", "*"),
    ("reviewer", "administrator", "*"),
    ("leader", "leader", "*"),
)


def identity_number(serial: int) -> str:
    """A made-up number of the fictitious county with a right check character."""
    body = f"{COUNTY}19850101{serial:03d}"
    return body + check_character(body)


def card(serial: int, **changes: Any) -> dict[str, Any]:
    """The values of a complete measles card diagnosed on 3 March 2013."""
    diagnosed = datetime(2013, 3, 3, 8, 0, tzinfo=SHANGHAI)
    return {
        "report_kind": "1", "patient_name": "赵试样", "id_number": identity_number(serial),
        "sex": "1" if serial % 2 else "2", "birth_date": date(1985, 1, 1), "age_years": 28,
        "phone": "13900000000", "patient_origin": "1", "residence": TOWNSHIP, "occupation": "06",
        "classification": "3", "onset_date": date(2013, 3, 1), "diagnosed_at": diagnosed,
        "disease": "measles", "doctor": "钱试样", "filled_date": date(2013, 3, 3),
        "reporter": "T001", "reported_at": diagnosed, **changes,
    }  # fmt: skip


@pytest.fixture(scope="session")
def town(migrated: Urls, test_installation: Installation) -> Iterator[dict[str, Any]]:
    """Users, divisions, one institution and four reviewed cards, one of them fatal."""
    from xinglin.actions.recording import create_record, take_step
    from xinglin.language import catalogue
    from xinglin.store.acting import acting
    from xinglin.store.divisions import load_table
    from xinglin.store.models import User

    load_table("sample")
    with psycopg.connect(migrated.owner) as owner:
        for username, role, line in USERS:
            owner.execute(
                "INSERT INTO store_user (username, name, password, role, is_everything,"
                " scope_lines, scope_units, scope_places)"
                " VALUES (%s, %s, '!', %s, true, ARRAY[%s], '{}', '{}') ON CONFLICT DO NOTHING",
                [username, username, role, line],
            )
    users = {}
    for username, _, _ in USERS:
        with acting(username):
            users[username] = User.objects.get(username=username)
    registers = catalogue.load().registers
    filler, reviewer = users["filler"], users["reviewer"]
    create_record(
        registers["health_institution"],
        {"institution_code": "T001", "institution_name": "银杏区试样医院", "division": COUNTY,
         "direct_reporting_date": date(2010, 1, 1)},
        by=filler,
    )  # fmt: skip
    case = registers["notifiable_case"]
    ids = []
    for serial in range(1, 5):
        died = {"outcome": "4", "death_date": date(2013, 3, 5)} if serial == 4 else {}
        saved = create_record(case, card(serial, **died), by=filler)
        saved = take_step(case, saved.id, "submit", by=filler, version=saved.version)
        saved = take_step(case, saved.id, "review", by=reviewer, version=saved.version)
        ids.append(saved.id)
    yield {"users": users, "cards": ids, "case": case}


@pytest.fixture(scope="session")
def report(town: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The half-year report of the town's prefecture in which the cards were reviewed."""
    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting

    today = datetime.now(SHANGHAI).date()
    period = parse_period(f"{today.year}H{1 if today.month < 7 else 2}")
    out: Path = tmp_path_factory.mktemp("report")
    with acting("filler", action="report.build"):
        built = build(PLACE, period, out, by="filler", tools=document_tools())
    return {"built": built, "out": out, "period": period, **town}
