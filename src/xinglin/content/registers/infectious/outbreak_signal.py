"""A signal that a disease may be spreading: raised by a method or by a person, then looked into."""

from __future__ import annotations

from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.warning_codes import WarningKind
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Integer, Moment, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class OutbreakSignal(Register):
    """One alert for one disease, place and week (预警信号)."""

    label, office = "预警信号", "疾控科"
    source = "《传染病疫情预警管理办法（试行）》（国疾控监测发〔2025〕11号，未核）"

    signal_key = Text("信号号", free=False, max_length=120, required="always")
    disease = Code("病种", codes=NotifiableDisease, required="always")
    division = Division("地区", required="always")
    kind = Code("预警方法", codes=WarningKind, required="always")
    method = Text("算法", free=False, max_length=60, help="手工登记的信号留空。")
    from_date = Date("起始日", required="always")
    to_date = Date("截止日", required="always")
    observed_count = Integer("病例数", minimum=0, required="always", unit="例")
    threshold_text = Text("阈值", free=False, max_length=20)
    evidence = Text("依据", max_length=500, long=True, required="always")
    raised_at = Moment("产生时间", required="always")
    verified_at = Moment("核实时间", help="由系统记录。")

    lifecycle = Lifecycle(
        raised="待核实",
        verified="疑似事件",
        event="确认为事件",
        dismissed="已排除",
        editable=("raised", "verified"),
        ended=("event", "dismissed"),
    )
    verify = lifecycle.step(
        "raised", "verified", "核实为疑似事件", sets=verified_at, reason_required=True
    )
    confirm = lifecycle.step(
        "verified", "event", "确认为事件", needs="review", reason_required=True
    )
    dismiss = lifecycle.step(
        ("raised", "verified"), "dismissed", "排除", sets=verified_at, reason_required=True
    )

    verify_limit = Deadline(
        "初步核实",
        starts=raised_at,
        done=verified_at,
        hours=kind.attribute("verify_within_hours", on=LocalDate(raised_at)),
        clause="国家传染病自动预警系统：单病例预警 2 小时内核实，其他 24 小时内（本地规定）",
    )

    provides = "outbreak_signal"
    key = (signal_key,)
    title_field = disease
    place_field = division
    counting_dates = {"to": CountingDate(to_date, "截止日")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (
        to_date, disease, division, kind, observed_count, threshold_text, raised_at,
        verified_at, Register.state,
    )  # fmt: skip
    filters = (disease, division, kind, to_date, Register.state)
    checks = [
        Check("OS01", from_date <= to_date, "起始日在截止日之后，请核对。"),
        Check(
            "OS02", to_date <= LocalDate(Column("recorded_at")), "截止日在今天之后，请核对日期。"
        ),
    ]
