"""Penalty cases under the 90-day clock (行政处罚案件), after rulebook 09.

Worked by hand, 2013H1 by day of decision: 1 filed 2013-01-10, decided 2013-04-10 (day 90: in time);
2 filed 2013-01-10, decided 2013-04-11 (late); 3 is open; 4 was decided in time. In time: 2 of 3.
Fines: 300 000 + 50 000 + 0 fen = 0.35 万元.
"""

from __future__ import annotations

from datetime import date

from xinglin.language.checks import Check, Deadline, Extendable
from xinglin.language.fields import Date, Division, DocumentNumber, Moment, Money, Text
from xinglin.language.indicators import Ratio, Total
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

_LAW = "《行政处罚法》"


class PenaltyCase(Register):
    """One case against one party, from filing to closing (行政处罚案件)."""

    label, office, source = "行政处罚案件", "卫生监督所", f"{_LAW}第五章"
    case_no = DocumentNumber("案号", required="always", pattern="{place}罚{year}{serial:04d}")
    party = Text("当事人", max_length=100, required="always")
    division = Division("案发地", required="always")
    cause = Text("案由", free=False, max_length=100)
    filed_at = Moment("立案时间", required="always")
    decided_at = Moment("决定时间")
    fine_fen = Money("罚款")
    paid_date = Date("缴款日期")
    closed_at = Moment("结案时间")
    lifecycle = Lifecycle(
        filed="已立案",
        decided="已决定",
        closed="已结案",
        dropped="不予处罚",
        removed="已删除",
        ended=("removed",),
    )
    decide = lifecycle.step("filed", "decided", "作出决定", needs="review", sets=decided_at)
    drop = lifecycle.step("filed", "dropped", "不予处罚", needs="review", reason_required=True)
    close = lifecycle.step("decided", "closed", "结案", sets=closed_at)
    decide_limit = Deadline(
        "决定",
        starts=filed_at,
        done=decided_at,
        calendar_days=90,
        clause=f"{_LAW}第六十条：自立案之日起九十日内作出决定",
        stopped_by="检测、检验、检疫、鉴定所需时间（本地口径，未核）",
        extension=Extendable(30, "法律、法规、规章另有规定的（本地口径，未核）"),
    )
    key = (case_no,)
    title_field = party
    place_field = division
    counting_dates = {"decided": CountingDate(decided_at.date, "决定日期")}
    counting_places = {"division": CountingPlace(division, "案发地")}
    checks = [
        Check("PE01", decided_at >= filed_at, "决定不能早于立案，请核对。"),
        Check("PE02", closed_at >= decided_at, "结案不能早于决定，请核对。"),
        Check(
            "PE03",
            paid_date.is_unknown() | fine_fen.is_known(),
            "填了缴款日期的须填罚款数额。",
        ),
    ]


DECIDED = PenaltyCase.where(PenaltyCase.state.in_("decided", "closed"))


class InTimeRate(Ratio):
    """处罚决定按期率."""

    name, office, source = "处罚决定按期率", "卫生监督所", f"{_LAW}第六十条"
    definition = "期内作出的决定中在法定期限内作出的件数÷期内作出的决定数×100%。"
    numerator = DECIDED.where(~PenaltyCase.decide_limit.is_late)
    denominator = DECIDED


class Fines(Total):
    """罚款数."""

    name, office, source, unit = "罚款数", "卫生监督所", PenaltyCase.source, "万元"
    definition = "期内作出的决定所定的罚款之和。"
    decimals, in_one = 2, 1_000_000
    of = DECIDED
    amount = PenaltyCase.fine_fen


RECORDS = {
    PenaltyCase: """
      | case_no | division | filed_at                  | decided_at                | decided_at_date | decide_limit_due_at       | fine_fen | state
    --+---------+----------+---------------------------+---------------------------+-----------------+---------------------------+----------+--------
    1 | C1      | 11       | 2013-01-10T09:00:00+08:00 | 2013-04-10T10:00:00+08:00 | 2013-04-10      | 2013-04-10T23:59:59+08:00 | 300000   | closed
    2 | C2      | 11       | 2013-01-10T09:00:00+08:00 | 2013-04-11T10:00:00+08:00 | 2013-04-11      | 2013-04-10T23:59:59+08:00 | 50000    | decided
    3 | C3      | 12       | 2013-05-10T09:00:00+08:00 |                           |                 | 2013-08-08T23:59:59+08:00 |          | filed
    4 | C4      | 12       | 2013-05-10T09:00:00+08:00 | 2013-06-01T10:00:00+08:00 | 2013-06-01      | 2013-08-08T23:59:59+08:00 | 0        | closed
    """,  # noqa: E501  a table is read as a table
}
EXPECTED = {
    (InTimeRate, "2013H1"): "66.66666666666666666666666666666667",
    (Fines, "2013H1"): "0.35",
}
DAY = date(2013, 7, 1)
