"""One child born."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.maternal_codes import BirthOutcome, DeliveryPlace
from xinglin.content.registers.maternal.pregnancy import Pregnancy
from xinglin.language.checks import Check
from xinglin.language.fields import NEW_RECORDS, Code, Date, Integer, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Birth(Register):
    """One child of one delivery; twins are two rows (分娩登记)."""

    label, office = "分娩登记", "妇社科"
    source = "全国妇幼卫生调查制度；活产：孕满28周或体重1000克及以上，有呼吸、心跳等生命体征之一"

    booklet = Reference("保健手册编号", to=Pregnancy, required="always")
    birth_order = Integer("胎次序", minimum=1, maximum=9, required="always", help="单胎填1。")
    birth_date = Date("出生日期", required="always")
    birth_outcome = Code("出生结局", codes=BirthOutcome, required="always")
    sex = Code("性别", codes=Sex)
    weight_g = Integer("出生体重", minimum=300, maximum=6500, unit="克")
    delivered_at_place = Code("分娩地点", codes=DeliveryPlace, required=True)

    lifecycle = REGISTERED
    key = (booklet, birth_order)
    parent = booklet
    counting_dates = {"birth": CountingDate(birth_date, "出生日期")}
    counting_places = {
        "residence": CountingPlace(Register.place, "母亲现住址"),
        "unit": CountingPlace(Register.reporter_place, "接生单位"),
    }
    list_columns = (birth_date, booklet, birth_order, birth_outcome, weight_g, delivered_at_place)
    filters = (birth_date, birth_outcome, delivered_at_place, Register.reporter)
    checks = [
        Check(
            "MB01",
            birth_date == booklet.of(Pregnancy.outcome_date),
            "出生日期与孕产妇登记的结局日期不一致，请核对；双胎隔日出生的请说明理由。",
            level="warning",
            channels=NEW_RECORDS,
        ),
    ]
