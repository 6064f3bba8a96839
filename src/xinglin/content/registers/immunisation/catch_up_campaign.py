"""One unit's part in one campaign."""

from __future__ import annotations

from xinglin.codes.vaccines import Vaccine
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class CatchUpCampaign(Register):
    """How many were to be looked up and vaccinated in a campaign, by unit (查漏补种和强化免疫).

    A mass campaign needs the government's decision and the province's filing (疫苗管理法 art. 50).
    """

    label, office = "查漏补种和强化免疫", "疾控科"
    source = "《疫苗管理法》第五十条"

    campaign = Text("活动名称", max_length=60, free=False, required="always")
    vaccine = Code("疫苗", codes=Vaccine, required="always")
    start_date = Date("开始日期", required="always")
    end_date = Date("结束日期")
    decision = Text("批准文件", max_length=100)
    surveyed_count = Integer("摸底儿童数", minimum=0, required="always", unit="人")
    target_count = Integer("应种人数", minimum=0, required="always", unit="人")
    given_count = Integer("实种人数", minimum=0, required="always", unit="人")

    lifecycle = REGISTERED
    key = (Register.reporter, campaign, vaccine, start_date)
    counting_dates = {"start": CountingDate(start_date, "开始日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "接种单位")}
    list_columns = (
        start_date, campaign, vaccine, Register.reporter, surveyed_count, target_count, given_count,
    )  # fmt: skip
    filters = (start_date, vaccine, Register.reporter)
    checks = [
        Check("CU01", end_date >= start_date, "结束日期早于开始日期，请核对。"),
        Check("CU02", target_count <= surveyed_count, "应种人数多于摸底儿童数，请核对。"),
        Check("CU03", given_count <= target_count, "实种人数多于应种人数，请核对。"),
    ]
