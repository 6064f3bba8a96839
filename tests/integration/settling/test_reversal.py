"""A reversal: the money goes back, what followed is reckoned anew, and what was shown is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest
from test_window import balance, bill, window

from scheme_county import County
from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError


def reversal(county: County, number: str, by: str = "office") -> Any:
    """What a reversal would do."""
    from xinglin.actions.settling.reversal import preview_reversal

    with county.now(by) as user:
        return preview_reversal(f"R-{number}", by=user)


def reverse(county: County, number: str, shown: str, by: str = "office") -> Any:
    """Reverse a settlement as it was shown."""
    from xinglin.actions.settling.reversal import reverse as do

    with county.now(by) as user:
        return do(f"R-{number}", by=user, reason="多录一笔费用", shown=shown)


def states(county: County, card: str) -> list[tuple[Any, ...]]:
    """Every claim of a card in the order they were written."""
    with psycopg.connect(county.urls.reader) as reader:
        return reader.execute(
            "SELECT claim_no, state, paid_fen FROM insurance_benefit_claim"
            " WHERE card_no = %s ORDER BY id",
            [card],
        ).fetchall()


def test_later_claims_of_the_person_get_what_the_cap_now_leaves(county: County) -> None:
    county.member("C71", "F7", "试样壬", 11, date(1985, 1, 1))
    for n in range(3):
        window(county, bill(f"rev{n}", card="C71", class_a_fen=6_000_000, class_b_fen=0))
    found = reversal(county, "rev0")
    # 20,930 of the first goes back; the second stands, the third gets the rest of the cap.
    assert [(d.claim_no, d.paid_change) for d in found.differences] == [
        ("G1-rev0-2013", -2_093_000), ("G1-rev1-2013", 1_186_000), ("G1-rev2-2013", 907_000)
    ]  # fmt: skip
    reverse(county, "rev0", found.digest())
    assert states(county, "C71") == [
        ("G1-rev0-2013", "reversed", 2_093_000),
        ("G1-rev1-2013", "reversed", 907_000),
        ("G1-rev2-2013", "reversed", 0),
        ("G1-rev0-2013-C", "reversal", -2_093_000),
        ("G1-rev1-2013-C", "reversal", -907_000),
        ("G1-rev2-2013-C", "reversal", 0),
        ("G1-rev1-2013-R1", "settled", 2_093_000),
        ("G1-rev2-2013-R1", "settled", 907_000),
    ]
    # What stands adds up to the cap, and a new claim is told so.
    late = window(county, bill("rev9", card="C71"))
    assert late.answer["used_before_fen"] == 3_000_000 and late.answer["paid_fen"] == 0


def test_a_claim_reckoned_anew_can_be_reversed_again(county: County) -> None:
    county.member("C72", "F7", "试样癸", 12, date(1985, 1, 1))
    for n in range(3):
        window(county, bill(f"twice{n}", card="C72", class_a_fen=6_000_000, class_b_fen=0))
    reverse(county, "twice0", reversal(county, "twice0").digest())
    reverse(county, "twice1-R1", reversal(county, "twice1-R1").digest())
    assert states(county, "C72")[-1] == ("G1-twice2-2013-R2", "settled", 2_093_000)


def test_what_does_not_change_is_left_alone(county: County) -> None:
    county.member("C73", "F7", "试样子", 13, date(1985, 1, 1))
    for n in range(3):
        window(county, bill(f"same{n}", card="C73"))
    found = reversal(county, "same1")
    assert (len(found.differences), found.unchanged) == (1, 1)
    reverse(county, "same1", found.digest())
    assert [s for _, s, _ in states(county, "C73")] == [
        "settled",
        "reversed",
        "settled",
        "reversal",
    ]


def test_the_account_gets_its_money_back_and_later_visits_use_it(county: County) -> None:
    from xinglin.actions.fund.households import credit_households

    county.member("C81", "F8", "试样丑", 14, date(1985, 1, 1))
    with county.now("office") as user:
        credit_households(2013, by=user)
    visit: dict[str, Any] = {
        "card": "C81", "hospital": "G2", "kind": "outpatient", "admitted_on": date(2013, 6, 5),
        "discharged_on": date(2013, 6, 5), "class_b_fen": 0,
    }  # fmt: skip
    first = window(county, bill("acc0", class_a_fen=4_000, **visit), by="window_g2").answer
    second = window(county, bill("acc1", class_a_fen=4_000, **visit), by="window_g2").answer
    # 16 of 40 yuan by the fund, 24 by the account, which holds 30.
    assert (first["account_fen"], second["account_fen"]) == (2_400, 600)
    found = reversal(county, "acc0")
    assert [d.account_change for d in found.differences] == [-2_400, 1_800]
    reverse(county, "acc0", found.digest())
    assert balance(county, "F8") == 600


def test_what_changed_since_it_was_shown_is_shown_again(county: County) -> None:
    county.member("C74", "F7", "试样寅", 15, date(1985, 1, 1))
    window(county, bill("seen0", card="C74", class_a_fen=6_000_000, class_b_fen=0))
    window(county, bill("seen1", card="C74", class_a_fen=6_000_000, class_b_fen=0))
    found = reversal(county, "seen0")
    window(county, bill("seen2", card="C74", class_a_fen=6_000_000, class_b_fen=0))
    with pytest.raises(ConflictError, match="重新查看"):
        reverse(county, "seen0", found.digest())
    reverse(county, "seen0", reversal(county, "seen0").digest())
    with pytest.raises(RefusedError, match="已经冲正过"):
        reversal(county, "seen0")
    with pytest.raises(RefusedError, match="冲正单不能再冲正"):
        reversal(county, "seen0-C")


def test_a_window_reverses_nothing(county: County) -> None:
    window(county, bill("mine", card="C12"))
    with pytest.raises(ForbiddenError):
        reversal(county, "mine", by="window_g1")
    with pytest.raises(RefusedError, match="没有这笔结算"):
        reversal(county, "nothing")


def test_what_is_settled_cannot_be_edited(county: County) -> None:
    from xinglin.actions.recording import change_record
    from xinglin.language import catalogue

    claim = window(county, bill("fixed", card="C12"))
    register = catalogue.load().register("benefit_claim")
    with county.now("office") as user, pytest.raises(RefusedError, match="不能修改"):
        change_record(register, claim.claim_id, {"paid_fen": 1}, by=user, version=1, reason="改")
    with psycopg.connect(county.urls.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        with pytest.raises(psycopg.Error, match="只能追加"):
            owner.execute("UPDATE store_benefitsettlement SET paid_fen = 0")
