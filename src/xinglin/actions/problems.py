"""Problems: what is wrong with data a reporter sent, as values, never as exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong: check code, column ('' = the whole record), one Chinese sentence.

    level: "error" blocks; "warning" may be passed with a reason.
    """

    code: str
    field: str
    message: str
    level: str = "error"


class RefusedError(Exception):
    """A change that was not made, with all its problems; nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(p.message for p in self.problems))


class ForbiddenError(Exception):
    """The actor may not do this; the message is one Chinese sentence."""


class ConflictError(Exception):
    """Somebody else changed the record meanwhile; the message says what to do."""
