"""No scope is an error, never zero rows; and nobody reaches another institution's rows."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

TABLES = ("loan", "loan_history", "shelf", "store_person", "store_person_history",
          "store_duemoment", "store_intakefile", "store_intakerow", "store_auditentry")  # fmt: skip


def _lend(connection: psycopg.Connection, who: str, reporter: str, place: str) -> int:
    with acting_on(connection, who, action="loan.lend"):
        row = connection.execute(
            "INSERT INTO loan (reporter, place, title) VALUES (%s, %s, '本草纲目') RETURNING id",
            [reporter, place],
        ).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "query",
    ["SELECT count(*) FROM {}", "SELECT 1 FROM {} LIMIT 1", "SELECT * FROM {} WHERE id < 0"],
)
def test_unset_scope_raises_even_where_nothing_matches(
    app: psycopg.Connection, table: str, query: str
) -> None:
    key = "entry_id" if table == "store_auditentry" else "id"
    with pytest.raises(psycopg.DatabaseError) as caught:
        app.execute(query.format(table).replace("WHERE id", f"WHERE {key}"))
    assert caught.value.sqlstate == "XL001"
    assert "没有说明操作人" in str(caught.value)


def test_scope_ends_with_its_transaction(app: psycopg.Connection) -> None:
    with acting_on(app, "east"):
        app.execute("SELECT count(*) FROM loan")
    app.commit()
    with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
        app.execute("SELECT count(*) FROM loan")


@pytest.mark.parametrize(
    ("user", "message"),
    [("", "没有说明操作人"), ("stranger", "不是在用的用户"), ("nowhere", "还没有数据范围"),
     ("no_line", "还没有可用的业务线")],
)  # fmt: skip
def test_empty_scope_raises(app: psycopg.Connection, user: str, message: str) -> None:
    app.execute("SELECT set_config('xinglin.actor', %s, true)", [user])
    with pytest.raises(psycopg.DatabaseError, match=message) as caught:
        app.execute("SELECT count(*) FROM loan")
    assert caught.value.sqlstate == "XL001"


def test_update_and_insert_without_scope_raise(app: psycopg.Connection) -> None:
    for statement in ("UPDATE loan SET title = 'x'", "INSERT INTO loan (title) VALUES ('x')"):
        with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
            app.execute(statement)
        app.rollback()


def test_two_institutions_are_apart_in_raw_sql(app: psycopg.Connection) -> None:
    east = _lend(app, "east", "EAST", "330101")
    west = _lend(app, "west", "WEST", "330201")
    seen = {}
    for user in ("east", "west", "city", "admin", "reader_only"):
        with acting_on(app, user):
            for table in ("loan", "loan_history"):
                rows = app.execute(f"SELECT id FROM {table} WHERE id = ANY(%s)", [[east, west]])  # noqa: S608
                seen[user, table] = {row[0] for row in rows}
    for table in ("loan", "loan_history"):
        assert seen["east", table] == {east}
        assert seen["west", table] == {west}
        assert seen["city", table] == {east}, "the city sees its own tree, by place"
        assert seen["admin", table] == {east, west}
        assert seen["reader_only", table] == set(), "another business line"


def test_nobody_writes_into_another_institution(app: psycopg.Connection) -> None:
    west = _lend(app, "west", "WEST", "330201")
    with acting_on(app, "east"):
        changed = app.execute("UPDATE loan SET title = 'x' WHERE id = %s", [west])
        assert changed.rowcount == 0
    with pytest.raises(errors.InsufficientPrivilege), acting_on(app, "east"):
        app.execute("INSERT INTO loan (reporter, place) VALUES ('WEST', '330201')")
    mine = _lend(app, "east", "EAST", "330101")
    with pytest.raises(errors.InsufficientPrivilege), acting_on(app, "east"):
        app.execute("UPDATE loan SET reporter = 'WEST', place = '330201' WHERE id = %s", [mine])


def test_owner_is_bound_too_and_says_so_when_a_migration_needs_all(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    _lend(app, "east", "EAST", "330101")
    app.commit()
    with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
        owner.execute("SELECT count(*) FROM loan")
    owner.rollback()
    owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
    assert owner.execute("SELECT count(*) > 0 FROM loan").fetchone() == (True,)


def test_the_app_gains_nothing_by_the_migration_setting(app: psycopg.Connection) -> None:
    app.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
    with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
        app.execute("SELECT count(*) FROM loan")


def test_reader_sees_all_and_writes_nothing(app: psycopg.Connection, library: Urls) -> None:
    lent = _lend(app, "west", "WEST", "330201")
    app.commit()
    with psycopg.connect(library.reader) as reader:
        assert reader.execute("SELECT id FROM loan WHERE id = %s", [lent]).fetchone() == (lent,)
        with pytest.raises(errors.InsufficientPrivilege):
            reader.execute("UPDATE loan SET title = 'x'")


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "ALTER TABLE loan DISABLE TRIGGER ALL",
        "ALTER TABLE loan DISABLE ROW LEVEL SECURITY",
        "DROP TABLE loan",
        "TRUNCATE loan",
        "DELETE FROM loan",
        "INSERT INTO store_auditentry (recorded_at, actor, kind) VALUES (now(), 'x', 'x')",
        "INSERT INTO loan_history (id) VALUES (1)",
        "UPDATE store_user SET is_everything = true WHERE username = 'east'",
        "UPDATE store_user SET scope_places = '{330100}' WHERE username = 'east'",
        "INSERT INTO store_divisionclosure VALUES ('330201', '330101')",
        "UPDATE xinglin_installation SET simulated_clock = true",
        "SELECT xinglin.guard_register('loan', '')",
        "SET ROLE xinglin_owner",
    ],
)
def test_the_app_role_cannot_loosen_anything(app: psycopg.Connection, statement: str) -> None:
    app.execute("SELECT set_config('xinglin.actor', 'admin', true)")
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


def test_only_an_administrator_changes_what_a_user_reaches(app: psycopg.Connection) -> None:
    call = (
        "SELECT xinglin.save_user('east', '东馆', 'hospital', 'EAST', '{}', '{}', '{lending}',"
        " false, true)"
    )
    with pytest.raises(psycopg.DatabaseError, match="只有系统管理员"), acting_on(app, "east"):
        app.execute(call)
    with acting_on(app, "admin", action="user.save"):
        app.execute(call)
        traced = app.execute(
            "SELECT actor, action FROM store_auditentry WHERE register = 'store_user'"
            " ORDER BY entry_id DESC LIMIT 1"
        ).fetchone()
    assert traced == ("admin", "user.save")


def test_scope_costs_nothing_per_row(app: psycopg.Connection) -> None:
    # Called bare in the filter, a scope function would be called again for every row.
    with acting_on(app, "east"):
        plan = "\n".join(r[0] for r in app.execute("EXPLAIN SELECT * FROM loan"))
    filters = [line for line in plan.splitlines() if "Filter:" in line]
    assert filters
    assert "xinglin." not in "".join(filters), plan
