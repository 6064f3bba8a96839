"""Which cards are of one illness: diseases that are one, and within how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.warning_counts import kinds_above
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.follow_up_codes import CardWindow
from xinglin.language import catalogue
from xinglin.language.provisions import CASE
from xinglin.language.registers import Register


@dataclass(frozen=True)
class Family:
    """Of one disease: what it is one illness with, and for how many days (None: for ever)."""

    disease: str
    name: str
    days: int | None


def families_on(day: date) -> dict[str, Family]:
    """Disease → its family by the windows in force on a day.

    Kinds of a disease are one illness, but where the window's row says that each is its own.
    """
    acute = CardWindow.row("acute", day)
    apart = set(str(acute.attributes["apart"] or "").split("|")) if acute else set()
    found = {}
    for disease, above in kinds_above().items():
        line = (disease, *above)
        name = line[-2] if len(line) > 1 and line[-1] in apart else line[-1]
        kind = "chronic" if _is_chronic(disease, day) else "acute"
        found[disease] = Family(disease, name, days_of(kind, day))
    return found


def days_of(window: str, day: date) -> int | None:
    """The days of a window on a day; None: for ever."""
    row = CardWindow.row(window, day)
    days = row.attributes["days"] if row else None
    return None if days is None else int(str(days))


def _is_chronic(disease: str, day: date) -> bool:
    row = NotifiableDisease.row(disease, day) or NotifiableDisease.history(disease)[-1]
    return row.attributes.get("chronic_once") is True


def cases_register() -> type[Register]:
    """The register of cards. Raises RefusedError where there is none."""
    found = catalogue.load().providing(CASE)
    if found is None:
        raise RefusedError([Problem("CASE", "", "本系统没有传染病报告卡，请联系系统管理员。")])
    return found


def no_reports(cases: type[Register]) -> list[str]:
    """States in which a card is no report: not sent yet, or taken away."""
    return [cases.lifecycle.initial, *cases.lifecycle.ended]


def due_column(cases: type[Register]) -> str:
    """The stored moment by which a card must be sent."""
    found = (d.due_column for d in cases.deadlines.values() if d.done.name == "reported_at")
    return next(found)
