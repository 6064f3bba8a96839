"""Snails and mosquitoes as the surveys found them."""

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


@pytest.fixture(autouse=True)
def july(doors: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of these records, whichever day other tests have left on the clock."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SIMULATED_CLOCK", "2014-07-30T18:00:00+08:00")


def create(town: Town, register: str, **values: Any) -> Any:
    from xinglin.actions.recording import create_record

    user = town.user("cdc_ginkgo")
    with clock(user, at("2014-07-30 09:00")):
        reasons = {"VS06": "村小，全部查到"}
        return create_record(catalogue.load().register(register), values, by=user, reasons=reasons)


@pytest.fixture(scope="module")
def field(doors: Town) -> None:
    """One village with snails, one without; one site over the line."""
    for number, snails in ((1, 4), (2, 0)):
        create(
            doors, "snail_survey", survey_no=f"998801CL2014000{number}", division=KINGS,
            village=f"试样{number}村", survey_date=date(2014, 4, 2), past_snails=True,
            frames_count=400, snail_frames_count=snails, live_count=snails * 3,
            dissected_count=snails * 3, infected_count=snails // 4, surveyed_m2=20_000,
        )  # fmt: skip
    create(
        doors, "snail_spot", survey="998801CL20140001", spot_no=1, found_date=date(2014, 4, 2),
        habitat_kind="2", area_m2=120,
    )  # fmt: skip
    create(
        doors, "snail_habitat", division=KINGS, village="试样1村", habitat_name="村东水渠",
        habitat_kind="2", longitude_milli=120_075, latitude_milli=29_306, snail_state="present",
        since_date=date(2014, 4, 2),
    )  # fmt: skip
    create(
        doors, "vector_site", site_no="998801WM201400001", site_name="试样1村",
        site_kind="village", division=KINGS, since_date=date(2014, 1, 2),
    )  # fmt: skip
    for day, positive in ((2, 20), (30, 9)):
        create(
            doors, "vector_survey", site="998801WM201400001", survey_date=date(2014, 6, day),
            houses_count=120, positive_houses_count=6, wet_count=80, positive_count=positive,
            traps_count=96, positive_traps_count=4,
        )  # fmt: skip


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_snails_by_village_and_on_the_map(field: None, enter: Enter) -> None:
    client = enter("cdc_ginkgo")
    said = text_of(client, "/disease-control/snails/")
    assert "调查 800 框，有螺 4 框，有螺框出现率 0.50%，感染率 8.33%" in said
    assert "1.00 0.03 8.33 1 120" in said  # 4÷400, 12÷400, 1÷12, one spot of 120 m²
    page = client.get("/disease-control/snails/").content.decode()
    assert "120.075" in page and "29.306" in page
    assert "不是日期" in text_of(client, "/disease-control/snails/?from=去年")
    assert "没有查螺记录" in text_of(client, "/disease-control/snails/?until=2013-12-31")


def test_the_latest_survey_of_a_site_and_what_it_means(field: None, enter: Enter) -> None:
    """120 houses, 9 containers in 6 houses, 80 wet: BI 7.5, HI 5, CI 11.25; traps 4 of 96."""
    said = text_of(enter("cdc_ginkgo"), "/disease-control/vectors/")
    assert "2014-06-30 120 7.50 5.00 11.25 4.17 低度传播风险；诱蚊诱卵指数达标" in said
    assert "2014-06-02" not in said
