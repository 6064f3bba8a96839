"""One dose given."""

from __future__ import annotations

from xinglin.codes.vaccines import DoseKind, InjectionSite, Vaccine
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.content.registers.immunisation.vaccine_batch import VaccineBatch
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import NEW_RECORDS, Code, Date, Flag, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Vaccination(Register):
    """One dose of one vaccine to one child; which dose it counts as is computed (接种记录)."""

    label, office = "接种记录", "疾控科"
    source = "《疫苗管理法》第四十五条、第四十六条"
    provides = "vaccination"

    child = Reference("儿童编码", to=VaccinationChild, required="always")
    vaccine = Code("疫苗", codes=Vaccine, required="always")
    dose_date = Date("接种日期", required="always")
    dose_kind = Code("接种类型", codes=DoseKind, default="routine")
    batch = Reference("批号", to=VaccineBatch)
    trace_code = Text(
        "追溯码",
        max_length=20,
        free=False,
        pattern=r"\d{20}",
        pattern_hint="追溯码为20位数字，请核对。",
    )
    site = Code("接种部位", codes=InjectionSite)
    vaccinator = Text("接种人员", max_length=30)
    informed = Flag("已告知并签名")

    lifecycle = REGISTERED
    key = (child, vaccine, dose_date)
    parent = child
    counting_dates = {"dose": CountingDate(dose_date, "接种日期")}
    counting_places = {
        "unit": CountingPlace(Register.reporter_place, "接种单位"),
        "residence": CountingPlace(Register.place, "儿童现住址"),
    }
    list_columns = (dose_date, child, vaccine, dose_kind, batch, Register.reporter)
    filters = (dose_date, vaccine, dose_kind, Register.reporter)
    checks = [
        Check(
            "VN01", dose_date <= LocalDate(Column("recorded_at")), "接种日期在今天之后，请核对。"
        ),
        Check(
            "VN02",
            dose_date >= child.of(VaccinationChild.birth_date),
            "接种日期早于出生日期，请核对。",
        ),
        Check(
            "VN03",
            dose_date <= batch.of(VaccineBatch.expiry_date),
            "接种时疫苗已过有效期，请核对批号和日期；属实的按接种差错报告。",
        ),
        Check("VN04", vaccine == batch.of(VaccineBatch.vaccine), "批号不是这种疫苗的，请核对。"),
        Check(
            "VN05",
            batch.is_known(),
            "未填批号，请补填；外地已种补录的请说明理由。",
            level="warning",
            channels=NEW_RECORDS[:1],
        ),
    ]
