"""A worker in a process of its own: `python -m xinglin.intake.beside_worker FD` (see `beside`)."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from multiprocessing.connection import Connection

import django


def main(number: int) -> None:
    """Do the errand that comes through the connection with this file number."""
    threading.Thread(target=_end_with, args=[os.getppid()], daemon=True).start()
    django.setup()
    from xinglin.intake.beside_share import work

    gc.freeze()
    work(Connection(number))


def _end_with(parent: int) -> None:
    """End when the process that began ends, so that nothing is written that nobody acknowledges."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
