"""One transaction for each request, in which the token's user acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast
from urllib.parse import unquote

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from xinglin.rest.problems import UnreadableError
from xinglin.rest.tokens import Caller
from xinglin.store.acting import acting

LONGEST_PURPOSE = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def caller_of(request: HttpRequest) -> Caller:
    """Who asks; every address but the description needs a token."""
    return cast(Caller, request.auth)  # type: ignore[attr-defined]


def simulated_clock() -> datetime | None:
    """The clock of a demo that lives in another year, else None."""
    text: str = settings.SIMULATED_CLOCK
    return datetime.fromisoformat(text) if text else None


def purpose_of(request: HttpRequest) -> str:
    """What personal data are opened for, from the header X-Purpose; '' when it is not given.

    The header is percent-encoded UTF-8, for headers carry no Chinese. Raises UnreadableError.
    """
    text = unquote(request.headers.get("X-Purpose", ""), errors="replace").strip()
    if len(text) > LONGEST_PURPOSE or "\ufffd" in text or _CONTROL.search(text):
        raise UnreadableError(
            f"X-Purpose 读不懂：请写用途，不超过 {LONGEST_PURPOSE} 个字，"
            "并以 UTF-8 百分号编码（URL 编码）。"
        )
    return text


@contextmanager
def in_transaction(request: HttpRequest, purpose: str = "") -> Iterator[Caller]:
    """Act as the caller; everything written inside stands together or not at all."""
    caller = caller_of(request)
    with acting(caller.user.username, action="api", purpose=purpose, clock=simulated_clock()):
        yield caller


def write_audit(kind: str, register: str, record: int, version: int, detail: str = "") -> None:
    """One audit entry of the actor, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.audit(%s, %s, %s, %s, %s)", [kind, register, record, version, detail]
        )


def write_audits(kind: str, register: str, records: list[int], detail: str = "") -> None:
    """One audit entry of the actor for each record, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.audit_many(%s, %s, %s, %s)", [kind, register, records, detail]
        )
