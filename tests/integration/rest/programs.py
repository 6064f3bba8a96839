"""Programs that call the interface, and the cards they send. All people are made up."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from xinglin.codes.id_numbers import check_character


def identity_number(serial: int) -> str:
    """A made-up woman's number of the fictitious county with a right check character."""
    body = f"99880119800101{serial * 2 % 1000:03d}"
    return body + check_character(body)


def card(serial: int, **changes: Any) -> dict[str, Any]:
    """The items of a complete measles card diagnosed on 1 June 2013."""
    return {
        "report_kind": "1", "patient_name": "赵试样", "id_number": identity_number(serial),
        "sex": "2", "birth_date": "1980-01-01", "age_years": 33, "phone": "13800000000",
        "patient_origin": "1", "residence": "998801001", "occupation": "06",
        "classification": "3", "onset_date": "2013-05-30",
        "diagnosed_at": "2013-06-01T08:30:00+08:00", "disease": "measles",
        "doctor": "李试样", "filled_date": "2013-06-01", **changes,
    }  # fmt: skip


@dataclass
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.raw)


@dataclass
class Program:
    """A program that calls the interface with a token."""

    base: str
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(
        self, method: str, path: str, body: Any = None, *, kind: str = "", **headers: str
    ) -> Answer:
        """Send a request; header names are written with _ for -."""
        sent = {**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = body if isinstance(body, bytes) else None
        if body is not None and data is None:
            data = json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = kind or "application/json"
        request = urllib.request.Request(  # noqa: S310 - our own server on loopback
            f"{self.base}/api/v1{path}", data=data, headers=sent, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, dict(error.headers), error.read())
