"""A filled database of an earlier state, brought to today's: nothing lost, and like a fresh one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from database_catalogue import assert_same, catalogue

from postgres import remove
from xinglin.store.server import Urls, ensure_running, installation

ADDRESSES = ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL", "XINGLIN_APP_URL")

LOAN = '''"""One loan of one book (借阅记录), of a line that lives in another wheel."""

from xinglin.language.fields import Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office = "借阅记录", "借阅部"
    source = "馆务会议（测试用）"
    slip = Text("借书单号", required="always", max_length=20)
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
{fields}
    lifecycle = REGISTERED
    key = (slip,)
    place_field = branch
    counting_dates = {{"lent": CountingDate(lent_date, "借出日期")}}
    counting_places = {{"branch": CountingPlace(branch, "馆")}}
    list_columns = (slip, lent_date, branch)
    filters = (lent_date, branch)
'''
FIRST = """    shelf = Text("书架", max_length=20)
    pages_count = Integer("页数", minimum=0)
"""
SECOND = """    place_on_shelf = Text("架位", max_length=20, formerly="shelf")
    days_count = Integer("借期", minimum=0, unit="天")
"""

# What runs with the first declarations: one loan, changed once. With the second: changed again.
FIRST_LOAN = """
from xinglin.site.start import started
with started("old"):
    from datetime import date
    from xinglin.actions.recording import change_record, create_record
    from xinglin.language import catalogue
    from xinglin.store.acting import acting
    from xinglin.store.models import User
    register = catalogue.load().register("loan")
    with acting("system"):
        user = User.objects.get(username="system")
    values = {"slip": "S1", "lent_date": date(2013, 3, 4), "branch": "110101",
              "shelf": "甲三", "pages_count": 321}
    saved = create_record(register, values, by=user)
    change_record(register, saved.id, {"shelf": "乙四"}, by=user, version=saved.version)
"""
SECOND_CHANGE = """
from xinglin.site.start import started
with started("old"):
    from xinglin.actions.recording import change_record
    from xinglin.language import catalogue
    from xinglin.store.acting import acting
    from xinglin.store.models import User
    from xinglin.store.registers import model_of
    register = catalogue.load().register("loan")
    with acting("system"):
        user = User.objects.get(username="system")
        loan = model_of(register)._default_manager.get(slip="S1")
        assert loan.place_on_shelf == "乙四"
    change_record(register, loan.id, {"place_on_shelf": "丙五"}, by=user, version=loan.version)
"""

# The first migration of every app, then rows by the owner: an installation of the first days.
FIRST_STATE = """
from xinglin.site import start
from xinglin.store.server import ensure_running, installation
import os
os.environ["XINGLIN_DATABASE"] = "first"
start._set_up_django(ensure_running(installation("first")))
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
loader = MigrationLoader(None)
for line in ("store", "foundation", "infectious"):
    first = min(name for app, name in loader.graph.nodes if app == line)
    call_command("migrate", line, first, database="owner", verbosity=0)
with connections["owner"].cursor() as cursor:
    cursor.execute("BEGIN; SELECT set_config('xinglin.unscoped', 'on', true),"
                   " set_config('xinglin.actor', 'first', true)")
    for number in range(200):
        cursor.execute("INSERT INTO foundation_population (division, population_kind, as_of_date,"
                       " persons_count, place, reporter) VALUES ('110101', 'resident',"
                       " date '1990-01-01' + %s, %s, '110101', '')", [number, number])
    cursor.execute("COMMIT")
"""


class Workshop:
    """A wheel with one line, and installations in a folder of their own."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.package = base / "wheel" / "lending" / "registers" / "lending"
        self.env = {k: v for k, v in os.environ.items() if k not in ADDRESSES}
        self.env["XINGLIN_VAR"] = str(base / "var")

    def declare(self, fields: str) -> None:
        """Write the wheel with these fields beside the ones that stay."""
        self.package.mkdir(parents=True, exist_ok=True)
        (self.package / "loan.py").write_text(LOAN.format(fields=fields), "utf-8")
        for folder in (self.package, self.package.parent, self.package.parent.parent):
            (folder / "__init__.py").touch()
        information = self.base / "wheel" / "lending-0.dist-info"
        information.mkdir(exist_ok=True)
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: lending\nVersion: 0\n")
        (information / "entry_points.txt").write_text("[xinglin.content]\nlending = lending\n")
        self.env["PYTHONPATH"] = str(self.base / "wheel")

    def run(self, *words: str) -> str:
        """Run Python in a process of its own; its output. Fails aloud."""
        ended = subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def xinglin(self, *words: str) -> str:
        return self.run("-m", "xinglin.site.cli", *words)

    def urls(self, name: str) -> Urls:
        """The addresses of one of its installations, started when it is not running."""
        with pytest.MonkeyPatch.context() as patch:
            for address in ADDRESSES:
                patch.delenv(address, raising=False)
            return ensure_running(installation(name, base=self.base / "var"))


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    base = Path(tempfile.mkdtemp(prefix="xinglin-upgrade-"))
    made = Workshop(base)
    made.urls("old")  # both stay up while the commands come and go
    made.urls("new")
    yield made
    for name in ("old", "new", "first"):
        with pytest.MonkeyPatch.context() as patch:
            for address in ADDRESSES:
                patch.delenv(address, raising=False)
            remove(installation(name, base=base / "var"))
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="module")
def upgraded(workshop: Workshop) -> Workshop:
    """First declarations, a loan; second declarations, their migration, another change."""
    workshop.declare(FIRST)
    assert workshop.xinglin("migrations", "--database", "old").split() == ["0001_initial.py"]
    workshop.run("-c", FIRST_LOAN)
    workshop.declare(SECOND)
    written = workshop.xinglin("migrations", "--database", "old").split()
    assert [name[:4] for name in written] == ["0002"]
    workshop.run("-c", SECOND_CHANGE)
    return workshop


def test_a_rename_takes_data_and_history_along(upgraded: Workshop) -> None:
    with psycopg.connect(upgraded.urls("old").owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        versions = owner.execute(
            "SELECT version, place_on_shelf FROM lending_loan_history ORDER BY version"
        ).fetchall()
        columns = owner.execute(
            "SELECT count(*) FROM information_schema.columns WHERE column_name = 'shelf'"
        ).fetchone()
    assert versions == [(1, "甲三"), (2, "乙四"), (3, "丙五")]
    assert columns == (0,)


def test_a_retired_field_keeps_what_it_held(upgraded: Workshop) -> None:
    """Also through a change made when nobody knows the field any more."""
    with psycopg.connect(upgraded.urls("old").owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        now = owner.execute("SELECT pages_count, days_count FROM lending_loan").fetchall()
        versions = owner.execute(
            "SELECT pages_count FROM lending_loan_history ORDER BY version"
        ).fetchall()
    assert now == [(321, None)]
    assert versions == [(321,), (321,), (321,)]


def test_the_upgraded_database_is_made_like_a_fresh_one(upgraded: Workshop) -> None:
    upgraded.xinglin("snapshot", "--database", "new")
    assert_same(catalogue(upgraded.urls("old").owner), catalogue(upgraded.urls("new").owner))
    assert upgraded.xinglin("migrations", "--check", "--database", "new") == ""


def test_from_the_first_migration_of_each_line_to_the_last(upgraded: Workshop) -> None:
    """Filled while at the first; then the same as a fresh one, and not a row less."""
    before = upgraded.urls("first")
    upgraded.run("-c", FIRST_STATE)
    upgraded.xinglin("snapshot", "--database", "first")
    assert_same(catalogue(before.owner), catalogue(upgraded.urls("new").owner))
    with psycopg.connect(before.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        for table in ("foundation_population", "foundation_population_history"):
            rows = owner.execute(f"SELECT count(*), sum(persons_count) FROM {table}").fetchone()  # noqa: S608
            assert rows == (200, 19_900)
