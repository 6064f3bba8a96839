"""Random draws and what was inspected after them (双随机抽查), after rulebooks 09 and 12.

Worked by hand, 2013H1: round R1 has four candidates, three drawn; of the drawn, A was inspected
within 20 days, B after 30, C not at all: 1 of 3. Published in time: 1 of 1 round.
"""

from __future__ import annotations

from datetime import date

from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import days_between
from xinglin.language.fields import (
    Date,
    Division,
    DocumentNumber,
    Flag,
    Integer,
    Moment,
    Reference,
    Text,
)
from xinglin.language.indicators import Ratio
from xinglin.language.lifecycle import REGISTERED, Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

_HEX = r"[0-9a-f]{64}"


class DrawRound(Register):
    """One public draw: the frozen list, the commitment, what was revealed (随机抽取)."""

    label, office, source = "随机抽取", "卫生监督所", "双随机、一公开的规定（文号未核）"
    round_no = DocumentNumber("轮次号", required="always")
    division = Division("地区", required="always")
    candidates_count = Integer("候选数", minimum=1)
    drawn_count = Integer("抽取数", minimum=1)
    list_digest = Text("名单摘要", free=False, max_length=64, pattern=_HEX, required=True)
    commitment = Text("承诺值", free=False, max_length=64, pattern=_HEX, required=True)
    balls = Text("现场摇出的数字", free=False, max_length=100, pattern=r"\d{20,}")
    seed = Text("种子", free=False, max_length=64, pattern=_HEX)
    frozen_at = Moment("名单冻结时间", required="always")
    drawn_at = Moment("抽取时间")
    published_at = Moment("公布时间")
    lifecycle = Lifecycle(
        frozen="名单已冻结",
        drawn="已抽取",
        published="已公布",
        void="作废",
        editable=(),
        ended=("void",),
    )
    draw = lifecycle.step("frozen", "drawn", "抽取", sets=drawn_at, needs="review")
    publish = lifecycle.step("drawn", "published", "公布", sets=published_at)
    cancel = lifecycle.step(("frozen", "drawn"), "void", "作废", reason_required=True)
    publish_limit = Deadline(
        "公布", starts=drawn_at, done=published_at, working_days=20, clause="结果公开（未核）"
    )
    key = (round_no,)
    place_field = division
    counting_dates = {"drawn": CountingDate(drawn_at.date, "抽取日期")}
    counting_places = {"division": CountingPlace(division, "地区")}
    checks = [
        Check("DR01", drawn_at >= frozen_at, "抽取早于名单冻结，请核对。"),
        Check("DR02", drawn_count <= candidates_count, "抽取数大于候选数，请核对。"),
        Check("DR03", seed.is_unknown() | balls.is_known(), "有种子的须填现场摇出的数字。"),
    ]


class DrawCandidate(Register):
    """One candidate of one round, with its place in the order drawn (候选对象)."""

    label, office, source = "候选对象", "卫生监督所", DrawRound.source
    drawing = Reference("轮次号", to=DrawRound, required="always")
    candidate_code = Text("候选编号", free=False, max_length=20, required="always")
    position = Integer("抽出次序", minimum=1)
    drawn = Flag("是否抽中")
    drawn_date = Date("抽中日期")
    inspected_date = Date("检查日期")
    lifecycle = REGISTERED
    key = (drawing, candidate_code)
    parent = drawing
    counting_dates = {"drawn": CountingDate(drawn_date, "抽中日期")}
    counting_places = {"division": CountingPlace(Register.place, "地区")}
    checks = [Check("DC01", inspected_date >= drawn_date, "检查早于抽中，请核对。")]


DRAWN = DrawCandidate.where(
    DrawCandidate.state == "registered",
    DrawCandidate.drawn == True,  # noqa: E712
)


class InspectedInTime(Ratio):
    """抽中对象二十日内检查率."""

    name, office, source = "抽中对象二十日内检查率", "卫生监督所", DrawRound.source
    definition = "抽中后二十日内检查的÷期内抽中的×100%；没有检查的算没有。"
    numerator = DRAWN.where(
        DrawCandidate.inspected_date.is_known(),
        days_between(DrawCandidate.drawn_date, DrawCandidate.inspected_date) <= 20,
    )
    denominator = DRAWN


class PublishedInTime(Ratio):
    """抽取结果按期公布率."""

    name, office, source = "抽取结果按期公布率", "卫生监督所", DrawRound.source
    definition = "在规定期限内公布的轮次÷期内抽取的轮次×100%。"
    numerator = DrawRound.where(DrawRound.state == "published", ~DrawRound.publish_limit.is_late)
    denominator = DrawRound.where(DrawRound.state.in_("drawn", "published"))


RECORDS = {
    DrawRound: """
      | round_no | division | drawn_at                  | drawn_at_date | published_at              | publish_limit_due_at      | state
    --+----------+----------+---------------------------+---------------+---------------------------+---------------------------+----------
    1 | R1       | 11       | 2013-03-01T09:00:00+08:00 | 2013-03-01    | 2013-03-20T09:00:00+08:00 | 2013-03-29T17:30:00+08:00 | published
    2 | R2       | 11       | 2013-03-02T09:00:00+08:00 | 2013-03-02    |                           | 2013-03-29T17:30:00+08:00 | void
    """,  # noqa: E501  a table is read as a table
    DrawCandidate: """
      | drawing | candidate_code | position | drawn | drawn_date | inspected_date | place | state
    --+---------+----------------+----------+-------+------------+----------------+-------+-----------
    1 | R1    | A              | 1        | 是    | 2013-03-01 | 2013-03-21     | 11    | registered
    2 | R1    | B              | 2        | 是    | 2013-03-01 | 2013-03-31     | 11    | registered
    3 | R1    | C              | 3        | 是    | 2013-03-01 |                | 11    | registered
    4 | R1    | D              | 4        | 否    |            |                | 11    | registered
    """,
}
EXPECTED = {
    (InspectedInTime, "2013H1"): "33.33333333333333333333333333333333",
    (PublishedInTime, "2013H1"): "100",
}
DAY = date(2013, 7, 1)
