"""The big page in the hall (大屏): no log-in, numbers without names, up to date by itself."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import date
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from xinglin.actions.queueing import board_of
from xinglin.codes.dates import local_day
from xinglin.pages.requests import simulated_clock

_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "script-src": [SELF],
    "connect-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [NONE],
}
_KEY_LENGTH = 20
_NEXT = 8
"""How many of those who wait are shown by stage."""
View = Callable[..., HttpResponse]


def key_of(unit: str) -> str:
    """What the address of a clinic's screen carries, so that no other clinic's is guessed."""
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"queue-screen/{unit}".encode(), sha256).hexdigest()[:_KEY_LENGTH]


def _open(view: View) -> View:
    """Open to whoever has the clinic's key; nothing is kept."""

    @login_not_required
    @require_safe
    @csp(_POLICY)
    @wraps(view)
    def shown(request: HttpRequest, *parts: str, **named: str) -> HttpResponse:
        unit, key = named["unit"], named["key"]
        if not hmac.compare_digest(key.encode(), key_of(unit).encode()):
            raise Http404("没有这块大屏，请从“排队叫号”页重新打开。")
        answer = view(request, unit)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return cast("View", shown)


@_open
def screen(request: HttpRequest, unit: str) -> HttpResponse:
    """The whole page; its script asks for the part every two seconds and speaks new calls."""
    return HttpResponse(render_to_string("clinic/screen.html", _context(unit)))


@_open
def part(request: HttpRequest, unit: str) -> HttpResponse:
    """What changes."""
    return HttpResponse(render_to_string("clinic/screen_part.html", _context(unit)))


def _context(unit: str) -> dict[str, Any]:
    board = board_of(unit, _day())
    return {
        "called": board.called,
        "waiting": [(label, codes[:_NEXT], len(codes)) for label, codes in board.waiting.items()],
        "skipped": board.skipped,
        "observed": board.observed,
    }


def _day() -> date:
    return local_day(simulated_clock() or timezone.now())
