"""Places and institutions a record may name: codes, other spellings, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from xinglin.codes.dated import fold_text
from xinglin.codes.divisions import DivisionTree, china_divisions, sierra_leone_divisions
from xinglin.language import catalogue
from xinglin.store.models import Division


@dataclass
class References:
    """What the database knows when an intake or a form starts; loaded once, read many times."""

    divisions: dict[str, str] = field(default_factory=dict)
    """Code → level of every loaded division."""
    names: dict[str, str] = field(default_factory=dict)
    """Folded full or short name → code, where it means one division only."""
    institutions: dict[str, str] = field(default_factory=dict)
    """Institution code → code of its place."""
    institution_names: dict[str, str] = field(default_factory=dict)
    parents_with_townships: frozenset[str] = frozenset()

    def find_division(self, text: str) -> str | None:
        """The code of the one loaded division meant by a code, name, short name or alias."""
        stripped = text.strip()
        if stripped in self.divisions:
            return stripped
        if known := self.names.get(fold_text(stripped)):
            return known
        found = _spellings().find(stripped)
        return found.code if found and found.code in self.divisions else None

    def find_institution(self, text: str) -> str | None:
        """The code of the institution meant by a code or a full name."""
        stripped = text.strip()
        if stripped in self.institutions:
            return stripped
        return self.institution_names.get(fold_text(stripped))


_TREE: list[DivisionTree] = []


def _spellings() -> DivisionTree:
    if not _TREE:
        _TREE.append(china_divisions().plus(sierra_leone_divisions()))
    return _TREE[0]


@dataclass(frozen=True)
class _Divisions:
    """What is read of the divisions alone."""

    levels: dict[str, str]
    names: dict[str, str]
    parents_with_townships: frozenset[str]


_READ: dict[str, tuple[object, _Divisions]] = {}
"""Database → what its divisions were when they were last read; one entry per process and database.

Thousands of divisions change a few times a year, and every form reads them."""

_STATE = "SELECT count(*), sum(xmin::text::bigint), max(xmin::text::bigint) FROM store_division"
"""Changes with every row added, changed or taken away: each writes a transaction number."""


def load_references() -> References:
    """Divisions and institutions. Needs an actor; scope does not hide institutions' names."""
    divisions = _divisions()
    refs = References(
        divisions=divisions.levels,
        names=divisions.names,
        parents_with_townships=divisions.parents_with_townships,
    )
    _add_institutions(refs)
    return refs


def _divisions() -> _Divisions:
    """The divisions as this transaction sees them, read again only when they have changed."""
    database = "{HOST}:{PORT}/{NAME}".format_map(connection.settings_dict)
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        state = cursor.fetchone()
    known = _READ.get(database)
    if known is None or known[0] != state:
        known = (state, _read_divisions())
        _READ[database] = known
    return known[1]


def _read_divisions() -> _Divisions:
    levels: dict[str, str] = {}
    seen: dict[str, str | None] = {}
    with_townships = set()
    rows = Division.objects.values_list("code", "name", "short_name", "level", "parent_code")
    for code, name, short, level, parent in rows:
        levels[code] = level
        if level == "township":
            with_townships.add(parent)
        for spelling in {fold_text(name), fold_text(short or name)}:
            seen[spelling] = code if seen.get(spelling, code) == code else None
    names = {k: v for k, v in seen.items() if v is not None}
    return _Divisions(levels, names, frozenset(with_townships))


def _add_institutions(refs: References) -> None:
    if catalogue.load().providing("institution") is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, title, place FROM xinglin.names_of_institution()")
        for code, name, place in cursor.fetchall():
            refs.institutions[code] = place
            if name:
                refs.institution_names[fold_text(name)] = code
