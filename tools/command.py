"""Running other programs: progress shown, everything logged, one sentence on failure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.place import LOGS, ROOT

# How pip, npm and apt say that they cannot reach their source.
NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeout|name resolution|Temporary failure resolving"
    r"|Could not connect|Network is unreachable|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT"
)

# How they say that this machine does not trust their source's certificate.
NO_TRUST = re.compile(r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|certificate verif|UNABLE_TO_")


class SetUpError(Exception):
    """Set-up cannot go on; the text is one sentence in Chinese for the user."""


def say(text: str) -> None:
    """One line of progress."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def run(
    argv: Sequence[str | Path],
    *,
    log: str,
    failure: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    each_line: Callable[[str], None] | None = None,
) -> str:
    """Runs a program to its end and gives back what it printed.

    Output and errors go to `.tools/logs/<log>.log` as they come, each line to `each_line` too.
    Raises SetUpError with `failure`, the last lines of output and the log's path when the program
    is not there or does not end with 0.
    """
    path = LOGS / f"{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with path.open("w", encoding="utf-8") as out:
        try:
            process = subprocess.Popen(  # noqa: S603 - programs named in this package only
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
                encoding="utf-8",
                errors="replace",
            )
        except FileNotFoundError as error:
            raise SetUpError(f"{failure}:本机没有 {argv[0]} 命令") from error
        with process:
            for line in process.stdout or ():
                out.write(line)
                lines.append(line)
                if each_line:
                    each_line(line.rstrip())
    if process.returncode:
        raise SetUpError(f"{failure}:{_last_words(lines)}(详见 {path.relative_to(ROOT)})")
    return "".join(lines)


def _last_words(lines: Sequence[str]) -> str:
    """Why a program failed: no network, no trust, else the last line of an error."""
    said = [line.strip() for line in lines if line.strip()]
    if any(NO_NETWORK.search(line) for line in said):
        return "连不上软件源,请检查网络和代理设置"
    if any(NO_TRUST.search(line) for line in said):
        return (
            "软件源的证书不被本机信任,请系统管理员为 pip(PIP_CERT)"
            "和 npm(NODE_EXTRA_CA_CERTS)指明证书"
        )
    blamed = [line for line in said if "error" in line.lower() or line.startswith("E:")]
    blamed = [line for line in blamed if "complete log of this run" not in line]
    return (blamed or said or ["没有输出"])[-1][:300]
