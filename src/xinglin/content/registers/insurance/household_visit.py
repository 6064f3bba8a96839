"""Visits of the office to households, to hear whether they were in hospital."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, Flag, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HouseholdVisit(Register):
    """One visit to one household about what was paid for it (入户核查)."""

    label, office = "入户核查", "合作医疗办公室"
    source = "新型农村合作医疗补偿审核办法（本地）：对住院补偿入户核实"

    visit_code = Text("核查号", free=False, max_length=40, required="always")
    household_no = Text("户编号", max_length=30, required="always")
    residence = Division("住址", required="always", level="township")
    claim_no = Text("涉及结算单号", free=False, max_length=60)
    visited_date = Date("入户日期", required="always")
    visitors = Text("核查人", max_length=60, required=True)
    is_confirmed = Flag("情况属实", required=True)
    told = Text("核实情况", max_length=300, long=True)

    lifecycle = REGISTERED
    remove = lifecycle.step("registered", "removed", "删除", needs="remove", reason_required=True)
    key = (visit_code,)
    title_field = visit_code
    place_field = residence
    counting_dates = {"visited": CountingDate(visited_date, "入户日期")}
    counting_places = {"residence": CountingPlace(residence, "住址")}
    list_columns = (
        visit_code, household_no, residence, visited_date, visitors, is_confirmed, Register.state,
    )  # fmt: skip
    filters = (residence, visited_date, is_confirmed, Register.state)
    checks = [
        Check(
            "VH01", visited_date <= LocalDate(Column("recorded_at")), "入户日期在今天之后，请核对。"
        ),
    ]
