"""Style sheet and scripts of the pages, from npm by the lock file beside `package.json`."""

from __future__ import annotations

import os
import shutil

from tools.command import SetUpError, run
from tools.place import DOWNLOADS, ROOT, VENV, WEB, sha256_of
from tools.step import Step

MANIFEST = ROOT / "tools" / "web" / "package.json"
LOCKED = ROOT / "tools" / "web" / "package-lock.json"

# name under .tools/web → (path in node_modules, SHA-256)
FILES = {
    "tabler.min.css": (
        "@tabler/core/dist/css/tabler.min.css",
        "370a2d4e608ae518351d10528fc7dbe19b354ae5062c51b2a9cb294850d65403",
    ),
    "tabler.min.js": (
        "@tabler/core/dist/js/tabler.min.js",
        "9d26ca1aa061a0c647305654e32efc2c8838e348b2423e9d1f4593869868e09b",
    ),
    "htmx.min.js": (
        "htmx.org/dist/htmx.min.js",
        "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    ),
    "echarts.min.js": (
        "echarts/dist/echarts.min.js",
        "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0",
    ),
}


def step() -> Step:
    """The few files the pages load, checked and copied to `.tools/web`."""
    return Step(
        name="web",
        title="网页样式和脚本",
        inputs=[MANIFEST, LOCKED, repr(FILES)],
        outputs=[WEB / name for name in FILES],
        act=_fetch,
    )


def _fetch() -> None:
    work = DOWNLOADS / "web"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for source in (MANIFEST, LOCKED):
        shutil.copy(source, work)
    run(
        [
            *(VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            "--prefer-offline",
        ],
        log="web",
        failure="网页样式和脚本没有取到",
        # npm finds `node` on PATH; this machine may have none, or an old one.
        env={"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        cwd=work,
    )
    WEB.mkdir(parents=True, exist_ok=True)
    for name, (path, digest) in FILES.items():
        fetched = work / "node_modules" / path
        if not fetched.is_file() or sha256_of(fetched) != digest:
            raise SetUpError(
                f"网页资源 {name} 与登记的校验值不符,没有采用,请核对 tools/web_files.py"
            )
        shutil.copyfile(fetched, WEB / name)
    shutil.rmtree(work)
