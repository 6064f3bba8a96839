"""What offices write into a report: kept, audited, used by the build, lost to no other writer."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from doors import enter

from town import CITY, Town
from xinglin.store.server import Urls

PAGE = f"/reports/prose/?place={CITY}&period=2013H1"


def form_of(text: str) -> dict[str, str]:
    """The boxes and marks of the page, as a browser would send them."""
    sent = dict(re.findall(r'name="(seen_\w+)" value="(\w+)"', text))
    boxes = re.findall(r'name="(text_\w+)"[^>]*>\n(.*?)</textarea>', text, re.S)
    return {**sent, **dict(boxes)}


def test_each_paragraph_of_the_statement_has_its_box(doors: Town) -> None:
    text = enter("city").get(PAGE).content.decode()
    # half_year_report.py: opening, problems, plan; the parts' headings by rulebook 14.
    assert set(form_of(text)) == {
        f"{kind}_{name}" for kind in ("text", "seen") for name in ("opening", "problems", "plan")
    }
    for heading in ("开头", "存在的主要问题", "下半年工作要点"):
        assert heading in text
    assert "2013年上半年，全系统围绕年度目标任务开展工作" in text  # the declared text, filled in


def test_two_writers_of_one_paragraph_and_of_two(doors: Town) -> None:
    from xinglin.store.acting import acting
    from xinglin.store.models import AuditEntry, ReportProse

    first, second = enter("city"), enter("admin")
    one, two = (form_of(c.get(PAGE).content.decode()) for c in (first, second))
    assert first.post(PAGE, {**one, "text_plan": "一是补种疫苗。"}).status_code == 302
    # Another paragraph of the same page is no conflict, and takes nothing back.
    assert second.post(PAGE, {**two, "text_problems": "经费不足。"}).status_code == 302
    late = second.post(PAGE, {**two, "text_plan": "二是添置设备。"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "一是补种疫苗。" in text  # what the first wrote
    assert form_of(text)["text_plan"] == "二是添置设备。"  # what the second typed
    with acting("city"):
        kept = {r.paragraph: (r.text, r.written_by) for r in ReportProse.objects.filter(place=CITY)}
        assert AuditEntry.objects.filter(kind="prose", register="store_reportprose").count() == 2
    assert kept == {"plan": ("一是补种疫苗。", "city"), "problems": ("经费不足。", "admin")}
    joined = {**form_of(text), "text_plan": "一是补种疫苗。\n二是添置设备。"}
    assert second.post(PAGE, joined).status_code == 302  # now they have seen it


def test_what_was_written_is_printed_and_a_built_report_stays(doors: Town, tmp_path: Path) -> None:
    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.reports.proof import prove
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting

    client, tools = enter("city"), document_tools()
    written = form_of(client.get(PAGE).content.decode())
    client.post(PAGE, {**written, "text_opening": "今年上半年工作平稳。\n\n人员到位。"})
    with acting("city", action="report.build"):
        build(CITY, parse_period("2013H1"), tmp_path / "one", by="city", tools=tools)
    html = (tmp_path / "one" / "report.html").read_text(encoding="utf-8")
    for line in ("今年上半年工作平稳。", "人员到位。"):
        assert f">{line}<" in html
    written = form_of(client.get(PAGE).content.decode())
    assert client.post(PAGE, {**written, "text_opening": ""}).status_code == 302
    with acting("city", action="report.prove"):
        assert prove(tmp_path / "one" / "report.docx").code == 0
    with acting("city", action="report.build"):
        build(CITY, parse_period("2013H1"), tmp_path / "two", by="city", tools=tools)
    html = (tmp_path / "two" / "report.html").read_text(encoding="utf-8")
    assert "今年上半年工作平稳" not in html
    assert "全系统围绕年度目标任务" in html


@pytest.mark.parametrize(
    ("who", "address", "status", "said"),
    [
        ("clerk_h1", PAGE, 403, "没有“编制报告”权限"),
        ("cdc_angelica", PAGE, 403, "权限"),
        ("city", "/reports/prose/?place=000001&period=2013H1", 404, "不在区划表中"),
        ("city", f"/reports/prose/?place={CITY}&period=2013X", 404, "期间"),
        ("city", f"/reports/prose/?place={CITY}&period=2013W02", 404, "没有为"),
    ],
)
def test_whose_it_is_not_is_told_why(
    doors: Town, who: str, address: str, status: int, said: str
) -> None:
    for answer in (enter(who).get(address), enter(who).post(address, {"text_plan": "改"})):
        assert answer.status_code == status
        assert said in answer.content.decode()


def test_a_text_too_long_is_refused_and_not_lost(doors: Town) -> None:
    client = enter("city")
    answer = client.post(PAGE, {"text_problems": "长" * 5001, "seen_problems": ""})
    assert answer.status_code == 422
    assert "最多 5,000 字，现在有 5,001 字" in answer.content.decode()
    assert "长" * 5001 in answer.content.decode()


def test_a_place_above_ones_own_is_not_ones_to_write_for(doors: Town, migrated: Urls) -> None:
    """cdc_angelica sees one district; a leader's post there may report on it, not on the city."""
    post = "UPDATE store_user SET role = %s WHERE username = 'cdc_angelica'"
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(post, ["leader"])
    client = enter("cdc_angelica")
    place = doors.users["cdc_angelica"].scope_places[0]
    own = client.get(f"/reports/prose/?place={place}&period=2013H1")
    above = client.post(PAGE, {"text_plan": "改"})
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(post, ["cdc"])
    assert own.status_code == 200
    assert above.status_code == 403
    assert "不在您的地区范围内" in above.content.decode()
