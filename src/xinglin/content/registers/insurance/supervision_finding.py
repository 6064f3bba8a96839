"""What supervision has found on claims."""

from __future__ import annotations

from xinglin.codes.insurance_codes import SupervisionRule
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Institution, Money, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SupervisionFinding(Register):
    """One thing to be looked into, with its evidence, until it is cleared (稽查线索)."""

    label, office = "稽查线索", "合作医疗办公室"
    source = "《医疗保障基金使用监督管理条例》（2021）第三十八条、第四十条、第四十一条"

    finding_key = Text("线索号", free=False, max_length=400, required="always")
    rule = Code("规则", codes=SupervisionRule, required="always")
    hospital = Institution("机构")
    hospital_name = Text("机构名称", free=False, max_length=60)
    card_no = Text("合作医疗证号", max_length=30, identifying=True)
    area = Division("统筹地区", required="always")
    claims = Text("涉及结算单", max_length=4000, long=True, required="always")
    evidence = Text("依据", max_length=500, long=True, required="always")
    amount_fen = Money("涉及基金", required="always")
    found_date = Date("发现日期", required="always")
    recovered_fen = Money("追回金额")

    lifecycle = Lifecycle(
        found="待核查",
        explained="已说明",
        recovered="已追回",
        dismissed="已排除",
        editable=("found", "explained"),
        ended=("recovered", "dismissed"),
    )
    explain = lifecycle.step("found", "explained", "说明情况", reason_required=True)
    recover = lifecycle.step(
        ("found", "explained"), "recovered", "追回", needs="review", reason_required=True
    )
    dismiss = lifecycle.step(
        ("found", "explained"), "dismissed", "排除", needs="review", reason_required=True
    )

    provides = "supervision_finding"
    key = (finding_key,)
    title_field = rule
    place_field = area
    reporter_field = hospital
    counting_dates = {"found": CountingDate(found_date, "发现日期")}
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (
        found_date, rule, hospital_name, card_no, evidence, amount_fen, recovered_fen,
        Register.state,
    )  # fmt: skip
    filters = (rule, hospital, area, found_date, Register.state)
    checks = [
        Check(
            "SF01", found_date <= LocalDate(Column("recorded_at")), "发现日期在今天之后，请核对。"
        ),
        Check(
            "SF02", recovered_fen <= amount_fen, "追回金额大于涉及基金，请核对。", level="warning"
        ),
    ]
