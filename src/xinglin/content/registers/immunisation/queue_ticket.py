"""One child's way through a vaccination clinic on one morning."""

from __future__ import annotations

from xinglin.codes.vaccines import QueuePrefix
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Integer, Moment, Reference, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class QueueTicket(Register):
    """One number of one day: waits, is called to a desk or room, is observed, goes (排队叫号).

    The day's numbers are continuous by prefix and never given twice.
    """

    label, office = "接种排队号", "疾控科"
    source = "预防接种工作规范（留观30分钟，未核）；规则书4.6"
    provides = "queue_ticket"

    session_date = Date("日期", required="always")
    prefix = Code("号别", codes=QueuePrefix, required="always")
    number = Integer("号数", minimum=1, required="always")
    child = Reference("儿童编码", to=VaccinationChild)
    stage = Text("环节", free=False, max_length=20, required="always")
    stage_at = Moment("进入环节时间", required="always")
    place_in_line = Integer("次序", minimum=0, required="always", help="由系统排定。")
    room = Text("窗口（房间）", free=False, max_length=20)
    calls_count = Integer("呼叫次数", minimum=0, required="always")
    called_at = Moment("最近呼叫时间")
    taken_at = Moment("取号时间", required="always")
    injected_at = Moment("接种时间")
    left_at = Moment("离开时间")
    note = Text("说明", max_length=100)

    lifecycle = Lifecycle(
        waiting="等候",
        called="呼叫中",
        serving="办理中",
        skipped="过号",
        observed="留观中",
        done="已离开",
        cancelled="已取消",
        editable=("waiting", "called", "serving", "skipped", "observed"),
        ended=("done", "cancelled"),
    )
    call = lifecycle.step(("waiting", "skipped", "called"), "called", "呼叫", sets=called_at)
    serve = lifecycle.step("called", "serving", "开始办理")
    skip = lifecycle.step("called", "skipped", "过号")
    requeue = lifecycle.step(("skipped", "serving"), "waiting", "排回")
    observe = lifecycle.step("serving", "observed", "进入留观")
    finish = lifecycle.step("observed", "done", "留观结束离开", sets=left_at)
    cancel = lifecycle.step(
        ("waiting", "called", "serving", "skipped"), "cancelled", "取消", reason_required=True
    )

    key = (Register.reporter, session_date, prefix, number)
    counting_dates = {"session": CountingDate(session_date, "日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "门诊")}
    list_columns = (
        session_date, prefix, number, stage, room, calls_count, taken_at, injected_at, left_at,
        Register.state,
    )  # fmt: skip
    filters = (session_date, prefix, stage, Register.reporter, Register.state)
    checks = [Check("QT01", left_at >= injected_at, "离开时间早于接种时间，请核对。")]
