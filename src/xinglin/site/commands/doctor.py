"""`xinglin doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import argparse

from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace) -> int:
    """Print one line a component; exit 1 when something needed is missing."""
    from xinglin.site.doctor import report

    found = report()
    for item in found:
        give(str(item))
    return 0
