"""Names of places and institutions for the codes a page shows, each looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xinglin.language import catalogue
from xinglin.store.models import Division, User
from xinglin.store.registers import model_of

_CODE = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Z][0-9A-Za-z]{8,21}(?![0-9A-Za-z-])")
"""What may be an institution's code (WS 218: 22 characters) in a sentence."""


class Names:
    """Code → name; asks the database once for each batch of unknown codes."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[str, str]] = {}
        self._institutions: dict[str, str] = {}

    def learn_places(self, codes: Iterable[str | None]) -> None:
        """Look up divisions and all those above them."""
        wanted = {c for c in codes if c} - self._places.keys()
        while wanted:
            rows = Division.objects.filter(code__in=wanted).values_list(
                "code", "name", "parent_code"
            )
            found = {code: (name, parent) for code, name, parent in rows}
            self._places |= dict.fromkeys(wanted, ("", "")) | found
            wanted = {parent for _, parent in found.values() if parent} - self._places.keys()

    def learn_institutions(self, codes: Iterable[str | None]) -> None:
        """Look up the names of institutions."""
        register = catalogue.load().providing("institution")
        wanted = {c for c in codes if c} - self._institutions.keys()
        if register is None or register.title_field is None or not wanted:
            return
        key, title = register.key[0].name, register.title_field.name
        rows = model_of(register)._default_manager.filter(**{f"{key}__in": wanted})
        self._institutions |= dict.fromkeys(wanted, "")
        self._institutions |= {code: name or "" for code, name in rows.values_list(key, title)}

    def place(self, code: str) -> str:
        """The division's own name; the code where it is not loaded."""
        self.learn_places([code])
        return self._places[code][0] or code

    def path(self, code: str) -> list[tuple[str, str]]:
        """(code, name) from the top down to the division."""
        self.learn_places([code])
        found: list[tuple[str, str]] = []
        while code and self._places.get(code, ("", ""))[0]:
            name, parent = self._places[code]
            found.insert(0, (code, name))
            code = parent
        return found

    def place_in_full(self, code: str) -> str:
        """Names of the last three levels, as an address is written: 杏林市当归县石桥镇."""
        names = [name for _, name in self.path(code)]
        return "".join(names[-3:] if len(names) > 3 else names) or code

    def spelled_out(self, text: str) -> str:
        """A sentence with the names of the institutions whose codes stand in it."""
        self.learn_institutions(_CODE.findall(text))
        return _CODE.sub(lambda found: self._institutions.get(found[0]) or found[0], text)

    def institution(self, code: str) -> str:
        """The institution's name; its code where it is not registered."""
        self.learn_institutions([code])
        return self._institutions.get(code) or code


def place_of_unit(user: User) -> str:
    """The place of a user's institution; '' without one."""
    register = catalogue.load().providing("institution")
    if register is None or register.place_field is None or not user.unit:
        return ""
    rows = model_of(register)._default_manager.filter(**{register.key[0].name: user.unit})
    return rows.values_list(register.place_field.name, flat=True).first() or ""
