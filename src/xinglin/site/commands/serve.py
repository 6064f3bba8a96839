"""`xinglin serve`: the pages, on loopback, until stopped."""

from __future__ import annotations

import argparse


def port(text: str) -> int:
    """A port number. Raises ArgumentTypeError, in Chinese."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"端口“{text}”不是 1 到 65535 之间的整数")
    return int(text)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--port", type=port, default=8000, metavar="端口")


def run(given: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from xinglin.site.demo_clock import use_sample_clock
    from xinglin.site.serving import serve
    from xinglin.store.home import home

    use_sample_clock(home().root)
    serve(given.port)
    return 0
