"""Monthly tables of notifiable diseases as typed in by those who publish them."""

from __future__ import annotations

from xinglin.codes.diseases import DiseaseLine
from xinglin.language.checks import Check, TotalCheck
from xinglin.language.fields import Code, Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class DiseaseMonthlyReport(Register):
    """Cases and deaths of one line of a published table, one place, one month (疫情月报行)."""

    label, office = "法定传染病疫情月报", "疾控科"
    source = "国家疾病预防控制主管部门发布的全国法定传染病疫情概况"

    division = Division("地区", required="always")
    month_date = Date("月份", required="always", help="所报月份的第一天，如 2013-05-01。")
    disease = Code("病种", codes=DiseaseLine, required="always")
    printed_name = Text("原表病名", max_length=60, help="来源表中印的病名，保留原样。")
    cases_count = Integer("发病数", minimum=0, required="always", unit="例")
    deaths_count = Integer("死亡数", minimum=0, unit="人")
    publication = Text("资料来源", max_length=100)

    lifecycle = REGISTERED
    key = (division, month_date, disease)
    place_field = division
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(division, "报表地区")}
    list_columns = (division, month_date, disease, cases_count, deaths_count)
    filters = (division, month_date, disease)
    checks = [
        Check(
            "DM01",
            deaths_count <= cases_count,
            "死亡数大于发病数，请核对（少数病种可因上期病例死亡而出现，须说明理由）。",
            level="warning",
        ),
    ]
    total_checks = [
        TotalCheck(
            "DM02",
            (division, month_date),
            total=disease == "all_notifiable",
            parts=disease.attribute("class", on=month_date).in_("甲", "乙", "丙")
            & disease.attribute("parent", on=month_date).is_unknown(),
            amounts=(cases_count, deaths_count),
            message="合计行与各病种之和不符，请核对来源表。",
        ),
    ]
