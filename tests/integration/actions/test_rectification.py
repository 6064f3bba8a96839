"""An item of city creation on a real database: both clocks, what a step refuses, what is open.

Expected: mending runs to the close of office on the day the order names, a failed recheck starts
a second clock (rulebook 13.8: issue, owner, demand, deadline, evidence, recheck).
"""

from __future__ import annotations

from typing import Any

import pytest

from town import KINGS, Town, at, clock
from xinglin.language import catalogue

ORDERED = "2026-04-02 09:00"
ITEM = {
    "item_no": "998801ZG20260001",
    "division": KINGS,
    "site": "示例农贸市场",
    "found_from": "national",
    "found_date": at(ORDERED).date(),
    "issue": "熟食间没有防蝇设施",
    "owner_office": "示例监督所",
    "demand": "加装防蝇帘",
    "due_date": at("2026-04-20 00:00").date(),
}


class Desk:
    """One item, dealt with by one person at given times."""

    def __init__(self, town: Town) -> None:
        from xinglin.actions.recording import create_record

        self.register = catalogue.load().register("rectification_item")
        self.by = town.user("admin")
        with clock(self.by, at(ORDERED)):
            self.saved = create_record(self.register, dict(ITEM), by=self.by)
        self.step(ORDERED, "order")

    def fill(self, moment: str, **values: Any) -> None:
        """Change fields."""
        from xinglin.actions.recording import change_record

        with clock(self.by, at(moment)):
            self.saved = change_record(
                self.register, self.saved.id, values, by=self.by, version=self.saved.version
            )

    def step(self, moment: str, name: str, reason: str = "") -> None:
        """Take a step."""
        from xinglin.actions.recording import take_step

        with clock(self.by, at(moment)):
            self.saved = take_step(
                self.register, self.saved.id, name, by=self.by, version=self.saved.version,
                reason=reason,
            )  # fmt: skip

    def due(self, deadline: str) -> Any:
        """What the worklist knows of a clock."""
        from xinglin.store.acting import acting
        from xinglin.store.models import DueMoment

        with acting("admin"):
            return DueMoment.objects.get(
                register=self.register.name, record_id=self.saved.id, deadline=deadline
            )


def test_an_item_from_its_order_to_its_recheck(town: Town) -> None:
    from xinglin.actions.problems import RefusedError

    desk = Desk(town)
    first = desk.due("mending")
    assert (first.starts_at, first.done_at) == (at(ORDERED), None)
    assert first.due_at == at("2026-04-20 17:30")

    with pytest.raises(RefusedError) as told:  # no photo of how it looks now
        desk.step("2026-04-22 10:00", "mend")
    assert [p.code for p in told.value.problems] == ["RI04"]
    desk.fill("2026-04-22 10:00", photo_after="A017-2")
    desk.step("2026-04-22 10:05", "mend")
    assert desk.due("mending").done_at == at("2026-04-22 10:05")  # late

    with pytest.raises(RefusedError) as told:  # sent back, but until when?
        desk.step("2026-04-23 09:00", "send_back", "防蝇帘未落地")
    assert [p.code for p in told.value.problems] == ["RI07"]
    desk.fill("2026-04-23 09:00", again_due_date=at("2026-04-30 00:00").date())
    desk.step("2026-04-23 09:10", "send_back", "防蝇帘未落地")
    second = desk.due("mending_again")
    assert (second.starts_at, second.done_at) == (at("2026-04-23 09:10"), None)
    assert second.due_at == at("2026-04-30 17:30")

    desk.step("2026-04-29 15:00", "mend_again")
    assert desk.due("mending_again").done_at == at("2026-04-29 15:00")
    desk.step("2026-04-30 15:00", "pass_recheck")
    assert desk.due("mending").done_at == at("2026-04-22 10:05")  # the first clock stays late
