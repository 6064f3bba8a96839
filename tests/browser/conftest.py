"""A real browser on the real server over the made-up town, held to make no foreign request."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from postgres import migrated, test_installation, urls
from town import Town, at, clock, town
from xinglin.language import catalogue
from xinglin.site.tools import ToolCommand
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "town", "urls"]

PASSWORD = "xinglin-test-door"  # noqa: S105 - of people who exist in this test alone
CLOCK = "2013-06-30T18:00:00+08:00"
OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_SERVE = (
    "import sys, django; django.setup();"
    " from xinglin.site.serving import serve; serve(int(sys.argv[1]))"
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def ready(town: Town, migrated: Urls) -> Town:
    """The town with passwords, a leader and a report, made before the browser starts its loop."""
    from django.contrib.auth.hashers import make_password
    from django.db import connections

    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.reports.publishing import publish
    from xinglin.reports.signing import sign
    from xinglin.reports.snapshot_taking import take
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting
    from xinglin.store.home import folder
    from xinglin.store.models import Report, User

    with psycopg.connect(migrated.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_units, scope_places,"
            " scope_lines) VALUES ('leader', '局领导', '', 'leader', '{}', '{998800}', '{*}')"
        )
        owner.execute("UPDATE store_user SET password = %s", [make_password(PASSWORD)])
    _persons_and_uses(town)
    _other_lines(town)
    with acting("city", action="snapshot"):
        take()
    with acting("city", action="report.build"):
        half = parse_period("2013H1")
        opened = build("998801", half, folder("files"), by="city", tools=document_tools())
        build("998800", half, folder("files"), by="city", tools=document_tools())
    with acting("leader", action="report.sign"):
        sign(opened.report_id, by=User.objects.get(username="leader"))
        publish(Report.objects.get(report_id=opened.report_id), "局长办公会〔2013〕7号")
    connections.close_all()
    return town


def _other_lines(town: Town) -> None:
    """Records of the other lines, one each, by the names of their registers; the task runs."""
    from xinglin.actions.recording import take_step
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting("admin"):
        for name in ("pregnancy", "permit_case", "construction_project", "work_task"):
            records = model_of(catalogue.load().register(name))._default_manager
            town.cards[name] = records.latest("id").pk
    task, cdc = catalogue.load().register("work_task"), town.user("cdc_ginkgo")
    with clock(cdc, at("2013-01-21 10:00")):
        take_step(task, town.cards["work_task"], "publish", by=cdc, version=1)


def _persons_and_uses(town: Town) -> None:
    """A likely duplicate, a merge, and a night of many openings, for their pages to show."""
    from django.db import connection

    from xinglin.actions.access_findings import find_unusual_uses
    from xinglin.actions.person_merging import merge_persons
    from xinglin.store.acting import acting
    from xinglin.store.models import DuplicatePair
    from xinglin.store.registers import model_of

    with acting("admin"):
        cards = model_of(catalogue.load().register("notifiable_case"))._default_manager
        person = dict(cards.values_list("pk", "person_id"))
        low, high = sorted((person[town.cards["m1"]], person[town.cards["s1"]]))
        DuplicatePair.objects.update_or_create(
            first_id=low, second_id=high,
            defaults={"score": 95, "reasons": "证件号码只差一位、姓名只差一字、出生日期相同"},
        )  # fmt: skip
    town.cards["m1_person"], town.cards["s1_person"] = low, high
    admin = town.user("admin")
    with clock(admin, at("2013-06-28 10:00")):
        of = town.cards
        merge_persons(person[of["x1"]], person[of["p1"]], by=admin, reason="户口本为证")
    for minute in range(21):
        night = clock(town.user("clerk_h1"), at(f"2013-06-28 22:{minute:02d}"))
        with night, connection.cursor() as cursor:
            cursor.execute(
                "SELECT xinglin.audit('open', 'infectious_notifiable_case', %s, 1, '')", [of["w1"]]
            )
    with acting("admin"):
        find_unusual_uses(date(2013, 6, 28), date(2013, 6, 28))


@pytest.fixture(scope="session")
def published(ready: Town) -> dict[str, str]:
    """The report that is open to everybody, and one of its figures."""
    from xinglin.store.home import folder

    (report,) = folder("reports").glob("R-998801-*")  # the browser's loop bars the database
    figures = json.loads((report / "report.json").read_bytes())["figures"]
    return {"public": report.name, "public_figure": figures[0]["printed"][0]["id"]}


@pytest.fixture(scope="session")
def base(ready: Town) -> Iterator[str]:
    """The address of a running server, as `xinglin serve` starts it."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "xinglin.site.settings",
        "XINGLIN_CLOCK": CLOCK,
    }
    with subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)], env=environment, stderr=subprocess.DEVNULL
    ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{address}/login/", timeout=5):  # noqa: S310
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


@pytest.fixture(scope="module")
def browser(base: str, chromium_command: ToolCommand) -> Iterator[Browser]:
    """Chromium, as set-up found it.

    For one file of tests: while it is open its event loop runs in this thread, and Django would
    refuse to ask the database in tests of other folders.
    """
    # The driver's own node wants libatomic.so.1, which a bare Debian has not; ours does without.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(sys.executable).with_name("node")))
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(
            executable_path=chromium_command.argv[0],
            env=chromium_command.environment(),
            args=list(CHROMIUM),
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Log-in name → the cookies of a session, so that each person logs in once."""
    return {}


@pytest.fixture
def visit(browser: Browser, base: str, cookies: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """visit(username, phone=False): a page in which somebody has logged in.

    At the end: no error on the console, no request to any other host.
    """
    complaints: list[str] = []
    contexts = []

    def judge(request: Request) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            complaints.append(f"foreign request: {request.url}")

    def enter(username: str, *, phone: bool = False) -> Page:
        context = browser.new_context(
            base_url=base, viewport=PHONE if phone else OFFICE, locale="zh-CN",
            timezone_id="Asia/Shanghai", storage_state=cookies.get(username),
        )  # fmt: skip
        contexts.append(context)
        context.on("request", judge)  # a route would switch the browser's cache off
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        if username not in cookies:
            page.goto("/login/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/")
            cookies[username] = context.storage_state()
        return page

    yield enter
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def screens() -> dict[str, dict[str, int]]:
    """The two screens every page is looked at on, the office's first."""
    return {"office": OFFICE, "phone": PHONE}


@pytest.fixture(scope="session")
def pictures(repository: Path) -> Path:
    """Where screenshots are kept for people to look at; git ignores it."""
    folder = repository / "var" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
