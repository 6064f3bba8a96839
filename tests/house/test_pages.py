"""What every page owes everybody: no stranger in, no other office's rows, no names shown unasked.

The routes are walked, not listed: a new page is held to the same without a line here.
"""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from doors import CARD, PASSWORD, enter, page, routes

from town import CITY, Town

OPEN_TO_ALL = {
    "login", "public_reports", "public_report", "public_style", "public_download", "public_figure",
    "public_disclosures", "public_disclosure", "public_disclosure_csv", "public_objection",
    "queue_screen", "queue_board",
}  # fmt: skip
NAME, NUMBER_START, PHONE = "试样乙", "99880119850101", "13900000000"


def test_a_stranger_is_sent_to_the_log_in(doors: Town) -> None:
    walked = [name for name, _ in routes() if name not in OPEN_TO_ALL]
    assert len(walked) > 30
    for name in walked:
        for method in ("get", "post", "put", "delete"):
            answer = getattr(Client(), method)(page(name))
            assert answer.status_code == 302, (method, name)
            assert answer["Location"].startswith("/login/?next="), name


@pytest.mark.parametrize("who", ["clerk_t1", "cdc_angelica"])
def test_another_offices_record_is_not_there(doors: Town, who: str) -> None:
    """m1 lives in and was filed by the other district: for these two it does not exist."""
    client = enter(who)
    walked = [name for name, route in routes() if "<int:record>" in route]
    assert len(walked) > 5
    for name in walked:
        place = page(name, record=doors.cards["m1"])
        for method in ("get", "post"):
            sent = {"purpose": "试", "version": "1", "reason": "试"}
            answer = getattr(client, method)(place, sent)
            assert answer.status_code in (403, 404, 405, 422), (name, method, answer.status_code)
            assert NUMBER_START not in answer.content.decode()
            assert PHONE not in answer.content.decode()


def test_a_list_shows_what_is_in_scope_and_nothing_else(doors: Town) -> None:
    def shown(who: str) -> set[str]:
        text = enter(who).get(f"/registers/{CARD}/").content.decode()
        return set(re.findall(r'data-page="/registers/notifiable_case/(\d+)/"', text))

    everything = {str(n) for n in doors.cards.values()}
    angelica = {str(doors.cards[name]) for name in ("m2", "r1", "c1", "p2")}
    assert shown("city") == everything
    assert shown("cdc_angelica") == angelica
    assert shown("clerk_t1") == set()  # T1 has filed no card


def test_every_page_opens_for_those_whose_it_is(doors: Town, snapshot: str) -> None:
    """No page of the menu, and none it leads to, breaks for any post."""
    for who in ("clerk_h1", "cdc_ginkgo", "city", "admin"):
        client = enter(who)
        menu = client.get("/").content.decode()
        for link in sorted(set(re.findall(r'href="(/(?!static)[a-z][^"#]*)"', menu))):
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.status_code in (200, 403), (who, link, answer.status_code)


PRIVATE = f"{NAME}|{NUMBER_START}|{PHONE}"


@pytest.mark.parametrize("route", ["list", "detail", "drawer", "print"])
def test_people_are_masked_until_a_purpose_is_said(doors: Town, route: str) -> None:
    client = enter("cdc_ginkgo")
    text = client.get(page(route, record=doors.cards["m1"])).content.decode()
    assert "试**" in text
    assert not re.search(PRIVATE, text)


def test_opening_what_is_masked_asks_a_purpose_and_leaves_a_trace(doors: Town) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry

    client, record = enter("cdc_ginkgo"), doors.cards["m1"]
    place = page("unmask", record=record)
    refused = client.post(place).content.decode()
    assert not re.search(PRIVATE, refused)
    assert "请先填写用途" in refused
    opened = client.post(place, {"purpose": "流行病学调查"}).content.decode()
    assert NAME in opened
    assert PHONE in opened
    again = client.post(place).content.decode()  # once for a task
    assert NAME in again
    with acting("city"):
        traces = AuditEntry.objects.filter(
            kind="unmask",
            register="infectious_notifiable_case",
            record_id=record,
            actor="cdc_ginkgo",
        )
        assert [t.purpose for t in traces] == ["流行病学调查"] * 2


def test_a_name_that_is_searched_for_never_stands_in_an_address(doors: Town) -> None:
    client = enter("cdc_ginkgo")
    for text in (NAME, "syy", "shiyangyi", NUMBER_START + "0011"):
        answer = client.post(f"/registers/{CARD}/search/", {"text": text})
        assert answer.status_code == 302
        assert re.fullmatch(r"/registers/notifiable_case/\?find=[0-9a-f]{8}", answer["Location"])
    found = client.get(client.post(f"/registers/{CARD}/search/", {"text": "syy"})["Location"])
    rows = re.findall(r'data-page="[^"]*/(\d+)/"', found.content.decode())
    # 试样乙 is m1, and t1 is of the same person (`town.py`).
    assert set(rows) == {str(doors.cards["m1"]), str(doors.cards["t1"])}


def test_titles_of_pages_hold_no_name(doors: Town) -> None:
    client = enter("cdc_ginkgo")
    client.post(page("unmask", record=doors.cards["m1"]), {"purpose": "核对"})
    for route in ("list", "detail", "edit", "print"):
        text = client.get(page(route, record=doors.cards["m1"])).content.decode()
        title = re.search(r"<title>(.*?)</title>", text, re.S)
        assert title is not None
        assert NAME not in title[1]


def test_an_export_is_exactly_what_is_seen(doors: Town) -> None:
    client = enter("cdc_ginkgo")
    query = "?disease=measles&sort=onset_date&columns=card_no,patient_name,onset_date"
    text = client.get(f"/registers/{CARD}/{query}").content.decode()
    body = client.post(f"/registers/{CARD}/export/{query}", {"format": "csv"}).content
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    seen = [
        re.findall(r"<td[^>]*>(.*?)</td>", line, re.S)
        for line in re.findall(r"<tr tabindex.*?</tr>", text, re.S)
    ]
    assert rows[0] == ["卡片编号", "患者姓名", "发病日期"]
    assert rows[1:] == [[cell.strip() for cell in line] for line in seen]
    assert len(rows) == 1 + 5  # m1 s1 w1 x1 p1
    assert not re.search(PRIVATE, body.decode("utf-8-sig"))
    asked = client.post(f"/registers/{CARD}/export/{query}", {"originals": "1"})
    assert asked.status_code == 422  # originals without a purpose


def card_of(text: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them."""
    text = text[text.index('id="paper"') :]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", text):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        chosen = given.get("type") not in ("radio", "checkbox") or " checked" in tag
        if chosen and "name" in given:
            sent[given["name"]] = given.get("value", "")
    for name, inside in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', text, re.S):
        chosen_option = re.search(r'value="([^"]*)" selected', inside)
        sent[name] = chosen_option[1] if chosen_option else ""
    for name, inside in re.findall(
        r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', text, re.S
    ):
        sent[name] = inside
    return sent


def test_the_second_of_two_writers_sees_what_the_first_changed(doors: Town) -> None:
    place = page("edit", name="population", record=1)
    first, second = enter("admin"), enter("admin2")
    one, two = (card_of(c.get(place).content.decode()) for c in (first, second))
    saved = first.post(place, {**one, "provider": "城东统计站", "intent": "save"})
    assert saved.status_code == 302, saved.content.decode()
    late = second.post(place, {**two, "provider": "城西统计站", "intent": "save"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "城东统计站" in text  # what the first wrote
    assert 'value="城西统计站"' in text  # what the second typed is still there


def test_problems_come_all_together_and_nothing_typed_is_lost(doors: Town) -> None:
    client = enter("clerk_h1")
    typed = {
        "patient_name": "试样未",
        "onset_date": "2013-06-40",
        "phone": "12",
        "intent": "submit",
    }
    answer = client.post(f"/registers/{CARD}/new/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    for code in ("V-date", "V-phone", "REQ"):
        assert code in text
    for value in typed.values():
        assert value in text


def test_checks_speak_of_the_items_that_were_left_alone(doors: Town) -> None:
    """Worked by hand: GB 11643 puts 1985-01-01 at places 7-14, and an odd 17th is a man."""
    from town import identity_number

    client = enter("clerk_h1")
    sent = {"touched": "id_number,phone", "id_number": identity_number(5), "phone": "12"}
    answer = client.post(f"/registers/{CARD}/check/", sent)
    text = answer.content.decode()
    assert "V-phone" in text
    assert "problems-patient_name" not in text
    assert answer["HX-Trigger"] == '{"xinglin:told": {"birth_date": "1985-01-01", "sex": "1"}}'


def test_a_figures_evidence_is_as_many_records_as_the_figure(doors: Town, snapshot: str) -> None:
    """5 by the drawing of `town.py`: m1 m2 r1 t1 l1; two of them are Angelica's."""
    place = f"/figures/class_bc_cases/?place={CITY}&period=2013H1"
    whole = enter("city").get(place).content.decode()
    assert "共 5 条" in whole
    assert len(re.findall(r'<td class=""><a href="/registers/notifiable_case/', whole)) == 5
    part = enter("cdc_angelica").get(place).content.decode()
    assert "共 5 条" in part
    assert "其中 3 条不在您的权限内" in part
    assert len(re.findall(r'<td class=""><a href="/registers/notifiable_case/', part)) == 2


def test_why_a_record_is_not_counted(doors: Town, snapshot: str) -> None:
    place = f"/figures/class_bc_cases/?place={CITY}&period=2013H1&why={doors.cards['s1']}"
    text = enter("city").get(place).content.decode()
    assert "病例分类" in text[text.index("为什么没有计入") :]


def test_an_institutions_own_people_see_no_figures_of_a_place(doors: Town, snapshot: str) -> None:
    client = enter("clerk_h1")
    for place in ("/indicators/", "/reports/", "/figures/class_bc_cases/", "/analysis/infectious/"):
        assert client.get(place).status_code == 403


def test_five_wrong_passwords_lock_the_door(doors: Town) -> None:
    from axes.utils import reset

    client = Client()
    wrong = {"username": "clerk_t1", "password": "不对"}
    codes = [client.post("/login/", wrong).status_code for _ in range(5)]
    assert codes == [401] * 4 + [429]
    answer = client.post("/login/", {**wrong, "password": PASSWORD})
    assert answer.status_code == 429
    assert "已锁定 15 分钟" in answer.content.decode()
    reset(username="clerk_t1")


def test_faults_are_one_sentence_in_chinese(doors: Town) -> None:
    client = enter("city")
    for place, status in (
        ("/nothing/", 404),
        ("/registers/nothing/", 404),
        ("/indicators/?period=2013X", 404),
        (f"/registers/{CARD}/999999/", 404),
        (f"/registers/{CARD}/new/", 403),
    ):
        answer = client.get(place)
        text = answer.content.decode()
        assert answer.status_code == status, place
        assert "Traceback" not in text
        assert re.search(r"<p>[^<]*[\u4e00-\u9fff][^<]*。</p>", text), place
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = client.cookies
    answer = forged.post("/logout/")
    assert answer.status_code == 403
    assert "页面打开太久" in answer.content.decode()


def test_pages_send_a_strict_policy_and_are_not_kept(doors: Town) -> None:
    answer = enter("city").get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert not re.search(r"\son\w+=|<script(?![^>]*nonce)|\sstyle=", text)
