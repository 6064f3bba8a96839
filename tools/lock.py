"""`make lock`: writes the lock files again from `requirements/*.in` and `tools/web/package.json`.

The files name no registry, so that each machine uses the one it is set up for.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tools.command import SetUpError, run, say
from tools.place import VENV
from tools.web_files import MANIFEST

RESOLVER = "uv==0.13.9"
NAMES = ("setup", "run", "test", "spark", "spark-server")


def main() -> int:
    """Exit status 0 when all lock files are written."""
    try:
        _lock_requirements()
        say("  锁定    tools/web/package-lock.json")
        _lock_web()
    except SetUpError as error:
        say(f"出错:{error}。")
        return 1
    say("锁定文件已重新生成,请运行 make setup 装上新的版本。")
    return 0


def _lock_requirements() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run(
            [VENV / "bin" / "pip", "install", "--quiet", "--target", folder, RESOLVER],
            log="lock-resolver",
            failure="没有装上锁定版本用的工具",
        )
        for name in NAMES:
            say(f"  锁定    requirements/{name}.txt")
            run(
                [
                    *(Path(folder) / "bin" / "uv", "pip", "compile", "--quiet"),
                    *("--generate-hashes", "--no-header", "--no-annotate"),
                    *("--universal", "--python-version", "3.11"),
                    *(f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"),
                ],
                log="lock",
                failure=f"requirements/{name}.in 没有解出一组版本",
            )


def _lock_web() -> None:
    run(
        [
            *(VENV / "bin" / "npm", "install", "--package-lock-only", "--ignore-scripts"),
            *("--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"),
        ],
        log="lock-web",
        failure="网页资源的版本没有锁定成",
        env={"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        cwd=MANIFEST.parent,
    )


if __name__ == "__main__":
    sys.exit(main())
