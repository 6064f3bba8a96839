"""Sign a report: from then on it and its snapshot do not change."""

from __future__ import annotations

from django.db import connection

from xinglin.store.models import Report, Snapshot, User


class AlreadySignedError(Exception):
    """The report is signed; the message says by whom, in Chinese."""


def sign(report_id: str, *, by: User) -> Report:
    """Lock a draft. Needs an actor with the permission `sign`, which the caller has asked for.

    Raises AlreadySignedError; Report.DoesNotExist.
    """
    report = Report.objects.select_for_update().get(report_id=report_id)
    if report.state == "signed":
        raise AlreadySignedError(f"报告 {report_id} 已由 {report.signed_by} 签发，不能再改。")
    report.state, report.signed_by = "signed", by.username
    with connection.cursor() as cursor:
        # The database's clock, as for every record: web machines may differ.
        cursor.execute("SELECT clock_timestamp()")
        report.signed_at = cursor.fetchone()[0]
    report.save(update_fields=["state", "signed_by", "signed_at"])
    Snapshot.objects.filter(name=report.snapshot).update(pinned=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.audit('sign', 'store_report', NULL, NULL, %s)", [report_id])
    return report
