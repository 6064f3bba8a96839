"""The window and the batch agree to the fen, on random policies and random years of claims."""

from __future__ import annotations

from claim_policies import claims, policies
from hypothesis import given, settings
from hypothesis import strategies as st

from xinglin.claims.claim import Claim
from xinglin.claims.listed import Outcome, explained, outcomes
from xinglin.claims.policy import Policy
from xinglin.claims.rules import E8

Balances = st.lists(st.none() | st.integers(0, 50_000), min_size=25, max_size=25)


@settings(max_examples=300, deadline=None)
@given(policies(), claims(), Balances)
def test_both_doors_pay_the_same(policy: Policy, made: list[Claim], said: list[int | None]) -> None:
    balances = said[: len(made)]
    batch = outcomes(made, balances, policy)
    seen = 0
    for position, at_window in explained(made, balances, policy):
        seen += 1
        assert batch[position] == Outcome(
            at_window.paid,
            at_window.account,
            at_window.own,
            at_window.used_before,
            at_window.used_after,
            at_window.status,
            at_window.reason,
        )
    assert seen == len(made)


@settings(max_examples=200, deadline=None)
@given(policies(), claims(), Balances)
def test_every_yuan_is_accounted_for(
    policy: Policy, made: list[Claim], said: list[int | None]
) -> None:
    """Paid, from the account, own and borne by the hospital make the total; nothing is negative."""
    for _, done in explained(made, said[: len(made)], policy):
        total = done.claim.total_fen
        assert done.paid + done.account + done.own + done.hospital == total
        assert min(done.paid, done.account, done.own) >= 0
        assert sum(done.own_parts.values()) == done.own * E8
        assert done.steps or total == done.own


@settings(max_examples=100, deadline=None)
@given(policies(), claims(), Balances, st.randoms())
def test_the_order_of_the_file_does_not_matter(policy, made, said, random) -> None:
    balances = said[: len(made)]
    shuffled = list(range(len(made)))
    random.shuffle(shuffled)
    first = outcomes(made, balances, policy)
    again = outcomes([made[i] for i in shuffled], [balances[i] for i in shuffled], policy)
    assert again == [first[i] for i in shuffled]


@settings(max_examples=100, deadline=None)
@given(policies(), claims())
def test_no_cap_is_ever_passed(policy: Policy, made: list[Claim]) -> None:
    done = outcomes(made, [None] * len(made), policy)
    for cap in policy.caps:
        paid: dict[tuple[str, int], int] = {}
        for claim, outcome in zip(made, done, strict=True):
            if claim.kind in cap.kinds:
                key = (claim.person_id, claim.year)
                paid[key] = paid.get(key, 0) + outcome.paid
        assert all(amount <= cap.yuan for amount in paid.values())
