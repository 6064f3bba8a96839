"""Public-health emergencies of a county, in our own wording, each dealt with in its weeks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

EVENT, REPORT = "health_emergency", "emergency_report"
_KINDS = (
    ("小学流行性感冒聚集", "infectious", "influenza", 34, 2),
    ("幼儿园手足口病聚集", "infectious", "hand_foot_and_mouth_disease", 12, 1),
    ("企业食堂食物中毒", "food", None, 41, 9),
    ("工地一氧化碳中毒", "other_poisoning", None, 4, 4),
    ("化工企业气体泄漏", "other_poisoning", None, 11, 5),
    ("村庄儿童血铅超标", "environment", None, 17, 3),
)
"""Title, kind, disease, cases, in hospital."""


class EmergencyMaker(StoryMaker):
    """Makes the events of a slot with their initial and closing reports.

    All of them are closed, as a quiet half year has it.
    """

    registers = (EVENT, REPORT)
    free = {  # noqa: RUF012 - declared, never changed
        EVENT: frozenset(
            {
                "title", "division", "site", "kind", "disease", "occurred_at", "exposed_count",
                "case_count", "hospital_count", "measures", "conclusion",
            }
        ),
        REPORT: frozenset({"case_count", "hospital_count", "situation", "measures"}),
    }  # fmt: skip
    columns = {EVENT: ("state",)}  # noqa: RUF012

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One sort: closed, no death, no major event. Few happen."""
        morning = datetime.combine(slot.first, time(9), SHANGHAI)
        event = self._event(morning)
        parts = ((EVENT, event), *((REPORT, report) for report in _reports(event)))
        yield Story(parts, lambda _: 0.05)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """An event of a kind in turn, learned of on the day of the story."""
        title, kind, disease, cases, hospital = rng.choice(_KINDS)
        county = telling.leaf.county
        learned = datetime.combine(
            telling.day, time(rng.randrange(8, 20), rng.randrange(60)), SHANGHAI
        )
        number = self.number(county, "TF", telling.day.year, width=3)
        event = {
            **self._event(learned),
            "event_no": number,
            "title": title,
            "kind": kind,
            "disease": disease,
            "division": telling.leaf.code,
            "exposed_count": cases * 5,
            "case_count": cases,
            "hospital_count": hospital,
            "measures": "流行病学调查、采样检测、救治病人、卫生学处理",
            "conclusion": "病人痊愈，无新发病例，事态终止",
        }
        yield EVENT, event
        for at, report in enumerate(_reports(event)):
            serial = 2 * int(number[-3:]) - 1 + at
            yield (
                REPORT,
                {
                    **report,
                    "report_no": f"{county}BG{telling.day.year}{serial:04d}",
                    "event": number,
                    "measures": event["measures"],
                },
            )

    @staticmethod
    def _event(learned: datetime) -> Row:
        """What every event of the sample has."""
        over = learned + timedelta(days=9)
        return {
            "kind": "food",
            "level": "4",
            "occurred_at": learned - timedelta(hours=6),
            "learned_at": learned,
            "reported_at": learned + timedelta(minutes=70),
            "concluded_at": over,
            "closed_at": over + timedelta(days=5),
            "case_count": 12,
            "death_count": 0,
            "state": "closed",
        }


def _reports(event: Row) -> Iterator[Row]:
    """The initial and the closing report of an event that was over without another."""
    for kind, day, situation in (
        ("initial", "reported_at", "正在调查和救治病人"),
        ("closing", "closed_at", "病人痊愈，无新发病例"),
    ):
        yield {
            "kind": kind,
            "level": event["level"],
            "reported_at": event[day],
            "reported_to": "县人民政府、市卫生局",
            "case_count": event["case_count"],
            "hospital_count": event.get("hospital_count", 0) if kind == "initial" else 0,
            "death_count": event["death_count"],
            "situation": situation,
        }
