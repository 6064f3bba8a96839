"""What a user reaches, as the database's policies say it; the policies hold in any case."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from xinglin.store.acting import acting
from xinglin.store.models import User


@dataclass(frozen=True)
class Scope:
    """Records of these institutions, and of these places with all below them.

    Known to the program so that it can sort rows beforehand and count without listing. lines: the
    business lines, "*" for all.
    """

    everything: bool
    units: frozenset[str]
    places: frozenset[str]
    lines: frozenset[str]

    def reaches(self, reporter: str, place: str) -> bool:
        """Whether a record of this reporter and place is the user's to write."""
        return self.everything or reporter in self.units or place in self.places

    def works_in(self, line: str) -> bool:
        """Whether the line is one of his; a register without a line is everybody's."""
        return line == "" or "*" in self.lines or line in self.lines


def scope_of(by: User) -> Scope:
    """The scope of a user, asked of the database."""
    with acting(by.username):
        return scope_of_the_actor()


def scope_of_the_actor() -> Scope:
    """The scope of whoever is acting now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.scope_is_set(), xinglin.scope_everything(), xinglin.scope_units(),"
            " ARRAY(SELECT descendant FROM store_divisionclosure"
            " WHERE ancestor = ANY (xinglin.scope_places())), xinglin.scope_lines()"
        )
        _, everything, units, places, lines = cursor.fetchone()
    return Scope(
        everything, frozenset(units or ()), frozenset(places or ()), frozenset(lines or ())
    )
