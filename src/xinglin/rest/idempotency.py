"""The same request under the same key is done once and answered alike, whatever is lost between."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.http import HttpRequest

from xinglin.actions.problems import ConflictError
from xinglin.rest.tokens import Caller
from xinglin.store.models import ApiIdempotency

LONGEST_KEY = 100
Answer = tuple[int, dict[str, Any]]


def request_digest(request: HttpRequest) -> str:
    """What makes two requests the same: method, address and body, to the byte."""
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()


def once(caller: Caller, key: str, digest: str, work: Callable[[], Answer]) -> Answer:
    """Do `work` inside this transaction, unless the key has been answered: then that answer.

    Two at once: the second waits for the first. A request that was refused leaves no key, so the
    mended one may use it again. Raises ConflictError where the key was used for another request.
    """
    if not key:
        return work()
    if not _claimed(caller, key, digest):
        kept = ApiIdempotency.objects.get(token=caller.token, key=key)
        if kept.request_sha256 != digest:
            raise ConflictError(
                "这个 Idempotency-Key 已用于另一个请求，没有保存；新的请求请换用新的键。"
            )
        return kept.status, kept.body
    status, body = work()
    claimed = ApiIdempotency.objects.filter(token=caller.token, key=key)
    claimed.update(status=status, body=body)
    return status, body


def _claimed(caller: Caller, key: str, digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_apiidempotency (token_id, key, request_sha256, status, body)"
            " VALUES (%s, %s, %s, %s, '{}') ON CONFLICT DO NOTHING RETURNING true",
            [caller.token.pk, key, digest, HTTPStatus.ACCEPTED.value],
        )
        return cursor.fetchone() is not None
