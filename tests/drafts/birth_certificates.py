"""Blank birth certificates, each number a row (出生医学证明空白证件), after rulebook 05.

Worked by hand at the end of 2013H1: received 5 (1–5); issued: 1 and 2; voided: 3 → 2 left, of which
4 lies with a hospital and 5 in the county's store. Number 2 was issued in July: at the end of June
it is still there, so 3. Voids in the half year: 1 of the 2 used by then = 50 %.
"""

from __future__ import annotations

from datetime import date

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, DocumentNumber, Text
from xinglin.language.indicators import Ratio, Stock
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class BirthCertificateBlank(Register):
    """One numbered blank, from receipt to issue or void (出生医学证明空白证件)."""

    label, office = "出生医学证明空白证件", "妇社科"
    source = "《出生医学证明》管理的规定（文号未核）"
    certificate_no = DocumentNumber("证件编号", required="always")
    division = Division("管理地区", required="always")
    received_date = Date("入库日期", required="always")
    taken_date = Date("领用日期")
    issued_date = Date("签发日期")
    voided_date = Date("作废日期")
    left_date = Date("减少日期", help="签发或作废的日期。")
    void_reason = Text("作废原因", max_length=200)
    lifecycle = Lifecycle(
        stored="空白库存",
        taken="已领用",
        issued="已签发",
        voided="已作废",
        removed="已删除",
        ended=("removed",),
    )
    take = lifecycle.step("stored", "taken", "领用")
    issue = lifecycle.step("taken", "issued", "签发")
    void = lifecycle.step(("stored", "taken", "issued"), "voided", "作废", reason_required=True)
    key = (certificate_no,)
    place_field = division
    counting_dates = {
        "received": CountingDate(received_date, "入库日期"),
        "left": CountingDate(left_date, "减少日期"),
    }
    counting_places = {"division": CountingPlace(division, "管理地区")}
    checks = [
        Check("BC01", issued_date >= taken_date, "签发不能早于领用，请核对。"),
        Check("BC02", taken_date >= received_date, "领用不能早于入库，请核对。"),
        Check(
            "BC03",
            voided_date.is_unknown() | void_reason.is_known(),
            "作废的须写明原因。",
        ),
    ]


KEPT = BirthCertificateBlank.where(~BirthCertificateBlank.state.in_("removed"))


class BlanksLeft(Stock):
    """期末空白证件结余数."""

    name, office, unit = "期末空白证件结余数", "妇社科", "份"
    source = BirthCertificateBlank.source
    definition = "期末已入库而未签发、未作废的空白证件数。"
    of = KEPT
    ceased_on = BirthCertificateBlank.left_date


class VoidRate(Ratio):
    """出生医学证明废证率."""

    name, office, source = "出生医学证明废证率", "妇社科", BirthCertificateBlank.source
    definition = "期内作废的证件数÷期内签发和作废的证件数×100%。"
    counted_on = "left"
    numerator = KEPT.where(BirthCertificateBlank.state == "voided")
    denominator = KEPT.where(BirthCertificateBlank.state.in_("issued", "voided"))


RECORDS = {
    BirthCertificateBlank: """
      | certificate_no | division | received_date | left_date  | state
    --+----------------+----------+---------------+------------+-------
    1 | A001           | 11       | 2013-01-05    | 2013-02-01 | issued
    2 | A002           | 11       | 2013-01-05    | 2013-07-01 | issued
    3 | A003           | 12       | 2013-01-05    | 2013-03-01 | voided
    4 | A004           | 11       | 2013-01-05    |            | taken
    5 | A005           | 12       | 2013-06-30    |            | stored
    """,
}
EXPECTED = {(BlanksLeft, "2013H1"): "3", (VoidRate, "2013H1"): "50"}
DAY = date(2013, 7, 1)
