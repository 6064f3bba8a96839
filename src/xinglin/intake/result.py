"""What became of a file: counts, errors by row, findings; as values and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class IntakeError:
    """One thing wrong with one row: why it was sent back and how to mend it.

    row: its number in the file, the header being row 1. field: the item's name ('' = whole row).
    """

    row: int
    field: str
    code: str
    message: str


@dataclass(frozen=True)
class Finding:
    """Something worth looking into that refuses nothing: rows said twice, totals that differ.

    group: what the rows have in common. printed and computed: a total as given and as added up.
    """

    code: str
    message: str
    rows: tuple[int, ...] = ()
    group: dict[str, str] = field(default_factory=dict)
    field: str = ""
    printed: int | None = None
    computed: int | None = None


@dataclass(frozen=True)
class RejectedRow:
    """One row as it was read, with the errors that sent it back."""

    row: int
    cells: Sequence[Any]
    errors: tuple[IntakeError, ...]


@dataclass(frozen=True)
class IntakeResult:
    """Outcome of one file. rows = accepted + unchanged + rejected; corrected are among accepted."""

    register: str
    file_name: str
    sha256: str
    channel: str
    headers: tuple[str, ...]
    rows: int
    accepted: int
    unchanged: int
    rejected: int
    corrected: int
    rejected_rows: tuple[RejectedRow, ...]
    findings: tuple[Finding, ...]
    intake_id: int

    @property
    def errors(self) -> tuple[IntakeError, ...]:
        """Every error of every row sent back."""
        return tuple(error for row in self.rejected_rows for error in row.errors)

    def to_json(self) -> dict[str, Any]:
        """The result as JSON values. Cells are left out: they may hold personal data."""
        return {
            "register": self.register,
            "file": self.file_name,
            "sha256": self.sha256,
            "channel": self.channel,
            "rows": self.rows,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "corrected": self.corrected,
            "errors": [
                {"row": e.row, "field": e.field, "code": e.code, "message": e.message}
                for e in self.errors
            ],
            "findings": [_finding(f) for f in self.findings],
        }


def _finding(finding: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {"code": finding.code, "message": finding.message}
    if finding.rows:
        made["rows"] = list(finding.rows)
    if finding.group:
        made |= {
            "group": finding.group,
            "field": finding.field,
            "printed": finding.printed,
            "computed": finding.computed,
        }
    return made
