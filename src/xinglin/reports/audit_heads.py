"""The head of the sealed audit log, as snapshots and reports carry it."""

from __future__ import annotations

from xinglin.store.audit import current_head, heads_file, read_key, seal
from xinglin.store.connections import connect
from xinglin.store.home import home

AUDIT_CHAIN = "audit"


def sealed_head() -> str:
    """Seal what is there and give the newest head in hexadecimal; "" before the first entry."""
    inst = home()
    with connect(inst, "owner", autocommit=True) as connection:
        seal(connection, read_key(inst), heads=heads_file(inst))
        return current_head(connection)
