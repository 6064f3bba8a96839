"""One environmental sample for avian influenza, and what a positive one led to."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import AvianSampleKind, AvianSite, TestResult
from xinglin.language.checks import Check, Deadline
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Moment, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class AvianSample(Register):
    """One sample of a market, farm or habitat; a positive one is answered (禽流感环境标本).

    A positive environment is no human case and makes no card.
    """

    label, office = "禽流感环境标本", "疾控科"
    source = "人感染禽流感疫情防控方案（未核）"

    sample_no = DocumentNumber("标本编号", required="always", pattern="{place}QL{year}{serial:04d}")
    division = Division("采样地", required="always")
    site_kind = Code("采样场所类型", codes=AvianSite, required="always")
    site_name = Text("采样场所", max_length=60, free=False, required="always")
    sample_kind = Code("标本种类", codes=AvianSampleKind, required="always")
    sampled_date = Date("采样日期", required="always")
    result_at = Moment("报告结果时间")
    flu_a = Code("甲型流感病毒通用", codes=TestResult)
    h5 = Code("H5亚型", codes=TestResult)
    h7 = Code("H7亚型", codes=TestResult)
    h9 = Code("H9亚型", codes=TestResult)
    positive_at = Moment("报告阳性时间", help="阳性的填；处置建议的时限从此计算。")
    advised_at = Moment("提出建议时间")
    advice = Text("建议措施", max_length=200, help="休市、消毒、通报农业和市场监管部门等。")
    closed_date = Date("休市日期")
    disinfected_date = Date("消毒日期")
    reopened_date = Date("复市日期")

    lifecycle = Lifecycle(
        sampled="待检测",
        tested="已出结果",
        answered="已处置",
        removed="已删除",
        editable=("sampled", "tested"),
        ended=("removed",),
    )
    test = lifecycle.step("sampled", "tested", "出结果", sets=result_at)
    answer = lifecycle.step("tested", "answered", "处置完毕", needs="review")
    reopen = lifecycle.step("answered", "tested", "重新处置", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("sampled", "tested", "answered"), "removed", "删除", needs="remove", reason_required=True
    )

    advice_limit = Deadline(
        "阳性处置建议", starts=positive_at, done=advised_at, hours=24,
        clause="地方规定：环境标本阳性后24小时内提出处置建议（本地，可配置）",
    )  # fmt: skip

    key = (sample_no,)
    place_field = division
    counting_dates = {"sampled": CountingDate(sampled_date, "采样日期")}
    counting_places = {"division": CountingPlace(division, "采样地")}
    list_columns = (
        sample_no, division, site_name, sample_kind, sampled_date, flu_a, h7, closed_date,
        Register.state,
    )  # fmt: skip
    filters = (division, site_kind, sampled_date, flu_a, h7, Register.state)
    checks = [
        Check(
            "AV01",
            ~((h5 == "positive") | (h7 == "positive") | (h9 == "positive")) | (flu_a == "positive"),
            "亚型阳性而甲型流感病毒通用不是阳性，请核对。",
        ),
        Check("AV02", result_at.date >= sampled_date, "报告结果早于采样，请核对。"),
        Check(
            "AV03",
            closed_date.is_unknown() | (flu_a == "positive"),
            "标本不是阳性而填了休市日期，请核对。",
            level="warning",
        ),
        Check("AV04", reopened_date >= closed_date, "复市日期早于休市日期，请核对。"),
        Check(
            "AV05",
            ~(flu_a == "positive") | positive_at.is_known(),
            "标本阳性的须填报告阳性时间，处置建议的时限从此计算。",
        ),
    ]
