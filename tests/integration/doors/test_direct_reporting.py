"""Pages of direct reporting: audits, repeated cards, quality, neighbours, observation."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from town import ANGELICA, CHENGGUAN, KINGS, Town, at, card, clock, identity_number
from xinglin.language import catalogue

Enter = Callable[[str], Client]
SEEN = at("2014-07-01 08:00")
NOW = at("2014-07-30 08:00")
NAME = "直报测试甲"
AUDITS, QUALITY = "/disease-control/audits/", "/disease-control/quality/"


def create(town: Town, register: str, moment: datetime, by: str, **values: Any) -> Any:
    from xinglin.actions.recording import create_record

    user = town.user(by)
    with clock(user, moment):
        return create_record(catalogue.load().register(register), values, by=user)


def report(town: Town, serial: int, home: str, hours: int, name: str) -> None:
    from xinglin.actions.recording import take_step

    values = card(serial, SEEN, "measles", home, patient_name=name)
    saved = create(town, "notifiable_case", SEEN, "clerk_h1", **values)
    user = town.user("clerk_h1")
    with clock(user, SEEN + timedelta(hours=hours)):
        register = catalogue.load().register("notifiable_case")
        take_step(register, saved.id, "submit", by=user, version=saved.version)


@pytest.fixture(scope="module")
def audit(doors: Town) -> int:
    """Three measles of H1: reported late, reported by H1 for a patient of the next county, and
    never; and a second card of the first patient."""
    report(doors, 901, KINGS, 30, NAME)
    report(doors, 902, CHENGGUAN, 2, "直报测试乙")
    report(doors, 901, KINGS, 2, NAME)
    saved = create(
        doors, "report_audit", NOW, "cdc_ginkgo", audit_no="998801LB20149001", unit="H1",
        division=KINGS, audited_date=date(2014, 7, 29), from_date=date(2014, 7, 1),
        to_date=date(2014, 7, 20), auditors="试样员", outpatient_count=500,
    )  # fmt: skip
    names = {901: NAME, 902: "直报测试乙", 903: "直报测试丙"}
    for line, (serial, name) in enumerate(names.items(), 1):
        create(
            doors, "audited_case", NOW, "cdc_ginkgo", audit="998801LB20149001", line_no=line,
            book="outpatient", patient_name=name, id_number=identity_number(serial),
            sex="1" if serial % 2 else "2", birth_date=date(1985, 1, 1), disease="measles",
            diagnosed_date=SEEN.date(),
        )  # fmt: skip
    return int(saved.id)


def test_an_audit_is_compared_and_taken_over(doors: Town, enter: Enter, audit: int) -> None:
    client, place = enter("cdc_ginkgo"), f"{AUDITS}{audit}/"
    text = client.get(place).content.decode()
    assert NAME not in text and "直****" in text
    assert "现住外地" in text  # the next county's card has a number here and no door
    ticked = re.findall(r'name="case" value="([^"]+)"[^>]* checked', text)
    assert [one.rpartition(":")[2] for one in ticked] == ["reported", "reported", "missed"]
    nothing = client.post(place, {})
    assert nothing.status_code == 422 and "至少勾选一例" in nothing.content.decode()
    forged = client.post(place, {"case": ["1:x:missed"]})
    assert forged.status_code == 422
    assert client.post(place, {"case": ticked}).status_code == 302
    after = client.get(place).content.decode()
    assert "漏报率 33.33%" in after and after.count("已采用") == 4  # three rows and the message
    stale = client.post(place, {"case": ticked[:1]})
    assert stale.status_code == 422  # somebody has written since
    listed = client.get(AUDITS).content.decode()
    assert "998801LB20149001" in listed and "33.33%" in listed


def test_looking_at_an_audit_leaves_a_trace(doors: Town, enter: Enter, audit: int) -> None:
    from xinglin.store.models import AuditEntry

    enter("city").get(f"{AUDITS}{audit}/")
    user = doors.user("admin")
    with clock(user, NOW):
        seen = AuditEntry.objects.filter(
            actor="city", kind="open", register="infectious_report_audit", record_id=audit
        )
        assert seen.exists()


def test_who_may_look_at_audits(doors: Town, enter: Enter, audit: int) -> None:
    assert enter("clerk_h1").get(f"{AUDITS}{audit}/").status_code == 404
    assert enter("cdc_angelica").get(f"{AUDITS}{audit}/").status_code == 404
    city = enter("city")
    assert 'name="case"' not in city.get(f"{AUDITS}{audit}/").content.decode()
    assert city.post(f"{AUDITS}{audit}/", {"case": ["1:1:missed"]}).status_code == 403


def test_repeated_cards_are_listed_without_names(doors: Town, enter: Enter, audit: int) -> None:
    client = enter("cdc_ginkgo")
    text = client.get("/disease-control/duplicate-cards/").content.decode()
    assert "同一人员" in text and "直****" in text
    assert NAME not in text and identity_number(901) not in text
    other = client.get("/disease-control/duplicate-cards/?disease=mumps").content.decode()
    assert "没有疑似重卡" in other
    assert client.get("/disease-control/duplicate-cards/?disease=x").status_code == 404


def test_quality_as_a_page_and_as_a_file(doors: Town, enter: Enter, audit: int) -> None:
    """H1 in Ginkgo's reach: two cards, one late; the first three days of July without a card on
    the 3rd (reported on the 1st twice and the 2nd), so that one of three is silent."""
    client, asked = enter("cdc_ginkgo"), "?from=2014-07-01&to=2014-07-03"
    text = client.get(QUALITY + asked).content.decode()
    row = re.search(r"<tr><th scope=\"row\">银杏区人民医院（虚构）</th>(.*?)</tr>", text)
    assert row is not None
    cells = re.findall(r">([^<]*)</td>", row[1])
    assert cells == ["2", "1", "50.00%", "0", "100.00%", "3", "1", "33.33%"]
    body = client.get(f"{QUALITY}table.csv{asked}").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(body)))
    assert lines[0][:3] == ["单位代码", "报告单位", "报告卡数"]
    assert [lines[1][n] for n in (0, 2, 3, 4, 9)] == ["H1", "2", "1", "50.00", "33.33"]
    wrong = client.get(f"{QUALITY}?from=2014-07-40")
    assert wrong.status_code == 422 and "写成如" in wrong.content.decode()
    turned = client.get(f"{QUALITY}?from=2014-07-09&to=2014-07-01")
    assert turned.status_code == 422
    assert enter("fujz").get(f"{QUALITY}table.csv{asked}").status_code == 403


def test_a_neighbours_signal_is_told_and_leads_nowhere(doors: Town, enter: Enter) -> None:
    day = date(2014, 7, 28)
    saved = create(
        doors, "outbreak_signal", NOW, "cdc_angelica", signal_key="邻县-1", disease="cholera",
        division=ANGELICA, kind="fixed", method="fixed-c1-n1", from_date=date(2014, 7, 22),
        to_date=day, observed_count=3, threshold_text="1", evidence="石桥镇某家", raised_at=NOW,
    )  # fmt: skip
    client = enter("cdc_ginkgo")
    text = client.get("/disease-control/signals/").content.decode()
    part = text[text.index("邻近地区信号") :]
    part = part[: part.index("</section>")]
    for words in ("霍乱", "当归县", "2014-07-22 至 2014-07-28", "待核实"):
        assert words in part
    assert "href" not in part and "石桥镇" not in text
    assert client.get(f"/disease-control/signals/{saved.id}/").status_code == 404
    own = enter("cdc_angelica").get("/disease-control/signals/").content.decode()
    assert "邻近地区信号" not in own


def test_who_is_to_be_observed_today(doors: Town, enter: Enter) -> None:
    for serial, day in ((1, 20), (2, 1)):
        create(
            doors, "contact_person", NOW, "cdc_ginkgo", contact_no=f"998801MJ20149000{serial}",
            event_no="998801TF2014901", disease="measles", contact_name=f"直报接触{serial}",
            sex="1", phone="13900000000", residence=KINGS, relation="family",
            last_contact_at=at(f"2014-07-{day:02d} 10:00"),
        )  # fmt: skip
    client = enter("cdc_ginkgo")
    text = client.get("/disease-control/contacts/?event=998801TF2014901").content.decode()
    first, second = text.split("观察期已满，还没有解除")
    assert "998801MJ201490001" in first and "2014-08-10" in first
    assert "998801MJ201490002" in second
    assert "直报接触" not in text and "13900000000" not in text
    link = re.search(r'href="([^"]*contact_check/new[^"]*)"', first)
    assert link is not None
    form = client.get(link[1]).content.decode()
    assert "998801MJ201490001" in form
    assert "还没有" in client.get("/disease-control/contacts/?kind=travellers").content.decode()


def test_every_page_opens_for_every_post(doors: Town, enter: Enter, audit: int) -> None:
    for who in ("clerk_h1", "clerk_t1", "cdc_ginkgo", "city", "fujz", "admin"):
        client = enter(who)
        for place in (AUDITS, QUALITY, "/disease-control/duplicate-cards/",
                      "/disease-control/contacts/", "/disease-control/signals/"):  # fmt: skip
            assert client.get(place).status_code == 200, (who, place)
            for order in ("gaps", "silent", "cards"):
                assert client.get(f"{place}?order={order}").status_code == 200
