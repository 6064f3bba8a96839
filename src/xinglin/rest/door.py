"""Before and behind every address below /api/: size limits, no cookies, problems in JSON."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from xinglin.rest.problems import PROBLEM_JSON, problem

PREFIX = "/api/"
LARGEST_BODY = 1024 * 1024
"""Bytes of a JSON request: a card has three; a file goes to an intake address."""

_KEPT_HEADERS = ("Allow", "WWW-Authenticate", "Retry-After")


class ApiDoor:
    """Middleware; stands before the session, so that a browser's log-in opens nothing here.

    A cookie would let any page a user visits write records in the user's name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; every error below /api/ is problem+json."""
        if not request.path_info.startswith(PREFIX):
            return self._get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.__dict__.pop("COOKIES", None)
        if _length(request) > _largest(request):
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        answer = self._get_response(request)
        if (
            answer.status_code >= HTTPStatus.BAD_REQUEST
            and answer.headers.get("Content-Type") != PROBLEM_JSON
        ):
            answer = _in_json(answer)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _largest(request: HttpRequest) -> int:
    if request.path_info.endswith("/intake"):
        most: int = settings.UPLOAD_LARGEST_BYTES
        return most
    return LARGEST_BODY


def _in_json(answer: HttpResponse) -> HttpResponse:
    made = problem(answer.status_code)
    for name in _KEPT_HEADERS:
        if name in answer.headers:
            made.headers[name] = answer.headers[name]
    return made
