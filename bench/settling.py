"""Settlement at the window: fifty windows at once beside a bare insert of the same rows.

    python bench/settling.py [SETTLEMENTS=6000]

Both write the same two rows (the claim with its history and audit by trigger, the settlement)
through the same server, as the same user, each committed durably before the next. Ours also finds
the member, takes the person's and the household's turn, reckons by the policy and moves the
household's account. Fifty windows wait for eight threads, as many as the page server has, here in
two processes for two cores. People are fictitious (虚构).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import resources
from pathlib import Path
from statistics import median
from typing import IO, Any

import psycopg
from intake import _remove, prepare
from psycopg.types.json import Jsonb

from xinglin.store.server import Urls, ensure_running, installation

SETTLEMENTS, WINDOWS, PROCESSES, ROUNDS = 6_000, 50, 2, 5
MEMBERS = 20_000
THREADS = 8
PLACE = "998825100"
_MEMBERS = f"""
    INSERT INTO insurance_insured_member
        (year_date, card_no, household_no, member_name, member_name_key, sex, birth_date, relation,
         residence, place, reporter, fee_fen, paid_date, state, channel)
    SELECT date_trunc('year', now()), 'B' || n, 'H' || n / 4, '虚构', 'xugou',
           (1 + n % 2)::text, date '1980-01-01', 'head', '{PLACE}', '{PLACE}', '990001', 3000,
           date '2012-12-01', 'enrolled', 'batch'
    FROM generate_series(1, {MEMBERS}) n
"""
_DESIGNATED = """
    INSERT INTO insurance_designated_institution
        (institution, scheme_level, area, from_date, place, reporter, state, channel)
    VALUES ('990001', 'county', '998825', date '2010-01-01', '998825', '990001', 'designated',
            'direct')
"""


def fill(urls: Urls) -> None:
    """Members with accounts, a hospital, and a policy that is in force today."""
    from xinglin.store.home import folder

    with psycopg.connect(urls.app) as app:
        app.execute("SELECT set_config('xinglin.actor', 'bench', true)")
        app.execute(_MEMBERS.encode())
        app.execute(_DESIGNATED.encode())
        app.execute("SELECT xinglin.credit_households(%s)", [date.today().year])  # noqa: DTZ011
    text = (resources.files("xinglin.content") / "policies" / "bench-simple.toml").read_text(
        "utf-8"
    )
    folder("policies").mkdir(parents=True, exist_ok=True)
    own = text.replace("999999", "998825").replace('"bench-simple"', '"bench-here"')
    (folder("policies") / "bench-here.toml").write_text(own, "utf-8")
    _let_the_planner_know(urls)


def _let_the_planner_know(urls: Urls) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


# --- one process of windows -----------------------------------------------------------------------


def windows(serving: Any, process: int, count: int, run: str) -> list[float]:
    """Milliseconds of each settlement of this process's windows."""
    each = WINDOWS // PROCESSES
    taken: list[float] = []
    pool, served, work = serving

    def served_by_a_thread(name: str, member: int, number: int) -> None:
        if not hasattr(served, "serve"):
            served.serve = work()
        served.serve(name, member, number)

    def one(number: int) -> None:
        for k in range(count // each):
            member = 1 + ((process * each + number) + WINDOWS * k) % MEMBERS
            start = time.perf_counter()
            name = f"{run}-{process}-{number}-{k}"
            pool.submit(served_by_a_thread, name, member, k).result()
            taken.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(each)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _ours() -> Any:
    from xinglin.actions.settling.bills import Bill
    from xinglin.actions.settling.window import settle
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    with acting("bench"):
        user = User.objects.get(username="bench")
    day = date.today()  # noqa: DTZ011

    def serve(name: str, member: int, number: int) -> None:
        bill = Bill(
            name, name, f"B{member}", "990001", "inpatient",
            day.replace(month=1, day=1), day, 200_000 + number, 50_000, 10_000,
        )  # fmt: skip
        settle(bill, by=user)

    return serve


def _bare() -> Any:
    url = os.environ["XINGLIN_APP_URL"]
    connection = psycopg.connect(url)
    with psycopg.connect(os.environ["XINGLIN_READER_URL"]) as reader:
        claim = _row(reader, "SELECT * FROM insurance_benefit_claim LIMIT 1",
                     ("id", "version", "recorded_at", "recorded_by", "effective_on"))  # fmt: skip
        kept = _row(reader, "SELECT * FROM store_benefitsettlement LIMIT 1",
                    ("settled_at", "settled_by"))  # fmt: skip
    statements = [
        _insert("insurance_benefit_claim", claim),
        _insert("store_benefitsettlement", kept),
    ]

    def serve(name: str, member: int, number: int) -> None:
        own = {"claim_no": name, "request_no": name, "card_no": f"B{member}"}
        connection.execute("SELECT set_config('xinglin.actor', 'bench', true)")
        for statement, row in zip(statements, (claim, kept), strict=True):
            connection.execute(statement, list({**row, **own}.values()))
        connection.commit()

    return serve


def _row(reader: psycopg.Connection, query: str, without: tuple[str, ...]) -> dict[str, Any]:
    cursor = reader.execute(query.encode())
    found = cursor.fetchone()
    if found is None or cursor.description is None:
        raise RuntimeError("nothing was settled before the bare insert")
    named = zip((d.name for d in cursor.description), found, strict=True)
    return {
        k: Jsonb(v) if isinstance(v, dict) else v
        for k, v in named
        if k not in without and v is not None
    }


def _insert(table: str, row: dict[str, Any]) -> bytes:
    places = ", ".join(["%s"] * len(row))
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})".encode()


# --- the comparison -------------------------------------------------------------------------------


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the worker has no pipe")
    return pipe


def measured(kind: str, count: int, run: str) -> tuple[float, list[float]]:
    """(settlements a second, milliseconds of each) with all windows at once."""
    share = count // PROCESSES
    workers = [
        subprocess.Popen(
            [sys.executable, __file__, "--worker", kind, str(n), str(share), run],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in range(PROCESSES)
    ]  # fmt: skip
    for each in workers:
        _pipe(each.stdout).readline()  # it is ready
    start = time.perf_counter()
    for each in workers:
        _pipe(each.stdin).write("go\n")
        _pipe(each.stdin).flush()
    told = [each.communicate()[0] for each in workers]
    seconds = time.perf_counter() - start
    taken = [float(x) for text in told for x in text.split()]
    return len(taken) / seconds, sorted(taken)


def worker(kind: str, process: int, count: int, run: str) -> None:
    """One process of windows: says that it is ready, waits for the word, tells its times."""
    import django

    django.setup()
    work = _ours if kind == "ours" else _bare
    serving = ThreadPoolExecutor(THREADS // PROCESSES), threading.local(), work
    windows(serving, process, 200, f"{run}-warm")  # connections open, plans made
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    taken = windows(serving, process, count, run)
    sys.stdout.write(" ".join(f"{ms:.2f}" for ms in taken))


def main(count: int) -> None:
    """Measure, print, and throw the installation away."""
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "bench"}
    inst = installation("bench")
    try:
        urls = ensure_running(inst)
        prepare(urls)
        fill(urls)
        measured("ours", 500, "warm")
        _let_the_planner_know(urls)
        ratios, ours, bare = [], [], []
        for n in range(ROUNDS):
            ours.append(measured("ours", count, f"o{n}"))
            bare.append(measured("bare", count, f"b{n}"))
            ratios.append(ours[-1][0] / bare[-1][0])
        taken = sorted(ms for _, each in ours for ms in each)
        p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        sys.stdout.write(
            f"窗口结算 {WINDOWS} 个窗口：每秒 {median(o for o, _ in ours):.0f} 笔，"
            f"中位 {p50:.0f} 毫秒，99% 在 {p99:.0f} 毫秒内；"
            f"只插入同样的行：每秒 {median(b for b, _ in bare):.0f} 笔；"
            f"比值 {median(ratios):.2f}（{min(ratios):.2f}—{max(ratios):.2f}，要求不低于 0.5）\n"
        )
    finally:
        _remove(inst)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        worker(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else SETTLEMENTS)
