"""One examination before birth."""

from __future__ import annotations

from xinglin.codes.maternal_codes import RiskColour
from xinglin.content.registers.maternal.pregnancy import Pregnancy
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Integer, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class AntenatalVisit(Register):
    """One examination of one pregnant woman (产前检查)."""

    label, office, source = "产前检查", "妇社科", Pregnancy.source

    booklet = Reference("保健手册编号", to=Pregnancy, required="always")
    visit_date = Date("检查日期", required="always")
    week = Integer("孕周", minimum=4, maximum=44, required=True, unit="周")
    systolic = Integer("收缩压", minimum=70, maximum=220, unit="mmHg")
    diastolic = Integer("舒张压", minimum=40, maximum=140, unit="mmHg")
    weight_g = Integer("体重", minimum=30_000, maximum=150_000, unit="克")
    haemoglobin = Integer("血红蛋白", minimum=30, maximum=200, unit="g/L")
    risk = Code("妊娠风险分级", codes=RiskColour)

    lifecycle = REGISTERED
    key = (booklet, visit_date)
    parent = booklet
    counting_dates = {"visit": CountingDate(visit_date, "检查日期")}
    counting_places = {
        "residence": CountingPlace(Register.place, "孕产妇现住址"),
        "unit": CountingPlace(Register.reporter_place, "检查单位"),
    }
    list_columns = (visit_date, booklet, week, systolic, diastolic, risk, Register.reporter)
    filters = (visit_date, risk, Register.reporter)
    checks = [
        Check(
            "MA01",
            visit_date >= booklet.of(Pregnancy.last_period_date),
            "检查日期早于该孕产妇的末次月经日期，请核对手册编号和日期。",
        ),
        Check(
            "MA02",
            visit_date <= booklet.of(Pregnancy.outcome_date),
            "检查日期在妊娠结束之后，请核对手册编号和日期。",
        ),
        Check("MA03", diastolic < systolic, "舒张压应低于收缩压，请核对。"),
        Check(
            "MA04", visit_date <= LocalDate(Column("recorded_at")), "检查日期在今天之后，请核对。"
        ),
    ]
