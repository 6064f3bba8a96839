"""What masked data are opened for: asked once for a task, remembered for half an hour."""

from __future__ import annotations

import time

from django.http import HttpRequest

SECONDS = 30 * 60
LONGEST = 100
_SESSION = "purpose"


def purpose_in(request: HttpRequest) -> str:
    """The purpose said for the task at hand; '' when none was, or it is over."""
    text, until = request.session.get(_SESSION, ("", 0))
    return str(text) if time.time() < until else ""


def keep_purpose(request: HttpRequest, purpose: str) -> str:
    """Remember a purpose for this task; returns it as kept."""
    kept = purpose.strip()[:LONGEST]
    request.session[_SESSION] = (kept, int(time.time()) + SECONDS)
    return kept
