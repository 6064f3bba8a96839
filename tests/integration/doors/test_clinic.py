"""A vaccination clinic's pages: who is due and why, the month, the stock, the hall's screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from town import KINGS, Town, at, clock
from xinglin.language import catalogue

Enter = Callable[[str], Client]
MORNING = at("2014-07-30 09:00")


@pytest.fixture(autouse=True)
def july(doors: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of these records, whichever day other tests have left on the clock."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SIMULATED_CLOCK", "2014-07-30T18:00:00+08:00")


def create(town: Town, register: str, **values: Any) -> Any:
    from xinglin.actions.recording import create_record

    user = town.user("clerk_h1")
    with clock(user, MORNING):
        return create_record(
            catalogue.load().register(register), values, by=user, reasons={"VN05": "外院已种"}
        )


@pytest.fixture(scope="module")
def clinic(doors: Town) -> dict[str, Any]:
    """One child of three months and a batch that is past its day."""
    child = create(
        doors, "vaccination_child", child_no="998801ET2014000001", child_name="试样小甲",
        sex="1", birth_date=date(2014, 4, 30), residence=KINGS,
        residence_kind="resident", carded_date=date(2014, 5, 10),
    )  # fmt: skip
    for vaccine, day in (
        ("hepb", date(2014, 4, 30)), ("bcg", date(2014, 4, 30)), ("hepb", date(2014, 5, 20)),
    ):  # fmt: skip
        create(doors, "vaccination", child="998801ET2014000001", vaccine=vaccine, dose_date=day)
    create(
        doors, "vaccine_batch", batch_no="旧批0001", vaccine="hepb", maker="示例生物",
        received_date=date(2013, 1, 1), expiry_date=date(2014, 6, 30), doses_per_vial=1,
    )  # fmt: skip
    create(
        doors, "vaccine_movement", batch="旧批0001", kind="in", moved_date=date(2013, 1, 2),
        doses_count=20,
    )  # fmt: skip
    return {"child": child.id}


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_plan_says_why_a_dose_does_not_count(clinic: dict[str, Any], enter: Enter) -> None:
    said = text_of(enter("clerk_h1"), f"/clinic/plan/{clinic['child']}/")
    assert "2014-05-20 乙肝疫苗（乙肝2） 未到起始年龄，不计，应重种" in said
    assert "应种未种 3 剂： 乙肝2、脊灰1、百白破1" in said
    assert "试样小甲" not in said  # masked until a purpose is given


def test_the_due_list_goes_out_masked_and_refuses_what_is_no_day(
    clinic: dict[str, Any], enter: Enter
) -> None:
    client = enter("clerk_h1")
    said = text_of(client, "/clinic/due/?until=2014-07-30")
    assert "998801ET2014000001" in said and "脊灰1" in said
    assert "“明天”不是日期" in text_of(client, "/clinic/due/?until=明天")
    lines = client.get("/clinic/due/list.csv?until=2014-07-30").content.decode("utf-8-sig")
    assert "试***" in lines
    assert "试样小甲" not in lines


def test_the_month_is_made_once_and_made_again_changes_nothing(
    clinic: dict[str, Any], enter: Enter
) -> None:
    client = enter("clerk_h1")
    made = client.post("/clinic/months/", {"month": "2014-05"}, follow=True).content.decode()
    assert "2014-05：1 个门诊，新填" in made
    again = client.post("/clinic/months/", {"month": "2014-05"}, follow=True).content.decode()
    assert "新填 0 行，更正 0 行，人工填报的 0 行未动" in again
    assert "不是月份" in text_of(client, "/clinic/months/?month=2014-13", 422)


def test_a_batch_past_its_day_is_told(clinic: dict[str, Any], enter: Enter) -> None:
    assert "已过期，应封存报损" in text_of(enter("clerk_h1"), "/clinic/stock/")


def test_a_screen_needs_its_key_and_nobody_logged_in(clinic: dict[str, Any], enter: Enter) -> None:
    client = enter("clerk_h1")
    client.post("/clinic/queue/", {"act": "take", "prefix": "B", "stage": "register"})
    page = client.get("/clinic/queue/?stage=register&room=1号窗").content.decode()
    screen = re.search(r'href="(/clinic/screen/[^"]+)"', page)
    assert screen is not None
    assert "B001" in text_of(Client(), screen[1])
    assert "B001" in text_of(Client(), f"{screen[1]}part/")
    assert Client().get("/clinic/screen/H1/0123456789abcdef0123/").status_code == 404
    refused = client.post("/clinic/queue/", {"act": "take", "prefix": "Z"})
    assert "没有这种号别" in refused.content.decode()


def test_a_list_is_narrowed_by_yes_and_no(clinic: dict[str, Any], enter: Enter) -> None:
    client = enter("clerk_h1")
    for asked in ("1", "0", "也许"):
        answer = client.get("/registers/snail_survey/", {"past_snails": asked})
        assert answer.status_code == 200
