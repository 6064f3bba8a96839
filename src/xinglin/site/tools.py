"""Where set-up has put the programs, fonts and web files that are not Python packages.

Set-up (`make setup`, `make test-tools`) fills `.tools/` in the checkout. This module only looks;
it imports nothing outside the standard library, so that tests and `doctor` can use it before
anything else works.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

WEB_FILES = ("tabler.min.css", "tabler.min.js", "htmx.min.js", "echarts.min.js")
FONT_SUFFIXES = frozenset({".otf", ".ttf", ".ttc"})


@dataclass(frozen=True, slots=True)
class ToolCommand:
    """A program that can be started: `[*argv, ...]` with `environment()`."""

    argv: tuple[str, ...]
    env: Mapping[str, str]

    def environment(self) -> dict[str, str]:
        """This process's environment with what the program needs laid over it."""
        return {**os.environ, **self.env}


@dataclass(frozen=True, slots=True)
class SparkServer:
    """The Spark of the tests. home: its package; java: the folder with the Java it starts."""

    home: Path
    java: Path

    def environment(self) -> dict[str, str]:
        """This process's environment with what Spark needs laid over it."""
        return {**os.environ, "SPARK_HOME": str(self.home), "JAVA_HOME": str(self.java)}


def checkout() -> Path:
    """Root of the checkout this package is installed from (`src/xinglin/site/tools.py`)."""
    return Path(__file__).resolve().parents[3]


def tools_dir() -> Path:
    """Folder that set-up fills; `XINGLIN_TOOLS` names another one."""
    return Path(os.environ.get("XINGLIN_TOOLS") or checkout() / ".tools")


def find_chromium() -> ToolCommand | None:
    """The headless browser of the browser tests, or None when this machine has none."""
    return _chosen("chromium")


def find_soffice() -> ToolCommand | None:
    """The word processor of the round-trip tests (LibreOffice), or None."""
    return _chosen("soffice")


def find_spark_server() -> SparkServer | None:
    """The Spark that set-up put beside the platform for the tests, or None.

    `XINGLIN_SPARK` names the folder of another one made by set-up.
    """
    folder = Path(os.environ.get("XINGLIN_SPARK") or checkout() / ".venv-spark")
    homes = sorted(folder.glob("lib/python*/site-packages/pyspark/bin/spark-class"))
    java = folder / "java"
    if not homes or not os.access(java / "bin" / "java", os.X_OK):
        return None
    return SparkServer(homes[-1].parents[1], java)


def font_files() -> list[Path]:
    """Fonts for Word, PDF and charts, sorted by name; empty before set-up."""
    folder = tools_dir() / "fonts"
    return sorted(path for path in folder.glob("*") if path.suffix in FONT_SUFFIXES)


def web_asset_dir() -> Path:
    """Folder with `WEB_FILES`. Raises FileNotFoundError, in Chinese, when one is missing."""
    folder = tools_dir() / "web"
    absent = [name for name in WEB_FILES if not (folder / name).is_file()]
    if absent:
        raise FileNotFoundError(f"缺少网页资源 {'、'.join(absent)}，请先运行 make setup。")
    return folder


def missing_tools() -> dict[str, str]:
    """Tools that set-up could not get on this machine: name → why, in Chinese."""
    try:
        entries = json.loads((tools_dir() / "missing.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {entry["name"]: entry["why"] for entry in entries}


def font_environment() -> dict[str, str]:
    """Makes programs that use fontconfig see the project's fonts; empty before set-up."""
    config = tools_dir() / "fonts" / "fonts.conf"
    return {"FONTCONFIG_FILE": str(config)} if config.is_file() else {}


def _chosen(name: str) -> ToolCommand | None:
    """The start script that set-up wrote after it had seen the program work."""
    script = tools_dir() / "bin" / name
    if not os.access(script, os.X_OK):
        return None
    return ToolCommand(argv=(str(script),), env=font_environment())
