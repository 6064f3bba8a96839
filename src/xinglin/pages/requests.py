"""One transaction for each request, with the actor set; rendering finishes inside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError
from xinglin.pages.faults import fault
from xinglin.store.acting import acting
from xinglin.store.models import User

NOT_IN_SCOPE, NO_SCOPE = "42501", "XL001"


def user_of(request: HttpRequest) -> User:
    """The user who asks; pages without a log-in never call this."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("this page needs a log-in")
    return user


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


# A user whose password was handed out changes it before anything else.
_WITH_HANDED_OUT_PASSWORD = frozenset({"/password/", "/logout/"})
_STARTED = monotonic()


def simulated_clock() -> datetime | None:
    """The clock of a demo that lives in another year (SIMULATED_CLOCK), else None.

    It starts there with the server and runs on: two actions are never at the same moment.
    """
    text: str = settings.SIMULATED_CLOCK
    if not text:
        return None
    return datetime.fromisoformat(text) + timedelta(seconds=monotonic() - _STARTED)


class ActorMiddleware:
    """Runs the view and its template in one transaction in which the user acts.

    Streaming answers would be read after the transaction, so there are none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with everything written or nothing."""
        if not request.user.is_authenticated:
            return self._get_response(request)
        if user_of(request).password_until and request.path not in _WITH_HANDED_OUT_PASSWORD:
            return redirect("password")
        with acting(request.user.get_username(), action="page", clock=simulated_clock()):
            response = self._get_response(request)
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal in words; None leaves the error to Django's page for it."""
        answer = _answer_to(error)
        if answer is None:
            return None
        if request.user.is_authenticated:
            transaction.set_rollback(True)
        status, sentence = answer
        return fault(request, status, sentence)


def _answer_to(error: Exception) -> tuple[int, str] | None:
    if isinstance(error, ForbiddenError):
        return HTTPStatus.FORBIDDEN, str(error)
    if isinstance(error, ConflictError):
        return HTTPStatus.CONFLICT, str(error)
    if isinstance(error, RefusedError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, str(error)
    if isinstance(error, DatabaseError):
        state = getattr(error.__cause__, "sqlstate", "")
        if state == NO_SCOPE:
            return HTTPStatus.FORBIDDEN, (
                "您的账号还没有数据范围，不能查看登记数据，请系统管理员设定您的机构或地区。"
            )
        if state == NOT_IN_SCOPE:
            return HTTPStatus.FORBIDDEN, "要查看或改动的数据不在您的范围内，请核对记录。"
    return None
