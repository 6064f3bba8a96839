"""A search for unreported cases in the books of one unit."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, DocumentNumber, Institution, Integer, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ReportAudit(Register):
    """One audit: a unit's books of some days, read on one day (漏报抽查).

    It is filed at the place of the unit, not as the unit's own: who is audited does not write it.
    """

    label, office = "漏报抽查", "疾控科"
    source = "《传染病信息报告管理规范》关于漏报检查的规定（未核）"

    audit_no = DocumentNumber("抽查编号", required="always", pattern="{place}LB{year}{serial:04d}")
    unit = Institution("被查单位", required="always")
    division = Division("被查单位所在地", required="always")
    audited_date = Date("抽查日期", required="always")
    from_date = Date("查阅起始日", required="always")
    to_date = Date("查阅截止日", required="always")
    auditors = Text("抽查人员", max_length=100, required=True, identifying=True)
    outpatient_count = Integer("查阅门诊日志", minimum=0, unit="条")
    inpatient_count = Integer("查阅出入院登记", minimum=0, unit="条")
    laboratory_count = Integer("查阅检验登记", minimum=0, unit="条")
    imaging_count = Integer("查阅影像登记", minimum=0, unit="条")
    remark = Text("备注", max_length=500, long=True)

    lifecycle = Lifecycle(
        open="抽查中",
        closed="已完成",
        removed="已删除",
        editable=("open",),
        ended=("removed",),
    )
    close = lifecycle.step("open", "closed", "完成抽查")
    reopen = lifecycle.step("closed", "open", "重新抽查", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("open", "closed"), "removed", "删除", needs="remove", reason_required=True
    )

    provides = "report_audit"
    key = (audit_no,)
    place_field = division
    counting_dates = {"audited": CountingDate(audited_date, "抽查日期")}
    counting_places = {"division": CountingPlace(division, "被查单位所在地")}
    list_columns = (audit_no, unit, division, audited_date, from_date, to_date, Register.state)
    filters = (unit, division, audited_date, Register.state)
    checks = [
        Check("UA01", from_date <= to_date, "查阅起始日在截止日之后，请核对。"),
        Check("UA02", to_date <= audited_date, "查阅截止日在抽查日期之后，请核对。"),
        Check(
            "UA03",
            audited_date <= LocalDate(Column("recorded_at")),
            "抽查日期在今天之后，请核对日期。",
        ),
        Check(
            "UA04",
            outpatient_count.is_known()
            | inpatient_count.is_known()
            | laboratory_count.is_known()
            | imaging_count.is_known(),
            "至少填写一种登记簿查阅的条数。",
        ),
    ]
