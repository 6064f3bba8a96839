"""Materials of health education, as one unit printed and used them in a month."""

from __future__ import annotations

from xinglin.codes.promotion_codes import MaterialKind
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HealthMaterial(Register):
    """One material of one unit in one month: printed, handed out, put up (健康教育资料发放).

    Sheets, booklets, pictures and sets are different things and are never added up.
    """

    label, office = "健康教育资料发放", "爱卫办"
    source = "国家基本公共卫生服务规范·健康教育（未核）"

    division = Division("地区", required="always")
    unit_name = Text("开展单位", max_length=60, free=False, required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    material_kind = Code(
        "资料种类",
        codes=MaterialKind,
        required="always",
        help="单位随种类：宣传单为份，宣传册为册，宣传画为幅，教材为套。",
    )
    title = Text("资料名称", max_length=60, free=False, required="always")
    printed_count = Integer("印制数", minimum=0, required="always", help="不印制的填0。")
    handed_count = Integer("发放数", minimum=0, required="always", help="不发放的填0。")
    posted_count = Integer("张贴数", minimum=0, required="always", help="不张贴的填0。")

    lifecycle = REGISTERED
    key = (division, unit_name, month_date, material_kind, title)
    title_field = title
    place_field = division
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(division, "开展地区")}
    list_columns = (
        month_date, division, unit_name, material_kind, title, printed_count, handed_count,
        posted_count,
    )  # fmt: skip
    filters = (division, month_date, material_kind)
    checks = [
        Check(
            "HM01",
            (printed_count > 0) | (handed_count > 0) | (posted_count > 0),
            "印制数、发放数、张贴数都是零，请至少填一项。",
        ),
        Check(
            "HM02",
            (posted_count == 0) | material_kind.in_("poster", "leaflet"),
            "只有宣传画和宣传单可以张贴，请核对资料种类。",
        ),
        Check("HM03", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
