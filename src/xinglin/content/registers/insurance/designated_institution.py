"""Hospitals and clinics that the scheme pays."""

from __future__ import annotations

from xinglin.codes.insurance_codes import HospitalLevel
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Division, Institution, Integer, Money, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class DesignatedInstitution(Register):
    """One institution that members may go to, for one term of its contract (定点医疗机构)."""

    label, office = "定点医疗机构", "合作医疗办公室"
    source = (
        "新型农村合作医疗定点医疗机构管理办法（本地）；《医疗保障基金使用监督管理条例》第十一条"
    )

    institution = Institution("机构", required="always")
    scheme_level = Code("机构级别", codes=HospitalLevel, required="always")
    area = Division("统筹地区", required="always", help="与它签协议的县（区），县外机构也填本县。")
    from_date = Date("协议开始日期", required="always")
    to_date = Date("协议结束日期", help="未定的留空。")
    online_date = Date("联网直报日期", help="开始用网络直报的日期，未联网的留空。")
    beds = Integer("开放床位", minimum=0, unit="张")
    budget_fen = Money("年度预付总额", help="实行总额预付的填，没有的留空。")
    contract_no = Text("协议编号", free=False, max_length=40)

    lifecycle = Lifecycle(
        designated="定点",
        suspended="暂停结算",
        closed="已终止",
        removed="已删除",
        editable=("designated", "suspended"),
        ended=("closed", "removed"),
    )
    suspend = lifecycle.step(
        "designated", "suspended", "暂停结算", needs="review", reason_required=True
    )
    resume = lifecycle.step("suspended", "designated", "恢复结算", needs="review")
    close = lifecycle.step(
        ("designated", "suspended"), "closed", "终止协议", needs="review", reason_required=True
    )
    remove = lifecycle.step(
        ("designated", "suspended"), "removed", "删除", needs="remove", reason_required=True
    )

    provides = "designated_institution"
    key = (institution, from_date)
    title_field = institution
    place_field = area
    reporter_field = institution
    counting_dates = {
        "from": CountingDate(from_date, "协议开始日期"),
        "online": CountingDate(online_date, "联网直报日期"),
    }
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (
        institution, scheme_level, area, from_date, to_date, online_date, beds, budget_fen,
        Register.state,
    )  # fmt: skip
    filters = (scheme_level, area, from_date, Register.state)
    checks = [
        Check("DI01", to_date >= from_date, "协议结束日期早于开始日期，请核对。"),
    ]
