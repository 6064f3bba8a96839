"""One made-up town, built once through the actions, by its own people, at simulated times.

998800 杏林市 ── city (统计信息科)
├── 998801 银杏区 ── cdc_ginkgo (区疾控)
│     └── 998801001 药王街道 ── H1 区人民医院: clerk_h1
└── 998821 当归县 ── cdc_angelica (县疾控)
      ├── 998821100 城关镇 ── T1 城关镇卫生院: clerk_t1 (网络直报 2010-01-01 起)
      └── 998821101 石桥镇    (T2 石桥镇卫生院, 2012-12-31 起停止直报)

卡片 (诊断日, 病种, 现住址, 说明)          终审
m1  2013-03-04 麻疹   药王街道             2013-03-05
m2  2013-03-04 麻疹   城关镇   由 H1 报     2013-03-06 (迟审)
r1  2013-05-10 狂犬病 石桥镇   死亡         2013-05-11
t1  2013-06-01 流行性腮腺炎 药王街道, 与 m1 同一人   2013-06-02 (丙类)
c1  2013-06-03 霍乱   城关镇   甲类         2013-06-03
s1  2013-04-01 麻疹   药王街道 疑似         2013-04-01 (不计)
w1  2013-04-08 麻疹   药王街道             待审核 (不计)
x1  2013-04-09 麻疹   药王街道             终审后排除 (不计)
l1  2013-06-20 登革热 药王街道 本地感染, 迟报 2013-06-23
p1  2012-03-01 麻疹   药王街道             2012-03-02 (上年同期)
p2  2012-04-01 麻疹   石桥镇               2012-04-02 (上年同期)
h1  人感染H7N9 药王街道, 历史资料, 发病日期不详

人口 常住: 2011、2012年末 全市 200 000 / 210 000, 银杏区 80 000, 当归县 120 000 / 130 000
月报: 全市 2013年1—6月 麻疹 每月 2, 2012年1—5月 (缺 6月)
孕产妇: 药王街道一人, H1 建册 (2013-01-10), T1 做过一次产前检查 (2013-02-20)
许可: 银杏区旅馆一件 (H1 收件)
零报告: H1 与 T1, 2013-03-02 至 2013-03-08 每天一份 (T1 缺 03-07)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.id_numbers import check_character
from xinglin.store.server import Urls

CITY, GINKGO, ANGELICA = "998800", "998801", "998821"
KINGS, CHENGGUAN, SHIQIAO = "998801001", "998821100", "998821101"
_LINES = [
    "infectious",
    "emergencies",
    "special_diseases",
    "hiv",
    "health_hazards",
    "health_promotion",
    "immunisation",
    "maternal",
    "permits",
    "projects",
    "tasks",
    "insurance",
    "foundation",
]
_PEOPLE = [
    # username, name, role, unit, places, lines, everything
    ("clerk_h1", "区医院防保科", "hospital", "H1", [], _LINES, False),
    ("clerk_t1", "镇卫生院", "hospital", "T1", [], _LINES, False),
    ("cdc_ginkgo", "银杏区疾控", "cdc", None, [GINKGO], _LINES, False),
    ("cdc_angelica", "当归县疾控", "cdc", None, [ANGELICA], _LINES, False),
    ("city", "统计信息科", "statistics", None, [CITY], ["*"], False),
    ("fujz", "分管局长", "leader", None, [CITY], ["*"], False),
    ("admin", "管理员", "administrator", None, [], ["*"], True),
    ("admin2", "另一管理员", "administrator", None, [], ["*"], True),
]
_CARDS = [
    # name, diagnosed, disease, home, reviewed (hours later), changes
    ("m1", "2013-03-04 08:00", "measles", KINGS, 20, {}),
    ("m2", "2013-03-04 08:00", "measles", CHENGGUAN, 60, {}),
    ("r1", "2013-05-10 08:00", "rabies", SHIQIAO, 20, {"outcome": "4", "death_date": "2013-05-10"}),
    ("t1", "2013-06-01 08:00", "mumps", KINGS, 20, {"person": "m1"}),
    ("c1", "2013-06-03 08:00", "cholera", CHENGGUAN, 2, {}),
    ("s1", "2013-04-01 08:00", "measles", KINGS, 8, {"classification": "1"}),
    ("w1", "2013-04-08 08:00", "measles", KINGS, None, {}),
    ("x1", "2013-04-09 08:00", "measles", KINGS, 20, {"removed": "重卡"}),
    ("l1", "2013-06-20 08:00", "dengue", KINGS, 80, {"infection_source": "1", "late": 60}),
    ("p1", "2012-03-01 08:00", "measles", KINGS, 20, {}),
    ("p2", "2012-04-01 08:00", "measles", SHIQIAO, 20, {}),
]


@dataclass
class Town:
    """The town's users by name and its cards' record numbers by the names of the drawing."""

    users: dict[str, Any] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)

    def user(self, name: str) -> Any:
        """A user of the drawing."""
        return self.users[name]


def at(text: str) -> datetime:
    """A local moment, "2013-03-04 08:00"."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@contextmanager
def clock(user: Any, moment: datetime) -> Iterator[None]:
    """What happens inside happens at this moment, in this user's name."""
    from xinglin.store.acting import acting

    with acting(user.username, clock=moment):
        yield


def identity_number(serial: int) -> str:
    """A made-up number of the fictitious district, with a right check character."""
    body = f"{GINKGO}19850101{serial:03d}"
    return body + check_character(body)


def card(
    serial: int, diagnosed: datetime, disease: str, home: str, **changes: Any
) -> dict[str, Any]:
    """The values of a complete card of an adult; `changes` replace some."""
    day = diagnosed.date()
    return {
        "report_kind": "1",
        "patient_name": f"试样{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[serial % 14]}",
        "id_number": identity_number(serial),
        "sex": "1" if serial % 2 else "2",
        "birth_date": date(1985, 1, 1),
        "phone": "13900000000",
        "patient_origin": "1",
        "residence": home,
        "occupation": "10",
        "classification": "3",
        "onset_date": day - timedelta(days=1),
        "diagnosed_at": diagnosed,
        "disease": disease,
        "doctor": "试样医生",
        "filled_date": day,
        **changes,
    }


@pytest.fixture(scope="session")
def town(migrated: Urls) -> Town:
    """The town of the drawing, in the migrated database."""
    made = Town()
    _people(made, migrated)
    _institutions(made)
    for serial, (name, *rest) in enumerate(_CARDS, start=1):
        made.cards[name] = _file(made, serial, *rest)
    made.cards["h1"] = _history(made)
    _population(made)
    _monthly_tables(made)
    _zero_reports(made)
    _care_and_permits(made)
    _projects_and_tasks(made)
    _insurance(made)
    return made


def _people(made: Town, urls: Urls) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.divisions import load_table
    from xinglin.store.models import User

    load_table("sample")
    with psycopg.connect(urls.owner) as owner, owner.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO store_user (username, name, password, role, unit, scope_units,"
            " scope_places, scope_lines, is_everything)"
            " VALUES (%s, %s, '!', %s, %s, '{}', %s, %s, %s)",
            _PEOPLE,
        )
    for username, *_ in _PEOPLE:
        with acting(username):
            made.users[username] = User.objects.get(username=username)


def _create(made: Town, register: str, moment: str, by: str, **values: Any) -> Any:
    from xinglin.actions.recording import create_record
    from xinglin.language import catalogue

    user = made.user(by)
    with clock(user, at(moment)):
        return create_record(catalogue.load().register(register), values, by=user)


def _institutions(made: Town) -> None:
    for code, name, place, ended in (
        ("H1", "银杏区人民医院（虚构）", KINGS, None),
        ("T1", "当归县城关镇卫生院（虚构）", CHENGGUAN, None),
        ("T2", "当归县石桥镇卫生院（虚构）", SHIQIAO, date(2012, 12, 31)),
    ):
        _create(
            made, "health_institution", "2010-01-01 09:00", "admin", institution_code=code,
            institution_name=name, division=place, direct_reporting_date=date(2010, 1, 1),
            direct_reporting_ended_date=ended,
        )  # fmt: skip


def _file(
    made: Town, serial: int, diagnosed: str, disease: str, home: str, hours: int | None,
    changes: dict[str, Any],
) -> int:  # fmt: skip
    from xinglin.actions.recording import create_record, take_step
    from xinglin.language import catalogue

    case, start = catalogue.load().register("notifiable_case"), at(diagnosed)
    special = dict(changes)
    late, removed = special.pop("late", 2), special.pop("removed", "")
    if same := special.pop("person", ""):
        serial = 1 + [name for name, *_ in _CARDS].index(same)
    if died := special.get("death_date"):
        special["death_date"] = date.fromisoformat(died)
    clerk, checker = made.user("clerk_h1"), made.user("admin")
    with clock(clerk, start + timedelta(hours=min(late, 2))):
        saved = create_record(case, card(serial, start, disease, home, **special), by=clerk)
    with clock(clerk, start + timedelta(hours=late)):
        saved = take_step(case, saved.id, "submit", by=clerk, version=saved.version)
    if hours is None:
        return int(saved.id)
    with clock(checker, start + timedelta(hours=late + hours)):
        saved = take_step(case, saved.id, "review", by=checker, version=saved.version)
    if removed:
        with clock(checker, start + timedelta(days=9)):
            take_step(case, saved.id, "remove", by=checker, version=saved.version, reason=removed)
    return int(saved.id)


def _history(made: Town) -> int:
    from xinglin.actions.recording import create_record
    from xinglin.language import catalogue

    case, user = catalogue.load().register("notifiable_case"), made.user("clerk_h1")
    values = {"card_no": "H-1", "disease": "influenza_h7n9", "residence": KINGS,
              "classification": "3", "outcome": "4"}  # fmt: skip
    with clock(user, at("2013-05-01 09:00")):
        return int(create_record(case, values, by=user, channel="historical").id)


def _population(made: Town) -> None:
    for year, amounts in ((2011, (200_000, 80_000, 120_000)), (2012, (210_000, 80_000, 130_000))):
        for place, people in zip((CITY, GINKGO, ANGELICA), amounts, strict=True):
            if place != CITY:  # the city's own people are its counties': never added twice
                _create(
                    made, "population", f"{year + 1}-01-05 09:00", "admin", division=place,
                    population_kind="resident", as_of_date=date(year, 12, 31), persons_count=people,
                )  # fmt: skip


def _monthly_tables(made: Town) -> None:
    for year, last in ((2012, 5), (2013, 6)):
        for month in range(1, last + 1):
            _create(
                made, "disease_monthly_report", f"{year}-{month + 1:02d}-05 09:00", "admin",
                division=CITY, month_date=date(year, month, 1), disease="measles", cases_count=2,
                deaths_count=0,
            )  # fmt: skip


def _zero_reports(made: Town) -> None:
    for day in range(2, 9):
        for clerk in ("clerk_h1", "clerk_t1"):
            if (clerk, day) != ("clerk_t1", 7):
                _create(
                    made, "zero_report", f"2013-03-{day:02d} 17:00", clerk,
                    report_date=date(2013, 3, day), cases_count=0,
                )  # fmt: skip


def _care_and_permits(made: Town) -> None:
    _create(
        made, "pregnancy", "2013-01-10 10:00", "clerk_h1", booklet_no="998801Y2013000001",
        woman_name="试样孕", id_number=identity_number(22), birth_date=date(1985, 1, 1),
        household="1", residence=KINGS, last_period_date=date(2012, 11, 1),
        booked_date=date(2013, 1, 10), booked_week=10,
    )  # fmt: skip
    _create(
        made, "antenatal_visit", "2013-02-20 10:00", "clerk_t1", booklet="998801Y2013000001",
        visit_date=date(2013, 2, 20), week=15,
    )  # fmt: skip
    _create(
        made, "permit_case", "2013-03-05 10:00", "clerk_h1", item="public_place", case_kind="1",
        applicant="示例旅馆", division=GINKGO, door="1", received_at=at("2013-03-05 09:00"),
        promised_days=10,
    )  # fmt: skip


def _projects_and_tasks(made: Town) -> None:
    _create(
        made, "construction_project", "2013-01-15 10:00", "cdc_ginkgo",
        project_no="998801JS20130001", project_name="示例村卫生站", kind="village_clinic",
        nature="4", division=GINKGO, owner_unit="示例村", total_fen=12_000_000,
        started_date=date(2013, 1, 5),
    )  # fmt: skip
    _create(
        made, "project_plan", "2013-01-16 10:00", "cdc_ginkgo", project="998801JS20130001",
        year_date=date(2013, 1, 1), category="new", planned_fen=12_000_000,
    )  # fmt: skip
    _create(
        made, "project_stage", "2013-01-16 10:00", "cdc_ginkgo", project="998801JS20130001",
        stage="07", planned_date=date(2013, 1, 10), actual_date=date(2013, 1, 5),
    )  # fmt: skip
    _create(
        made, "project_progress", "2013-02-05 10:00", "cdc_ginkgo", project="998801JS20130001",
        month_date=date(2013, 1, 1), done_fen=3_000_000, paid_fen=1_000_000,
    )  # fmt: skip
    _create(
        made, "work_task", "2013-01-20 10:00", "cdc_ginkgo", task_no="998801RW20130001",
        programme="key_work", title="示例任务", division=GINKGO, lead_office="疾控科",
        start_date=date(2013, 1, 1), due_date=date(2013, 6, 30), indicator="class_bc_cases",
        target_value="4", direction="at_most",
    )  # fmt: skip
    _create(
        made, "task_report", "2013-02-20 10:00", "cdc_ginkgo", task="998801RW20130001",
        report_date=date(2013, 2, 20), percent=30, done_text="已布置",
    )  # fmt: skip


def _insurance(made: Town) -> None:
    _create(
        made, "insured_member", "2013-01-20 10:00", "cdc_ginkgo", year_date=date(2013, 1, 1),
        card_no="99880100100001131", household_no="99880100100001", member_name="试样参",
        id_number=identity_number(42), sex="2", birth_date=date(1985, 1, 1), relation="head",
        residence=KINGS, fee_fen=3_000, paid_date=date(2012, 11, 20),
    )  # fmt: skip
    _create(
        made, "designated_institution", "2013-01-20 10:00", "cdc_ginkgo", institution="H1",
        scheme_level="county", area=GINKGO, from_date=date(2013, 1, 1),
    )  # fmt: skip
    _create(
        made, "benefit_claim", "2013-03-20 10:00", "clerk_h1", claim_no="H1-0001-2013",
        card_no="99880100100001131", patient_name="试样参", id_number=identity_number(42),
        sex="2", birth_date=date(1985, 1, 1), kind="inpatient", level="county",
        hospital_name="银杏区人民医院（虚构）", residence=KINGS, admitted_date=date(2013, 3, 10),
        discharged_date=date(2013, 3, 18), settled_date=date(2013, 3, 18), total_fen=100_000,
        class_a_fen=80_000, class_b_fen=10_000, excluded_fen=10_000, paid_fen=40_000,
        account_fen=0, own_fen=60_000,
    )  # fmt: skip
