"""What goes into the log: where it failed and by what kind of error, never whose data it was.

Messages of database errors quote values ("Key (id_number)=… already exists"), so of an error only
its class, its SQLSTATE and the places in the code are kept.
"""

from __future__ import annotations

import logging
import os
import traceback
from types import TracebackType

_Error = tuple[type[BaseException], BaseException, TracebackType | None]


class SparingFormatter(logging.Formatter):
    """Time, level, logger and message; of an exception no message."""

    def formatException(self, ei: _Error) -> str:  # type: ignore[override]  # noqa: N802
        """Class, SQLSTATE and frames of the error."""
        kind, error, trace = ei
        state = getattr(error.__cause__, "sqlstate", None)
        frames = "".join(traceback.format_tb(trace))
        return f"{frames}{kind.__name__}{f' [{state}]' if state else ''}"


_REQUESTS = "WARNING" if os.environ.get("XINGLIN_REQUEST_LOG") == "0" else "INFO"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "sparing": {
            "()": "xinglin.site.logs.SparingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "bare": {"()": "xinglin.site.logs.SparingFormatter", "format": "%(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "sparing"},
        "requests": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "xinglin": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "xinglin.request": {"handlers": ["requests"], "level": _REQUESTS, "propagate": False},
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # What the driver could not do while it gave up a failed statement: the failure itself is
        # told by whoever asked, and the driver's words would quote the server's, values and all.
        "psycopg": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
    },
}
"""Django's LOGGING: errors, and a line for each request; all to stderr."""
