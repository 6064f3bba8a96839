"""Snapshots out of a real PostgreSQL."""

from __future__ import annotations

import itertools
import random
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.spec.indicators.library import CODES, BookLoan
from tests.unit.query.loans import TABLE, add, loan_history

from xinglin.language.indicators import Total
from xinglin.language.periods import parse_period
from xinglin.query import extraction
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.engine import SideTotal
from xinglin.query.extraction import take_snapshot
from xinglin.query.manifest import SnapshotError
from xinglin.query.snapshots import Snapshot, SnapshotStore
from xinglin.store.server import Urls


class CopiesLent(Total):
    """Copies lent, of the loans that were not lost."""

    name = "借出册数"
    of = BookLoan.where()
    amount = BookLoan.copies


@pytest.fixture
def owner(urls: Urls) -> Any:
    with loan_history(urls.owner) as connection:
        yield connection


@pytest.fixture
def reader(urls: Urls, owner: Any) -> Any:
    with psycopg.connect(urls.reader) as connection:
        connection.autocommit = True
        yield connection


def lent(snapshot: Snapshot) -> SideTotal:
    plan, year = CopiesLent.plan(), parse_period("2013")
    engine = DuckDBEngine(snapshot, CODES, threads=1)
    try:
        found = engine.totals([plan], [year], ["1"])
    finally:
        engine.close()
    return next(iter(found.values()), SideTotal())


def test_values_keep_their_types_and_gaps(owner: Any, reader: Any, tmp_path: Path) -> None:
    add(
        owner,
        id=7,
        genre="",
        unknowns=None,
        lost=True,
        fee_fen=10**15,
        action='多行\n"引号",逗号',
        checked_at="2013-05-31T23:30:00+00:00",
    )
    (row,) = take_snapshot(reader, [BookLoan], SnapshotStore(tmp_path)).rows(BookLoan.table())
    assert row["genre"] == "" and row["unknowns"] is None
    assert row["lost"] is True and row["fee_fen"] == 10**15
    assert row["action"] == '多行\n"引号",逗号'
    assert row["checked_at"] == datetime(2013, 5, 31, 23, 30, tzinfo=UTC)
    assert row["checked_at_date"] == date(2013, 6, 1)  # 07:30 on 1 June in Shanghai
    assert "source_ref" not in row and "recorded_by" not in row


def test_an_increment_adds_only_what_is_new(owner: Any, reader: Any, tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    add(owner, id=1, copies=1)
    first = take_snapshot(reader, [BookLoan], store)
    add(owner, id=2, copies=2)
    add(owner, id=1, version=2, copies=5)
    second = take_snapshot(reader, [BookLoan], store)
    third = take_snapshot(reader, [BookLoan], store)
    entries = [s.table(BookLoan.table()) for s in (first, second, third)]
    assert [s.rows for s in entries[1].segments] == [1, 2]
    assert entries[1].segments[0] == entries[0].segments[0]
    assert entries[2].segments == entries[1].segments, "nothing new, no new file"
    assert second.manifest.previous == first.name
    assert [lent(s).total for s in (first, second)] == [1, 7]
    assert store.names() == [first.name, second.name, third.name]
    # The divisions did not change: the same file serves all three.
    assert len({s.table("store_division").segments for s in (first, second, third)}) == 1


def test_a_change_committed_late_is_in_the_next_snapshot(
    owner: Any, reader: Any, urls: Urls, tmp_path: Path
) -> None:
    store = SnapshotStore(tmp_path)
    with psycopg.connect(urls.owner) as late:
        add(late, id=1, copies=1)  # written first, committed last
        add(owner, id=2, copies=2)
        assert lent(take_snapshot(reader, [BookLoan], store)).total == 2
        late.commit()
    assert lent(take_snapshot(reader, [BookLoan], store)).total == 3


def test_two_hundred_snapshots_beside_long_writers(
    owner: Any, reader: Any, urls: Urls, tmp_path: Path
) -> None:
    """Each increment's figure equals what the database showed at that very moment."""
    store, stop, numbers = SnapshotStore(tmp_path / "steps"), threading.Event(), itertools.count(1)
    writers = [
        threading.Thread(target=_write, args=(urls.owner, numbers, stop, seed)) for seed in range(4)
    ]
    for writer in writers:
        writer.start()
    try:
        snapshots = [take_snapshot(reader, [BookLoan], store) for _ in range(200)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    seen = [lent(s) for s in snapshots]
    assert seen == [_visible(owner, s.manifest.pg_snapshot) for s in snapshots]
    assert seen[-1].members > seen[0].members, "the writers must have written meanwhile"
    last = take_snapshot(reader, [BookLoan], store)
    whole = take_snapshot(reader, [BookLoan], SnapshotStore(tmp_path / "whole"))
    assert len(last.table(BookLoan.table()).segments) > 1
    assert sorted(r["history_id"] for r in last.rows(BookLoan.table())) == sorted(
        r["history_id"] for r in whole.rows(BookLoan.table())
    )
    assert lent(last) == lent(whole)


def _write(url: str, numbers: itertools.count[int], stop: threading.Event, seed: int) -> None:
    """Short and long transactions, one in five rolled back."""
    chance = random.Random(seed)  # noqa: S311  not for secrets
    with psycopg.connect(url) as connection:
        while not stop.is_set():
            for _ in range(chance.randint(1, 3)):
                add(connection, id=next(numbers), copies=chance.randint(1, 9))
            time.sleep(chance.choice([0, 0.005, 0.05, 0.3]))
            if chance.random() < 0.2:
                connection.rollback()
            else:
                connection.commit()


def _visible(owner: Any, pg_snapshot: str) -> SideTotal:
    copies, loans = owner.execute(
        sql.SQL(
            "SELECT coalesce(sum(copies), 0), count(*) FROM {}"
            " WHERE pg_visible_in_snapshot(recorded_xid, %s::pg_snapshot)"
        ).format(TABLE),
        [pg_snapshot],
    ).fetchone()
    return SideTotal(int(copies), int(loans))


def test_many_segments_are_taken_whole_again(
    owner: Any, reader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extraction, "SEGMENTS_AT_MOST", 3)
    store, found = SnapshotStore(tmp_path), []
    for number in range(1, 6):
        add(owner, id=number, copies=1)
        snapshot = take_snapshot(reader, [BookLoan], store)
        found.append(len(snapshot.table(BookLoan.table()).segments))
        assert lent(snapshot).total == number
    assert found == [1, 2, 3, 1, 2]


def test_many_rows_are_streamed_in_the_order_of_days(
    owner: Any, reader: Any, tmp_path: Path
) -> None:
    owner.execute(
        sql.SQL(
            "INSERT INTO {} (id, version, branch, lent_date, recorded_at, effective_on, copies)"
            " SELECT n, 1, '1', DATE '2013-01-01' + n % 365, now(), DATE '2013-01-01', 1"
            " FROM generate_series(1, 300000) n"
        ).format(TABLE)
    )
    snapshot = take_snapshot(reader, [BookLoan], SnapshotStore(tmp_path))
    assert lent(snapshot) == SideTotal(300_000, 300_000)
    first = next(snapshot.rows(BookLoan.table()))
    assert first["lent_date"] == date(2013, 1, 1), "sorted by counting day for the zone maps"


def test_a_busy_connection_is_refused(owner: Any, urls: Urls, tmp_path: Path) -> None:
    with psycopg.connect(urls.reader) as busy:
        busy.execute("SELECT 1")
        with pytest.raises(SnapshotError, match="空闲的数据库连接"):
            take_snapshot(busy, [BookLoan], SnapshotStore(tmp_path))
