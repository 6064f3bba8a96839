"""Tasks of decomposed programmes, in our own wording, with a report of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

TASK, REPORT = "work_task", "task_report"
_EQUALISATION = (
    ("孕产妇系统管理", "妇社科", "疾控科", "systematic_rate", "85"),
    ("孕产妇住院分娩", "妇社科", "医政科", "hospital_delivery_rate", "98"),
    ("孕产妇建册", "妇社科", "", "booking_rate", "90"),
    ("高危孕产妇管理", "妇社科", "医政科", "high_risk_managed_rate", "100"),
    ("法定传染病及时报告", "疾控科", "医政科、监督所", "", ""),
    ("居民健康档案建档", "妇社科", "信息中心", "", ""),
    ("健康教育进村入户", "爱卫办", "妇社科", "", ""),
    ("适龄儿童预防接种", "疾控科", "妇社科", "", ""),
    ("新生儿访视", "妇社科", "", "", ""),
    ("老年人健康体检", "妇社科", "中医科", "", ""),
    ("高血压患者随访", "疾控科", "妇社科", "", ""),
    ("糖尿病患者随访", "疾控科", "妇社科", "", ""),
    ("重性精神疾病患者管理", "疾控科", "医政科", "", ""),
    ("结核病患者规范管理", "疾控科", "", "", ""),
    ("卫生监督协管巡查", "监督所", "妇社科", "", ""),
    ("乡村医生培训", "人事科", "妇社科", "", ""),
    ("中医药健康指导", "中医科", "妇社科", "", ""),
)
"""Title, lead office, assisting offices, indicator and what it is to reach."""
_KEY_WORK = (
    ("县级医院改革试点", "医政科", "规划财务科", "", ""),
    ("基层机构标准化建设", "规划财务科", "妇社科", "", ""),
    ("卫生信息平台一期", "信息中心", "办公室", "", ""),
    ("行风评议整改", "监察室", "医政科", "", ""),
    ("急救网络完善", "医政科", "应急办", "", ""),
    ("食品药品安全联动", "监督所", "疾控科", "", ""),
    ("人才引进计划", "人事科", "", "", ""),
    ("血液安全保障", "医政科", "中心血站", "", ""),
    ("重大传染病联防", "疾控科", "应急办", "", ""),
)
_PROGRAMMES = {"equalisation": _EQUALISATION, "key_work": _KEY_WORK}
_LEADERS = ("分管领导甲", "分管领导乙", "分管领导丙")


class TaskMaker(StoryMaker):
    """Makes tasks handed down in a slot, and one report of each."""

    registers = (TASK, REPORT)
    free = {  # noqa: RUF012 - declared, never changed
        TASK: frozenset(
            {"title", "division", "leader", "lead_office", "indicator", "target_value"}
        ),
        REPORT: frozenset({"report_date", "percent", "done_text"}),
    }

    columns = {TASK: ("state",)}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._listed: dict[tuple[str, int], Iterator[tuple[str, ...]]] = {}

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a programme; what was handed down last year is done."""
        for programme in _PROGRAMMES:
            task = self._task(programme, slot.first)
            yield Story(((TASK, task),), lambda _: 0.5, programme)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The programme's next task, and how far it is."""
        county, first = telling.leaf.county, telling.slot.first
        number = self.number(county, "RW", first.year, width=4)
        title, lead, assist, indicator, target = next(self._titles(telling.traits, first.year))
        yield (
            TASK,
            {
                "task_no": number,
                "title": title,
                "division": county,
                "leader": rng.choice(_LEADERS),
                "lead_office": lead,
                "assist_offices": assist or None,
                "indicator": indicator or None,
                "target_value": target or None,
                **self._task(telling.traits, first),
            },
        )
        yield (
            REPORT,
            {
                "task": number,
                "report_date": first + timedelta(days=telling.slot.days - 1),
                "percent": rng.randrange(20, 70, 5),
                "done_text": "已布置并按计划推进",
            },
        )

    def _titles(self, programme: str, year: int) -> Iterator[tuple[str, ...]]:
        """The programme's tasks of a year, one after the other, and from the first again."""
        return self._listed.setdefault((programme, year), cycle(_PROGRAMMES[programme]))

    def _task(self, programme: str, first: date) -> Row:
        due = date(first.year, 12, 31)
        is_done = due < self.scene.clock
        return {
            "programme": programme,
            "start_date": first,
            "due_date": due,
            "direction": "at_least",
            "published_at": datetime.combine(first, time(9), SHANGHAI),
            "finished_at": datetime.combine(due, time(16), SHANGHAI) if is_done else None,
            "state": "finished" if is_done else "published",
        }
