"""An event from its signal to its closing on one page, and the store."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from town import GINKGO, KINGS, Town, at, clock
from xinglin.language import catalogue
from xinglin.store.server import Urls

Enter = Callable[[str], Client]
KEY = "food:998801:2014-07-01:by-hand"
EVENT_NO, OTHER_NO = "998801TF2014001", "998801TF2014002"
LEARNED = at("2014-07-01 10:00")


def create(town: Town, register: str, moment: Any, **values: Any) -> Any:
    from xinglin.actions.recording import create_record

    user = town.user("cdc_ginkgo")
    with clock(user, moment):
        return create_record(catalogue.load().register(register), values, by=user)


def step(town: Town, register: str, saved: Any, taken: str, moment: Any, **more: Any) -> Any:
    from xinglin.actions.recording import take_step

    user = town.user("cdc_ginkgo")
    with clock(user, moment):
        kind = catalogue.load().register(register)
        return take_step(kind, saved.id, taken, by=user, version=saved.version, **more)


@pytest.fixture(scope="module")
def chemical(doors: Town) -> dict[str, Any]:
    """A leak of level II: reported in time, its progress report six hours late, then over."""
    made: dict[str, Any] = {}
    made["signal"] = create(
        doors, "outbreak_signal", LEARNED, signal_key=KEY, disease="influenza", division=GINKGO,
        kind="fixed", from_date=date(2014, 6, 25), to_date=date(2014, 7, 1), observed_count=34,
        evidence="电话报告：化工厂附近多人咳嗽", raised_at=LEARNED - timedelta(hours=1),
    ).id  # fmt: skip
    event = create(
        doors, "health_emergency", LEARNED, event_no=EVENT_NO, title="化工厂气体泄漏",
        kind="other_poisoning", level="2", division=KINGS, signal_key=KEY, occurred_at=LEARNED
        - timedelta(hours=2), learned_at=LEARNED, case_count=34, hospital_count=5, death_count=1,
    )  # fmt: skip
    event = step(doors, "health_emergency", event, "report", LEARNED + timedelta(minutes=90))
    over = LEARNED + timedelta(days=5)
    event = step(doors, "health_emergency", event, "conclude", over)
    made["event"] = event.id
    for kind, hours, cases in (("initial", 2, 30), ("progress", 32, 34)):
        create(
            doors, "emergency_report", LEARNED + timedelta(hours=hours), event=EVENT_NO, kind=kind,
            level="2", reported_at=LEARNED + timedelta(hours=hours), case_count=cases,
            death_count=1, situation="泄漏已止住", hospital_count=5,
        )  # fmt: skip
    create(
        doors, "after_action_item", over, event=EVENT_NO, division=GINKGO, finding="防护面具过期",
        owner_office="物资科", found_at=over, due_date=(over + timedelta(days=10)).date(),
    )  # fmt: skip
    quiet = create(
        doors, "health_emergency", LEARNED + timedelta(days=9), event_no=OTHER_NO,
        title="小学食物中毒", kind="food", level="4", division=KINGS,
        occurred_at=LEARNED + timedelta(days=8), learned_at=LEARNED + timedelta(days=9),
        case_count=31, death_count=0,
    )  # fmt: skip
    soon = LEARNED + timedelta(days=9, hours=1)
    quiet = step(doors, "health_emergency", quiet, "report", soon)
    create(
        doors, "emergency_report", soon, event=OTHER_NO, kind="initial", level="4",
        reported_at=soon, case_count=31, death_count=0, situation="已送医",
    )  # fmt: skip
    for taken in ("conclude", "close"):
        quiet = step(doors, "health_emergency", quiet, taken, soon)
    create(  # what is learned comes after the closing
        doors, "after_action_item", soon, event=OTHER_NO, division=GINKGO, finding="留样不全",
        owner_office="学校", found_at=soon, due_date=date(2014, 8, 30),
    )  # fmt: skip
    made["quiet"] = quiet.id
    return made


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_time_line_goes_from_the_signal_to_the_end(
    chemical: dict[str, Any], enter: Enter
) -> None:
    said = text_of(enter("cdc_ginkgo"), f"/disease-control/events/{chemical['event']}/")
    line = said[said.index("由早到晚") :]
    happened = [
        "08:00 发生", "09:00 预警信号", "10:00 接报", "10:00 登记", "11:30 初次报告",
        "12:00 初次报告（重大（Ⅱ级））：发病 30 人", "18:00 进程报告（重大（Ⅱ级））：发病 34 人",
        "10:00 事态终止", "提出整改：防护面具过期",
    ]  # fmt: skip
    line = re.sub(r"\s+", " ", line)
    places = [line.find(words) for words in happened]
    assert -1 not in places and places == sorted(places), line
    assert "银杏区疾控" in line and "物资科" in line


def test_what_is_late_is_said_in_words_and_filled_in_once(
    chemical: dict[str, Any], enter: Enter
) -> None:
    client, address = enter("cdc_ginkgo"), f"/disease-control/events/{chemical['event']}/"
    before = text_of(client, address)
    assert "逾期：已超" in before  # nobody wrote yet that the initial report was followed
    done = client.post(address, follow=True).content.decode()
    assert "已补填 2 份报告的续报时间" in done
    after = text_of(client, address)
    # 30 hours after the first report, 24 are allowed; the leak was over 88 hours after the second.
    assert "逾期：已办，迟 6 小时" in after
    assert "逾期：已办，迟 2 天 16 小时" in after
    assert "已补填 0 份报告" in client.post(address, follow=True).content.decode()


def test_opening_it_leaves_a_trace(chemical: dict[str, Any], enter: Enter, migrated: Urls) -> None:
    enter("city").get(f"/disease-control/events/{chemical['event']}/")
    with psycopg.connect(migrated.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        found = owner.execute(
            "SELECT count(*) FROM store_auditentry WHERE kind = 'open' AND actor = 'city'"
            " AND register = 'emergencies_health_emergency' AND record_id = %s",
            [chemical["event"]],
        ).fetchone()
    assert found == (1,)


def test_who_may_not_enter_reads_and_another_county_finds_nothing(
    chemical: dict[str, Any], enter: Enter
) -> None:
    address = f"/disease-control/events/{chemical['event']}/"
    reader = enter("city")
    assert "补填续报时间" not in text_of(reader, address)
    assert reader.post(address).status_code == 403
    assert "没有这起事件" in text_of(enter("cdc_angelica"), address, 404)


def test_open_events_come_first_and_the_signal_leads_to_its_event(
    chemical: dict[str, Any], enter: Enter
) -> None:
    client = enter("cdc_ginkgo")
    said = text_of(client, "/disease-control/events/")
    assert said.index("化工厂气体泄漏") < said.index("小学食物中毒")  # though this one is later
    assert "化工厂气体泄漏" not in text_of(enter("cdc_angelica"), "/disease-control/events/")
    signal = client.get(f"/disease-control/signals/{chemical['signal']}/").content.decode()
    assert f"/disease-control/events/{chemical['event']}/" in signal
    assert ">事件时间线<" in client.get("/").content.decode()


def test_the_store_says_what_is_short_and_what_expires(doors: Town, enter: Enter) -> None:
    empty = text_of(enter("cdc_angelica"), "/disease-control/supplies/")
    assert "还没有登记应急物资" in empty
    day = at("2014-07-01 09:00")
    for number, (item, least) in enumerate((("防护服", 100), ("消毒粉", 10)), start=1):
        supply = f"998801WZ2014000{number}"
        create(
            doors, "emergency_supply", day, supply_no=supply, item_name=item, kind="protection",
            count_unit="套", division=GINKGO, store_name="一号库", minimum_count=least,
            listed_date=day.date(),
        )  # fmt: skip
        create(
            doors, "supply_movement", day, supply=supply, kind="in", moved_date=day.date(),
            moved_count=80, lot="A", expiry_date=date(2014, 9, 1) if number == 1 else None,
        )  # fmt: skip
    said = text_of(enter("cdc_ginkgo"), "/disease-control/supplies/")
    assert "2 种，1 种须处理" in said
    assert "不足：差 20" in said and "90 天内到期 80" in said and "2014-09-01" in said
    assert said.index("防护服") < said.index("消毒粉")


def test_a_closed_event_of_level_four_owes_no_further_report(
    chemical: dict[str, Any], enter: Enter
) -> None:
    said = text_of(enter("cdc_ginkgo"), f"/disease-control/events/{chemical['quiet']}/")
    assert "没有逾期" in said and "下一次报告" not in said
    assert "提出整改：留样不全" in said and "还剩" in said
