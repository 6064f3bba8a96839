"""Units of blood from collection to use or discard (血液制品单元), after rulebook 07.

Worked by hand, by day of collection in 2013H1: units 1–4, discarded 2 and 3, one for expiry:
discard rate 50 %, expiry share of the discarded 50 %. Usable stock at the end of June: unit 4 alone
(1 was issued on 1 March, 5 is collected in July).
"""

from __future__ import annotations

from datetime import date

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Integer, Moment, Reference
from xinglin.language.indicators import Ratio, Stock, Total
from xinglin.language.lifecycle import REGISTERED, Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

REASONS = CodeSet(
    name="DiscardReason",
    label="报废原因",
    source="《血站质量管理规范》（未核）",
    rows=tuple(
        CodeRow(code, label)
        for code, label in (
            ("test", "检测不合格"),
            ("fat", "脂血"),
            ("expired", "过期"),
            ("volume", "非标量"),
        )
    ),
)


class BloodDonation(Register):
    """One donation (献血)."""

    label, office, source = "献血登记", "中心血站", "《献血法》"
    donation_no = DocumentNumber("采血码", required="always")
    division = Division("采血地", required="always")
    donated_date = Date("献血日期", required="always")
    volume = Integer("采血量", minimum=0, maximum=600, unit="毫升")
    lifecycle = REGISTERED
    key = (donation_no,)
    place_field = division
    counting_dates = {"donated": CountingDate(donated_date, "献血日期")}
    counting_places = {"division": CountingPlace(division, "采血地")}
    checks = [Check("BD01", volume <= 400, "一次采血量超过 400 毫升，请核对。")]


class BloodUnit(Register):
    """One component of one donation (血液制品单元)."""

    label, office, source = "血液制品单元", "中心血站", "《血站质量管理规范》"
    unit_no = DocumentNumber("血袋编号", required="always")
    donation = Reference("采血码", to=BloodDonation, required="always")
    collected_date = Date("制备日期", required="always")
    expires_at = Moment("有效期至", required="always")
    left_date = Date("出库日期", help="发放或报废的日期。")
    discard_reason = Code("报废原因", codes=REASONS)
    lifecycle = Lifecycle(
        waiting="待检",
        stored="入库",
        issued="已发放",
        discarded="已报废",
        removed="已删除",
        ended=("removed",),
    )
    release = lifecycle.step("waiting", "stored", "检验合格", needs="review")
    issue = lifecycle.step("stored", "issued", "发放")
    discard = lifecycle.step(("waiting", "stored"), "discarded", "报废", reason_required=True)
    key = (unit_no,)
    parent = donation
    counting_dates = {"collected": CountingDate(collected_date, "制备日期")}
    counting_places = {"division": CountingPlace(Register.place, "采血地")}
    checks = [
        Check(
            "BU01",
            collected_date >= donation.of(BloodDonation.donated_date),
            "制备早于献血，请核对采血码和日期。",
        ),
        Check(
            "BU02",
            ~(Register.state == "discarded") | discard_reason.is_known(),
            "报废的须填报废原因。",
        ),
        Check("BU03", left_date <= expires_at.date, "出库日期在有效期之后，请核对。"),
    ]


KEPT = BloodUnit.where(~BloodUnit.state.in_("removed"))


class DiscardRate(Ratio):
    """血液报废率."""

    name, office, source = "血液报废率", "中心血站", BloodUnit.source
    definition = "期内制备的单元中报废的÷期内制备的单元数×100%。"
    numerator = KEPT.where(BloodUnit.state == "discarded")
    denominator = KEPT


class ExpiredShare(Ratio):
    """过期报废占比."""

    name, office, source = "过期报废占比", "中心血站", BloodUnit.source
    definition = "因过期报废的单元数÷报废的单元数×100%。"
    numerator = DiscardRate.numerator.where(BloodUnit.discard_reason == "expired")
    denominator = DiscardRate.numerator


class UnitsInStore(Stock):
    """期末库存血液单元数."""

    name, office, source, unit = "期末库存血液单元数", "中心血站", BloodUnit.source, "袋"
    definition = "期末已制备而未发放、未报废的单元数。"
    of = KEPT
    ceased_on = BloodUnit.left_date


class CollectedVolume(Total):
    """采血量."""

    name, office, source, unit = "采血量", "中心血站", BloodDonation.source, "升"
    definition = "期内各次采血量之和。"
    decimals, in_one = 1, 1000
    of = BloodDonation.where(BloodDonation.state == "registered")
    amount = BloodDonation.volume


RECORDS = {
    BloodDonation: """
      | donation_no | division | donated_date | volume | state
    --+-------------+----------+--------------+--------+-----------
    1 | D1          | 11       | 2013-02-01   | 400    | registered
    2 | D2          | 12       | 2013-03-01   | 200    | registered
    3 | D3          | 12       | 2013-07-01   | 400    | registered
    """,
    BloodUnit: """
      | unit_no | donation | collected_date | left_date  | discard_reason | place | state
    --+---------+----------+----------------+------------+----------------+-------+----------
    1 | U1      | D1       | 2013-02-01     | 2013-03-01 |                | 11    | issued
    2 | U2      | D1       | 2013-02-01     | 2013-02-02 | test           | 11    | discarded
    3 | U3      | D2       | 2013-03-01     | 2013-04-05 | expired        | 12    | discarded
    4 | U4      | D2       | 2013-03-01     |            |                | 12    | stored
    5 | U5      | D3       | 2013-07-01     |            |                | 12    | waiting
    """,
}
EXPECTED = {
    (DiscardRate, "2013H1"): "50",
    (ExpiredShare, "2013H1"): "50",
    (UnitsInStore, "2013H1"): "1",
    (CollectedVolume, "2013H1"): "0.6",
}
DAY = date(2013, 7, 1)
