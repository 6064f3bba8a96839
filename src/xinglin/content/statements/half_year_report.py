"""The bureau's half-year work report (半年工作总结)."""

from __future__ import annotations

from xinglin.language.statements import Paragraph, Section, Statement

MAIN_WORK = "主要工作"
"""The part in which each line tells what it has done."""


class HalfYearReport(Statement):
    """半年工作总结：上半年工作、存在问题、下半年要点，附全部数字.

    Each line adds its section in `content/statements/sections`.
    """

    label, office = "半年工作总结", "办公室"
    title = "{bureau}{period}工作总结"
    period_kinds = ("half", "year")
    parts = (
        (
            "",
            (
                Section(
                    "",
                    (
                        Paragraph(
                            "{period}，全系统围绕年度目标任务开展工作。现将主要情况总结如下。",
                            manual=True,
                            name="opening",
                        ),
                    ),
                ),
            ),
        ),
        (MAIN_WORK, ()),
        (
            "存在的主要问题",
            (
                Section(
                    "",
                    (
                        Paragraph(
                            "（由各科室填写：人员、机制、经费等方面存在的问题。）",
                            manual=True,
                            name="problems",
                        ),
                    ),
                ),
            ),
        ),
        (
            "下半年工作要点",
            (
                Section(
                    "",
                    (
                        Paragraph(
                            "（由各科室填写：下半年目标、措施、完成时限和责任科室。）",
                            manual=True,
                            name="plan",
                        ),
                    ),
                ),
            ),
        ),
    )
