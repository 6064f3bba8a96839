"""The evidence of a figure at a million cards: page and API, for the city and for one county.

    python bench/evidence.py [ROWS=1000000]

Opened as a browser does, through log-in, permission, row-level security and audit. Beside it, in
the same run: the count and the first 50 rows asked of PostgreSQL by a query written by hand, as
the same user. The cards are made by the database itself; their people are fictitious (虚构).
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake import _remove, prepare

from xinglin.store.server import Urls, ensure_running, installation

ROWS = 1_000_000
CITY, COUNTY = "998800", "998801"
PASSWORD = "xinglin-bench"  # noqa: S105 - of an installation that is thrown away
FIGURE = "class_bc_cases"
PERIOD = "2013H1"
TIMES = 7

_CARDS = """
    INSERT INTO infectious_notifiable_case
        (card_no, report_kind, patient_name, patient_name_key, sex, age_years, residence, place,
         reporter, reporter_place, classification, onset_date, diagnosed_at, reported_at,
         reviewed_at, filled_date, disease, outcome, state, channel, effective_on)
    SELECT 'E' || lpad(n::text, 9, '0'), '1', '虚构', 'xugou', (1 + n %% 2)::text, n %% 90,
           leaf, leaf,
           '990001', leaf, '3', day, day + time '09:00', day + time '10:00', day + time '15:00',
           day, (ARRAY['mumps', 'rubella', 'scarlet_fever', 'hand_foot_and_mouth_disease'])
                [1 + n %% 4], '1', 'reviewed', 'batch', day
    FROM (SELECT n, (ARRAY['998801001', '998822100', '998823100', '998824100'])[1 + n / 7 %% 4]
                        AS leaf,
                 date '2012-07-01' + (n %% 365)::integer AS day
          FROM generate_series(%s::bigint, %s::bigint) n) made
"""
_BY_HAND = """
    SELECT count(*) OVER () AS total, card.* FROM infectious_notifiable_case card
    WHERE state IN ('reviewed', 'correcting') AND classification IN ('2', '3')
      AND disease <> 'hiv_infection' AND reviewed_at >= '2013-01-01 00:00+08'
      AND reviewed_at < '2013-07-01 00:00+08'
      AND residence IN (SELECT descendant FROM store_divisionclosure WHERE ancestor = %s)
    ORDER BY reviewed_at LIMIT 50
"""


def fill(count: int) -> None:
    """A million reviewed cards of a year, and the users who ask."""
    from django.db import connection, connections

    from xinglin.store.acting import acting
    from xinglin.store.models import User

    step = 100_000
    for first in range(1, count + 1, step):
        with acting("bench", action="bench"), connection.cursor() as cursor:
            cursor.execute(_CARDS, [first, min(first + step - 1, count)])
    connections["owner"].cursor().execute("VACUUM ANALYZE infectious_notifiable_case")
    for username, place in (("city", CITY), ("county", COUNTY)):
        user = User(username=username, role="disease_control", scope_lines=["*"])
        user.scope_places, user.scope_units = [place], []
        user.set_password(PASSWORD)
        user.save(using="owner")


def best(action: Callable[[], Any]) -> tuple[float, float]:
    """(the first time, the median of the others) in milliseconds."""
    taken = []
    for _ in range(TIMES):
        begun = time.monotonic()
        action()
        taken.append((time.monotonic() - begun) * 1000)
    return taken[0], sorted(taken[1:])[len(taken) // 2]


def measure() -> None:
    """Print a line for each user and door."""
    from django.test import Client

    logging.getLogger("xinglin.request").setLevel(logging.WARNING)

    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("bench", action="snapshot"):
        take()
    for username in ("city", "county"):
        client = Client(SERVER_NAME="127.0.0.1")
        entered = client.post("/login/", {"username": username, "password": PASSWORD})
        _must(entered.status_code == 302, f"{username} 没有登录")
        page = f"/figures/{FIGURE}/?place={CITY}&period={PERIOD}"
        total = _page(client, page)
        first, usual = best(lambda c=client, p=page: _page(c, p))  # type: ignore[misc]
        hand_first, hand = best(lambda u=username: _by_hand(u))  # type: ignore[misc]
        _say(
            f"{username}：页面 {usual:.0f} 毫秒（第一次 {first:.0f}），共 {total} 条；"
            f"PostgreSQL 手写 {hand:.0f} 毫秒（第一次 {hand_first:.0f}），比值 {usual / hand:.2f}"
        )


def _page(client: Any, address: str) -> str:
    answer = client.get(address, headers={"HX-Request": "true"})
    text = answer.content.decode()
    _must(answer.status_code == 200, f"页面答 {answer.status_code}")
    return text.split("依据的记录：共 ", 1)[1].split(" 条", 1)[0]


def _by_hand(username: str) -> None:
    from django.db import connection

    from xinglin.store.acting import acting

    with acting(username, action="bench"), connection.cursor() as cursor:
        cursor.execute(_BY_HAND, [CITY])
        _must(len(cursor.fetchall()) == 50, "手写查询没有 50 行")


def _must(is_so: bool, what: str) -> None:
    if not is_so:
        raise SystemExit(f"没有量成：{what}。")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(count: int) -> None:
    """Make an installation, measure, throw it away."""
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "bench"}
    inst = installation("bench", base=base)
    try:
        urls: Urls = ensure_running(inst)
        prepare(urls)
        fill(count)
        measure()
    finally:
        _remove(inst)
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
