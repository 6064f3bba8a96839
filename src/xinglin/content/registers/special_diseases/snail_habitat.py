"""One place where snails live, lived or may live."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import SnailHabitatKind, SnailState, SnailVegetation
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Division, DocumentNumber, Integer, Measure, Text
from xinglin.language.fields import Date as Day
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SnailHabitat(Register):
    """One habitat with its size and place on the map (钉螺孳生环境)."""

    label, office = "钉螺孳生环境", "疾控科"
    source = "《血吸虫病防治条例》第二十一条；WS/T 563（未核）"
    provides = "snail_habitat"

    habitat_no = DocumentNumber(
        "环境编号", required="always", pattern="{place}HJ{year}{serial:05d}"
    )
    division = Division("镇街", required="always")
    village = Text("村（社区）", max_length=40, free=False, required="always")
    habitat_name = Text("环境名称", max_length=60, free=False, required="always")
    habitat_kind = Code("环境类型", codes=SnailHabitatKind, required=True)
    vegetation = Code("植被", codes=SnailVegetation)
    length_m = Integer("长", minimum=0, unit="米")
    width_milli = Measure("宽", unit="米")
    longitude_milli = Measure("经度", minimum=70, maximum=140, unit="度")
    latitude_milli = Measure("纬度", minimum=0, maximum=60, unit="度")
    snail_state = Code("有螺状况", codes=SnailState, required="always")
    since_date = Day("登记日期", required="always")

    lifecycle = REGISTERED
    key = (habitat_no,)
    title_field = habitat_name
    place_field = division
    counting_dates = {"since": CountingDate(since_date, "登记日期")}
    counting_places = {"division": CountingPlace(division, "镇街")}
    list_columns = (
        habitat_no, division, village, habitat_name, habitat_kind, snail_state, since_date,
    )  # fmt: skip
    filters = (division, habitat_kind, snail_state)
    checks = [
        Check(
            "SH01",
            longitude_milli.is_unknown() | latitude_milli.is_known(),
            "只填了经度，请一并填纬度。",
        ),
        Check(
            "SH02",
            latitude_milli.is_unknown() | longitude_milli.is_known(),
            "只填了纬度，请一并填经度。",
        ),
    ]
