"""Doses of a batch that came or went, beside those given."""

from __future__ import annotations

from xinglin.codes.vaccines import MovementKind
from xinglin.content.registers.immunisation.vaccine_batch import VaccineBatch
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, DocumentNumber, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VaccineMovement(Register):
    """One receipt, transfer or loss at one unit; doses given stand elsewhere (疫苗出入库)."""

    label, office = "疫苗出入库", "疾控科"
    source = "《疫苗管理法》第五章；疫苗储存和运输管理规范（未核）"
    provides = "vaccine_movement"

    slip_no = DocumentNumber("单号", required="always", pattern="{place}CR{year}{serial:06d}")
    batch = Reference("批号", to=VaccineBatch, required="always")
    kind = Code("出入库类型", codes=MovementKind, required="always")
    moved_date = Date("日期", required="always")
    doses_count = Integer("剂次数", minimum=1, required="always", unit="剂")
    temperature_ok = Text("到货温度记录", max_length=60)
    note = Text("说明", max_length=100)

    lifecycle = REGISTERED
    key = (slip_no,)
    counting_dates = {"moved": CountingDate(moved_date, "日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "单位")}
    list_columns = (slip_no, moved_date, batch, kind, doses_count, Register.reporter)
    filters = (moved_date, kind, Register.reporter)
    checks = [
        Check("VM01", moved_date <= LocalDate(Column("recorded_at")), "日期在今天之后，请核对。"),
        Check(
            "VM02",
            ~kind.in_("in", "transfer_in") | (moved_date <= batch.of(VaccineBatch.expiry_date)),
            "入库时疫苗已过有效期，请核对。",
        ),
    ]
