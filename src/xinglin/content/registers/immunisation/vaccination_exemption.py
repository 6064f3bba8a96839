"""Why one child is not vaccinated now, or ever, in one series."""

from __future__ import annotations

from xinglin.codes.vaccines import ExemptionReason, ImmunisationSeries
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.language.checks import Check
from xinglin.language.expressions import days_between
from xinglin.language.fields import Code, Date, Flag, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VaccinationExemption(Register):
    """A contraindication, postponement or refusal (禁忌、延迟和拒种)."""

    label, office = "禁忌、延迟和拒种", "疾控科"
    source = "《疫苗管理法》第四十五条；预防接种工作规范（未核）"
    provides = "vaccination_exemption"

    child = Reference("儿童编码", to=VaccinationChild, required="always")
    series = Code("疫苗系列", codes=ImmunisationSeries, required="always")
    cause = Code("未种原因", codes=ExemptionReason, required="always")
    noted_date = Date("登记日期", required="always")
    until_date = Date("暂缓至", help="长期禁忌留空。")
    signed = Flag("监护人已签名")
    detail = Text("说明", max_length=100)

    lifecycle = REGISTERED
    key = (child, series, noted_date)
    parent = child
    counting_dates = {"noted": CountingDate(noted_date, "登记日期")}
    counting_places = {"residence": CountingPlace(Register.place, "儿童现住址")}
    list_columns = (noted_date, child, series, cause, until_date, signed)
    filters = (noted_date, series, cause)
    checks = [
        Check("VE01", until_date >= noted_date, "暂缓至的日期早于登记日期，请核对。"),
        Check(
            "VE02",
            (cause == "contraindicated") | until_date.is_known(),
            "不是禁忌的须填暂缓至哪一天，到期再通知接种。",
        ),
        Check(
            "VE03",
            (cause == "contraindicated") | (days_between(noted_date, until_date) <= 92),
            "暂缓超过三个月，请核对；到期应再次告知。",
            level="warning",
        ),
    ]
