"""`xinglin template REGISTER --out FILE.xlsx`: the register's Excel template."""

from __future__ import annotations

import argparse
from pathlib import Path

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.outputs import output_file
from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("register", metavar="登记表")
    parser.add_argument("--out", required=True, type=Path, metavar="文件.xlsx")


def run(given: argparse.Namespace) -> int:
    """Write the template."""
    from xinglin.intake.template import template
    from xinglin.site.registers import register_named
    from xinglin.store.acting import acting

    with acting(SYSTEM_USER, action="template"):
        output_file(given.out).write_bytes(template(register_named(given.register)))
    give(str(given.out))
    return 0
