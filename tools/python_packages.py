"""The virtual environment: pinned packages by hash, and the project itself, editable."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.command import SetUpError, run, say
from tools.place import PYTHON, ROOT, VENV
from tools.step import Step

REQUIREMENTS = ROOT / "requirements"
VERSION = ROOT / "src" / "xinglin" / "__init__.py"
PLACE_NOTE = VENV / "place.txt"
# A pinned line, but for packages of another system.
PINNED = r"(?m)^([\w.-]+)(?:\[\w+\])?==(?!.*win32)"
INTERPRETER = f"{sys.version_info.major}.{sys.version_info.minor}"


def steps(*, with_tests: bool) -> list[Step]:
    """Packages to run with (and to test with), then the project."""
    packages, all_packages = _packages(["setup", "run"]), _packages(["setup", "run", "test"])
    project = Step(
        name="project",
        title="杏林本身",
        inputs=[ROOT / "pyproject.toml", VERSION, INTERPRETER, str(VENV)],
        outputs=[VENV / "bin" / "xinglin"],
        act=_install_project,
    )
    wide = with_tests or all_packages.up_to_date()
    return [all_packages if wide else packages, project]


def _packages(names: list[str]) -> Step:
    files = [REQUIREMENTS / f"{name}.txt" for name in names]
    return Step(
        name="-".join(["packages", *names]),
        title="Python 软件包" + ("(连同测试用的)" if "test" in names else ""),
        inputs=[*files, INTERPRETER, str(VENV)],
        outputs=[PYTHON, VENV / "bin" / "node"],
        act=lambda: _install(files),
    )


def _install(files: list[Path]) -> None:
    _make_environment()
    for site in VENV.glob("lib/python*/site-packages"):
        drop_half_installed(site)
    pinned = {name for path in files for name in re.findall(PINNED, path.read_text("utf-8"))}
    seen: set[str] = set()

    def progress(line: str) -> None:
        found = re.match(r"Collecting ([\w.-]+)", line)
        if found:
            seen.add(found[1])
            say(f"    [{len(seen)}/{len(pinned)}] {found[1]}")
        elif line.startswith("Installing collected"):
            say("    正在安装……")

    run(
        [
            *pip(),
            "install",
            "--require-hashes",
            "--no-deps",
            "--only-binary",
            ":all:",
            *_requirements(files),
        ],
        log="packages",
        failure="Python 软件包没有装成",
        each_line=progress,
    )


def _install_project() -> None:
    run(
        [*pip(), "install", "--no-deps", "--no-build-isolation", "--editable", ROOT],
        log="project",
        failure="杏林本身没有装成",
    )


def pip() -> list[str | Path]:
    """The command that installs into `.venv`."""
    return [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _requirements(files: list[Path]) -> list[str | Path]:
    return [part for path in files for part in ("--requirement", path)]


def _make_environment() -> None:
    """A working `.venv` made for this place; one made elsewhere, or half made, is made anew."""
    moved = PLACE_NOTE.is_file() and PLACE_NOTE.read_text(encoding="utf-8") != str(VENV)
    if moved or not _works():
        # Debian keeps this module of the standard library in a package of its own.
        if importlib.util.find_spec("ensurepip") is None:
            raise SetUpError("本机缺少 python3-venv 软件包,请先安装它")
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            log="venv",
            failure="虚拟环境没有建成",
        )
    PLACE_NOTE.write_text(str(VENV), encoding="utf-8")


def _works() -> bool:
    """Whether `.venv` has this Python version and pip."""
    if not (PYTHON.exists() and PYTHON.with_name("pip").exists()):
        return False
    program = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run(  # noqa: S603 - the checkout's own interpreter
        [PYTHON, "-c", program], capture_output=True, text=True, check=False
    )
    return answer.returncode == 0 and answer.stdout.strip() == INTERPRETER


def drop_half_installed(site: Path) -> None:
    """Forgets packages whose installation was interrupted, so that pip installs them again.

    An installer writes RECORD, naming INSTALLER, as its very last act.
    """
    for info in site.glob("*.dist-info"):
        record = info / "RECORD"
        if not record.is_file() or f"{info.name}/INSTALLER" not in record.read_text("utf-8"):
            shutil.rmtree(info)
