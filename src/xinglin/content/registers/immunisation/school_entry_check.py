"""What a school or nursery found when children entered."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SchoolEntryCheck(Register):
    """One school's entrants of one term: certificates checked, doses made up (入托入学查验)."""

    label, office = "入托入学查验", "疾控科"
    source = "《疫苗管理法》第四十八条"

    division = Division("学校所在地", required="always")
    school_name = Text("学校（托幼机构）", max_length=60, free=False, required="always")
    checked_date = Date("查验日期", required="always")
    entrants_count = Integer("新生人数", minimum=0, required="always", unit="人")
    checked_count = Integer("查验人数", minimum=0, required="always", unit="人")
    certificate_count = Integer("有接种证人数", minimum=0, required="always", unit="人")
    missing_count = Integer("需补种人数", minimum=0, required="always", unit="人")
    made_up_count = Integer("已补种人数", minimum=0, required="always", unit="人")

    lifecycle = REGISTERED
    key = (division, school_name, checked_date)
    place_field = division
    counting_dates = {"checked": CountingDate(checked_date, "查验日期")}
    counting_places = {"division": CountingPlace(division, "学校所在地")}
    list_columns = (
        checked_date, division, school_name, entrants_count, checked_count, missing_count,
        made_up_count,
    )  # fmt: skip
    filters = (division, checked_date)
    checks = [
        Check("SE01", checked_count <= entrants_count, "查验人数多于新生人数，请核对。"),
        Check("SE02", certificate_count <= checked_count, "有证人数多于查验人数，请核对。"),
        Check("SE03", missing_count <= checked_count, "需补种人数多于查验人数，请核对。"),
        Check("SE04", made_up_count <= missing_count, "已补种人数多于需补种人数，请核对。"),
    ]
