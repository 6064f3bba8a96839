"""One round of looking for the plague's hosts and their fleas."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import PlagueSpecies
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Integer, Measure, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class PlagueSurvey(Register):
    """What one team found of one species at one place on one day (鼠疫宿主调查).

    Nothing caught is zero, never blank.
    """

    label, office = "鼠疫宿主调查", "疾控科"
    source = "全国鼠疫监测方案（未核）"

    division = Division("调查地", required="always")
    spot = Text("调查点", max_length=60, free=False, required="always")
    survey_date = Date("调查日期", required="always")
    species = Code("宿主种类", codes=PlagueSpecies, required="always")
    surveyed_milli = Measure("调查面积", required=True, unit="公顷")
    caught_count = Integer("捕获数", minimum=0, required="always", unit="只")
    seen_count = Integer("目击数", minimum=0, required="always", unit="只")
    found_dead_count = Integer("自毙数", minimum=0, required="always", unit="只")
    examined_count = Integer("检蚤动物数", minimum=0, required="always", unit="只")
    infested_count = Integer("染蚤动物数", minimum=0, required="always", unit="只")
    fleas_count = Integer("获蚤数", minimum=0, required="always", unit="匹")
    longitude_milli = Measure("经度", minimum=70, maximum=140, unit="度")
    latitude_milli = Measure("纬度", minimum=0, maximum=60, unit="度")

    lifecycle = REGISTERED
    key = (division, spot, survey_date, species)
    place_field = division
    counting_dates = {"survey": CountingDate(survey_date, "调查日期")}
    counting_places = {"division": CountingPlace(division, "调查地")}
    list_columns = (
        survey_date, division, spot, species, caught_count, found_dead_count, examined_count,
        infested_count, fleas_count,
    )  # fmt: skip
    filters = (division, survey_date, species)
    checks = [
        Check("PH01", infested_count <= examined_count, "染蚤动物数多于检蚤动物数，请核对。"),
        Check(
            "PH02",
            (infested_count == 0) | (fleas_count >= infested_count),
            "获蚤数少于染蚤动物数，请核对。",
        ),
        Check(
            "PH03",
            (fleas_count == 0) | (infested_count > 0),
            "有获蚤数而染蚤动物数为零，请核对。",
        ),
        Check(
            "PH04", survey_date <= LocalDate(Column("recorded_at")), "调查日期在今天之后，请核对。"
        ),
    ]
