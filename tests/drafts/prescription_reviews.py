"""Prescription review: one prescription, several findings (处方点评), after rulebook 11.

Worked by hand, 2013H1: reviewed 1–4, reasonable 1 and 2: 50 %. Findings are counted one by one:
prescription 3 has two, 4 has one, one of 3's was taken back. With two or more: none is left but 3
before the removal; so 0. Unreasonable without any finding written down: none.
"""

from __future__ import annotations

from datetime import date

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, DocumentNumber, Institution, Integer, Reference
from xinglin.language.indicators import Count, Ratio
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register

RESULTS = CodeSet(
    name="ReviewResult",
    label="点评结果",
    source="《医院处方点评管理规范（试行）》",
    rows=tuple(
        CodeRow(code, label)
        for code, label in (
            ("reasonable", "合理"),
            ("irregular", "不规范"),
            ("unsuitable", "用药不适宜"),
            ("excessive", "超常"),
        )
    ),
)


class ReviewedPrescription(Register):
    """One prescription drawn for review (点评处方)."""

    label, office = "点评处方", "医政科"
    source = "《医院处方点评管理规范（试行）》"
    prescription_no = DocumentNumber("处方号", required="always")
    hospital = Institution("医疗机构", required="always")
    reviewed_date = Date("点评日期", required="always")
    result = Code("点评结果", codes=RESULTS, required="always")
    lifecycle = REGISTERED
    key = (prescription_no,)
    reporter_field = hospital
    counting_dates = {"reviewed": CountingDate(reviewed_date, "点评日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "医疗机构所在地")}


class ReviewFinding(Register):
    """One thing wrong with one prescription; a prescription may have several (点评问题)."""

    label, office, source = "点评问题", "医政科", ReviewedPrescription.source
    prescription = Reference("处方号", to=ReviewedPrescription, required="always")
    finding_code = Integer("问题代码", minimum=1, maximum=15, required="always")
    found_date = Date("点评日期", required="always")
    lifecycle = REGISTERED
    key = (prescription, finding_code)
    parent = prescription
    counting_dates = {"found": CountingDate(found_date, "点评日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "医疗机构所在地")}
    checks = [
        Check(
            "RF01",
            prescription.of(ReviewedPrescription.result) != "reasonable",
            "该处方点评为合理，不能再写问题，请核对处方号或改点评结果。",
        ),
    ]


REVIEWED = ReviewedPrescription.where(ReviewedPrescription.state == "registered")
FINDINGS = ReviewFinding.prescription.those()


class ReasonableRate(Ratio):
    """处方合格率."""

    name, office, source = "处方合格率", "医政科", ReviewedPrescription.source
    definition = "点评为合理的处方数÷点评处方数×100%，各医院合在一起算。"
    numerator = REVIEWED.where(ReviewedPrescription.result == "reasonable")
    denominator = REVIEWED


class SeveralFindings(Count):
    """两个以上问题的处方数."""

    name, office, source = "两个以上问题的处方数", "医政科", ReviewedPrescription.source
    definition = "期内点评的处方中写明两个以上问题的张数。"
    of = REVIEWED.where(FINDINGS.count() >= 2)


class WithoutFinding(Count):
    """不合理而未写问题的处方数."""

    name, office, source = "不合理而未写问题的处方数", "医政科", ReviewedPrescription.source
    definition = "点评为不合理而没有写明问题的张数，应为零。"
    of = REVIEWED.where(ReviewedPrescription.result != "reasonable", FINDINGS.count() == 0)


RECORDS = {
    ReviewedPrescription: """
      | prescription_no | hospital | reviewed_date | result     | reporter_place | state
    --+-----------------+----------+---------------+------------+----------------+-----------
    1 | P1              | H1       | 2013-06-01    | reasonable | 11             | registered
    2 | P2              | H1       | 2013-06-01    | reasonable | 11             | registered
    3 | P3              | H2       | 2013-06-01    | irregular  | 12             | registered
    4 | P4              | H2       | 2013-06-01    | excessive  | 12             | registered
    """,
    ReviewFinding: """
      | prescription | finding_code | found_date | reporter_place | state
    --+--------------+--------------+------------+----------------+-----------
    1 | P3           | 3            | 2013-06-01 | 12             | registered
    2 | P3           | 7            | 2013-06-01 | 12             | removed
    3 | P4           | 1            | 2013-06-01 | 12             | registered
    """,
}
EXPECTED = {
    (ReasonableRate, "2013H1"): "50",
    (SeveralFindings, "2013H1"): "0",
    (WithoutFinding, "2013H1"): "0",
}
DAY = date(2013, 7, 1)
