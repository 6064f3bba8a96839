"""What can be wrong with a request for a sample, as sentences for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence


class SampleError(ValueError):
    """The sample cannot be made; `messages` are sentences in Chinese, all faults at once."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(self.messages))


class ConflictError(SampleError):
    """Targets that no set of records meets together; `conflicts` are the ids, a group each."""

    def __init__(self, messages: Sequence[str], conflicts: Sequence[tuple[str, ...]]) -> None:
        super().__init__(messages)
        self.conflicts = tuple(conflicts)
