"""One visit or examination after birth."""

from __future__ import annotations

from xinglin.codes.maternal_codes import PostnatalKind
from xinglin.content.registers.maternal.pregnancy import Pregnancy
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Flag, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class PostnatalVisit(Register):
    """One visit to a woman after birth, or her examination after 42 days (产后访视)."""

    label, office, source = "产后访视", "妇社科", Pregnancy.source

    booklet = Reference("保健手册编号", to=Pregnancy, required="always")
    visit_date = Date("访视日期", required="always")
    visit_kind = Code("服务内容", codes=PostnatalKind, required="always")
    breastfeeding = Flag("是否母乳喂养")

    lifecycle = REGISTERED
    key = (booklet, visit_date, visit_kind)
    parent = booklet
    counting_dates = {"visit": CountingDate(visit_date, "访视日期")}
    counting_places = {"residence": CountingPlace(Register.place, "产妇现住址")}
    list_columns = (visit_date, booklet, visit_kind, breastfeeding, Register.reporter)
    filters = (visit_date, visit_kind, Register.reporter)
    checks = [
        Check(
            "MV01",
            visit_date >= booklet.of(Pregnancy.outcome_date),
            "访视日期早于分娩日期，请核对手册编号和日期。",
        ),
        Check(
            "MV02", visit_date <= LocalDate(Column("recorded_at")), "访视日期在今天之后，请核对。"
        ),
    ]
