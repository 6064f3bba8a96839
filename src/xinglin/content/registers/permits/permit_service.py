"""What can be applied for, where, and how."""

from __future__ import annotations

from xinglin.codes.permit_codes import PermitItem
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class PermitService(Register):
    """One item of permit that one bureau handles (行政审批事项)."""

    label, office = "行政审批事项", "政策法规科"
    source = "《行政许可法》第三十条（公示）；本级政府公布的行政审批事项目录"

    division = Division("实施地区", required="always")
    item = Code("许可事项", codes=PermitItem, required="always")
    opened_date = Date("开始办理日期", required="always")
    closed_date = Date("停止办理日期")
    online_date = Date("开通网上申报日期", help="尚未开通的留空。")
    promised_days = Integer("承诺办结时限", minimum=0, maximum=60, unit="个工作日")

    lifecycle = REGISTERED
    key = (division, item)
    place_field = division
    counting_dates = {"opened": CountingDate(opened_date, "开始办理日期")}
    counting_places = {"division": CountingPlace(division, "实施地区")}
    list_columns = (division, item, opened_date, online_date, promised_days, Register.state)
    filters = (division, item, Register.state)
    checks = [
        Check("PS01", online_date >= opened_date, "开通网上申报不能早于开始办理，请核对。"),
        Check("PS02", closed_date >= opened_date, "停止办理不能早于开始办理，请核对。"),
    ]
