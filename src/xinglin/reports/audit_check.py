"""Verify the audit log against every head noted elsewhere: snapshots, reports, the local list."""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.reports.audit_heads import AUDIT_CHAIN
from xinglin.reports.figures import snapshot_store
from xinglin.store.audit import heads_file, read_heads, read_key, seal
from xinglin.store.audit_verification import AuditFinding, KnownHead, verify
from xinglin.store.connections import connect
from xinglin.store.server import Installation


@dataclass(frozen=True)
class AuditResult:
    """The outcome: how many entries are sealed, how many not yet, and what is wrong."""

    sealed: int
    unsealed: int
    faults: tuple[AuditFinding, ...]


def verify_audit(inst: Installation) -> AuditResult:
    """Seal what is new, then go along the whole chain."""
    with connect(inst, "owner", autocommit=True) as connection:
        seal(connection, read_key(inst), heads=heads_file(inst))
        row = connection.execute(
            "SELECT coalesce(sum(cardinality(entry_ids)), 0) FROM store_auditblock"
        ).fetchone()
        reports = connection.execute(
            "SELECT audit_head, report_id FROM store_report WHERE audit_head <> ''"
        ).fetchall()
    heads = [*read_heads(heads_file(inst)), *_snapshot_heads()]
    heads += [KnownHead(head, f"报告 {report}") for head, report in reports]
    with connect(inst, "reader", autocommit=True) as connection:
        findings = verify(connection, read_key(inst), heads)
    faults = tuple(f for f in findings if f.is_fault)
    unsealed = sum(f.count for f in findings if not f.is_fault)
    return AuditResult(int(row[0]) if row else 0, unsealed, faults)


def _snapshot_heads() -> list[KnownHead]:
    store = snapshot_store()
    found = []
    for name in store.names():
        head = store.open(name).manifest.audit_heads.get(AUDIT_CHAIN)
        if head:
            found.append(KnownHead(head, f"快照 {name[:12]}"))
    return found
