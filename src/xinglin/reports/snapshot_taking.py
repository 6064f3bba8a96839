"""Take a snapshot of all registers and write down that it was taken."""

from __future__ import annotations

from datetime import datetime

from xinglin.language import catalogue
from xinglin.query.extraction import PERSON_LINKS, take_snapshot
from xinglin.query.manifest import Manifest
from xinglin.reports.audit_heads import AUDIT_CHAIN, sealed_head
from xinglin.reports.figures import snapshot_store
from xinglin.store.connections import connect
from xinglin.store.home import home
from xinglin.store.models import Snapshot


def take() -> Manifest:
    """A new snapshot of this moment; the audit log is sealed first, its head goes in.

    Needs an actor. Raises SnapshotError, in Chinese.
    """
    head = sealed_head()
    with connect(home(), "reader") as connection:
        taken = take_snapshot(
            connection,
            list(catalogue.load().registers.values()),
            snapshot_store(),
            extra_histories=(PERSON_LINKS,),
            audit_heads={AUDIT_CHAIN: head} if head else {},
        )
    manifest = taken.manifest
    Snapshot.objects.get_or_create(
        name=manifest.name,
        defaults={
            "taken_at": datetime.fromisoformat(manifest.taken_at),
            "previous": manifest.previous,
            "pg_snapshot": manifest.pg_snapshot,
            "rows": sum(manifest.counts.values()),
        },
    )
    return manifest
