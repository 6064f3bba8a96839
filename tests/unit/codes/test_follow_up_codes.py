"""Dated limits of follow-up: every row of a disease that is one, with a source that says so."""

from __future__ import annotations

from datetime import date

from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.follow_up_codes import CardWindow, Incubation

TODAY = date(2026, 11, 23)


def test_incubation_is_of_diseases_by_their_own_names() -> None:
    for row in Incubation.rows:
        assert row.code in NotifiableDisease, row.code
        assert row.label == NotifiableDisease.label_of(row.code)
        assert isinstance(row.attributes["days"], int)
        assert 1 <= int(row.attributes["days"]) <= 90
        assert row.status == "unverified" and "未核" in row.source


def test_kinds_that_are_diseases_of_their_own_are_diseases() -> None:
    row = CardWindow.row("acute", TODAY)
    assert row is not None
    apart = str(row.attributes["apart"]).split("|")
    assert apart
    for code in apart:
        assert NotifiableDisease.children(code, TODAY), code


def test_windows_say_days_or_for_ever() -> None:
    days = {row.code: row.attributes["days"] for row in CardWindow.on(TODAY)}
    assert days == {"acute": 30, "chronic": None, "audit": 30}
