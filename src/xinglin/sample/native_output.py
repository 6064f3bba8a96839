"""Keeps what the solver's own C code prints away from standard output, where data belong."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_STANDARD_OUTPUT = 1


@contextmanager
def standard_output_closed() -> Iterator[None]:
    """Until the end of the block, native code of this process prints into nothing.

    HiGHS reports some repairs of a solution by printf, whatever its options say.
    """
    sys.stdout.flush()
    library = ctypes.CDLL(None)
    kept = os.dup(_STANDARD_OUTPUT)
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, _STANDARD_OUTPUT)
        yield
        # printf waits in C's own buffer: empty it before the real output is back.
        library.fflush(None)
    finally:
        os.dup2(kept, _STANDARD_OUTPUT)
        os.close(kept)
        os.close(nothing)
