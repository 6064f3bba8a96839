"""What is kept ready for an emergency, and what is learned from events and drills."""

from __future__ import annotations

from xinglin.content.registers.emergencies.after_action_item import AfterActionItem as Item
from xinglin.content.registers.emergencies.emergency_drill import EmergencyDrill as Drill
from xinglin.content.registers.emergencies.emergency_expert import EmergencyExpert as Expert
from xinglin.content.registers.emergencies.emergency_plan import EmergencyPlan as Plan
from xinglin.content.registers.emergencies.emergency_report import EmergencyReport as Report
from xinglin.content.registers.emergencies.emergency_response import EmergencyResponse as Response
from xinglin.content.registers.emergencies.emergency_team import EmergencyTeam as Team
from xinglin.language.checks import DueMoment
from xinglin.language.indicators import Count, Ratio, Stock, Total

_OFFICE = "应急办"
_PLAN = "国家突发公共卫生事件应急预案"
_DRILLS = Drill.where(Drill.state == "registered")
_REPORTS = Report.where(Report.state != "removed")
_FOLLOWED = _REPORTS.where(DueMoment(Report.next_report).is_known(), Report.followed_at.is_known())
_RESPONSES = Response.where(Response.state == "registered")


class EmergencyPlans(Stock):
    """现行应急预案数."""

    name, office, source, unit = "现行应急预案数", _OFFICE, _PLAN, "个"
    definition = "期末已发布、没有修订为新版也没有废止的应急预案个数，按发布日期、适用地区。"
    of = Plan.where(Plan.state != "removed")
    ceased_on = Plan.ceased_at.date


class EmergencyTeams(Stock):
    """应急队伍数."""

    name, office, source, unit = "卫生应急队伍数", _OFFICE, Team.source, "支"
    definition = "期末已组建、没有撤销的卫生应急队伍支数，按组建日期、所在地。"
    of = Team.where(Team.state != "removed")
    ceased_on = Team.dissolved_date


class EmergencyExperts(Stock):
    """应急专家人数."""

    name, office, source, unit = "卫生应急专家人数", _OFFICE, Expert.source, "人"
    definition = "期末在聘的卫生应急专家人数：已聘任，聘期未满，按聘任日期、所在地。"
    of = Expert.where(Expert.state == "registered")
    ceased_on = Expert.until_date


class EmergencyDrills(Count):
    """应急演练次数."""

    name, office, source, unit = "卫生应急演练次数", _OFFICE, Drill.source, "次"
    definition = "期内举行的桌面演练和实战演练次数，按演练日期、地区。"
    of = _DRILLS


class EmergencyFieldDrills(Count):
    """实战演练次数."""

    name, office, source, unit = "卫生应急实战演练次数", _OFFICE, Drill.source, "次"
    definition = "期内举行的实战演练次数，按演练日期、地区。"
    of = _DRILLS.where(Drill.drill_kind == "field")


class EmergencyDrillParticipants(Total):
    """应急演练参加人次."""

    name, office, source, unit = "卫生应急演练参加人次", _OFFICE, Drill.source, "人次"
    definition = "期内各次演练的参加人数之和，一人参加几次计几次。"
    of, amount = _DRILLS, Drill.participants_count


class EmergencyReportsMade(Count):
    """突发事件报告份数."""

    name, office, source, unit = "突发事件报告份数", _OFFICE, Report.source, "份"
    definition = "期内报出的初次、进程、阶段和结案报告份数，按报告日期、发生地。"
    of = _REPORTS


class ProgressReportsInTime(Ratio):
    """续报及时率."""

    name, office, source = "突发事件续报及时率", _OFFICE, Report.source
    definition = "期内报出、有续报时限并已续报的报告中在时限内续报的份数÷这些报告的份数×100%。"
    numerator = _FOLLOWED.where(~Report.next_report.is_late)
    denominator = _FOLLOWED


class EmergencyResponses(Count):
    """应急处置次数."""

    name, office, source, unit = "应急处置次数", _OFFICE, Response.source, "次"
    definition = "期内开始的、没有人发病的救灾防病等应急处置次数，按开始日期、地区；不是事件。"
    of = _RESPONSES


class AfterActionItems(Count):
    """评估整改事项数."""

    name, office, source, unit = "评估整改事项数", _OFFICE, Item.source, "项"
    definition = "期内在事件总结和演练评估中提出的整改事项数，按提出日期、地区。"
    of = Item.where(Item.state != "removed")


class AfterActionItemsOverdue(Stock):
    """逾期未完成的整改事项数."""

    name, office, source, unit = "逾期未完成的整改事项数", _OFFICE, Item.source, "项"
    definition = "期末整改期限已到而还没有完成的整改事项数，按整改期限、地区。"
    counted_on = "due"
    of = Item.where(Item.state != "removed")
    ceased_on = Item.done_at.date
