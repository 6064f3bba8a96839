"""The demo's sample, report and proofs, from an empty installation: whole-process seconds.

    python bench/demo.py

The bound the project sets itself is 180 s on two cores; the figure is printed beside it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOUND = 180
REPOSITORY = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run `xinglin demo --no-serve` in a throw-away folder and print how long it took."""
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    command = [str(Path(sys.executable).parent / "xinglin"), "demo", "--no-serve"]
    env = {**os.environ, "XINGLIN_VAR": str(base)}
    try:
        start = time.perf_counter()
        done = subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, check=False)
        taken = time.perf_counter() - start
    finally:
        _remove(base)
    report = {"demo_s": round(taken, 1), "to_bound_of_180_s": round(taken / BOUND, 3)}
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return done.returncode


def _remove(base: Path) -> None:
    from xinglin.store.server import installation, stop
    from xinglin.store.server.account import home_of

    inst = installation("demo", base=base)
    stop(inst)
    shutil.rmtree(home_of(inst), ignore_errors=True)
    shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
