"""A real installation: nobody can log in until the console has made somebody; no demo log-ins."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from own_town import NAME, OwnTown, own_town

from xinglin.site.demo_users import DEMO_USERS

_TRY = """
import sys
from xinglin.site.start import started
with started(sys.argv[1]):
    from django.conf import settings
    from django.test import Client
    settings.ALLOWED_HOSTS = ["testserver"]
    for pair in sys.argv[2:]:
        username, password = pair.split("=")
        print(Client().post("/login/", {"username": username, "password": password}).status_code)
"""


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        yield made


def log_ins(town: OwnTown, *pairs: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", _TRY, NAME, *pairs],
        env=town.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return ended.stdout.split()


def test_demo_log_ins_are_not_there(town: OwnTown) -> None:
    assert town.run("user", "list").stdout == ""
    pairs = [f"{user.username}={user.password}" for user in DEMO_USERS]
    assert len(pairs) > 5
    assert log_ins(town, *pairs, "system=", "system=!") == ["401"] * (len(pairs) + 2)


def test_the_first_administrator(town: OwnTown) -> None:
    made = town.run("user", "add", "zhang", "--name", "张管理", "--role", "administrator")
    assert made.returncode == 0, made.stderr
    password = made.stdout.strip()
    assert len(password) >= 15
    assert log_ins(town, f"zhang={password}") == ["302"]
    listed = town.run("user", "list").stdout
    assert listed.count("\n") == 1
    assert "系统管理员" in listed
    assert "一次性密码至" in listed
    for words in (
        ("add", "zhang", "--role", "administrator"),
        ("add", "Li", "--role", "administrator"),
        ("add", "li", "--role", "king"),
        ("add", "li", "--role", "hospital"),
        ("add", "li", "--role", "cdc", "--place", "000001"),
        ("add", "li", "--role", "cdc", "--place", "998801", "--line", "nothing"),
        ("reset", "nobody"),
        ("disable", "system"),
    ):
        refused = town.run("user", *words)
        assert refused.returncode == 1, words
        assert refused.stdout == ""
        assert refused.stderr.count("\n") == 1, refused.stderr
        assert refused.stderr.strip().endswith("。"), refused.stderr
    assert town.run("user", "disable", "zhang").returncode == 0
    assert log_ins(town, f"zhang={password}") == ["401"]


def test_locked_and_unlocked(town: OwnTown) -> None:
    made = town.run("user", "add", "wang", "--role", "cdc", "--place", "998801")
    password = made.stdout.strip()
    wrong = ["wang=nothing-like-it"] * 5
    assert log_ins(town, *wrong, f"wang={password}") == ["401"] * 4 + ["429"] * 2
    assert town.run("user", "unlock", "wang").returncode == 0
    assert log_ins(town, f"wang={password}") == ["302"]
