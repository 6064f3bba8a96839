"""The shipped units and settings: their commands exist, every setting is read, HTTPS holds."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from xinglin.site.cli import parser
from xinglin.store.server import Urls

UNITS = ("xinglin-web", "xinglin-snapshot", "xinglin-backup")


def unit(repository: Path, name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    assert read.read(repository / "deploy" / name, "utf-8")
    return read


@pytest.mark.parametrize("name", UNITS)
def test_a_units_command_is_one_of_ours(repository: Path, name: str) -> None:
    service = unit(repository, f"{name}.service")["Service"]
    command = service["ExecStart"].replace("$$(date +%%u)", "1")
    words = shlex.split(command)
    if words[:2] == ["/bin/sh", "-c"]:
        words = shlex.split(words[2])[1:]
    assert words[0] == "/opt/xinglin/.venv/bin/xinglin"
    given = parser().parse_args(words[1:])
    assert given.database == "bureau"
    assert (service["User"], service["UMask"]) == ("xinglin", "0077")
    page = (repository / "docs/how-to/run-it.md").read_text("utf-8")
    assert name in page


def test_each_timer_has_its_service(repository: Path) -> None:
    timers = sorted((repository / "deploy").glob("*.timer"))
    assert len(timers) == 2
    for path in timers:
        assert path.with_suffix(".service").exists()
        assert "OnCalendar" in unit(repository, path.name)["Timer"]


def test_every_setting_of_the_environment_file_is_read(repository: Path) -> None:
    text = (repository / "deploy/xinglin.env").read_text("utf-8")
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert len(names) == 6
    sources = "".join(p.read_text("utf-8") for p in (repository / "src").rglob("*.py"))
    assert [name for name in names if f'"{name}"' not in sources] == []


def test_the_proxy_overwrites_what_is_believed_of_it(repository: Path) -> None:
    text = (repository / "deploy/nginx.conf").read_text("utf-8")
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert "proxy_set_header X-Real-IP $remote_addr;" in text
    assert "$request_uri" not in text.partition("server {")[0], "the log keeps no query"


_ASK = """
import django
django.setup()
from django.test import Client
for more in ({}, {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_REAL_IP": "10.1.2.3"}):
    answer = Client(enforce_csrf_checks=True).get("/login/", HTTP_HOST="127.0.0.1", **more)
    cookie = answer.cookies["xinglin_csrf"]
    print(answer.status_code, bool(cookie["secure"]), bool(cookie["httponly"]),
          answer.headers.get("Strict-Transport-Security", "-"))
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.DEBUG)
"""


@pytest.mark.parametrize("https", ["1", ""])
def test_cookies_and_hsts_behind_https_and_without(tmp_path: Path, https: str) -> None:
    env = os.environ | {
        "XINGLIN_VAR": str(tmp_path),
        "XINGLIN_HTTPS": https,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
        "DJANGO_SETTINGS_MODULE": "xinglin.site.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", _ASK], env=env, capture_output=True, text=True, check=False
    )
    lines = [x for x in ended.stdout.splitlines() if x]
    assert ended.returncode == 0, ended.stderr
    if https:
        assert lines == [
            "200 True True -", "200 True True max-age=31536000", "True True False",
        ]  # fmt: skip
    else:
        assert lines == ["200 False True -", "200 False True -", "False True False"]


def test_only_a_trusted_proxy_tells_the_visitors_address(migrated: Urls) -> None:
    from django.http import HttpRequest

    from xinglin.site.proxies import client_address

    def told(header: str) -> str:
        request = HttpRequest()
        request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": header}
        return client_address(request)

    assert told("10.1.2.3") == "10.1.2.3"
    assert told("1; drop") == "127.0.0.1"
    assert told("") == "127.0.0.1"
