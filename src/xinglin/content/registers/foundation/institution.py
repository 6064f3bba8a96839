"""Health institutions: who reports."""

from __future__ import annotations

from xinglin.codes.institutions import InstitutionClass
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Division, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HealthInstitution(Register):
    """One health institution with its code, class and place (卫生机构)."""

    label, office = "卫生机构", "医政科"
    source = "WS 218-2002《卫生机构（组织）分类与代码》"

    institution_code = Text(
        "机构代码",
        free=False,
        max_length=22,
        required="always",
        help="22位卫生机构代码；尚未赋码的用本地编号。",
    )
    institution_name = Text(
        "机构名称", max_length=100, required="always", help="与执业许可证或法人证书一致的全称。"
    )
    short_name = Text("机构简称", free=False, max_length=40)
    credit_code = Text("统一社会信用代码", free=False, max_length=18)
    institution_class = Code("机构类别", codes=InstitutionClass)
    division = Division("所在地", required="always")
    opened_date = Date("成立日期")
    closed_date = Date("注销日期")
    direct_reporting_date = Date("开通网络直报日期", help="未开通的留空。")
    direct_reporting_ended_date = Date("停止网络直报日期")

    lifecycle = Lifecycle(registered="已登记", closed="已注销", editable=("registered",))
    close = lifecycle.step("registered", "closed", "注销", needs="administer", reason_required=True)
    provides = "institution"
    key = (institution_code,)
    title_field = institution_name
    place_field = division
    reporter_field = institution_code
    counting_dates = {
        "direct": CountingDate(direct_reporting_date, "开通网络直报日期"),
        "opened": CountingDate(opened_date, "成立日期"),
    }
    counting_places = {"division": CountingPlace(division, "机构所在地")}
    list_columns = (
        institution_code,
        institution_name,
        institution_class,
        division,
        direct_reporting_date,
        Register.state,
    )
    filters = (institution_class, division, Register.state)
    checks = [
        Check("HI01", opened_date <= closed_date, "注销日期早于成立日期，请核对。"),
        Check(
            "HI02",
            direct_reporting_date <= direct_reporting_ended_date,
            "停止网络直报日期早于开通日期，请核对。",
        ),
    ]
