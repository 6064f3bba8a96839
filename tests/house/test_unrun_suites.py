"""A run that could not be whole says so: the block 「未运行」 and the exit status.

Settled under Set-up: without a tool the rest runs and the exit is 3; without the shared material
the exit is 0, unless XINGLIN_REQUIRE_SHARED=1 makes it a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PYTEST = ("-m", "pytest", "-p", "xdist", "-n", "2", "--dist", "loadfile")
CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one test in each kind of folder."""
    root = tmp_path / "checkout"
    for folder in ("unit", "browser", "word_processor", "spark", "real_input"):
        tests = root / "tests" / folder
        tests.mkdir(parents=True)
        (tests / f"test_{folder}_sample.py").write_text("def test_sample(): pass\n")
    shutil.copy(CONFTEST, root / "tests")
    (root / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n")
    return root


def _run(
    root: Path, *arguments: str, programs: tuple[str, ...] = (), shared: bool = False, **env: str
) -> subprocess.CompletedProcess[str]:
    """Runs the checkout's tests with the named programs in its tools folder."""
    for name in programs:
        script = root / _PLACES.get(name, f".tools/bin/{name}")
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("#!/bin/sh\n")
        script.chmod(0o755)
    if shared:
        (root.parent / "shared").mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XINGLIN_")}
    return subprocess.run(
        [sys.executable, *PYTEST, *arguments],
        cwd=root,
        env={
            **kept,
            "XINGLIN_TOOLS": str(root / ".tools"),
            "XINGLIN_SPARK": str(root / ".spark"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # the other plug-ins take seconds to load
            **env,
        },
        capture_output=True,
        text=True,
        check=False,
    )


_PLACES = {
    "spark-class": ".spark/lib/python3/site-packages/pyspark/bin/spark-class",
    "java": ".spark/java/bin/java",
}
SPARK = ("spark-class", "java")
ALL = ("chromium", "soffice", *SPARK)


def test_a_whole_run_ends_with_0_and_no_block(checkout: Path) -> None:
    ended = _run(checkout, programs=ALL, shared=True, XINGLIN_REQUIRE_SHARED="1")
    assert ended.returncode == 0, ended.stdout
    assert "未运行" not in ended.stdout
    assert "5 passed" in ended.stdout


def test_without_a_tool_the_rest_runs_the_suite_is_named_and_the_exit_is_3(checkout: Path) -> None:
    ended = _run(checkout, programs=("soffice", *SPARK), shared=True)
    assert ended.returncode == 3, ended.stdout
    assert "4 passed" in ended.stdout
    block = ended.stdout.partition("未运行")[2]
    assert "浏览器测试(tests/browser,1 个文件)" in block
    assert "文字处理软件" not in block


def test_without_spark_the_rest_runs_and_the_exit_is_3(checkout: Path) -> None:
    ended = _run(checkout, programs=("chromium", "soffice", "spark-class"), shared=True)
    assert ended.returncode == 3, ended.stdout
    assert "4 passed" in ended.stdout
    assert "Spark 测试(tests/spark,1 个文件)" in ended.stdout.partition("未运行")[2]


def test_without_shared_material_the_exit_is_0_and_the_suite_is_named(checkout: Path) -> None:
    ended = _run(checkout, programs=ALL)
    assert ended.returncode == 0, ended.stdout
    assert "4 passed" in ended.stdout
    assert "真实数据测试(tests/real_input,1 个文件)" in ended.stdout.partition("未运行")[2]


def test_where_shared_material_is_required_its_absence_is_a_failure(checkout: Path) -> None:
    ended = _run(checkout, programs=ALL, XINGLIN_REQUIRE_SHARED="1")
    assert ended.returncode == 1, ended.stdout
    assert "真实数据测试" in ended.stdout.partition("未运行")[2]


def test_a_failed_test_weighs_more_than_a_suite_that_could_not_run(checkout: Path) -> None:
    (checkout / "tests/unit/test_wrong.py").write_text("def test_wrong(): assert False\n")
    ended = _run(checkout)
    assert ended.returncode == 1, ended.stdout
    assert "浏览器测试" in ended.stdout.partition("未运行")[2]


def test_only_suites_that_were_asked_for_are_named(checkout: Path) -> None:
    unit_only = _run(checkout, "tests/unit")
    assert unit_only.returncode == 0, unit_only.stdout
    assert "未运行" not in unit_only.stdout
    browser_only = _run(checkout, "tests/browser/test_browser_sample.py::test_sample")
    assert browser_only.returncode == 3, browser_only.stdout
    assert "浏览器测试" in browser_only.stdout
