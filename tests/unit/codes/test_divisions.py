"""Divisions by date, against the published code lists and changes of named places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from xinglin.codes.divisions import (
    CHINA,
    Division,
    DivisionTree,
    china_divisions,
    load_divisions,
    sample_divisions,
    sierra_leone_divisions,
)
from xinglin.codes.seeds import divisions as seed
from xinglin.codes.tables import DATA

HALF_YEAR_2013 = date(2013, 6, 30)
HALF_YEAR_2012 = date(2012, 6, 30)


def names(code: str, on: date) -> set[str]:
    return {row.name for row in china_divisions().children(code, on)}


def test_qingyuan_in_2013_has_the_new_district_and_in_2012_the_old_county() -> None:
    # 清新县 became 清新区 in December 2012 (441827 → 441803)
    same = {
        "清城区",
        "佛冈县",
        "阳山县",
        "连山壮族瑶族自治县",
        "连南瑶族自治县",
        "英德市",
        "连州市",
    }
    assert names("441800", HALF_YEAR_2013) == same | {"清新区"}
    assert names("441800", HALF_YEAR_2012) == same | {"清新县"}
    carried_on = china_divisions().restated("441827", HALF_YEAR_2013)
    assert carried_on is not None and carried_on.code == "441803"


def test_shaoguan_and_yiwu_in_2013() -> None:
    expected = "武江区 浈江区 曲江区 始兴县 仁化县 翁源县 乳源瑶族自治县 新丰县 乐昌市 南雄市"
    assert names("440200", HALF_YEAR_2013) == set(expected.split())
    yiwu = china_divisions().get("330782", HALF_YEAR_2013)
    assert yiwu is not None and (yiwu.name, yiwu.parent) == ("义乌市", "330700")


def test_a_place_that_begins_later_is_not_there_before() -> None:
    tree = china_divisions()
    assert tree.get("330113", date(2020, 6, 30)) is None  # 临平区, 2021
    assert tree.get("330113", date(2026, 6, 30)) is not None
    assert tree.get("719999") is None


@pytest.mark.parametrize(
    ("day", "prefectures"),
    # 333 prefecture-level divisions at the end of 2005-2013 (国家统计局, 中国统计年鉴, 行政区划);
    # 332 at the end of 2011, when 巢湖 had gone and 三沙 was not yet there.
    [(date(2009, 12, 31), 333), (date(2011, 12, 31), 332), (HALF_YEAR_2013, 333)],
)
def test_the_number_of_prefectures_is_the_yearbook_s(day: date, prefectures: int) -> None:
    rows = [row for row in china_divisions().rows if row.level == "prefecture"]
    mainland = [row for row in rows if row.holds_on(day)]
    assert len(mainland) == prefectures


def test_thirty_four_provinces_belong_to_the_root() -> None:
    assert len(china_divisions().children(CHINA, HALF_YEAR_2013)) == 34


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Zhejiang", "330000"),
        ("Taiwan", "710000"),
        ("Inner Mongolia", "150000"),
        ("台湾", "710000"),
        ("广东", "440000"),
        ("新疆", "650000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("义乌", "330782"),
        ("330782", "330782"),
        ("中国", "000000"),
    ],
)
def test_find_by_the_names_people_write(text: str, code: str) -> None:
    found = china_divisions().find(text, HALF_YEAR_2013)
    assert found is not None and found.code == code


def test_a_name_borne_by_several_places_needs_a_place_around_it() -> None:
    tree = china_divisions()
    assert tree.find("鼓楼区", HALF_YEAR_2013) is None
    found = tree.find("鼓楼区", HALF_YEAR_2013, within="320100")
    assert found is not None and found.code == "320106"


def test_names_and_levels_upward() -> None:
    tree = china_divisions()
    assert tree.full_name("441803", HALF_YEAR_2013) == "广东省清远市清新区"
    assert tree.full_name("110105", HALF_YEAR_2013) == "北京市朝阳区"
    prefecture = tree.at_level("441803", "prefecture", HALF_YEAR_2013)
    assert prefecture is not None and prefecture.name == "清远市"
    assert tree.is_within("441803", CHINA, HALF_YEAR_2013)
    assert not tree.is_within("441803", "330000", HALF_YEAR_2013)


def test_closure_gives_every_code_its_chain() -> None:
    chain = {
        r["ancestor"] for r in china_divisions().closure(HALF_YEAR_2013) if r["code"] == "330782"
    }
    assert chain == {"330782", "330700", "330000", "000000"}


def test_the_made_up_prefecture_is_marked_and_is_no_part_of_the_country() -> None:
    rows = sample_divisions()
    tree = china_divisions().plus(rows)
    assert all(row.fictitious for row in rows)
    assert len(tree.children("998800")) == 8
    assert all(4 <= len(tree.children(county.code)) <= 9 for county in tree.children("998800"))
    assert not tree.is_within("998801001", CHINA)
    assert not [row for row in china_divisions().rows if row.code.startswith("99")]


@pytest.mark.parametrize(
    ("district", "area"),
    [("Western Urban", "SL-W"), ("Port Loko", "SL-N"), ("kailahun", "SL-E"), ("Bo", "SL-S")],
)
def test_a_second_country_is_data(district: str, area: str) -> None:
    tree = DivisionTree(sierra_leone_divisions())
    found = tree.find(district)
    assert found is not None and found.parent == area and found.country == "SLE"
    assert len([row for row in tree.rows if row.level == "county"]) == 14


def test_a_table_with_faults_names_them_all(tmp_path: Path) -> None:
    table = tmp_path / "towns.csv"
    table.write_text("code,name,level,parent\n1,一,city,\n2,二,county,9\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unknown level 'city'; 2 二: unknown parent '9'"):
        DivisionTree(load_divisions(table))
    table.write_text("code,name,level,valid_from\n1,一,county,2013-02-30\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"towns\.csv, code '1'"):
        load_divisions(table)


def test_a_table_added_replaces_codes_that_are_there() -> None:
    tree = DivisionTree([Division("1", "一", "county")]).plus([Division("1", "壹", "county")])
    assert [row.name for row in tree.rows] == ["壹"]


def test_the_table_is_what_the_packages_give() -> None:
    assert (DATA / "divisions_china.csv").read_text(encoding="utf-8") == seed.build()
