"""Which suites can run on this machine, said aloud.

Five folders need something that a machine may lack: a browser, a word processor, Spark, the right
to mount a small disk, or the shared material beside the checkout. What cannot run is left out of
the collection and named in a closing block 「未运行」; the exit status then tells that the run was
not whole (see `SUITES`).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from xinglin.site.tools import (
    ToolCommand,
    find_chromium,
    find_soffice,
    find_spark_server,
    missing_tools,
)

# The client of Spark speaks by gRPC, whose threads write to stderr in every process forked later.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

TESTS = Path(__file__).resolve().parent
REPOSITORY = TESTS.parent
EXIT_NOT_WHOLE = 3
SUITE_GONE = pytest.StashKey["list[Gone]"]()


@dataclass(frozen=True, slots=True)
class Suite:
    """A folder of tests and what it cannot do without.

    `reason` answers None when the suite can run here, else why not, in Chinese. `exit_code` is
    what a run without it ends with, unless tests failed too.
    """

    folder: str
    title: str
    reason: Callable[[], str | None]
    exit_code: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Gone:
    """A suite that was asked for and could not run."""

    suite: Suite
    why: str
    files: int


def shared_dir() -> Path:
    """The shared material: `XINGLIN_SHARED`, else `shared` beside the checkout."""
    return Path(os.environ.get("XINGLIN_SHARED") or REPOSITORY.parent / "shared")


def _no_chromium() -> str | None:
    if find_chromium() is not None:
        return None
    return missing_tools().get("chromium", "还没有装浏览器,请运行 make test-tools")


def _no_soffice() -> str | None:
    if find_soffice() is not None:
        return None
    return missing_tools().get("soffice", "还没有装 LibreOffice,请运行 make test-tools")


def _no_spark() -> str | None:
    if find_spark_server() is not None:
        return None
    return missing_tools().get("spark", "还没有装 Spark,请运行 make test-tools")


@cache
def _no_mount() -> str | None:
    """Tried for real: root of a container may not mount either."""
    if os.geteuid() != 0:
        return "要挂载一块小磁盘,须由 root 运行"
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        try:
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return "要挂载一块小磁盘,这台机器不允许"
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)
    return None


def _no_shared() -> str | None:
    folder = shared_dir()
    return None if folder.is_dir() else f"没有共享资料目录 {folder}"


def _tool_exit() -> int:
    return EXIT_NOT_WHOLE


def _whole_all_the_same() -> int:
    return int(pytest.ExitCode.OK)


def _shared_exit() -> int:
    required = os.environ.get("XINGLIN_REQUIRE_SHARED") == "1"
    return int(pytest.ExitCode.TESTS_FAILED if required else pytest.ExitCode.OK)


SUITES = (
    Suite("browser", "浏览器测试", _no_chromium, _tool_exit),
    Suite("word_processor", "文字处理软件往返测试", _no_soffice, _tool_exit),
    Suite("spark", "Spark 测试", _no_spark, _tool_exit),
    Suite("full_disk", "磁盘写满测试", _no_mount, _whole_all_the_same),
    Suite("real_input", "真实数据测试", _no_shared, _shared_exit),
)


def _asked_for(config: pytest.Config, folder: Path) -> bool:
    """Whether the command line's paths reach into `folder` (no path means all)."""
    for argument in config.args:
        path = (config.invocation_params.dir / argument.split("::")[0]).resolve()
        if path == folder or path in folder.parents or folder in path.parents:
            return True
    return False


def pytest_configure(config: pytest.Config) -> None:
    gone = []
    for suite in SUITES:
        folder = TESTS / suite.folder
        files = len(list(folder.rglob("test_*.py")))
        why = suite.reason()
        if why is not None and files and _asked_for(config, folder):
            gone.append(Gone(suite, why, files))
    config.stash[SUITE_GONE] = gone


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    for gone in config.stash[SUITE_GONE]:
        folder = TESTS / gone.suite.folder
        if collection_path == folder or folder in collection_path.parents:
            return True
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    gone = session.config.stash[SUITE_GONE]
    finished = {int(pytest.ExitCode.OK), int(pytest.ExitCode.NO_TESTS_COLLECTED)}
    if gone and int(exitstatus) in finished:
        codes = {entry.suite.exit_code() for entry in gone}
        failed = int(pytest.ExitCode.TESTS_FAILED)
        session.exitstatus = failed if failed in codes else max(codes)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    gone = config.stash[SUITE_GONE]
    if not gone:
        return
    terminalreporter.section("未运行", sep="=", yellow=True)
    for entry in gone:
        where = f"tests/{entry.suite.folder},{entry.files} 个文件"
        terminalreporter.line(f"{entry.suite.title}({where}):{entry.why}")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material; only tests under `tests/real_input` may ask for it."""
    return shared_dir()


@pytest.fixture(scope="session")
def chromium_command() -> ToolCommand:
    """The headless browser; only tests under `tests/browser` may ask for it."""
    command = find_chromium()
    assert command is not None, "浏览器测试须放在 tests/browser"
    return command


@pytest.fixture(scope="session")
def soffice_command() -> ToolCommand:
    """LibreOffice; only tests under `tests/word_processor` may ask for it."""
    command = find_soffice()
    assert command is not None, "文字处理软件测试须放在 tests/word_processor"
    return command
