"""A signed report opened to everybody: what is shown, what never is, and how it is withdrawn."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import psycopg
import pypdfium2
import pytest
from django.test import Client

from town import CITY, Town
from xinglin.store.server import Urls

Enter = Callable[[str], Client]


@pytest.fixture(scope="module")
def report(doors: Town, migrated: Urls, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The town's half year, built and not yet signed; and a leader who may sign and publish."""
    from django.contrib.auth.hashers import make_password

    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting

    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_units, scope_places,"
            " scope_lines) VALUES ('publisher', '林公开', %s, 'leader', '{}', '{998800}', '{*}')",
            [make_password("杏林-各门-口令-1")],
        )
    with acting("city", action="report.build"):
        built = build(
            CITY,
            parse_period("2013H1"),
            tmp_path_factory.mktemp("published"),
            by="city",
            tools=document_tools(),
        )
    return built.report_id


@pytest.fixture(scope="module")
def published(report: str) -> str:
    """Signed and published through the pages."""
    client = Client()
    client.post("/login/", {"username": "publisher", "password": "杏林-各门-口令-1"})
    address = f"/reports/{report}/publish/"
    client.post(address, {"reason": "局长办公会"})
    assert Client().get(f"/public/{report}/").status_code == 404, "a draft is not published"
    assert client.post(f"/reports/{report}/sign/").status_code == 302
    client.post(address, {"reason": " "})
    assert Client().get(f"/public/{report}/").status_code == 404, "not without a reason"
    assert client.post(address, {"reason": "局长办公会〔2013〕7号"}).status_code == 302
    return report


def private(urls: Urls) -> set[str]:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        people = owner.execute("SELECT name, id_number, phone FROM store_person").fetchall()
        users = owner.execute("SELECT username, name FROM store_user").fetchall()
    found = {value for row in people for value in row if value}
    assert len(found) > 5
    return found | {u for row in users for u in row if u and u not in ("city", "admin", "system")}


def texts(answer_kind: str, body: bytes) -> str:
    """All text in a file that a visitor can download."""
    if answer_kind == "docx":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(
                packed.read(n).decode("utf-8") for n in packed.namelist() if not n.endswith("png")
            )
    if answer_kind == "pdf":
        pages = pypdfium2.PdfDocument(body)
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
        pages.close()
        return text
    return body.decode("utf-8")


def test_strangers_read_it_and_find_no_person_and_no_way_in(published: str, migrated: Urls) -> None:
    stranger, names = Client(), private(migrated)
    listed = stranger.get("/public/").content.decode()
    assert f"/public/{published}/" in listed
    read = stranger.get(f"/public/{published}/")
    text = read.content.decode()
    assert "局长办公会〔2013〕7号" in text
    pages = [listed, text]
    links = set(re.findall(r'(?:href|src)="([^"]*)"', listed + text))
    assert len([link for link in links if "/figures/" in link]) > 5
    for link in sorted(links):
        assert link.startswith(("/public/", "/static/", "data:image/")), link
    for link in sorted(links):
        if link.startswith("/public/") and "report." not in link:
            answer = stranger.get(link)
            assert answer.status_code == 200, link
            pages.append(answer.content.decode())
    for kind in ("docx", "pdf", "html"):
        answer = stranger.get(f"/public/{published}/report.{kind}")
        assert answer.status_code == 200
        pages.append(texts(kind, answer.content))
    for page in pages:
        assert not [name for name in names if name in page]
        assert "/registers/" not in page
        assert "/figures/?" not in page
        assert "<script" not in page
    assert stranger.get(f"/public/{published}/report.json").status_code == 404


def test_a_figure_opens_its_definition_and_no_record(published: str) -> None:
    text = Client().get(f"/public/{published}/").content.decode()
    addresses = re.findall(r'href="(/public/[^"]*/figures/class_bc_cases[^"]*)"', text)
    assert addresses
    shown = Client().get(addresses[0]).content.decode()
    from xinglin.language import catalogue

    for word in ("地区", "期间", catalogue.load().indicators["class_bc_cases"].definition):
        assert word in shown
    assert '<p class="value">5' in shown  # by the drawing of town.py: m1 m2 r1 t1 l1
    assert "notifiable_case" not in shown


def test_public_pages_may_be_kept_and_run_nothing(published: str) -> None:
    for page in ("/public/", f"/public/{published}/", "/public/report.css"):
        answer = Client().get(page)
        assert answer["Cache-Control"] == "public, max-age=300"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert not answer.cookies
        assert not re.search(r"\son\w+=|\sstyle=", answer.content.decode())
        assert Client().post(page).status_code == 405


def test_only_who_may_publish_does(published: str, enter: Enter) -> None:
    for who in ("city", "cdc_ginkgo", "clerk_h1"):
        answer = enter(who).post(f"/reports/{published}/publish/", {"reason": "x"})
        assert answer.status_code == 403, who


def test_the_database_keeps_it_whole(published: str, migrated: Urls) -> None:
    """Neither a draft published, nor a line altered or removed, whoever sends the SQL."""
    for statement in (
        "INSERT INTO store_publication (report_id, title, reason, withdrawn_by,"
        " withdrawal_reason) SELECT 'none', 't', 'r', '', ''",
        "UPDATE store_publication SET reason = 'another'",
        "DELETE FROM store_publication",
    ):
        for url in (migrated.app, migrated.owner):
            with psycopg.connect(url) as connection, pytest.raises(psycopg.Error):
                connection.execute("SELECT set_config('xinglin.actor', 'publisher', true)")
                connection.execute(statement.encode())


def test_it_is_withdrawn_with_a_reason_and_published_again(published: str, enter: Enter) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry, Publication

    leader, address = enter("publisher"), f"/reports/{published}/publish/"
    leader.post(address, {"intent": "withdraw", "reason": ""})
    assert Client().get(f"/public/{published}/").status_code == 200
    leader.post(address, {"intent": "withdraw", "reason": "第三段数字有更正"})
    for page in ("", "report.pdf"):
        gone = Client().get(f"/public/{published}/{page}")
        assert gone.status_code == 410
        assert "第三段数字有更正" in gone.content.decode()
    assert published not in Client().get("/public/").content.decode()
    leader.post(address, {"reason": "更正说明已附"})
    assert Client().get(f"/public/{published}/").status_code == 200
    with acting("city"):
        kinds = list(
            AuditEntry.objects.filter(detail=published, register="store_publication")
            .order_by("entry_id")
            .values_list("kind", "actor")
        )
        one = Publication.objects.order_by("id").first()
    assert kinds == [("publish", "publisher"), ("withdraw", "publisher"), ("publish", "publisher")]
    assert one is not None
    assert (one.published_by, one.withdrawn_by) == ("publisher", "publisher")
