"""Supervision over records: findings filed once, samples drawn, hospitals beside each other."""

from __future__ import annotations

from datetime import date

from test_window import bill, window

from scheme_county import COUNTY, County

FIRST, LAST = date(2013, 1, 1), date(2013, 6, 28)


def test_overlapping_stays_become_one_finding_however_often_it_runs(county: County) -> None:
    from xinglin.actions.supervising import hospital_fees, run_rules
    from xinglin.language import catalogue
    from xinglin.store.registers import model_of

    county.member("CA1", "FA", "试样巳", 31, date(1985, 1, 1))
    window(county, bill("sup1", card="CA1"))
    window(county, bill("sup2", card="CA1", hospital="G2", disease_code="K29"), by="window_g2")
    with county.now("office") as user:
        ran = run_rules(COUNTY, FIRST, LAST, by=user)
        assert ran.new == ran.found >= 1
        assert run_rules(COUNTY, FIRST, LAST, by=user).new == 0
        finding = catalogue.load().register("supervision_finding")
        rows = model_of(finding)._default_manager.filter(card_no="CA1")
        assert [(r.rule, r.state, r.claims) for r in rows] == [
            ("overlap", "found", "G1-sup1-2013、G2-sup2-2013")
        ]
        fees = {h.hospital: h for h in hospital_fees(COUNTY, FIRST, LAST)}
    township = fees["红岩镇卫生院（虚构）"]
    assert township.stays >= 1 and township.mean_days is not None and township.findings >= 1


def test_a_sample_is_drawn_once_and_speaks_when_it_is_read(county: County) -> None:
    from xinglin.actions.recording import change_record, take_step
    from xinglin.actions.supervising import batches, draw_sample
    from xinglin.language import catalogue
    from xinglin.store.registers import model_of

    county.member("CA2", "FA", "试样午", 32, date(1985, 1, 1))
    for n in range(3):
        window(county, bill(f"smp{n}", card="CA2"))
    review = catalogue.load().register("claim_review")
    with county.now("office") as user:
        assert draw_sample(COUNTY, date(2013, 6, 1), 3, by=user) == 3
        assert draw_sample(COUNTY, date(2013, 6, 1), 3, by=user) == 0
        (batch,) = batches(COUNTY)
        assert (batch.drawn, batch.read, batch.said) == (3, 0, None)
        for row in model_of(review)._default_manager.filter(batch=batch.name):
            saved = change_record(review, row.pk, {"disallowed_fen": 0}, by=user, version=1)
            take_step(review, row.pk, "review", by=user, version=saved.version)
        (batch,) = batches(COUNTY)
    assert batch.read == 3 and batch.said is not None and batch.said.expected == 0


def test_a_hospitals_month_is_held_against_its_settlements(county: County) -> None:
    from xinglin.actions.fund.reconciling import reconcile

    county.member("CA3", "FA", "试样未", 33, date(1985, 1, 1))
    window(county, bill("rec1", card="CA3"))
    with county.now("office"):
        before = {r.hospital: r for r in reconcile(COUNTY, date(2013, 6, 1))}["G1"]
    assert before.stated is None and before.settled.claims >= 1
    settled = before.settled
    county.create(
        "hospital_statement", "window_g1", "2013-06-28 10:00", hospital="G1",
        month_date=date(2013, 6, 1), area=COUNTY, claims_count=settled.claims + 1,
        total_fen=settled.total, paid_fen=settled.paid - 100, account_fen=settled.account,
    )  # fmt: skip
    with county.now("office"):
        after = {r.hospital: r for r in reconcile(COUNTY, date(2013, 6, 1))}["G1"]
    assert after.difference is not None
    assert (after.difference.claims, after.difference.paid, after.difference.total) == (1, -100, 0)
