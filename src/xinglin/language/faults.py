"""Declaration faults: what is wrong in a declaration, where, and how to mend it.

Every fault has a number that is never reused; all are found before any is reported. The rules
themselves stand in `register_faults` and `indicator_faults`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import fill

from xinglin.codes.dated import CodeSet
from xinglin.language.expressions import Attribute, Expression


@dataclass(frozen=True)
class Fault:
    """One fault: number, file it is in, what is wrong, and a hint."""

    number: str
    where: str
    what: str
    hint: str

    def __str__(self) -> str:
        hint = fill(self.hint, 96, initial_indent="    ", subsequent_indent="    ")
        return f"{self.number} {self.where}: {self.what}\n{hint}"


class DeclarationError(Exception):
    """Raised once, with every fault found."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            f"声明中有 {len(faults)} 处错误，未启动；请按编号逐处改正：\n"
            + "\n".join(str(f) for f in faults)
        )


def place_of(declared: type) -> str:
    """The file a declaration stands in, from the package down, and its name."""
    path = declared.__module__.removeprefix("xinglin.").replace(".", "/")
    return f"{path}.py: {declared.__name__}"


def similar(wrong: str, known: Iterable[str]) -> str:
    """The hint for a name that does not exist."""
    names = sorted(known)
    if not names:
        return "None is declared."
    close = get_close_matches(wrong, names, n=1)
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return (f'Did you mean "{close[0]}"? ' if close else "") + f"Known: {listed}."


def attribute_faults(where: str, x: Expression, codes: Mapping[str, CodeSet]) -> Iterator[Fault]:
    """Attributes of the day that no code set or rule pack carries."""
    for part in x.walk_across():
        if not isinstance(part, Attribute):
            continue
        if part.code_set not in codes:
            yield Fault(
                "codes.E101",
                where,
                f'no such code set "{part.code_set}"',
                similar(part.code_set, codes),
            )
        elif part.attribute not in codes[part.code_set].attribute_names:
            yield Fault(
                "codes.E102",
                where,
                f'{part.code_set} has no "{part.attribute}"',
                similar(part.attribute, codes[part.code_set].attribute_names),
            )
