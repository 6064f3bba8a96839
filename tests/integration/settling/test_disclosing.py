"""What is published: no byte beyond the disclosure list; days, withdrawal, objections."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from test_window import bill, window

from scheme_county import CHENGGUAN, COUNTY, County
from town import identity_number
from xinglin.actions.problems import ForbiddenError, RefusedError

FIRST, LAST = date(2013, 6, 1), date(2013, 6, 28)
CLOCK = "2013-06-28T10:00:00+08:00"


@pytest.fixture
def visitor(county: County, settings_of_the_day: None) -> Any:
    """A browser of somebody who is not logged in, on the day of the drawing."""
    from django.test import Client

    return Client()


@pytest.fixture
def settings_of_the_day() -> Any:
    from django.test import override_settings

    with override_settings(SIMULATED_CLOCK=CLOCK, ALLOWED_HOSTS=["testserver"]):
        yield


def published(county: County, name: str, **how: Any) -> Any:
    """Publish the township's list as the office."""
    from xinglin.actions.disclosing import payments_list, publish

    how = {"days": 10, "phone": "0000-1234567", "by": "office", **how}
    with county.now(how.pop("by")) as user:
        draft = payments_list(COUNTY, CHENGGUAN, name, FIRST, LAST)
        return publish(draft, "payments", COUNTY, CHENGGUAN, by=user, **how)


def test_no_byte_beyond_the_disclosure_list(county: County, visitor: Any) -> None:
    from xinglin.actions.disclosing import PAYMENT_COLUMNS

    county.member(
        "CARD-SECRET", "HOUSE-SECRET", "欧阳试样", 41, date(1985, 1, 1), village="试样村",
        phone="13912345678",
    )  # fmt: skip
    window(county, bill("open", card="CARD-SECRET", disease_code="DX-SECRET"))
    made = published(county, "枸杞县城关镇")
    page = visitor.get(f"/public/scheme/{made.pk}/")
    table = visitor.get(f"/public/scheme/{made.pk}/table.csv")
    assert page.status_code == table.status_code == 200
    both = page.content.decode() + table.content.decode()
    assert "欧***" in both and "试样村" in both and "3395.00" in both
    hidden = ("欧阳", "CARD-SECRET", "HOUSE-SECRET", "DX-SECRET", "13912345678", "R-open",
              "G1-open", identity_number(41), "1985", "office")  # fmt: skip
    assert not [word for word in hidden if word in both]
    assert made.content["columns"] == list(PAYMENT_COLUMNS)
    assert all(len(row) == len(PAYMENT_COLUMNS) for row in made.content["rows"])
    listing = visitor.get("/public/scheme/").content.decode()
    assert made.title in listing


def test_it_stays_as_it_was_shown_until_it_is_over(county: County, visitor: Any) -> None:
    from django.test import override_settings

    from xinglin.actions.disclosing import withdraw

    county.member("CB1", "FB", "试样申", 42, date(1985, 1, 1))
    window(county, bill("stay", card="CB1"))
    made = published(county, "城关镇之二")
    address = f"/public/scheme/{made.pk}/"
    before = visitor.get(address).content
    window(county, bill("later", card="CB1"))
    assert visitor.get(address).content == before
    with override_settings(SIMULATED_CLOCK="2013-07-08T10:00:00+08:00"):
        assert visitor.get(address).status_code == 410
    with override_settings(SIMULATED_CLOCK="2013-07-07T10:00:00+08:00"):
        assert visitor.get(address).status_code == 200
    with county.now("office") as user:
        with pytest.raises(RefusedError, match="须写明理由"):
            withdraw(made, " ", by=user)
        withdraw(made, "名单有误", by=user)
    gone = visitor.get(address)
    assert gone.status_code == 410 and "名单有误" in gone.content.decode()
    assert visitor.get("/public/scheme/999999/").status_code == 404


@pytest.mark.parametrize(
    ("how", "said"),
    [({"days": 6}, "公示天数应在 7 至"), ({"phone": ""}, "监督电话")],
)
def test_too_short_or_without_a_telephone(county: County, how: dict[str, Any], said: str) -> None:
    county.member(f"CC{len(said)}", "FC", "试样酉", None, date(1985, 1, 1))
    window(county, bill(f"pub{len(said)}", card=f"CC{len(said)}"))
    with pytest.raises(RefusedError, match=said):
        published(county, "城关镇之三", **how)


def test_a_hospital_publishes_nothing(county: County) -> None:
    with pytest.raises(ForbiddenError):
        published(county, "城关镇之四", by="window_g1")


def test_an_objection_is_filed_with_a_limit_and_a_number(county: County, visitor: Any) -> None:
    from xinglin.language import catalogue
    from xinglin.store.registers import model_of

    county.member("CD1", "FD", "试样戌", 43, date(1985, 1, 1))
    window(county, bill("obj", card="CD1"))
    made = published(county, "城关镇之五")
    address = f"/public/scheme/{made.pk}/objection/"
    empty = visitor.post(address, {"told": " ", "contact_phone": "abc"})
    assert empty.status_code == 422 and "不是电话号码" in empty.content.decode()
    sent = {"told": "第三行金额不对", "contact_name": "试样亥", "contact_phone": "13900000000"}
    answer = visitor.post(address, sent)
    assert answer.status_code == 200 and "998825YY201300001" in answer.content.decode()
    with county.now("office"):
        register = catalogue.load().register("disclosure_objection")
        row = model_of(register)._default_manager.get(objection_no="998825YY201300001")
        assert (row.told, row.state, row.area) == ("第三行金额不对", "received", COUNTY)
        assert row.answer_limit_due_at is not None


def test_the_funds_statement(county: County) -> None:
    from xinglin.actions.disclosing import fund_statement
    from xinglin.actions.fund.ledger import Line, post

    with county.now("office") as user:
        post(
            COUNTY, date(2013, 6, 5), "收到利息",
            [Line("finance_account", "pool", 12_345), Line("income", "pool", 0, 12_345)],
            reference="利息-公示", by=user,
        )  # fmt: skip
        draft = fund_statement(COUNTY, "枸杞县", LAST)
    rows = {(r[0], r[1]): r for r in draft.rows}
    assert rows["财政专户", "统筹基金（未划分）"][4] == rows["基金收入", "统筹基金（未划分）"][4]
    assert draft.title == "枸杞县合作医疗基金收支公示（截至 2013-06-28）"
