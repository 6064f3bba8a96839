"""Debian packages without root: a private package list, downloads checked by apt, unpacked here.

apt checks every package against the signed list of the machine's own sources; nothing is installed
and no file of the system is written.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from tools.command import SetUpError, run, say
from tools.place import DOWNLOADS

NO_LISTS = "没有取到 Debian 软件包目录"
STATUS = Path("/var/lib/dpkg/status")


class PrivateApt:
    """apt with its state in a folder of its own; what the machine has already is not fetched."""

    def __init__(self, folder: Path = DOWNLOADS / "apt") -> None:
        self.folder = folder
        self.archives = folder / "archives"
        self._listed = False

    def download(self, names: Sequence[str]) -> list[Path]:
        """The named packages alone, fetched into `archives`."""
        self._refresh()
        self._apt("download", *names, failure=f"没有下载到 Debian 软件包 {'、'.join(names)}")
        return [self._archive(name) for name in names]

    def download_with_dependencies(self, names: Sequence[str], work: Path) -> list[Path]:
        """The named packages and all they need that the machine lacks, fetched into `work`."""
        self._refresh()
        (work / "partial").mkdir(parents=True, exist_ok=True)
        self._apt(
            *("install", "--download-only", "--yes", "--no-install-recommends"),
            *("--option", f"Dir::Cache::archives={work}"),
            *names,
            failure=f"没有下载到 Debian 软件包 {'、'.join(names)} 及其依赖",
        )
        return sorted(work.glob("*.deb"))

    def _refresh(self) -> None:
        if self._listed:
            return
        if shutil.which("apt-get") is None:
            raise SetUpError("本机没有 apt-get,取不到 Debian 软件包(本安装程序适用于 Debian 12)")
        for name in ("lists/partial", "archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        say("    取 Debian 软件包目录……")
        self._apt("update", failure=NO_LISTS)
        # apt calls an update that reached no source at all a success with warnings.
        if not any((self.folder / "lists").glob("*_Packages*")):
            raise SetUpError(f"{NO_LISTS},请检查网络和 /etc/apt 的设置")
        self._listed = True

    def _apt(self, *arguments: str, failure: str) -> None:
        options = {
            "Dir::State": self.folder,
            "Dir::State::lists": self.folder / "lists",
            "Dir::State::status": STATUS,
            "Dir::Cache": self.folder,
            "Dir::Cache::archives": self.archives,
            "Dir::Log": self.folder,
            "Debug::NoLocking": "1",
            # Started by root, apt would hand downloads to an account that cannot write here.
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        flags = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
        run(
            ["apt-get", *flags, *arguments],
            log=f"apt-{arguments[0]}",
            failure=failure,
            env={"DEBIAN_FRONTEND": "noninteractive"},
            cwd=self.archives,
            each_line=_progress,
        )

    def _archive(self, name: str) -> Path:
        found = sorted(self.archives.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
        if not found:
            raise SetUpError(f"没有下载到 Debian 软件包 {name}")
        return found[-1]


def unpack(archives: Sequence[Path], target: Path) -> None:
    """Unpacks packages over one another into `target` and mends links that named the system."""
    target.mkdir(parents=True, exist_ok=True)
    for number, archive in enumerate(archives, start=1):
        if number % 20 == 0 or number == len(archives):
            say(f"    解开软件包 [{number}/{len(archives)}]")
        run(
            ["dpkg-deb", "--extract", archive, target],
            log="unpack",
            failure=f"没有解开软件包 {archive.name}",
        )
    for link in list(target.rglob("*")):
        if link.is_symlink() and link.readlink().is_absolute():
            inside = target / link.readlink().relative_to("/")
            if inside.exists():
                link.unlink()
                link.symlink_to(os.path.relpath(inside, link.parent))


def take_files(archive: Path, wanted: Mapping[str, Path]) -> None:
    """Copies single files (path in the package → where to) out of a package."""
    argv = ["dpkg-deb", "--fsys-tarfile", str(archive)]
    with (
        subprocess.Popen(argv, stdout=subprocess.PIPE) as process,  # noqa: S603
        tarfile.open(fileobj=process.stdout, mode="r|") as tar,
    ):
        for member in tar:
            target = wanted.get(str(PurePosixPath("/") / member.name))
            content = tar.extractfile(member) if target else None
            if target and content:
                with target.open("wb") as out:
                    shutil.copyfileobj(content, out)


def library_dirs(root: Path) -> list[Path]:
    """Folders with shared libraries under an unpacked root, for LD_LIBRARY_PATH."""
    triplet = f"{platform.machine()}-linux-gnu"
    folders = [root / part / triplet for part in ("usr/lib", "lib")]
    folders += [folders[0] / part for part in ("nss", "pulseaudio", "blas", "lapack")]
    return [folder for folder in folders if folder.is_dir()]


def _progress(line: str) -> None:
    found = re.match(r"Get:(\d+) \S+ .*? (\S+) \S+ \S+ \[(.+)\]$", line)
    if found:
        say(f"    下载 {found[2]}({found[3]})")
