"""registers.E036: a register that does not have what it says it provides."""

from __future__ import annotations

from xinglin.codes.insurance_codes import HospitalLevel
from xinglin.language.fields import Code, Date, Division, Institution
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Contract(Register):
    """One contract with one hospital (协议)."""

    label, office, source = "协议", "合作医疗办公室", "本地协议"
    institution = Institution("机构", required="always")
    scheme_level = Code("机构级别", codes=HospitalLevel, required="always")
    area = Division("统筹地区", required="always")
    from_date = Date("协议开始日期", required="always")
    until_date = Date("协议结束日期")
    lifecycle = REGISTERED
    provides = "designated_institution"
    key = (institution, from_date)
    counting_dates = {"from": CountingDate(from_date, "协议开始日期")}
    counting_places = {"area": CountingPlace(area, "统筹地区")}


EXPECTED = """
registers.E036 bad/registers_e036.py: Contract: it provides "designated_institution" and has {}
    Did you mean "from_date"? Known: area, from_date, institution, scheme_level, until_date.
""".format('no field "to_date"')
