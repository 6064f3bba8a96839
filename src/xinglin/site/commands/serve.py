"""`xinglin serve`: the pages, on loopback, until stopped."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--port", type=int, default=8000, metavar="端口")


def run(given: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from xinglin.site.serving import serve

    serve(given.port)
    return 0
