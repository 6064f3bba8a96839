"""Population by place, year and definition: the denominators of rates."""

from __future__ import annotations

from xinglin.codes.population_kind import PopulationKind
from xinglin.language.fields import Code, Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Population(Register):
    """How many people one place had on one day by one definition (人口数)."""

    label, office = "人口资料", "统计信息科"
    source = "统计、公安部门提供的年度人口资料"

    division = Division("地区", required="always")
    population_kind = Code("人口口径", codes=PopulationKind, required="always")
    as_of_date = Date("时点", required="always", help="年末数填 12月31日。")
    persons_count = Integer("人数", minimum=0, required="always", unit="人")
    provider = Text("提供单位", max_length=60)

    lifecycle = REGISTERED
    key = (division, population_kind, as_of_date)
    place_field = division
    counting_dates = {"as_of": CountingDate(as_of_date, "时点")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (division, population_kind, as_of_date, persons_count)
    filters = (division, population_kind, as_of_date)
