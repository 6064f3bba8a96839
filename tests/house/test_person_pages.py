"""The person index by its pages: whom one finds, what one sees of him, who looked, who merged."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from doors import enter

from town import Town, at, clock, identity_number
from xinglin.language import catalogue

NUMBER = identity_number(1)
"""Of 试样乙, who is m1 and t1 (`town.py`), filed by H1."""


@pytest.fixture(scope="module")
def person(doors: Town) -> int:
    """The person row of m1 and t1."""
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting("admin"):
        model: Any = model_of(catalogue.load().register("notifiable_case"))
        return int(model.objects.get(pk=doors.cards["m1"]).person_id)


def search(client: Any, text: str) -> str:
    """The address a search leads to."""
    answer = client.post("/persons/search/", {"text": text})
    assert answer.status_code == 302
    return str(answer["Location"])


def traces(kind: str, username: str) -> list[Any]:
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry

    with acting("city"):
        return list(AuditEntry.objects.filter(kind=kind, actor=username).order_by("entry_id"))


def test_a_whole_number_opens_what_is_ones_own_and_tells_no_more(doors: Town, person: int) -> None:
    client = enter("clerk_t1")
    assert client.get(f"/persons/{person}/").status_code == 404
    place = search(client, NUMBER)
    assert re.fullmatch(r"/persons/\?find=[0-9a-f]{8}", place)
    found = client.get(place).content.decode()
    assert "试**" in found
    assert "试样乙" not in found
    opened = client.get(f"/persons/{person}/{place.removeprefix('/persons/')}").content.decode()
    assert "由其他机构登记" in opened
    assert "共 <strong>0</strong> 条" in opened
    assert "不在您的权限内" not in opened  # that he has records elsewhere is not told to a clinic
    assert "139****0000" not in opened
    assert [t.record_id for t in traces("find", "clerk_t1")] == [person, person]
    assert [t.register for t in traces("open", "clerk_t1")] == ["store_person"]


def test_half_a_number_and_anothers_session_find_nobody(doors: Town, person: int) -> None:
    client = enter("clerk_t1")
    assert "没有找到" in client.get(search(client, NUMBER[:14])).content.decode()
    mark = search(client, NUMBER).removeprefix("/persons/")
    assert enter("cdc_angelica").get(f"/persons/{person}/{mark}").status_code == 404


def test_names_are_found_in_scope_alone(doors: Town, person: int) -> None:
    for text in ("试样乙", "syy", "shiyangyi"):
        own, others = enter("cdc_ginkgo"), enter("clerk_t1")
        assert f'href="/persons/{person}/"' in own.get(search(own, text)).content.decode()
        assert "没有找到" in others.get(search(others, text)).content.decode()


def test_the_timeline_is_newest_first_and_masked(doors: Town, person: int) -> None:
    text = enter("cdc_ginkgo").get(f"/persons/{person}/").content.decode()
    records = re.findall(r'href="/registers/notifiable_case/(\d+)/"', text)
    assert records == [str(doors.cards["t1"]), str(doors.cards["m1"])]  # 2 June, then 5 March
    assert "流行性腮腺炎" in text
    assert "试样乙" not in text
    assert "998801***********" in text


def test_originals_of_a_person_need_a_purpose_and_leave_a_trace(doors: Town, person: int) -> None:
    client = enter("cdc_ginkgo")
    before = len(traces("unmask", "cdc_ginkgo"))
    refused = client.post(f"/persons/{person}/unmask/").content.decode()
    assert "请先填写用途" in refused
    assert "试样乙" not in refused
    opened = client.post(f"/persons/{person}/unmask/", {"purpose": "核对身份"}).content.decode()
    assert "试样乙" in opened
    assert NUMBER in opened
    left = traces("unmask", "cdc_ginkgo")[before:]
    assert [(t.register, t.record_id, t.purpose) for t in left] == [
        ("store_person", person, "核对身份")
    ]
    assert enter("city").post(f"/persons/{person}/unmask/", {"purpose": "试"}).status_code == 403


def test_another_number_is_written_down_and_finds_him(doors: Town, person: int) -> None:
    client = enter("clerk_h1")
    sent = {"kind": "90", "number": "JK-0000 0001", "valid_from": "2013-13-01"}
    wrong = client.post(f"/persons/{person}/identify/", sent)
    assert wrong.status_code == 422
    assert "JK-0000 0001" in wrong.content.decode()  # nothing typed is lost
    assert (
        client.post(f"/persons/{person}/identify/", {**sent, "valid_from": ""}).status_code == 302
    )
    other = enter("clerk_t1")
    assert "试**" in other.get(search(other, "jk00000001")).content.decode()
    shown = client.get(f"/persons/{person}/").content.decode()
    assert "******0001" in shown
    assert "JK00000001" not in shown


def test_merged_by_the_page_seen_together_and_taken_back(doors: Town, person: int) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.registers import model_of

    with acting("admin"):
        model: Any = model_of(catalogue.load().register("notifiable_case"))
        other = int(model.objects.get(pk=doors.cards["r1"]).person_id)
    client = enter("city")
    place = f"/persons/compare/?one={person}&two={other}"
    beside = client.get(place).content.decode()
    assert "试样乙" not in beside
    assert "不同" in beside
    assert enter("cdc_ginkgo").get(place).status_code == 404  # r1 is Angelica's
    sent = {"one": person, "two": other, "kept": person}
    refused = client.post("/persons/merge/", sent)
    assert refused.status_code == 422
    assert "须写明理由" in refused.content.decode()
    assert client.post("/persons/merge/", {**sent, "reason": "户口本"}).status_code == 302
    both = client.get(f"/persons/{other}/").content.decode()
    assert "共 <strong>3</strong> 条" in both
    assert "已并入" in both
    part = enter("cdc_ginkgo").get(f"/persons/{person}/").content.decode()
    assert "共 <strong>2</strong> 条，另有 1 条不在您的权限内" in part
    ring = client.post(
        "/persons/merge/", {"one": person, "two": other, "kept": other, "reason": "试"}
    )
    assert "绕成一圈" in ring.content.decode()
    listed = client.get("/persons/merges/").content.decode()
    undo = re.search(r'action="(/persons/merges/\d+/undo/)"', listed)
    assert undo is not None
    assert client.post(undo[1], {"version": "1", "reason": ""}).status_code == 422
    assert client.post(undo[1], {"version": "1", "reason": "核实为两人"}).status_code == 302
    assert "共 <strong>1</strong> 条" in client.get(f"/persons/{other}/").content.decode()


@pytest.mark.parametrize("place", ["/persons/duplicates/", "/persons/merges/"])
def test_merging_is_not_everybodys(doors: Town, place: str) -> None:
    assert enter("clerk_h1").get(place).status_code == 403
    assert enter("city").get(place).status_code == 200


def test_who_looked_is_told_by_person_record_user_and_day(doors: Town, person: int) -> None:
    enter("cdc_ginkgo").get(f"/registers/notifiable_case/{doors.cards['m1']}/")
    enter("admin").get(f"/registers/notifiable_case/{doors.cards['m1']}/")
    assert enter("cdc_ginkgo").get("/looks/").status_code == 403
    client = enter("city")
    by_person = client.get(f"/looks/?person={person}").content.decode()
    assert "法定传染病报告卡" in by_person or "传染病报告卡" in by_person
    assert "人员索引" in by_person
    assert "银杏区疾控" in by_person
    assert "管理员" not in by_person[by_person.index("<tbody>") :].split("</tbody>")[0]
    day = "2013-06-30"
    assert day in client.get("/looks/?by=day").content.decode()
    by_record = client.get("/looks/?by=record&register=store_person").content.decode()
    assert f"人员索引 第 {person} 号" in by_record
    narrowed = client.get("/looks/?by=user").content.decode()
    assert 'href="?actor=cdc_ginkgo"' in narrowed
    assert "记录号只能是数字" in client.get("/looks/?record=x").content.decode()


def test_looks_leave_as_a_file_and_that_is_audited(doors: Town) -> None:
    client = enter("city")
    body = client.post("/looks/export/?kind=find").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    assert rows[0] == ["时间", "谁", "动作", "登记表", "记录号", "用途", "说明"]
    assert len(rows) > 1
    assert {row[2] for row in rows[1:]} == {"按号码查找"}
    assert NUMBER not in body
    assert traces("export", "city")[-1].detail == f"导出查阅记录 {len(rows) - 1} 条"


def test_an_unusual_use_is_opened_and_answered_by_another(doors: Town) -> None:
    from django.db import connection

    from xinglin.actions.access_findings import find_unusual_uses
    from xinglin.store.acting import acting

    clerk = doors.user("clerk_h1")
    for minute in range(21):
        with clock(clerk, at(f"2013-06-27 22:{minute:02d}")), connection.cursor() as cursor:
            cursor.execute(
                "SELECT xinglin.audit('open', 'infectious_notifiable_case', %s, 1, '')",
                [doors.cards["w1"]],
            )
    with acting("admin"):
        assert find_unusual_uses(date(2013, 6, 27), date(2013, 6, 27)) == 1
    client = enter("city")
    listed = client.get("/findings/").content.decode()
    opened = re.search(r'href="(/findings/\d+/)">非工作时间查阅过多', listed)
    assert opened is not None
    text = client.get(opened[1]).content.decode()
    assert text.count("2013-06-27 22:") == 21
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version is not None
    sent = {"version": version[1], "state": "explained"}
    assert client.post(opened[1], {**sent, "reason": ""}).status_code == 422
    assert client.post(opened[1], {**sent, "reason": "当晚值班"}).status_code == 302
    assert "当晚值班" in client.get("/findings/?state=explained").content.decode()
    assert enter("cdc_ginkgo").get(opened[1]).status_code == 403
