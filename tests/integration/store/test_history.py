"""Every way of writing leaves its history; both times can be asked of it."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from xinglin.store.acting import acting, now_acting
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls


@pytest.fixture
def book() -> str:
    """A title of this test's own."""
    return f"本草 {uuid.uuid4().hex}"


def _lend(connection: psycopg.Connection, title: str, **said: str) -> int:
    with acting_on(connection, "east", **{"action": "loan.lend", **said}):
        row = connection.execute(
            "INSERT INTO loan (reporter, place, title) VALUES ('EAST', '330101', %s) RETURNING id",
            [title],
        ).fetchone()
    assert row is not None
    return row[0]


def _history(connection: psycopg.Connection, table: str, record: int, *columns: str) -> list[tuple]:
    with acting_on(connection, "admin"):
        return connection.execute(
            f"SELECT {', '.join(columns)} FROM {table}_history WHERE id = %s ORDER BY version",  # noqa: S608
            [record],
        ).fetchall()


def test_sql_insert_and_update(app: psycopg.Connection, book: str) -> None:
    loan = _lend(app, book, reason="到馆")
    with acting_on(app, "city", action="loan.return", reason="归还"):
        app.execute("UPDATE loan SET state = 'returned' WHERE id = %s", [loan])
    assert _history(app, "loan", loan, "version", "op", "state", "actor", "action", "reason",
                    "recorded_by", "title") == [
        (1, "I", "lent", "east", "loan.lend", "到馆", "east", book),
        (2, "U", "returned", "city", "loan.return", "归还", "city", book),
    ]  # fmt: skip
    with acting_on(app, "admin"):
        entries = app.execute(
            "SELECT actor, action, version, kind FROM store_auditentry"
            " WHERE register = 'loan' AND record_id = %s AND kind = 'change' ORDER BY version",
            [loan],
        ).fetchall()
    assert entries == [("east", "loan.lend", 1, "change"), ("city", "loan.return", 2, "change")]


def test_the_database_says_version_time_and_author(app: psycopg.Connection, book: str) -> None:
    with acting_on(app, "east"):
        row = app.execute(
            "INSERT INTO loan (reporter, place, title, version, recorded_at, recorded_by)"
            " VALUES ('EAST', '330101', %s, 7, '2001-01-01', 'west')"
            " RETURNING version, recorded_by, recorded_at > now() - interval '1 minute'",
            [book],
        ).fetchone()
    assert row == (1, "east", True)


def test_upsert_is_kept_whichever_way_it_goes(app: psycopg.Connection, book: str) -> None:
    loan = _lend(app, book)
    with acting_on(app, "east"):
        app.execute(
            "INSERT INTO loan (id, reporter, place, title) VALUES (%s, 'EAST', '330101', %s),"
            " (DEFAULT, 'EAST', '330101', %s)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title || ' 再版'",
            [loan, book, book],
        )
        assert app.execute(
            "SELECT count(*) FROM loan_history WHERE title LIKE %s", [book + "%"]
        ).fetchone() == (3,)
    assert _history(app, "loan", loan, "op", "version") == [("I", 1), ("U", 2)]


def test_bulk_intake_by_copy_and_staging(app: psycopg.Connection, book: str) -> None:
    with acting_on(app, "east", action="loan.import", effective_on="2013-05-01"):
        app.execute("CREATE TEMP TABLE staging (title text, held_from date) ON COMMIT DROP")
        with app.cursor().copy("COPY staging FROM STDIN") as copy:
            copy.write_row((book, "2013-03-01"))
            copy.write_row((book, None))
        app.execute(
            "INSERT INTO loan (reporter, place, title, effective_on)"
            " SELECT 'EAST', '330101', title, held_from FROM staging"
        )
        rows = app.execute(
            "SELECT effective_on::text, action FROM loan_history WHERE title = %s ORDER BY 1",
            [book],
        ).fetchall()
    # A row's own date comes first, then what the transaction said.
    assert rows == [("2013-03-01", "loan.import"), ("2013-05-01", "loan.import")]


def test_copy_straight_into_a_register_is_refused(app: psycopg.Connection) -> None:
    with (
        pytest.raises(errors.FeatureNotSupported, match="row-level security"),
        acting_on(app, "east"),
        app.cursor().copy("COPY loan (title) FROM STDIN") as copy,
    ):
        copy.write_row(("x",))


@pytest.fixture
def django_person(library: Urls) -> Iterator[type]:
    """The Person model, on the app role."""
    from xinglin.store.models import Person

    yield Person


def test_orm_save_bulk_create_and_queryset_update(
    app: psycopg.Connection, django_person: type, book: str
) -> None:
    made = {"name": book, "reporter": "EAST", "place": "330101"}
    with acting("east", action="person.file"):
        one = django_person.objects.create(**made)
        django_person.objects.bulk_create([django_person(**made) for _ in range(3)])
    with acting("east", action="person.mend"):
        django_person.objects.filter(name=book).update(sex="1")
    assert _history(app, "store_person", one.pk, "op", "version", "sex", "action") == [
        ("I", 1, "", "person.file"),
        ("U", 2, "1", "person.mend"),
    ]
    with acting_on(app, "admin"):
        kept = app.execute(
            "SELECT count(*), count(DISTINCT id) FROM store_person_history WHERE name = %s", [book]
        ).fetchone()
    assert kept == (8, 4)


def test_a_lazy_queryset_after_its_transaction_raises(django_person: type) -> None:
    from django.db import DatabaseError

    with acting("east"):
        lazy = django_person.objects.filter(name="无此人")
        assert list(lazy) == []
    assert now_acting() is None
    with pytest.raises(DatabaseError, match="没有说明操作人"):
        list(lazy.all())


def test_acting_nests_for_one_user_and_no_other(django_person: type) -> None:
    from django.db import connection

    def said(name: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xinglin.said(%s)", [name])
            return cursor.fetchone()[0]

    with acting("east", action="outer", reason="为何"):
        with acting("east", action="inner"):
            assert (said("action"), said("reason")) == ("inner", "为何")
        assert said("action") == "outer"
        with pytest.raises(RuntimeError), acting("east", action="failed"):
            raise RuntimeError
        assert said("action") == "outer"
        with pytest.raises(ValueError, match="another user"), acting("west"):
            pass


def test_the_second_writer_is_refused(
    app: psycopg.Connection, other_app: psycopg.Connection, book: str
) -> None:
    loan = _lend(app, book)
    app.commit()
    write = "UPDATE loan SET title = %s, version = %s WHERE id = %s"
    with acting_on(app, "east"):
        app.execute(write, ["first", 1, loan])
    app.commit()
    with (
        pytest.raises(psycopg.DatabaseError, match="已由他人改动") as caught,
        acting_on(other_app, "city"),
    ):
        other_app.execute(write, ["second", 1, loan])
    assert caught.value.sqlstate == "XL002"
    with acting_on(app, "east"):
        assert app.execute("SELECT title, version FROM loan WHERE id = %s", [loan]).fetchone() == (
            "first",
            2,
        )


# The worked example of the specification: a case confirmed on 28 June, its address corrected on
# 3 July, excluded on 10 July. Asked for what was true on 30 June, with what was known then.
_AS_OF = """
    SELECT DISTINCT ON (id) state, title FROM shelf_history
    WHERE id = %s AND recorded_at < %s::timestamptz AND effective_on <= '2026-06-30'
    ORDER BY id, version DESC
"""


def test_known_at_and_true_on(app: psycopg.Connection) -> None:
    with acting_on(app, "east", clock="2026-06-28T10:00+08"):
        row = app.execute(
            "INSERT INTO shelf (reporter, place, state, title)"
            " VALUES ('EAST', '330101', 'confirmed', '东镇') RETURNING id"
        ).fetchone()
    assert row is not None
    shelf = row[0]
    for moment, change in (
        ("2026-07-03T09:00+08", "title = '西镇'"),
        ("2026-07-10T09:00+08", "state = 'excluded'"),
    ):
        with acting_on(app, "east", clock=moment, effective_on="2026-06-28"):
            app.execute(f"UPDATE shelf SET {change} WHERE id = %s", [shelf])  # noqa: S608
    known = {}
    with acting_on(app, "east"):
        for end in ("2026-07-01T00:00+08", "2026-07-06T00:00+08", "2026-12-01T00:00+08"):
            known[end[:10]] = app.execute(_AS_OF, [shelf, end]).fetchone()
    assert known == {
        "2026-07-01": ("confirmed", "东镇"),
        "2026-07-06": ("confirmed", "西镇"),
        "2026-12-01": ("excluded", "西镇"),
    }


def test_the_dates_a_register_carries(app: psycopg.Connection, book: str) -> None:
    loan = _lend(app, book, effective_on="2026-01-05", clock="2026-02-01T08:00+08")

    def change(what: str, clock: str, **said: str) -> None:
        with acting_on(app, "east", clock=clock, **said):
            app.execute(f"UPDATE loan SET {what} WHERE id = %s", [loan])  # noqa: S608

    change("source_ref = '更正'", "2026-02-02T08:00+08")  # keeps the date of what it corrects
    change("state = 'returned'", "2026-02-03T23:30+08")  # a step holds from its day, Shanghai's
    change("source_ref = '补'", "2026-02-04T08:00+08", effective_on="2026-01-20")  # as said
    assert _history(app, "loan", loan, "effective_on::text") == [
        ("2026-01-05",), ("2026-01-05",), ("2026-02-03",), ("2026-01-20",)
    ]  # fmt: skip


def test_a_clock_set_back_orders_nothing_wrongly(app: psycopg.Connection, book: str) -> None:
    loan = _lend(app, book, clock="2026-02-02T08:00+08")
    with acting_on(app, "east", clock="2026-02-01T08:00+08"):
        app.execute("UPDATE loan SET title = 'x' WHERE id = %s", [loan])
    (first,), (second,) = _history(app, "loan", loan, "recorded_at")
    assert second >= first


def test_a_real_installation_ignores_the_simulated_clock(superuser: psycopg.Connection) -> None:
    superuser.execute("SELECT set_config('xinglin.clock', '2001-01-01T00:00+08', true)")
    year = "SELECT extract(year FROM xinglin.now())::int"
    assert superuser.execute(year).fetchone() == (2001,)
    superuser.execute("UPDATE xinglin_installation SET simulated_clock = false")
    assert superuser.execute(f"{year} > 2020").fetchone() == (True,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM loan", "TRUNCATE loan", "DELETE FROM loan_history", "TRUNCATE loan_history",
        "UPDATE loan_history SET title = 'x'", "TRUNCATE store_person CASCADE",
        "INSERT INTO loan_history (id, recorded_xid, effective_on, actor, action, reason, op)"
        " VALUES (1, pg_current_xact_id(), now(), 'x', '', '', 'I')",
    ],
)  # fmt: skip
def test_removal_is_a_state_for_owner_and_superuser_too(
    owner: psycopg.Connection, superuser: psycopg.Connection, statement: str
) -> None:
    for connection in (owner, superuser):
        connection.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        with pytest.raises(psycopg.DatabaseError) as caught:
            connection.execute(statement)
        assert caught.value.sqlstate == "XL003"


def test_columns_added_later_reach_the_history(owner: psycopg.Connection) -> None:
    owner.execute("ALTER TABLE loan ADD COLUMN shelf_mark text")
    findings = owner.execute("SELECT * FROM xinglin.guard_findings()").fetchall()
    assert findings == [("loan", "history lacks the column shelf_mark")]
    owner.execute("SELECT xinglin.guard_register('loan', 'lending')")
    assert owner.execute("SELECT * FROM xinglin.guard_findings()").fetchall() == []
    with acting_on(owner, "east"):
        kept = owner.execute(
            "WITH one AS (INSERT INTO loan (reporter, place, shelf_mark)"
            " VALUES ('EAST', '330101', '甲3') RETURNING id) SELECT id FROM one"
        ).fetchone()
        assert kept is not None
        assert owner.execute(
            "SELECT shelf_mark FROM loan_history WHERE id = %s", [kept[0]]
        ).fetchone() == ("甲3",)


def test_a_renamed_column_keeps_its_past(owner: psycopg.Connection, book: str) -> None:
    owner.execute("SELECT xinglin.rename_in_history('shelf', 'title', 'book_title')")
    owner.execute("ALTER TABLE shelf RENAME title TO book_title")
    owner.execute("SELECT xinglin.guard_register('shelf', 'lending')")
    columns = owner.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'shelf_history'::regclass"
        " AND attname LIKE '%title'"
    ).fetchall()
    assert columns == [("book_title",)]


@pytest.mark.parametrize("column", ["reason", "actor", "op"])
def test_a_name_the_history_needs_is_refused_with_a_hint(
    owner: psycopg.Connection, column: str
) -> None:
    owner.execute(f"ALTER TABLE loan ADD COLUMN {column} text")
    with pytest.raises(psycopg.DatabaseError, match="whose names its history needs"):
        owner.execute("SELECT xinglin.guard_register('loan', 'lending')")


def _person(connection: psycopg.Connection, name: str, number: str = "") -> int:
    row = connection.execute(
        "INSERT INTO store_person (name, id_number, reporter, place)"
        " VALUES (%s, %s, 'EAST', '330101') RETURNING id",
        [name, number],
    ).fetchone()
    assert row is not None
    return row[0]


_LINK = (
    "INSERT INTO store_personlink (from_person_id, to_person_id, valid_from, valid_to,"
    " merge_reason, reporter, place) VALUES (%s, %s, %s, %s, '同一人', 'EAST', '330101')"
)


def test_merging_persons_in_a_ring_is_refused(app: psycopg.Connection) -> None:
    app.execute("SELECT set_config('xinglin.actor', 'east', true)")
    a, b, c = (_person(app, name) for name in "甲乙丙")
    app.execute(_LINK, [a, b, "2026-01-01", None])
    app.execute(_LINK, [b, c, "2026-01-01", None])
    with pytest.raises(psycopg.DatabaseError, match="绕成一圈") as caught, app.transaction():
        app.execute(_LINK, [c, a, "2026-06-01", None])
    assert caught.value.sqlstate == "XL005"
    with pytest.raises(psycopg.DatabaseError, match="绕成一圈"), app.transaction():
        app.execute(_LINK, [c, c, "2026-01-01", None])
    # Unmerged (the link ended), the way back is free from that day on.
    app.execute(
        "UPDATE store_personlink SET valid_to = '2026-03-01' WHERE from_person_id = %s", [a]
    )
    app.execute(_LINK, [c, a, "2026-03-01", None])
    with pytest.raises(errors.ExclusionViolation), app.transaction():
        app.execute(_LINK, [b, a, "2026-05-01", None])


def test_a_person_is_found_across_institutions_but_not_shown(
    app: psycopg.Connection, book: str
) -> None:
    number = uuid.uuid4().hex[:18]
    with acting_on(app, "east"):
        person = _person(app, book, number)
    with acting_on(app, "west"):
        found = app.execute("SELECT xinglin.find_person(%s, %s)", [number, book]).fetchone()
        shown = app.execute("SELECT name FROM store_person WHERE id = %s", [person]).fetchall()
        unknown = app.execute("SELECT xinglin.find_person(%s, '别人')", [number]).fetchone()
    assert (found, shown, unknown) == ((person,), [], (None,))


def test_a_loop_in_the_division_tree_is_told(owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.DatabaseError, match="区划表有循环"):
        owner.execute("UPDATE store_division SET parent_code = '330101' WHERE code = '330100'")


def test_psql_is_no_way_round(library: Urls, book: str) -> None:
    from xinglin.store.server.cluster import wheel_folder

    psql = Path(wheel_folder()) / "pginstall/bin/psql"
    script = (
        "BEGIN; SELECT set_config('xinglin.actor', 'east', true);"
        " INSERT INTO loan (reporter, place, title) VALUES ('EAST', '330101', :'book');"
        " SELECT 'kept', count(*) FROM loan_history WHERE title = :'book'; ROLLBACK;"
        " SELECT count(*) FROM loan;"
    )
    done = subprocess.run(
        [psql, library.app, "-X", "-A", "-t", "-v", f"book={book}"],
        input=script, check=False, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert "kept|1" in done.stdout
    assert "没有说明操作人" in done.stderr
