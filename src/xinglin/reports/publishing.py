"""Open a signed report to everybody, and withdraw it; each with a reason that is kept."""

from __future__ import annotations

import json

from django.db.models import QuerySet
from django.utils import timezone

from xinglin.store.home import folder
from xinglin.store.models import Publication, Report


class PublishingError(Exception):
    """A report cannot be published or withdrawn; the message is one Chinese sentence."""


def publish(report: Report, reason: str) -> Publication:
    """Open it. Needs an actor with the permission `publish`, which the caller has asked for.

    Raises PublishingError.
    """
    if report.state != "signed":
        raise PublishingError("这份报告还没有签发，签发后才能对外公开。")
    if not reason.strip():
        raise PublishingError("请写明对外公开的依据（如批准文号、会议），再点公开。")
    if in_force().filter(report=report).exists():
        raise PublishingError("这份报告已经对外公开。")
    path = folder("reports") / report.report_id / "report.json"
    title = " ".join(json.loads(path.read_bytes())["title"].split())
    return Publication.objects.create(report=report, title=title, reason=reason.strip())


def withdraw(report: Report, reason: str) -> Publication:
    """Close it again. Needs an actor with the permission `publish`. Raises PublishingError."""
    found = in_force().filter(report=report).select_for_update().first()
    if found is None:
        raise PublishingError("这份报告没有对外公开，无须撤下。")
    if not reason.strip():
        raise PublishingError("请写明撤下的理由，再点撤下。")
    found.withdrawn_at, found.withdrawal_reason = timezone.now(), reason.strip()
    found.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    found.refresh_from_db()
    return found


def in_force() -> QuerySet[Publication]:
    """What everybody may read now, the newest first."""
    return Publication.objects.filter(withdrawn_at=None).order_by("-published_at")
