"""The paragraphs of a report that offices write themselves (报告文字), by place and period.

They belong to the next build: a built report keeps the words it was built with, and a signed one
never changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from xinglin.codes.text import normalise_text
from xinglin.language.statements import Paragraph, Statement
from xinglin.reports.printing import fill
from xinglin.store.models import ReportProse, User

LONGEST = 5000
"""Characters of one paragraph; the printed report has some 500 to a page."""


class ProseError(ValueError):
    """A text cannot be kept; the message says which and why, in Chinese."""


class ProseConflictError(Exception):
    """Somebody else wrote the same paragraphs meanwhile. paragraphs: their names."""

    def __init__(self, paragraphs: tuple[str, ...]) -> None:
        super().__init__("您打开此页之后，有人改了同一段文字。")
        self.paragraphs = paragraphs


@dataclass(frozen=True)
class Manual:
    """One paragraph an office writes. heading: of its part, '' for the opening."""

    name: str
    heading: str
    default: str


def manual_paragraphs(statement: type[Statement]) -> list[Manual]:
    """The paragraphs of a statement that offices write, in print order."""
    return list(_manual(statement))


def _manual(statement: type[Statement]) -> Iterator[Manual]:
    for title, sections in statement.whole_parts():
        for section in sections:
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.manual:
                    yield Manual(block.name, section.title or title, block.text)


def prose_of(place: str, period: str) -> dict[str, str]:
    """Paragraph → what an office wrote for this place and period; unwritten ones are absent."""
    rows = written(place, period).values()
    return {row.paragraph: row.text for row in rows if row.text}


def written(place: str, period: str) -> dict[str, ReportProse]:
    """Paragraph → its row, with who wrote it and when."""
    rows = ReportProse.objects.filter(place=place, period=period)
    return {row.paragraph: row for row in rows}


def mark_of(text: str) -> str:
    """A short mark of a text, by which a later writer proves which text they saw."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def save_prose(
    place: str,
    period: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    *,
    by: User,
) -> int:
    """Keep what changed and write it to the audit; how many paragraphs changed.

    texts: paragraph → text ('' takes the declared text again). seen: paragraph → `mark_of` the
    text its writer had before them. Needs an actor; the caller has asked for permission.
    Raises ProseError, ProseConflictError (then nothing is kept).
    """
    clean = {name: _clean(text) for name, text in texts.items()}
    with connection.cursor() as cursor:
        # Two first writers of one paragraph have no row to lock: they queue by place and period.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"prose {place} {period}"]
        )
    kept = {name: row.text for name, row in written(place, period).items()}
    nothing = mark_of("")
    changed = {
        name: text
        for name, text in clean.items()
        if mark_of(text) != seen.get(name, nothing) and text != kept.get(name, "")
    }
    lost = tuple(n for n in changed if seen.get(n, nothing) != mark_of(kept.get(n, "")))
    if lost:
        raise ProseConflictError(lost)
    for name, text in changed.items():
        _keep(place, period, name, text, by)
    return len(changed)


def _keep(place: str, period: str, name: str, text: str, by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_reportprose (place, period, paragraph, text, written_by, written_at)"
            " VALUES (%s, %s, %s, %s, %s, xinglin.now())"
            " ON CONFLICT (place, period, paragraph) DO UPDATE SET text = excluded.text,"
            " written_by = excluded.written_by, written_at = excluded.written_at",
            [place, period, name, text, by.username],
        )
        cursor.execute(
            "SELECT xinglin.audit('prose', 'store_reportprose', NULL, NULL, %s)",
            [f"{place} {period} {name} {mark_of(text)}"],
        )


def _clean(text: str) -> str:
    """NFC, one kind of line end, no characters a Word file cannot hold. Raises ProseError."""
    lines = (normalise_text(line).strip() for line in text.splitlines())
    found = "".join(c for c in "\n".join(lines).strip() if c == "\n" or c >= " ")
    if len(found) > LONGEST:
        raise ProseError(
            f"一段文字最多 {LONGEST:,} 字，现在有 {len(found):,} 字，请删减，或把细节放进附件。"
        )
    return found


def default_in_words(paragraph: Manual, words: Mapping[str, str]) -> str:
    """The declared text with its place and period filled in."""
    return fill(paragraph.default, words)
