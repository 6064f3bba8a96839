"""One hygiene title of one unit."""

from __future__ import annotations

from xinglin.codes.promotion_codes import HygieneLevel, HygieneTitle, HygieneUnitKind
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Moment, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HygieneUnit(Register):
    """One unit's title of one level: applied for, granted, reviewed, revoked (卫生单位命名).

    A unit that holds titles of two levels stands here twice.
    """

    label, office = "卫生单位命名", "爱卫办"
    source = "国家卫生城镇评审管理办法（未核）；卫生红旗单位评选办法（本地）"

    title_no = DocumentNumber("命名编号", required="always", pattern="{place}HQ{year}{serial:04d}")
    unit_name = Text("单位名称", max_length=60, free=False, required="always")
    unit_kind = Code("单位类型", codes=HygieneUnitKind, required="always")
    division = Division("所在地", required="always")
    hygiene_title = Code("称号", codes=HygieneTitle, required="always")
    level = Code("命名级别", codes=HygieneLevel, help="申报时未定的可以不填，命名时须填。")
    applied_date = Date("申报日期")
    granted_at = Moment("命名时间", help="有命名文件的填文件日期；不填的，按“命名”时的时间。")
    document_no = Text("命名文号", max_length=60, free=False)
    reviewed_date = Date("最近复查日期")
    revoked_at = Moment("撤销时间")
    revoked_reason = Text("撤销原因", max_length=200)

    lifecycle = Lifecycle(
        applied="已申报",
        named="已命名",
        refused="未通过",
        revoked="已撤销",
        removed="已删除",
        editable=("applied", "named"),
        ended=("refused", "revoked", "removed"),
        entry={"batch": "named", "historical": "named"},
    )
    grant = lifecycle.step("applied", "named", "命名", needs="review", sets=granted_at)
    refuse = lifecycle.step("applied", "refused", "未通过", needs="review", reason_required=True)
    revoke = lifecycle.step(
        "named", "revoked", "撤销", needs="review", sets=revoked_at, reason_required=True
    )
    remove = lifecycle.step(
        ("applied", "named"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (title_no,)
    title_field = unit_name
    place_field = division
    counting_dates = {
        "granted": CountingDate(granted_at.date, "命名日期"),
        "applied": CountingDate(applied_date, "申报日期"),
    }
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (
        title_no, unit_name, unit_kind, division, hygiene_title, level, granted_at,
        reviewed_date, revoked_at, Register.state,
    )  # fmt: skip
    filters = (division, hygiene_title, level, unit_kind, granted_at, Register.state)
    checks = [
        Check(
            "HU01",
            granted_at.is_unknown() | level.is_known(),
            "已填命名时间的须填命名级别。",
        ),
        Check("HU02", granted_at.date >= applied_date, "命名时间早于申报日期，请核对。"),
        Check("HU03", reviewed_date >= granted_at.date, "最近复查日期早于命名时间，请核对。"),
        Check("HU04", revoked_at >= granted_at, "撤销时间早于命名时间，请核对。"),
        Check(
            "HU05",
            applied_date.is_known() | granted_at.is_known(),
            "申报日期和命名时间至少填一个。",
        ),
        Check(
            "HU06",
            granted_at.date <= LocalDate(Column("recorded_at")),
            "命名时间在今天之后，请核对。",
        ),
        Check(
            "HU07",
            (hygiene_title.attribute("for_place", on=granted_at.date) == False)  # noqa: E712
            | unit_kind.in_("village", "town", "area"),
            "卫生村、镇、县城和城市只授予地方，请核对单位类型。",
        ),
    ]
