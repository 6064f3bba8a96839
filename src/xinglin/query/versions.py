"""Which version of a record counts, of those known and true by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

Version = Mapping[str, Any]


def latest_versions(
    history: Iterable[Version], known_at: datetime | None = None, true_on: date | None = None
) -> list[Version]:
    """The latest version of each record among those recorded and effective by then.

    known_at, true_on: None sets no bound.
    """
    latest: dict[int, Version] = {}
    for row in history:
        if known_at is not None and row["recorded_at"] > known_at:
            continue
        if true_on is not None and row["effective_on"] > true_on:
            continue
        seen = latest.get(row["id"])
        if seen is None or row["version"] > seen["version"]:
            latest[row["id"]] = row
    return list(latest.values())
