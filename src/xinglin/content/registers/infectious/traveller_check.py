"""What was found on one day of following up a traveller."""

from __future__ import annotations

from xinglin.content.registers.infectious.traveller_follow_up import TravellerFollowUp
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Measure, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class TravellerCheck(Register):
    """One day's check of a traveller: temperature, symptoms (入境人员随访记录)."""

    label, office = "入境人员随访记录", "疾控科"
    source = TravellerFollowUp.source

    follow_up = Reference("随访编号", to=TravellerFollowUp, required="always")
    check_date = Date("随访日期", required="always")
    temperature_milli = Measure("体温", minimum=34, maximum=43, unit="℃")
    has_symptoms = Flag("有症状", required=True)
    symptoms = Text("症状和处理", max_length=200, help="有症状的须填写。")

    lifecycle = REGISTERED
    provides = "traveller_check"
    parent = follow_up
    key = (follow_up, check_date)
    counting_dates = {"check": CountingDate(check_date, "随访日期")}
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}
    list_columns = (check_date, follow_up, temperature_milli, has_symptoms, Register.reporter)
    filters = (check_date, has_symptoms, Register.reporter)
    checks = [
        Check(
            "YK01", check_date <= LocalDate(Column("recorded_at")), "随访日期在今天之后，请核对。"
        ),
        Check(
            "YK02",
            check_date >= follow_up.of(TravellerFollowUp.entry_at.date),
            "随访日期早于入境日期，请核对。",
        ),
        Check(
            "YK03",
            (has_symptoms == False) | symptoms.is_known(),  # noqa: E712  an expression
            "有症状的须写明症状和处理。",
        ),
    ]
