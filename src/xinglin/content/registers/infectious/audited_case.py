"""One case found in a unit's books, and whether it had been reported."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.follow_up_codes import AuditBook, AuditResult
from xinglin.content.registers.infectious.report_audit import ReportAudit
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, IdNumber, Integer, PersonName, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class AuditedCase(Register):
    """One case of a notifiable disease that an audit found in a book (抽查病例).

    Missed: no card had been sent by the day of the audit. Late: sent after the card's own limit.
    """

    label, office = "漏报抽查病例", "疾控科"
    source = ReportAudit.source

    audit = Reference("抽查编号", to=ReportAudit, required="always")
    line_no = Integer("序号", minimum=1, required="always")
    book = Code("查自", codes=AuditBook, required="always")
    patient_name = PersonName("患者姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex)
    birth_date = Date("出生日期", help="登记簿只有年龄的填年龄。")
    age_years = Integer("年龄", minimum=0, maximum=120, unit="岁")
    disease = Code("诊断病种", codes=NotifiableDisease, required="always")
    diagnosed_date = Date("诊断日期", required="always")
    result = Code("抽查结果", codes=AuditResult, help="可留空，由系统与报告卡比对后提出。")
    card_no = Text("报告卡编号", max_length=60, free=False, help="查到报告卡的填写。")

    lifecycle = REGISTERED
    provides = "audited_case"
    parent = audit
    key = (audit, line_no)
    person = PersonFields(patient_name, id_number, sex, birth_date)
    counting_dates = {"diagnosed": CountingDate(diagnosed_date, "诊断日期")}
    counting_places = {"division": CountingPlace(Register.place, "被查单位所在地")}
    list_columns = (audit, line_no, book, patient_name, disease, diagnosed_date, result, card_no)
    filters = (disease, diagnosed_date, book, result)
    checks = [
        Check(
            "UC01",
            result.is_unknown() | (result == "missed") | card_no.is_known(),
            "已报和迟报的须填写报告卡编号。",
        ),
        Check(
            "UC02",
            diagnosed_date <= audit.of(ReportAudit.audited_date),
            "诊断日期在抽查日期之后，请核对。",
        ),
        Check("UC03", birth_date <= diagnosed_date, "出生日期不能晚于诊断日期，请核对两处日期。"),
        Check(
            "UC04",
            diagnosed_date >= audit.of(ReportAudit.from_date),
            "诊断日期早于查阅起始日，请核对；属实的请说明理由。",
            level="warning",
        ),
    ]
