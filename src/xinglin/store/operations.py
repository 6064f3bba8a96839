"""Migration operations for what the database itself keeps. Each may be run again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_SQL = Path(__file__).parent / "sql"


class _DatabaseOperation(Operation):
    """An operation that changes the database and not the models."""

    reversible = False
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        statement, parameters = self.statement()
        # None, not []: with parameters psycopg would read every % of the text as one.
        schema_editor.execute(statement, parameters or None)

    def statement(self) -> tuple[str, Sequence[Any]]:
        """The SQL to run and its parameters."""
        raise NotImplementedError


class InstallSql(_DatabaseOperation):
    """Run one file of ``store/sql`` (all of them may be run again)."""

    def __init__(self, file: str) -> None:
        self.file = file

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (_SQL / self.file).read_text("utf-8"), ()

    def describe(self) -> str:
        return f"Run store/sql/{self.file}"


class GuardRegister(_DatabaseOperation):
    """Give a register's table its history, versions, audit and row-level security.

    Put it after the table's creation, and again after every change of its columns. ``line`` is
    the business line whose users reach the table; '' lets every line.
    """

    def __init__(self, table: str, line: str = "") -> None:
        self.table = table
        self.line = line

    def statement(self) -> tuple[str, Sequence[Any]]:
        return "SELECT xinglin.guard_register(%s::regclass, %s)", (self.table, self.line)

    def describe(self) -> str:
        return f"Guard {self.table}"


class PublishNames(_DatabaseOperation):
    """Let everybody know code, name and place of the rows other registers name.

    ``what`` is what the register provides ("institution"); the function is ``names_of_<what>``.
    """

    def __init__(self, table: str, what: str, code: str, title: str, place: str) -> None:
        self.table = table
        self.what = what
        self.code = code
        self.title = title
        self.place = place

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.publish_names(%s::regclass, %s::name, %s::name, %s::name, %s::name)",
            (self.table, self.what, self.code, self.title, self.place),
        )

    def describe(self) -> str:
        return f"Publish the names in {self.table}"


class _PublishTable(_DatabaseOperation):
    """Let others ask one question of a register's table: calls `function` with it."""

    function = ""
    words = ""

    def __init__(self, table: str) -> None:
        self.table = table

    def statement(self) -> tuple[str, Sequence[Any]]:
        return f"SELECT xinglin.{self.function}(%s::regclass)", (self.table,)

    def describe(self) -> str:
        return f"{self.words} {self.table}"


class PublishMembers(_PublishTable):
    """Let the windows find a member of the scheme by card or identity number, for one year."""

    function = "publish_members"
    words = "Let windows find the members in"


class PublishClaims(_PublishTable):
    """Let the windows ask what claims from elsewhere have paid in a person's year."""

    function = "publish_claims"
    words = "Let windows add up the claims in"


class PublishDesignated(_PublishTable):
    """Let the windows ask at what level an institution is paid on a day."""

    function = "publish_designated"
    words = "Let windows find the institutions in"


class PublishSignals(_DatabaseOperation):
    """Let a county be told of the signals of its neighbours, without persons or records."""

    def __init__(self, table: str, line: str) -> None:
        self.table = table
        self.line = line

    def statement(self) -> tuple[str, Sequence[Any]]:
        return "SELECT xinglin.publish_signals(%s::regclass, %s)", (self.table, self.line)

    def describe(self) -> str:
        return f"Let neighbours know of the signals in {self.table}"


class PublishCards(_DatabaseOperation):
    """Let an audit ask whether a unit in its area sent the cards of persons in its books.

    ``due``: the column of the moment by which a card had to be sent.
    """

    def __init__(self, table: str, line: str, due: str) -> None:
        self.table = table
        self.line = line
        self.due = due

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.publish_cards(%s::regclass, %s, %s::name)",
            (self.table, self.line, self.due),
        )

    def describe(self) -> str:
        return f"Let audits find cards in {self.table}"


class PublishBoard(_PublishTable):
    """Let the big page in a clinic's hall show its numbers, without anybody logged in."""

    function = "publish_board"
    words = "Let the hall see the numbers in"


class PublishNumbers(_DatabaseOperation):
    """Let a register's records be named by their number, also those the actor does not see.

    The function is ``numbers_of_<table>``; it says where a record belongs and nothing else.
    """

    def __init__(self, table: str, line: str, number: str) -> None:
        self.table = table
        self.line = line
        self.number = number

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.publish_numbers(%s::regclass, %s, %s::name)",
            (self.table, self.line, self.number),
        )

    def describe(self) -> str:
        return f"Let records of {self.table} be named"


class Refer(_DatabaseOperation):
    """Bind a column to the numbers of another register's records."""

    def __init__(self, table: str, column: str, target: str, number: str) -> None:
        self.table = table
        self.column = column
        self.target = target
        self.number = number

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.refer(%s::regclass, %s::name, %s::regclass, %s::name)",
            (self.table, self.column, self.target, self.number),
        )

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        # Django puts unique keys last in a migration; what refers to them needs them now.
        waiting, schema_editor.deferred_sql = schema_editor.deferred_sql, []
        for statement in waiting:
            schema_editor.execute(statement)
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Let {self.table}.{self.column} name records of {self.target}"


class GuardScope(_DatabaseOperation):
    """Give a table with ``reporter`` and ``place`` row-level security, without a history."""

    def __init__(self, table: str, line: str = "", line_column: str | None = None) -> None:
        self.table = table
        self.line = line
        self.line_column = line_column

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.guard_scope(%s::regclass, %s, %s::name)",
            (self.table, self.line, self.line_column),
        )

    def describe(self) -> str:
        return f"Scope {self.table}"


class RenameInHistory(_DatabaseOperation):
    """Let a register's history follow a declared rename; GuardRegister must come after it."""

    def __init__(self, table: str, old: str, new: str) -> None:
        self.table = table
        self.old = old
        self.new = new

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT xinglin.rename_in_history(%s, %s::name, %s::name)",
            (self.table, self.old, self.new),
        )

    def describe(self) -> str:
        return f"Rename {self.old} to {self.new} in the history of {self.table}"


class Unscoped(_DatabaseOperation):
    """Let the rest of this migration read and write all rows, in the name of ``actor``.

    A backfill needs it: row-level security binds the owner too. It ends with the transaction.
    """

    def __init__(self, actor: str = "migration") -> None:
        self.actor = actor

    def statement(self) -> tuple[str, Sequence[Any]]:
        return (
            "SELECT set_config('xinglin.unscoped', 'on', true),"
            " set_config('xinglin.actor', %s, true),"
            " set_config('xinglin.action', 'migration', true)",
            (self.actor,),
        )

    def describe(self) -> str:
        return "Reach all rows in this migration"


__all__ = [
    "GuardRegister",
    "GuardScope",
    "InstallSql",
    "PublishCards",
    "PublishClaims",
    "PublishDesignated",
    "PublishMembers",
    "PublishNames",
    "PublishNumbers",
    "PublishSignals",
    "Refer",
    "RenameInHistory",
    "Unscoped",
]
