"""Browser and word processor for the tests: the machine's own, else Debian's, unpacked here.

Each gets a start script in `.tools/bin`, written only after the program has been seen to work. What
cannot be had is no error: it is noted in `.tools/missing.json` and the tests name what they skip.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.command import SetUpError, run, say
from tools.debian import PrivateApt, library_dirs, unpack
from tools.place import BIN, DOWNLOADS, FONTS, MISSING, TOOLS
from tools.step import Step


@dataclass(frozen=True)
class Program:
    """A program, where the system would have it, and the packages that bring it."""

    name: str
    title: str
    system: Path
    packages: Sequence[str]
    unpacked: Path
    proof: Callable[[Path], None]
    settle: Callable[[Path], None] = lambda root: None


def _prove_chromium(script: Path) -> None:
    """Renders a page whose text is made by a script."""
    page = "data:text/html;charset=utf-8,<script>document.write('杏' + '林')</script>"
    with tempfile.TemporaryDirectory() as profile:
        quiet = "--disable-background-networking --disable-component-update --disable-sync"
        shown = run(
            [
                *(script, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *(*quiet.split(), "--disable-quic", "--disable-dev-shm-usage"),
                *(f"--user-data-dir={profile}", "--timeout=30000", "--dump-dom", page),
            ],
            log="chromium",
            failure="浏览器启动不了",
            env=_font_environment(),
        )
    if "杏林" not in shown:
        raise SetUpError("浏览器启动了,但显示不出网页")


def _prove_soffice(script: Path) -> None:
    """Turns a text file into a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sample.txt"
        source.write_text("杏林", encoding="utf-8")
        run(
            [
                *(script, f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                *("--convert-to", "docx", "--outdir", folder, source),
            ],
            log="soffice",
            failure="LibreOffice 启动不了",
            env=_font_environment(),
        )
        if not source.with_suffix(".docx").is_file():
            raise SetUpError("LibreOffice 启动了,但转换不出 Word 文件")


def _settle_soffice(root: Path) -> None:
    """Does what the packages' installation scripts would: fills the registry, names its place."""
    program = root / "usr/lib/libreoffice"
    shutil.copytree(
        program / "share/.registry", root / "etc/libreoffice/registry", dirs_exist_ok=True
    )
    for settings in (program / "program").glob("*rc"):
        text = settings.read_text(encoding="utf-8")
        for folder in ("etc/libreoffice", "usr/lib/libreoffice"):
            text = text.replace(f"file:///{folder}", (root / folder).as_uri())
        settings.write_text(text, encoding="utf-8")


PROGRAMS = (
    Program(
        name="chromium",
        title="浏览器 Chromium(测试用,约 120 MB)",
        system=Path("/usr/bin/chromium"),
        packages=("chromium",),
        unpacked=Path("usr/lib/chromium/chromium"),
        proof=_prove_chromium,
    ),
    Program(
        name="soffice",
        title="文字处理软件 LibreOffice(测试用)",
        system=Path("/usr/bin/soffice"),
        packages=("libreoffice-writer-nogui",),
        unpacked=Path("usr/lib/libreoffice/program/soffice"),
        proof=_prove_soffice,
        settle=_settle_soffice,
    ),
)


def ensure_programs() -> list[dict[str, str]]:
    """Has each program in place; gives back what is missing and why."""
    missing = []
    for program in PROGRAMS:
        try:
            _step(program).ensure()
        except SetUpError as error:
            say(f"  没有    {program.title}:{error}")
            missing.append({"name": program.name, "why": str(error)})
    return missing


def note_missing(missing: list[dict[str, str]]) -> None:
    """Writes down what could not be had, for tests and `xinglin doctor`."""
    MISSING.write_text(json.dumps(missing, ensure_ascii=False, indent=1), encoding="utf-8")


def _step(program: Program) -> Step:
    return Step(
        name=program.name,
        title=program.title,
        inputs=[repr(program.packages), str(TOOLS), str(program.system.exists())],
        outputs=[BIN / program.name],
        act=lambda: _obtain(program),
    )


def _obtain(program: Program) -> None:
    script = BIN / program.name
    script.unlink(missing_ok=True)
    if os.access(program.system, os.X_OK):
        try:
            return _adopt(program, script, f'exec {program.system} "$@"\n')
        except SetUpError as error:
            say(f"    本机的 {program.system} 不能用({error}),改用 Debian 软件包")
    root = TOOLS / program.name
    work = DOWNLOADS / program.name
    shutil.rmtree(root, ignore_errors=True)
    archives = PrivateApt().download_with_dependencies(program.packages, work)
    unpack(archives, root)
    program.settle(root)
    folders = [(root / program.unpacked).parent, *library_dirs(root)]
    libraries = ":".join(f'"$here"/{path.relative_to(TOOLS)}' for path in folders)
    target = f"{program.name}/{program.unpacked}"
    _adopt(
        program,
        script,
        'here=$(cd "$(dirname "$0")/.." && pwd)\n'
        f"export LD_LIBRARY_PATH={libraries}\n"
        f'exec "$here"/{target} "$@"\n',
    )
    shutil.rmtree(work)


def _adopt(program: Program, script: Path, body: str) -> None:
    """Keeps a start script if the program works by it."""
    script.parent.mkdir(parents=True, exist_ok=True)
    trial = script.with_name(f"{script.name}.trial")
    trial.write_text(f"#!/bin/sh\n{body}", encoding="utf-8")
    trial.chmod(0o755)
    try:
        program.proof(trial)
    except SetUpError:
        trial.unlink()
        raise
    trial.rename(script)


def _font_environment() -> dict[str, str]:
    return {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}
