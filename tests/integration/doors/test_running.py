"""What the two computer people rely on: health, logs that name nobody, one-time passwords."""

from __future__ import annotations

import io
import json
import logging
import logging.config
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from town import Town
from xinglin.store.server import Urls

Enter = Callable[[str], Client]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything the server logs, by its own settings, into one text."""
    from django.conf import settings

    text = io.StringIO()
    logging.config.dictConfig(settings.LOGGING)
    handlers = [
        handler
        for name in ("xinglin", "xinglin.request", "django", "axes")
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler)
    ]
    assert handlers
    before = [handler.setStream(text) for handler in handlers]
    yield text
    for handler, stream in zip(handlers, before, strict=True):
        if stream is not None:
            handler.setStream(stream)


def private(urls: Urls) -> set[str]:
    """Names, identity numbers and phones of everybody in the town, and their log-in names."""
    with psycopg.connect(urls.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        people = owner.execute("SELECT name, id_number, phone FROM store_person").fetchall()
        users = owner.execute("SELECT username FROM store_user").fetchall()
    found = {value for row in people for value in row if value}
    assert len(found) > 5
    return found | {row[0] for row in users if row[0] not in ("admin", "city", "system")}


def test_a_days_work_leaves_no_person_in_the_log(
    doors: Town, migrated: Urls, enter: Enter, logged: io.StringIO, tmp_path: Path
) -> None:
    names = private(migrated)
    client = enter("cdc_ginkgo")
    client.raise_request_exception = False
    record = f"/registers/notifiable_case/{doors.cards['m1']}/"
    for text in sorted(names):
        client.post("/registers/notifiable_case/search/", {"text": text}, follow=True)
        client.get("/registers/notifiable_case/", {"patient_name": text, "phone": text})
        client.get(f"/registers/{text}/")
        Client().post("/login/", {"username": text, "password": text})
    for page in ("", "drawer/", "edit/", "print/"):
        assert client.get(record + page).status_code == 200
    client.post(record + "unmask/", {"purpose": "核对 " + sorted(names)[0]})
    client.post(record + "edit/", {"patient_name": sorted(names)[0], "intent": "submit"})
    file = tmp_path / "cards.csv"
    file.write_text("卡片编号,患者姓名\nX1," + sorted(names)[0] + "\n", "utf-8")
    with file.open("rb") as sent:
        client.post("/registers/notifiable_case/import/", {"file": sent})
    said = logged.getvalue()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert len(lines) > 20
    for line in lines:
        assert line.keys() == {"at", "request", "user", "method", "page", "status", "ms"}
        assert "?" not in line["page"]
        assert re.fullmatch(r"[0-9a-f]{16}", line["request"])
    assert {line["user"] for line in lines} - {None}, "whose request it was is known by number"
    assert not [name for name in names if name in said]


def test_an_error_is_logged_by_its_kind_and_place_alone(logged: io.StringIO) -> None:
    name, number = "".join(["诸葛", "样本"]), "998801" + "19850101001X"
    try:
        raise ValueError(f"{name} {number}")
    except ValueError:
        logging.getLogger("django").exception("trial")
    said = logged.getvalue()
    assert "ValueError" in said
    assert "test_running.py" in said
    assert name not in said
    assert number not in said


def test_health_is_told_to_strangers_and_names_nobody(doors: Town, migrated: Urls) -> None:
    from xinglin.reports.audit_heads import sealed_head

    sealed_head()
    alive = Client().get("/health/live")
    assert (alive.status_code, alive.json()) == (200, {"status": "live"})
    answer = Client().get("/health/ready")
    assert answer.status_code == 200, answer.json()
    assert answer.json() == {
        "status": "ready",
        "checks": dict.fromkeys(
            ("database", "migrations", "snapshots", "disk", "sealer", "clock"), "ok"
        ),
    }
    assert answer["Cache-Control"] == "no-store"
    assert Client().post("/health/ready").status_code == 405


def test_health_says_what_is_wrong(doors: Town, migrated: Urls, monkeypatch) -> None:
    from xinglin.site import health
    from xinglin.store.home import folder

    taken = folder("snapshots")
    aside = taken.with_name("snapshots.aside")
    if taken.exists():
        taken.rename(aside)
    taken.write_text("a file where a folder should be")
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 62)
    monkeypatch.setattr(health, "SEALER_LATE", -1.0)
    try:
        with psycopg.connect(migrated.owner) as owner:
            owner.execute("SELECT set_config('xinglin.actor', 'city', true)")
            owner.execute("SELECT xinglin.audit('open', 'trial', NULL, NULL, '')")
        with psycopg.connect(migrated.owner) as owner:
            removed = owner.execute(
                "DELETE FROM django_migrations WHERE (app, name) IN (SELECT app, name"
                " FROM django_migrations WHERE app = 'store' ORDER BY name DESC LIMIT 1)"
                " RETURNING app, name, applied"
            ).fetchall()
        answer = Client().get("/health/ready")
    finally:
        taken.unlink()
        if aside.exists():
            aside.rename(taken)
        with psycopg.connect(migrated.owner) as owner:
            for row in removed:
                owner.execute(
                    "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row
                )
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert {name for name, said in checks.items() if said != "ok"} == {
        "migrations", "snapshots", "disk", "sealer",
    }  # fmt: skip


def test_clocks_apart_are_told_and_the_database_goes_before(
    doors: Town, enter: Enter, monkeypatch
) -> None:
    from xinglin.site import health
    from xinglin.site.two_clocks import clocks_apart

    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert clocks_apart(noon + timedelta(seconds=4), noon) == ""
    assert "快 90 秒" in clocks_apart(noon + timedelta(seconds=90), noon)
    assert "慢 3600 秒" in clocks_apart(noon - timedelta(hours=1), noon)

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def]
            return datetime.now(tz) + timedelta(hours=2)

    monkeypatch.setattr(health, "datetime", Ahead)
    answer = Client().get("/health/ready")
    assert answer.status_code == 503
    assert "本机时钟比数据库快 7200 秒" in answer.json()["checks"]["clock"]


def test_a_one_time_password_opens_the_page_to_change_it_and_ends(
    doors: Town, migrated: Urls
) -> None:
    from xinglin.site.users import Reach, add_user, change_user, get_user, reset_password
    from xinglin.store.acting import acting

    with acting("admin"):
        password = add_user("newcomer", Reach("新人", "disease_control", places=["998801"]))
    client = Client()
    assert client.post("/login/", {"username": "newcomer", "password": password}).status_code == 302
    for page in ("/", "/registers/notifiable_case/", "/indicators/"):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, "/password/")
    assert "一次性密码" in client.get("/password/").content.decode()
    same = {"old": password, "new": password, "again": password}
    assert client.post("/password/", same).status_code == 422
    own = "自己想的一句长长的口令"
    changed = client.post("/password/", {"old": password, "new": own, "again": own})
    assert changed.status_code == 302
    assert client.get("/").status_code == 200
    assert (
        Client().post("/login/", {"username": "newcomer", "password": password}).status_code == 401
    )
    with acting("admin"):
        second = reset_password(get_user("newcomer"))
    assert client.get("/").status_code == 302, "the old session ends with the old password"
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "UPDATE store_user SET password_until = now() - interval '1 minute'"
            " WHERE username = 'newcomer'"
        )
    late = Client().post("/login/", {"username": "newcomer", "password": second})
    assert late.status_code == 401
    assert "已过期" in late.content.decode()
    with acting("admin"):
        third = reset_password(get_user("newcomer"))
        change_user(get_user("newcomer"), Reach(is_active=False))
    answer = Client().post("/login/", {"username": "newcomer", "password": third})
    assert answer.status_code == 401
    with acting("city"):
        from xinglin.store.models import AuditEntry

        kinds = AuditEntry.objects.filter(register="store_user").values_list("kind", flat=True)
        assert list(kinds).count("password") >= 3
