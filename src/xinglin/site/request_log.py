"""One line of JSON for each request: what was asked of which page, by whom; nothing of whom about.

The path is the route with its placeholders, never the address as it was typed: no query, no value.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from django.http import HttpRequest, HttpResponse

from xinglin.codes.dates import SHANGHAI
from xinglin.store.models import User

_log = logging.getLogger("xinglin.request")


class RequestLog:
    """Outermost middleware: gives each request a number and writes its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, which carries the request's number too."""
        number, begun = secrets.token_hex(8), monotonic()
        answer = self._get_response(request)
        answer.headers["X-Request-Id"] = number
        _log.info(
            json.dumps(
                {
                    "at": datetime.now(SHANGHAI).isoformat(timespec="milliseconds"),
                    "request": number,
                    "user": _user_number(request),
                    "method": request.method,
                    "page": _route(request),
                    "status": answer.status_code,
                    "ms": round((monotonic() - begun) * 1000),
                },
                ensure_ascii=False,
            )
        )
        return answer


def _user_number(request: HttpRequest) -> int | None:
    """The number of the user's row; his name stands in the audit, not here."""
    # Only if somebody has asked who it is: the log asks the database nothing.
    caller = getattr(request, "auth", None)
    user = getattr(request, "_cached_user", None) or getattr(caller, "user", None)
    return user.pk if isinstance(user, User) else None


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else "（未到页面）"
