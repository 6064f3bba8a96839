"""The notifiable-disease list against the law's own counts and limits of each day."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from xinglin.codes import NotifiableDisease, class_on, hours_limit
from xinglin.codes.diseases import TOTAL_LINE, DiseaseLine, statutory_items

# Counts of class 甲/乙/丙 from each day on, as the announcements give them: 37 in the law of 2004,
# 38 with 手足口病, 39 with 甲型H1N1, 39, 40 with COVID-19, 41 with 猴痘, 40 in the law of 2025.
COUNTS = {
    date(2004, 12, 1): (2, 25, 10),
    date(2008, 5, 2): (2, 25, 11),
    date(2009, 4, 30): (2, 26, 11),
    date(2013, 11, 1): (2, 26, 11),
    date(2020, 1, 20): (2, 27, 11),
    date(2023, 9, 20): (2, 28, 11),
    date(2025, 9, 1): (2, 27, 11),
}


@pytest.mark.parametrize(("start", "counts"), COUNTS.items())
def test_the_list_counts_as_the_law_does(start: date, counts: tuple[int, int, int]) -> None:
    later = [day for day in COUNTS if day > start]
    last_day = min(later) - timedelta(days=1) if later else date(2026, 11, 23)
    for day in (start, last_day):
        assert tuple(len(codes) for codes in statutory_items(day).values()) == counts


def test_the_current_list_is_the_one_of_article_3() -> None:
    # 《传染病防治法》（2025年修订）第三条
    expected = {
        "甲": "鼠疫 霍乱",
        "乙": "新型冠状病毒感染 传染性非典型肺炎 艾滋病 病毒性肝炎 脊髓灰质炎 人感染新亚型流感 "
        "麻疹 流行性出血热 狂犬病 流行性乙型脑炎 登革热 猴痘 炭疽 细菌性和阿米巴性痢疾 "
        "肺结核 伤寒和副伤寒 流行性脑脊髓膜炎 百日咳 白喉 新生儿破伤风 猩红热 布鲁氏菌病 "
        "淋病 梅毒 钩端螺旋体病 血吸虫病 疟疾",
        "丙": "流行性感冒 流行性腮腺炎 风疹 急性出血性结膜炎 麻风病 流行性和地方性斑疹伤寒 "
        "黑热病 包虫病 丝虫病 手足口病 其他感染性腹泻病",
    }
    today = date(2026, 11, 23)
    for disease_class, codes in statutory_items(today).items():
        labels = {NotifiableDisease.label_of(code, today) for code in codes}
        assert labels == set(expected[disease_class].split())


@pytest.mark.parametrize(
    ("text", "day", "disease_class"),
    [
        (
            "人感染H7N9禽流感",
            date(2013, 6, 30),
            None,
        ),  # 国卫疾控发〔2013〕28号: 乙类 from 2013-11-01
        ("人感染H7N9禽流感", date(2013, 11, 1), "乙"),
        ("甲型H1N1流感", date(2013, 6, 30), "乙"),
        ("甲型H1N1流感", date(2014, 1, 1), "丙"),
        ("手足口病", date(2008, 5, 1), None),
        ("手足口病", date(2008, 5, 2), "丙"),
        ("乙肝", date(2013, 6, 30), "乙"),  # a sub-type has the class of 病毒性肝炎
        ("水痘", date(2026, 1, 1), "其他"),
        ("猴痘", date(2023, 9, 19), None),
    ],
)
def test_class_on_a_day(text: str, day: date, disease_class: str | None) -> None:
    code = NotifiableDisease.find(text)
    assert code is not None
    assert class_on(code, day) == disease_class


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("麻疹", date(2026, 10, 2), 24),
        ("肺炭疽", date(2026, 10, 2), 2),
        ("皮肤炭疽", date(2026, 10, 2), 24),
        ("霍乱", date(2013, 6, 30), 2),
        ("脊髓灰质炎", date(2013, 6, 30), 2),  # named in the norm of 2006
        ("脊髓灰质炎", date(2026, 6, 30), 24),
        ("新冠肺炎", date(2022, 12, 1), 2),
        ("新冠肺炎", date(2023, 1, 8), 24),
        ("艾滋病", date(2005, 3, 1), 2),  # method of 2003, towns
        ("麻疹", date(2005, 3, 1), 6),
        ("风疹", date(2005, 3, 1), 24),
        ("H7N9", date(2013, 6, 30), None),
    ],
)
def test_hours_limit_by_the_norm_of_the_day(text: str, day: date, hours: int | None) -> None:
    assert hours_limit(str(NotifiableDisease.find(text)), day) == hours


def test_the_method_of_2003_gave_the_countryside_longer() -> None:
    day = date(2005, 3, 1)
    assert hours_limit("plague", day, rural=True) == 6
    assert hours_limit("measles", day, rural=True) == 12
    assert hours_limit("rubella", day, rural=True) == 24


def test_before_the_list_begins_nothing_is_said() -> None:
    with pytest.raises(LookupError, match="没有收录"):
        class_on("measles", date(2004, 11, 30))


def test_groups_follow_the_day() -> None:
    half_year_end = date(2013, 6, 30)
    assert "influenza_h7n9" not in NotifiableDisease.group("乙丙类", half_year_end)
    assert "influenza_h7n9" in NotifiableDisease.group("乙丙类", date(2013, 11, 1))
    assert "influenza_h1n1_2009" in NotifiableDisease.group("influenza", date(2014, 1, 1))
    # 乙类甲管 today: 传染性非典型肺炎 and 肺炭疽 (Art. 4), beside the two of class 甲
    as_a = NotifiableDisease.group("甲类管理", date(2026, 1, 1))
    own_items = {code for code in as_a if not code.startswith("plague_")}
    assert own_items == {"plague", "cholera", "sars", "anthrax_pulmonary"}


def test_avian_rows_belong_to_the_new_item_from_september_2025() -> None:
    assert NotifiableDisease.parent("influenza_h5n1", date(2025, 8, 31)) is None
    assert NotifiableDisease.parent("influenza_h5n1", date(2025, 9, 1)) == "novel_influenza"
    assert NotifiableDisease.row("novel_influenza", date(2025, 8, 31)) is None


def test_once_in_a_life_and_acute_or_chronic() -> None:
    day = date(2026, 1, 1)
    once = NotifiableDisease.group("慢性病只报一次", day)
    assert {"aids", "hiv_infection", "hepatitis_b", "hepatitis_c", "tuberculosis"} <= once
    assert "hepatitis_a" not in once
    needs = {r.code for r in NotifiableDisease.on(day) if r.attributes["acute_chronic_required"]}
    assert needs == {"hepatitis_b", "hepatitis_c", "schistosomiasis"}


def test_suspected_and_carriers() -> None:
    def attribute(code: str, name: str, day: date) -> object:
        return NotifiableDisease.attribute(code, name, day)

    assert attribute("rubella", "suspected_reportable", date(2013, 6, 30)) is True
    assert attribute("rubella", "suspected_reportable", date(2026, 6, 30)) is False
    assert attribute("plague", "carriers_reportable", date(2026, 6, 30)) is True
    assert attribute("malaria", "carriers_reportable", date(2005, 6, 30)) is True
    assert attribute("malaria", "carriers_reportable", date(2026, 6, 30)) is False


# The names of the published national monthly tables 2010-2022, Chinese and English. 成型肝炎 is the
# source's misreading of 戊型肝炎 (it stands in the five months in which Hepatitis E is missing);
# the source calls 恙虫病 "Typhus" from 2020 on, so a mapping must go by the Chinese name.
NATIONAL_TABLE = """
艾滋病 急性出血性结膜炎 炭疽 布鲁氏菌病 霍乱 登革热 白喉 细菌性和阿米巴性痢疾 包虫病
流行性出血热 丝虫病 淋病 手足口病 病毒性肝炎 甲型肝炎 乙型肝炎 丙型肝炎 戊型肝炎
人感染高致病性禽流感 其它感染性腹泻病 流行性感冒 甲型H1N1流感 流行性乙型脑炎 黑热病 麻风病
钩端螺旋体病 疟疾 麻疹 流行性脑脊髓膜炎 流行性腮腺炎 新生儿破伤风 肝炎未分型 百日咳 鼠疫
脊髓灰质炎 狂犬病 风疹 传染性非典型肺炎 猩红热 血吸虫病 梅毒 总计 肺结核 伤寒和副伤寒 斑疹伤寒
成型肝炎 布病 人感染H7N9禽流感 钩体病 未分型肝炎 丁型肝炎 新冠肺炎 痢疾 出血热 肝炎 甲肝 乙肝
丙肝 丁肝 戊肝 人感染H5N1病毒 人感染H7N9病毒 乙脑 流脑 肝炎（未分型） SARS 合计 恙虫病
"""


@pytest.mark.parametrize("name", NATIONAL_TABLE.split())
def test_every_name_of_the_national_table_is_known(name: str) -> None:
    code = DiseaseLine.find(name)
    assert code is not None
    assert (code == TOTAL_LINE) == (name in {"总计", "合计"})
    assert "total" not in code or code not in NotifiableDisease


ENGLISH_NAMES = """
Measles|Hand foot and mouth disease|Infectious diarrhea|Epidemic hemorrhagic fever|Typhus
Acquired immune deficiency syndrome|Other hepatitis|Human infection with H5N1 virus|SARS-CoV
Dysentery|Kala azar
Influenza A virus subtype H1N1|Human infection with H7N9 virus|Typhoid fever and paratyphoid fever
"""


@pytest.mark.parametrize("name", ENGLISH_NAMES.strip().replace("\n", "|").split("|"))
def test_english_names_of_the_national_table_are_known(name: str) -> None:
    assert DiseaseLine.find(name) in NotifiableDisease


def test_every_english_label_finds_its_code() -> None:
    for row in NotifiableDisease.rows:
        assert NotifiableDisease.find(str(row.attributes["label_en"])) == row.code


def test_the_misread_name_is_hepatitis_e() -> None:
    assert DiseaseLine.find("成型肝炎") == DiseaseLine.find("戊型肝炎") == "hepatitis_e"
    assert DiseaseLine.find("恙虫病") != DiseaseLine.find("斑疹伤寒")


def test_every_table_line_of_the_data_folder_can_be_read() -> None:
    path = Path(__file__).parents[3] / "src/xinglin/codes/data/notifiable_disease.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        codes = {record["code"] for record in csv.DictReader(stream)}
    assert codes == set(NotifiableDisease.codes)
