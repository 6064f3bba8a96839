"""The year's tasks, mapping files and new divisions, as the pages and what is behind them show."""

from __future__ import annotations

import psycopg
import pytest
from doors import enter

from town import CITY, Town
from xinglin.store.server import Urls


def test_a_division_is_known_as_soon_as_it_is_there(doors: Town, migrated: Urls) -> None:
    """What is kept of the divisions between requests follows every change of them."""
    from xinglin.actions.references import load_references
    from xinglin.store.acting import acting

    def known(text: str) -> str | None:
        with acting("city"):
            return load_references().find_division(text)

    def change(statement: str) -> None:
        with psycopg.connect(migrated.owner) as owner:
            owner.execute(statement)

    assert known("新设镇") is None
    change(
        "INSERT INTO store_division (code, name, level, parent_code)"
        " VALUES ('998821199', '新设镇', 'township', '998821')"
    )
    assert known("新设镇") == "998821199"
    with acting("city"):
        assert "998821" in load_references().parents_with_townships
    change("UPDATE store_division SET name = '改名镇' WHERE code = '998821199'")
    assert (known("新设镇"), known("改名镇")) == (None, "998821199")
    change("DELETE FROM store_division WHERE code = '998821199'")
    assert known("改名镇") is None


def test_the_years_tasks_show_progress_beside_the_time_gone(doors: Town, snapshot: str) -> None:
    """By hand: of 10 cases asked for, 5 counted (see above) are 50.0%; 30 June 2013 is the 181st
    day of 365: 49.6%. For Angelica 2 of 8 are 25.0%: 49.6 - 25.0 = 24.6 behind."""
    city = enter("city")
    assert "年任务进度" not in city.get("/").content.decode()
    client = enter("admin")
    for place, count in ((CITY, "10"), ("998821", "8")):
        task = {"division": place, "indicator": "class_bc_cases", "year_date": "2013-01-01"}
        sent = client.post(
            "/registers/annual_target/new/", {**task, "target_count": count, "intent": "submit"}
        )
        assert sent.status_code == 302, sent.content.decode()
    text = city.get("/").content.decode()
    part = text[text.index("2013 年任务进度") :]
    for words in ("50.0%", "达到时间进度", "25.0%", "慢于时间进度 24.6 个百分点", "时间进度 49.6%"):
        assert words in part
    own = enter("cdc_angelica").get("/").content.decode()
    assert "25.0%" in own
    assert "50.0%" not in own  # the whole city's task is not theirs to see
    assert "年任务进度" not in enter("clerk_h1").get("/").content.decode()


def test_a_running_task_shows_what_its_indicator_says(doors: Town, snapshot: str) -> None:
    """Ginkgo's task is to keep the cases at 4 at most; m1, t1 and l1 count: 3 of 4 are 75.0%."""
    from town import at, clock
    from xinglin.actions.recording import take_step
    from xinglin.language import catalogue
    from xinglin.store.registers import model_of

    task, cdc = catalogue.load().register("work_task"), doors.user("cdc_ginkgo")
    with clock(cdc, at("2013-01-21 10:00")):
        made = model_of(task)._default_manager.get(task_no="998801RW20130001")
        take_step(task, made.pk, "publish", by=cdc, version=made.version)
    text = enter("cdc_ginkgo").get("/").content.decode()
    part = text[text.index("2013 年任务进度") :]
    for words in ("示例任务", "≤4", "75.0%", "在控制目标之内", "疾控科"):
        assert words in part
    # As any other deadline: due at the end of June.
    assert "任务分解表规定的完成期限" in text


def test_who_oversees_sees_who_is_late(doors: Town) -> None:
    """w1's card, due for review by the morning of 9 April, lies still; a clinic is told its own
    alone, in its worklist."""
    text = enter("city").get("/").content.decode()
    part = text[text.index("逾期情况") :]
    row = part[part.index("疾控审核") - 400 : part.index("疾控审核") + 200]
    for words in ("银杏区人民医院（虚构）", "传染病报告卡", "2013-04-09 10:00"):
        assert words in row
    assert "逾期情况" not in enter("clerk_h1").get("/").content.decode()


MAPPING = 'format = 1\nregister = "zero_report"\n[columns]\nreport_date = "日"\n'


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (
            MAPPING.replace("zero_report", "population").replace("report_date", "provider"),
            "是给“人口资料”的",
        ),
        (MAPPING.replace("format = 1", "format = 2"), "须写明 format = 1"),
        (MAPPING.replace("report_date", "report_day"), "不认识“report_day”"),
        (MAPPING + "[columns", "不是正确的 TOML"),
    ],
)
def test_a_wrong_mapping_is_told_before_anything_is_read(
    doors: Town, mapping: str, said: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile as Upload

    files = {
        "file": Upload("a.csv", "日\n2013-06-01\n".encode()),
        "mapping": Upload("a.toml", mapping.encode()),
    }
    answer = enter("clerk_h1").post("/registers/zero_report/import/", files)
    assert answer.status_code == 422
    assert said in answer.content.decode()
