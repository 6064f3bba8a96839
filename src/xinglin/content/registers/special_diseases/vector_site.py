"""One place whose containers are surveyed for mosquito larvae."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import VectorSiteKind
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VectorSite(Register):
    """A village, school, firm or market that is surveyed (伊蚊监测点)."""

    label, office = "伊蚊监测点", "疾控科"
    source = "登革热媒介伊蚊监测指南（未核）"
    provides = "vector_site"

    site_no = DocumentNumber("监测点编号", required="always", pattern="{place}WM{year}{serial:05d}")
    site_name = Text("监测点名称", max_length=60, free=False, required="always")
    site_kind = Code("监测点类型", codes=VectorSiteKind, required="always")
    division = Division("所在镇街", required="always")
    since_date = Date("设点日期", required="always")

    lifecycle = REGISTERED
    key = (site_no,)
    title_field = site_name
    place_field = division
    counting_dates = {"since": CountingDate(since_date, "设点日期")}
    counting_places = {"division": CountingPlace(division, "所在镇街")}
    list_columns = (site_no, site_name, site_kind, division, since_date)
    filters = (division, site_kind)
