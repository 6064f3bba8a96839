"""The management of one pregnancy found to be at high risk."""

from __future__ import annotations

from xinglin.codes.maternal_codes import RiskColour
from xinglin.content.registers.maternal.pregnancy import Pregnancy
from xinglin.content.rulebooks.maternal.care_rules import CareRules
from xinglin.language.checks import Check, Deadline
from xinglin.language.fields import Code, Moment, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HighRiskPregnancy(Register):
    """One pregnancy found to be at high risk, and how it is managed (高危孕产妇专案)."""

    label, office = "高危孕产妇专案", "妇社科"
    source = "《母婴保健法实施办法》第二十四条；《孕产妇妊娠风险评估与管理工作规范》"

    booklet = Reference("保健手册编号", to=Pregnancy, required="always")
    found_at = Moment("筛出时间", required="always")
    risk = Code("妊娠风险分级", codes=RiskColour, required=True)
    factors = Text("高危因素", max_length=200, required=True)
    managed_at = Moment("纳入专案管理时间")
    manager = Text("专案管理人", max_length=50, identifying=True)

    lifecycle = REGISTERED
    manage_limit = Deadline(
        "高危专案管理",
        starts=found_at,
        done=managed_at,
        hours=CareRules.high_risk_within_hours.on(found_at.date),
        clause="地方规定：高危孕产妇筛出后24小时内通报并建立专案（本地，可配置）",
    )
    key = (booklet, found_at)
    parent = booklet
    counting_dates = {"found": CountingDate(found_at.date, "筛出日期")}
    counting_places = {"residence": CountingPlace(Register.place, "孕产妇现住址")}
    list_columns = (found_at, booklet, risk, managed_at, Register.reporter, Register.state)
    filters = (found_at, risk, Register.reporter)
    checks = [
        Check("MH01", managed_at >= found_at, "纳入专案管理时间不能早于筛出时间，请核对。"),
        Check(
            "MH02",
            risk.attribute("high", on=found_at.date) == True,  # noqa: E712  an expression
            "绿色（低风险）不是高危，请核对分级。",
        ),
    ]
