"""The window: what a bill comes to, once, in turn, for whom the scheme pays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import psycopg
import pytest

from scheme_county import County
from xinglin.actions.problems import ConflictError, ForbiddenError, RefusedError
from xinglin.actions.settling.bills import Bill


def bill(number: str, card: str = "C21", hospital: str = "G1", **changes: Any) -> Bill:
    """A bill of a stay of ten days that cost 10,000 yuan, 1,000 of them in class B."""
    values: dict[str, Any] = {
        "request_no": f"R-{number}", "claim_no": f"{hospital}-{number}-2013", "card_no": card,
        "hospital": hospital, "kind": "inpatient", "admitted_on": date(2013, 6, 1),
        "discharged_on": date(2013, 6, 10), "class_a_fen": 900_000, "class_b_fen": 100_000,
    }  # fmt: skip
    return Bill(**{**values, **changes})


def window(county: County, one: Bill, by: str = "window_g1") -> Any:
    """Settle at a window."""
    from xinglin.actions.settling.window import settle

    with county.now(by) as user:
        return settle(one, by=user)


def balance(county: County, household: str) -> int:
    """Fen in a household's account."""
    with psycopg.connect(county.urls.reader) as reader:
        row = reader.execute(
            "SELECT balance_fen FROM store_householdaccount WHERE household_no = %s", [household]
        ).fetchone()
        entries = reader.execute(
            "SELECT sum(amount_fen) FROM store_householdentry WHERE household_id = %s", [household]
        ).fetchone()
    assert row is not None and entries is not None
    assert row[0] == entries[0]  # the balance is the sum of its entries, always
    return int(row[0])


def counted(county: County, claim_no: str) -> int:
    """How many records a claim's number has."""
    with psycopg.connect(county.urls.reader) as reader:
        row = reader.execute(
            "SELECT count(*) FROM insurance_benefit_claim WHERE claim_no = %s", [claim_no]
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_stay_is_settled_and_every_step_is_told(county: County) -> None:
    from xinglin.actions.settling.window import presettle

    # By hand, county level: (10,000 - 10 % of 1,000 - 200) x 35 % = 3,395.
    with county.now("window_g1") as user:
        before = presettle(bill("w1"), by=user)
    settled = window(county, bill("w1"))
    assert before.result.paid == settled.answer["paid_fen"] == 339_500
    assert settled.answer["own_fen"] == 660_500
    assert [s["rule"] for s in settled.answer["steps"]] == ["目录自付", "起付线", "补偿比例"]
    assert all(s["clause"] and s["version"] for s in settled.answer["steps"])
    assert counted(county, "G1-w1-2013") == 1


def test_the_same_request_is_answered_alike_and_done_once(county: County) -> None:
    first = window(county, bill("w2"))
    again = window(county, bill("w2"))
    assert again.is_repeat and not first.is_repeat
    assert again.answer == first.answer
    assert counted(county, "G1-w2-2013") == 1
    with pytest.raises(ConflictError, match="已用于另一张单据"):
        window(county, bill("w2", class_a_fen=1))
    with pytest.raises(ConflictError, match="已用于另一张单据"):
        window(county, bill("w2", card="C12", claim_no="G1-other-2013"))
    with pytest.raises(RefusedError, match="已经结算过"):
        window(county, bill("w2", request_no="R-w2-new"))


def test_the_same_request_from_ten_windows_at_once(county: County) -> None:
    answers = _at_once(county, [bill("w3") for _ in range(10)])
    assert all(a.answer == answers[0].answer for a in answers)
    assert sum(not a.is_repeat for a in answers) == 1
    assert counted(county, "G1-w3-2013") == 1


def test_windows_in_two_hospitals_never_go_over_one_cap(county: County) -> None:
    # 30,000 a year; each stay alone would come to (60,000 - 200) x 35 % = 20,930.
    county.member("C51", "F5", "试样己", 7, date(1985, 1, 1))
    bills = [bill(f"cap{n}", card="C51", class_a_fen=6_000_000, class_b_fen=0) for n in range(6)]
    answers = [a.answer for a in _at_once(county, bills)]
    assert sorted(a["paid_fen"] for a in answers) == [0, 0, 0, 0, 907_000, 2_093_000]
    assert max(a["used_after_fen"] for a in answers) == 3_000_000
    # Another hospital, which cannot see those claims, is told what has gone before all the same.
    late = window(county, bill("cap9", card="C51", hospital="G2"), by="window_g2")
    assert late.answer["paid_fen"] == 0 and late.answer["used_before_fen"] == 3_000_000
    assert late.answer["status"] == "capped"


def test_a_household_account_is_used_by_all_and_never_overdrawn(county: County) -> None:
    county.member("C61", "F6", "试样庚", 8, date(1985, 1, 1))
    county.member("C62", "F6", "试样辛", 9, date(1985, 1, 1))
    from xinglin.actions.fund.households import credit_households

    with county.now("office") as user:
        assert credit_households(2013, by=user) >= 2
        assert credit_households(2013, by=user) == 0
    assert balance(county, "F6") == 6_000
    # Each visit costs 25 yuan: the fund pays 40 % = 10, the account the other 15, four times.
    visits = [
        bill(
            f"visit{n}", card=f"C6{1 + n % 2}", hospital="G2", kind="outpatient",
            admitted_on=date(2013, 6, 5), discharged_on=date(2013, 6, 5), class_a_fen=2_500,
            class_b_fen=0,
        )
        for n in range(6)
    ]  # fmt: skip
    answers = [a.answer for a in _at_once(county, visits, by="window_g2")]
    assert [a["paid_fen"] for a in answers] == [1_000] * 6
    assert sorted(a["account_fen"] for a in answers) == [0, 0, 1_500, 1_500, 1_500, 1_500]
    assert balance(county, "F6") == 0


def _at_once(county: County, bills: list[Bill], by: str = "window_g1") -> list[Any]:
    from django.db import connections

    gate = Barrier(len(bills))

    def one(asked: Bill) -> Any:
        try:
            gate.wait(20)
            return window(county, asked, by)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(bills)) as pool:
        return list(pool.map(one, bills))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"card": "C99"}, "没有这个合作医疗证号的参合登记"),
        ({"card": "C31"}, "已于 2013-03-31 退出合作医疗"),
        ({"card": "C41"}, "另一条参合登记"),
        ({"card": "C13", "admitted_on": date(2013, 5, 1)}, "入院日期早于出生日期"),
        ({"hospital": "H9"}, "不是定点医疗机构"),
        ({"discharged_on": date(2013, 7, 1)}, "出院日期在今天之后"),
        ({"admitted_on": date(2013, 6, 11)}, "出院日期早于入院日期"),
        ({"class_a_fen": -1}, "金额不能为负"),
        ({"class_a_fen": 0, "class_b_fen": 0}, "没有可结算的费用"),
        ({"class_a_fen": 99_999_999_999}, "总费用超过一亿元"),
        ({"kind": "dental"}, "补偿类别只能是"),
        ({"admitted_on": date(2012, 12, 20), "discharged_on": date(2012, 12, 28)}, "2012 年度没有"),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_said_and_writes_nothing(
    county: County, changes: dict[str, Any], said: str
) -> None:
    wrong = bill("wrong", **changes)
    with pytest.raises(RefusedError, match=said):
        window(county, wrong, by="office" if "hospital" in changes else "window_g1")
    assert counted(county, wrong.claim_no) == 0


def test_a_stay_over_the_turn_of_the_year_belongs_to_its_discharge(county: County) -> None:
    long = bill("turn", card="C12", admitted_on=date(2012, 12, 20), discharged_on=date(2013, 1, 9))
    assert window(county, long).answer["paid_fen"] == 339_500


def test_a_newborn_is_settled_in_the_year_of_birth(county: County) -> None:
    born = bill("baby", card="C13", admitted_on=date(2013, 5, 20), discharged_on=date(2013, 5, 25))
    assert window(county, born).answer["paid_fen"] == 339_500


def test_an_identity_number_does_for_a_card(county: County) -> None:
    from town import identity_number
    from xinglin.actions.settling.members import card_of, find_member

    with county.now("window_g1"):
        assert card_of(identity_number(3), 2013) == "C21"
        assert card_of("C21", 2013) == "C21"
        assert card_of(identity_number(77), 2013) == identity_number(77)
        assert find_member(identity_number(77), 2013) is None


def test_who_is_not_of_the_line_settles_nothing(county: County) -> None:
    with pytest.raises(ForbiddenError):
        window(county, bill("forbidden"), by="window_h")


def test_claims_from_elsewhere_count_in_the_persons_year(county: County) -> None:
    county.member("C91", "F9", "试样卯", 16, date(1985, 1, 1))
    county.create(
        "benefit_claim", "office", "2013-06-28 09:00", claim_no="PAPER-1", card_no="C91",
        patient_name="试样卯", kind="inpatient", level="outside", hospital_name="省立医院",
        residence="998825100", admitted_date=date(2013, 2, 1), discharged_date=date(2013, 2, 9),
        settled_date=date(2013, 2, 20), total_fen=9_000_000, class_a_fen=9_000_000,
        class_b_fen=0, excluded_fen=0, paid_fen=2_900_000, account_fen=0, own_fen=6_100_000,
        hospital_fen=0,
    )  # fmt: skip
    answer = window(county, bill("paper", card="C91")).answer
    assert (answer["used_before_fen"], answer["paid_fen"]) == (2_900_000, 100_000)


def test_a_hospital_settles_its_own_bills_alone(county: County) -> None:
    with pytest.raises(ForbiddenError, match="只能结算本机构的单据"):
        window(county, bill("others", hospital="G2"), by="window_g1")
    settled = window(county, bill("paper2", hospital="G3"), by="office")  # on paper, by the office
    # Outside the county, without referral: (10,000 - 100 - 400) x 14 %.
    assert settled.answer["paid_fen"] == 133_000


def test_a_visit_is_settled_from_its_lines_and_closed(county: County) -> None:
    from xinglin.actions.settling.visits import visit_settled, waiting_visit, waiting_visits

    county.member("CE1", "FE", "试样甲", 51, date(1985, 1, 1))
    visit = {
        "visit_no": "G1-V1-2013", "hospital": "G1", "card_no": "CE1", "patient_name": "试样甲",
        "residence": "998825100", "kind": "inpatient", "admitted_date": date(2013, 6, 1),
    }  # fmt: skip
    county.create("hospital_visit", "window_g1", "2013-06-28 09:00", **visit)
    with pytest.raises(RefusedError, match="还有一条没有办结"):
        county.create("hospital_visit", "window_g1", "2013-06-28 09:00",
                      **{**visit, "visit_no": "G1-V2-2013"})  # fmt: skip
    for number, (kind, quantity, amount) in enumerate((("a", 3, 3_000), ("b", 1, 500))):
        county.create(
            "visit_item", "window_g1", "2013-06-28 09:00", item_no=f"G1-V1-{number}",
            visit="G1-V1-2013", used_date=date(2013, 6, 2), item_code="X", item_name="治疗",
            item_sort="treatment", catalogue_class=kind, quantity=quantity,
            price_fen=amount // quantity, amount_fen=amount,
        )  # fmt: skip
    with county.now("window_g1") as user:
        (waiting,) = waiting_visits("CE1")
        assert (waiting.class_a_fen, waiting.class_b_fen, waiting.lines) == (3_000, 500, 2)
        assert waiting.claim_no == "G1-V1-2013"
    window(county, bill("V1", card="CE1", class_a_fen=3_000, class_b_fen=500))
    with county.now("window_g1") as user:
        visit_settled(waiting_visit("G1-V1-2013"), user)
        assert waiting_visits("CE1") == []
        with pytest.raises(RefusedError, match="已结算"):
            waiting_visit("G1-V1-2013")
        with pytest.raises(ConflictError):
            visit_settled(waiting, user)
    # A reversal opens it again, and its next settlement has a number of its own.
    from xinglin.actions.settling.reversal import preview_reversal, reverse

    with county.now("office") as user:
        shown = preview_reversal("R-V1", by=user).digest()
        reverse("R-V1", by=user, reason="费用漏传", shown=shown)
    with county.now("window_g1"):
        (again,) = waiting_visits("CE1")
        assert (again.row.state, again.claim_no) == ("leaving", "G1-V1-2013-2")


def test_lines_that_do_not_multiply_stop_the_settlement(county: County) -> None:
    from xinglin.actions.settling.visits import waiting_visit

    county.member("CE2", "FE", "试样乙", 52, date(1985, 1, 1))
    county.create(
        "hospital_visit", "window_g1", "2013-06-28 09:00", visit_no="G1-V9-2013", hospital="G1",
        card_no="CE2", patient_name="试样乙", residence="998825100", kind="inpatient",
        admitted_date=date(2013, 6, 1),
    )  # fmt: skip
    county.create(
        "visit_item", "window_g1", "2013-06-28 09:00", item_no="G1-V9-1", visit="G1-V9-2013",
        used_date=date(2013, 6, 2), item_code="X", item_name="治疗", item_sort="treatment",
        catalogue_class="a", quantity=2, price_fen=100, amount_fen=300,
    )  # fmt: skip
    with county.now("window_g1"), pytest.raises(RefusedError, match="1 条费用明细的金额不等于"):
        waiting_visit("G1-V9-2013")


def test_a_window_opened_while_little_was_settled_never_reads_the_table_whole(
    county: County,
) -> None:
    # Plans are kept for a session; one made over a small table would read it whole ever after.
    from django.db import connection

    def whole_reads() -> int:
        with psycopg.connect(county.urls.reader) as reader:
            row = reader.execute(
                "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'store_benefitsettlement'"
            ).fetchone()
        assert row is not None
        return int(row[0])

    with psycopg.connect(county.urls.owner, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE store_benefitsettlement")
    connection.close()
    before = whole_reads()
    for n in range(8):  # more than a plan is made anew for
        window(county, bill(f"plan{n}", kind="outpatient", admitted_on=date(2013, 6, 10)))
    connection.close()  # tells what it has counted
    assert whole_reads() == before
