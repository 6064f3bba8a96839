"""One batch of one vaccine."""

from __future__ import annotations

from xinglin.codes.vaccines import Vaccine
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VaccineBatch(Register):
    """One batch as it came to the county: maker, expiry, pack (疫苗批号)."""

    label, office = "疫苗批号", "疾控科"
    source = "《疫苗管理法》；疫苗储存和运输管理规范（未核）"
    provides = "vaccine_batch"

    batch_no = Text("批号", max_length=40, free=False, required="always")
    vaccine = Code("疫苗", codes=Vaccine, required="always")
    maker = Text("生产企业", max_length=60, free=False, required=True)
    made_date = Date("生产日期")
    expiry_date = Date("有效期至", required="always")
    received_date = Date("到货日期", required="always")
    doses_per_vial = Integer("每支剂次", minimum=1, maximum=20, required=True, unit="剂")

    lifecycle = REGISTERED
    key = (batch_no,)
    title_field = batch_no
    counting_dates = {"received": CountingDate(received_date, "到货日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "登记单位")}
    list_columns = (batch_no, vaccine, maker, expiry_date, received_date, doses_per_vial)
    filters = (vaccine, expiry_date, received_date)
    checks = [
        Check("VB01", expiry_date > received_date, "到货时已过有效期，请核对日期。"),
        Check("VB02", made_date < expiry_date, "有效期不晚于生产日期，请核对。"),
    ]
