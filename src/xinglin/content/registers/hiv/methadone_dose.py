"""One dose taken under a nurse's eyes."""

from __future__ import annotations

from xinglin.content.registers.hiv.methadone_patient import MethadonePatient
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Measure, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class MethadoneDose(Register):
    """One person's dose of one day; who stays away has no row (美沙酮服药)."""

    label, office = "美沙酮服药", "疾控科"
    source = "滥用阿片类物质成瘾者社区药物维持治疗工作管理办法（未核）"

    patient = Reference("治疗编号", to=MethadonePatient, required="always")
    dose_date = Date("服药日期", required="always")
    dose_milli = Measure("剂量", required=True, minimum=0, maximum=400, unit="mg")
    swallowed = Flag("当面服下")

    lifecycle = REGISTERED
    key = (patient, dose_date)
    parent = patient
    counting_dates = {"dose": CountingDate(dose_date, "服药日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "门诊")}
    list_columns = (dose_date, patient, dose_milli, swallowed, Register.reporter)
    filters = (dose_date, Register.reporter)
    checks = [
        Check(
            "MD01", dose_date <= LocalDate(Column("recorded_at")), "服药日期在今天之后，请核对。"
        ),
        Check(
            "MD02",
            dose_date >= patient.of(MethadonePatient.enrolled_date),
            "服药日期早于入组日期，请核对。",
        ),
        Check(
            "MD03",
            dose_milli <= 150_000,
            "剂量大于150mg，请核对；确实如此请说明理由。",
            level="warning",
        ),
    ]
