"""Files of the installation altered, cut or gone: each is named, and nothing is proved by them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from own_town import HALF, OwnTown, is_one_sentence, own_town, without_addresses

from xinglin.store.server import stop

CANNOT_TELL = 2


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    """The installation, and its report in `out/`."""
    with own_town() as made:
        built = made.build("out")
        assert built.returncode == 0, built.stderr
        yield made


@contextmanager
def instead(path: Path, data: bytes | None) -> Iterator[None]:
    """For a while the file holds something else, or is not there."""
    kept, mode = path.read_bytes(), path.stat().st_mode
    path.chmod(0o600)
    path.unlink() if data is None else path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(kept)
        path.chmod(mode & 0o777)


def only(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda p: p.stat().st_size)


DAMAGES = (
    ("manifest", "gone"),
    ("manifest", "cut"),
    ("manifest", "altered"),
    ("segment", "gone"),
    ("segment", "altered"),
    ("definitions", "gone"),
    ("definitions", "empty"),
    ("definitions", "altered"),
)


@pytest.mark.parametrize(("what", "damage"), DAMAGES)
def test_a_damaged_file_proves_nothing_and_is_named(town: OwnTown, what: str, damage: str) -> None:
    root = town.inst.root
    path = {
        "manifest": only(root / "snapshots" / "manifests", "*.json"),
        "segment": only(root / "snapshots" / "segments", "*.parquet"),
        "definitions": only(root / "definitions", "*.json"),
    }[what]
    whole = path.read_bytes()
    middle = len(whole) // 2
    data = {
        "gone": None,
        "empty": b"",
        "cut": whole[:middle],
        "altered": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    }[damage]
    with instead(path, data):
        ended = town.run("report", "prove", town.files / "out" / "report.json")
    assert ended.returncode == CANNOT_TELL, ended
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr


@pytest.mark.parametrize("what", ["manifest", "segment"])
def test_indicators_over_a_damaged_snapshot(town: OwnTown, what: str) -> None:
    """A figure from a damaged snapshot is no figure."""
    name = town.run("snapshot").stdout.strip()
    folder = town.inst.root / "snapshots"
    path = folder / "manifests" / f"{name}.json"
    if what == "segment":
        path = only(folder / "segments", "*.parquet")
    with instead(path, path.read_bytes()[:-40]):
        ended = town.run("indicators", *HALF, "--snapshot", name)
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr


def test_the_kept_report_gone(town: OwnTown) -> None:
    kept = only(town.inst.root / "reports", "*/report.json")
    for data in (None, b"{"):
        with instead(kept, data):
            ended = town.run("report", "prove", town.files / "out" / "report.docx")
            assert ended.returncode == CANNOT_TELL, (data, ended)
            assert is_one_sentence(ended.stderr), ended.stderr


def test_fonts_or_the_chart_script_missing(town: OwnTown, tmp_path: Path) -> None:
    from xinglin.site.tools import tools_dir

    bare, chartless = tmp_path / "bare", tmp_path / "chartless"
    bare.mkdir()
    chartless.mkdir()
    (chartless / "fonts").symlink_to(tools_dir() / "fonts")
    for tools in (bare, chartless):
        before = town.reports()
        ended = town.build(tools.name, XINGLIN_TOOLS=str(tools))
        assert ended.returncode == 1, ended
        assert ended.stdout == ""
        assert is_one_sentence(ended.stderr), ended.stderr
        assert "make setup" in ended.stderr
        assert town.reports() == before


@pytest.mark.parametrize("name", ["audit.key", "audit.heads"])
def test_the_audit_key_or_its_list_of_heads_changed(town: OwnTown, name: str) -> None:
    """A finding, not a crash; and with the right file back the chain is as sound as before."""
    assert town.run("audit", "verify").returncode == 0
    with instead(town.inst.root / "keys" / name, b"another\n"):
        ended = town.run("audit", "verify")
        assert ended.returncode == 1
        assert ended.stderr == ""
        assert "处问题" in ended.stdout
    ended = town.run("audit", "verify")
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("role", ["superuser", "app", "reader"])
def test_a_wrong_password_file(town: OwnTown, role: str) -> None:
    """Never trusted, always told; the superuser's is asked for when the server has to start."""
    path = town.inst.root / "keys" / f"database-{role}.password"
    with instead(path, b"wrong"):
        if role == "superuser":
            with without_addresses():
                stop(town.inst)
        ended = town.run("snapshot")
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr
    assert "口令" in ended.stderr


def test_keys_folder_gone_with_the_data_there(town: OwnTown) -> None:
    """New keys cannot open old data; they are asked back from the backup."""
    keys = town.inst.root / "keys"
    aside = keys.with_name("keys.aside")
    shutil.move(keys, aside)
    try:
        ended = town.run("snapshot")
        assert ended.returncode == 1, ended
        assert is_one_sentence(ended.stderr), ended.stderr
        assert "keys" in ended.stderr
    finally:
        shutil.rmtree(keys, ignore_errors=True)
        os.rename(aside, keys)  # noqa: PTH104
    assert town.run("snapshot").returncode == 0
