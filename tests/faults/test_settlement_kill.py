"""Windows killed in the middle of load, and the database under them: no bill paid twice, none lost.

Eight windows settle four hundred bills of forty members in ten households. Whatever is killed, the
windows send everything again, as they do when no answer came.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from typing import Any

import psycopg
import pytest
from own_town import NAME, OwnTown, own_town, without_addresses

from xinglin.store.server import ensure_running
from xinglin.store.server.cluster import cluster_of
from xinglin.store.server.processes import server_process

MEMBERS, EACH, CAP, FEE = 40, 10, 5_000_000, 100_000
_ACCOUNT = """
[account]
kinds = ["inpatient"]
covers = "all"
clause = "试用规则"
status = "local"
"""
_MEMBERS = """
INSERT INTO insurance_insured_member
    (year_date, card_no, household_no, member_name, member_name_key, sex, birth_date, relation,
     residence, place, reporter, fee_fen, paid_date, state, channel)
SELECT date '2013-01-01', 'B' || n, 'H' || n / 4, '试', 'shi', '1', date '1980-01-01', 'head',
       '998801001', '998801001', 'F001', %s, date '2012-12-01', 'enrolled', 'batch'
FROM generate_series(0, %s) n
"""
_DESIGNATED = """
INSERT INTO insurance_designated_institution
    (institution, scheme_level, area, from_date, place, reporter, state, channel)
VALUES ('F001', 'county', '998801', date '2010-01-01', '998801', 'F001', 'designated', 'direct')
"""
_WINDOWS = """
import sys, threading
from datetime import date
from xinglin.site.start import started
members, each = int(sys.argv[2]), int(sys.argv[3])
with started(sys.argv[1]):
    from django.db import DatabaseError, InterfaceError
    from xinglin.actions.settling.bills import Bill
    from xinglin.actions.settling.window import settle
    from xinglin.store.acting import acting
    from xinglin.store.models import User
    with acting("system"):
        system = User.objects.get(username="system")
    speaking = threading.Lock()

    def window(number):
        for n in range(members * each):
            if n % 8 != number:
                continue
            # Each member's bills come in at several windows, and a household's at all of them.
            bill = Bill(f"R{n}", f"C{n}", f"B{n % members}", "F001", "inpatient",
                        date(2013, 3, 1), date(2013, 3, 1 + n % 20), 1_000_000 + n)
            try:
                answer = settle(bill, by=system).answer
            except (DatabaseError, InterfaceError):
                return
            with speaking:
                print(n, answer["paid_fen"], answer["account_fen"], flush=True)

    windows = [threading.Thread(target=window, args=(i,)) for i in range(8)]
    for one in windows:
        one.start()
    for one in windows:
        one.join()
"""
Answers = dict[int, tuple[int, int]]


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        shipped = resources.files("xinglin.content") / "policies" / "bench-simple.toml"
        policies = made.inst.root / "policies"
        policies.mkdir()
        text = shipped.read_text("utf-8").replace("999999", "998801")
        own = text.replace('"bench-simple"', '"killed"') + _ACCOUNT
        (policies / "killed.toml").write_text(own, "utf-8")
        with psycopg.connect(made.urls.app) as app:
            app.execute("SELECT set_config('xinglin.actor', 'system', true)")
            app.execute(_MEMBERS, [FEE, MEMBERS - 1])
            app.execute(_DESIGNATED)
            app.execute("SELECT xinglin.credit_households(2013)")
        yield made


def settle_all(town: OwnTown, kill: str = "", enough: int = 0) -> Answers:
    """Send every bill; gives what was answered. kill: whom to kill after `enough` answers."""
    windows = subprocess.Popen(
        [sys.executable, "-c", _WINDOWS, NAME, str(MEMBERS), str(EACH)],
        env=town.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert windows.stdout is not None
    answers: Answers = {}
    for line in windows.stdout:
        number, paid, account = map(int, line.split())
        answers[number] = (paid, account)
        if kill and len(answers) == enough:
            if kill == "windows":
                windows.kill()
            else:
                os.kill(postgres(town), signal.SIGKILL)
    windows.stdout.close()
    windows.wait(60)
    return answers


def postgres(town: OwnTown) -> int:
    """The database server's process."""
    with without_addresses():
        found = server_process(cluster_of(town.inst).data)
    assert found is not None
    return found


def test_no_bill_is_paid_twice_and_none_is_lost(town: OwnTown) -> None:
    told: Answers = {}
    for kill, enough in (("windows", 60), ("database", 150), ("windows", 220), ("", 0)):
        answers = settle_all(town, kill, enough)
        assert len(answers) >= enough
        # What was answered before is answered alike.
        assert all(told.get(n, answer) == answer for n, answer in answers.items())
        told |= answers
        with without_addresses():
            ensure_running(town.inst)
    assert sorted(told) == list(range(MEMBERS * EACH))
    with psycopg.connect(town.urls.reader) as reader:
        claims = reader.execute(
            "SELECT request_no, card_no, paid_fen, account_fen, total_fen"
            " FROM insurance_benefit_claim"
        ).fetchall()
        kept = reader.execute("SELECT request_no, paid_fen FROM store_benefitsettlement").fetchall()
        accounts = reader.execute(
            "SELECT a.household_no, a.balance_fen, sum(e.amount_fen) FROM store_householdaccount a"
            " JOIN store_householdentry e ON e.household_id = a.household_no GROUP BY 1, 2"
        ).fetchall()
    assert len(claims) == len(kept) == MEMBERS * EACH
    assert {(r, paid) for r, _, paid, _, _ in claims} == set(kept)
    assert {(int(r[1:]), (p, a)) for r, _, p, a, _ in claims} == set(told.items())
    _adds_up(claims, accounts)
    assert town.run("audit", "verify").returncode == 0


def _adds_up(claims: list[tuple[Any, ...]], accounts: list[tuple[Any, ...]]) -> None:
    """Each person's payments are the cap or 60 %, each household's account is used to the end."""
    paid, asked, drawn = Counter[str](), Counter[str](), Counter[str]()
    for _, card, fund, account, total in claims:
        paid[card] += fund
        asked[card] += (total * 6 + 5) // 10
        drawn[f"H{int(card[1:]) // 4}"] += account
    assert paid == {card: min(CAP, fen) for card, fen in asked.items()}
    assert {h: balance for h, balance, _ in accounts} == {h: 4 * FEE - drawn[h] for h in drawn}
    assert all(balance == entries for _, balance, entries in accounts)
    assert set(drawn.values()) == {4 * FEE}
