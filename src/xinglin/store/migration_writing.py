"""Write the migrations of declared registers: tables, history, triggers, policies, in one file.

Differences are found by Django; what Django does not know is added: after each change of a
table, its guard (history, audit, row-level security); removing a field or a register never drops
data, it only leaves the state (the column is retired: kept, read by nobody).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.apps import apps
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddField,
    AlterField,
    CreateModel,
    DeleteModel,
    RemoveField,
    RenameField,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from xinglin.language import catalogue
from xinglin.language.registers import Register, referred_register
from xinglin.store.operations import (
    GuardRegister,
    PublishBoard,
    PublishCards,
    PublishClaims,
    PublishDesignated,
    PublishMembers,
    PublishNames,
    PublishNumbers,
    PublishSignals,
    Refer,
    RenameInHistory,
)
from xinglin.store.registers import renamed_fields

_FOR_WINDOWS: dict[str, Callable[[str], Operation]] = {
    "insured_member": PublishMembers,
    "designated_institution": PublishDesignated,
    "benefit_claim": PublishClaims,
}
_BEYOND_SCOPE: dict[str, Callable[[type[Register]], Operation]] = {
    "queue_ticket": lambda register: PublishBoard(register.table()),
    "outbreak_signal": lambda register: PublishSignals(register.table(), register.line),
    "notifiable_case": lambda register: PublishCards(
        register.table(), register.line, _report_due(register)
    ),
}
_TOUCHES_COLUMNS = (CreateModel, AddField, AlterField, RenameField)


class _DeclaredQuestioner(NonInteractiveMigrationQuestioner):
    """Answers Django's questions from the declarations: a rename is what `formerly` says."""

    def ask_rename(self, model_name: str, old_name: str, new_name: str, field: object) -> bool:
        for register in catalogue.load().registers.values():
            if register.__name__.lower() == model_name.lower():
                renamed = renamed_fields(register).get(old_name)
                return renamed is not None and renamed.name == new_name
        return False


def write_migrations(*, dry_run: bool = False) -> list[Path]:
    """Write the migrations the declarations ask for; returns the files (to be) written."""
    lines = catalogue.load().lines
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        _with_todays_labels(loader.project_state()),
        ProjectState.from_apps(apps),
        _DeclaredQuestioner(specified_apps=set(lines), dry_run=dry_run),
    )
    changes = detector.changes(loader.graph, trim_to_apps=set(lines), convert_apps=set(lines))
    written = []
    for line in lines:
        for migration in changes.get(line, []):
            dependencies = sorted({*migration.dependencies, *_needed(line, loader)})
            # Django declares both as class variables and sets them on instances itself.
            vars(migration).update(operations=guarded(line, migration), dependencies=dependencies)
            written.append(_write(migration, dry_run=dry_run))
    return written


def _needed(line: str, loader: MigrationLoader) -> set[tuple[str, str]]:
    """The newest of `store`, whose functions guard tables, and of the lines that are named."""
    named = {referred_register(r).line for reg in catalogue.load().registers_of(line)
             for r in reg.references()}  # fmt: skip
    return {leaf for app in {"store", *named} - {line} for leaf in loader.graph.leaf_nodes(app)}


def _with_todays_labels(state: ProjectState) -> ProjectState:
    """Old fields that were renamed, under their new labels: Django knows a rename by all the rest.

    A rename mostly changes the label too; seen as a removal and an addition it would leave the
    data behind.
    """
    for register in catalogue.load().registers.values():
        model = state.models.get((register.line, register.__name__.lower()))
        for old, field in renamed_fields(register).items():
            if model is not None and old in model.fields and field.name not in model.fields:
                before = model.fields[old]
                _, _, arguments, options = before.deconstruct()
                options["verbose_name"] = field.label
                model.fields[old] = type(before)(*arguments, **options)
    return state


def _relabelled(line: str, operation: RenameField) -> AlterField:
    """The new label, which the rename itself does not carry into the migrations' state."""
    field = apps.get_model(line, operation.model_name)._meta.get_field(operation.new_name)
    return AlterField(operation.model_name, operation.new_name, field.clone())


def _write(migration: Migration, *, dry_run: bool) -> Path:
    writer = MigrationWriter(migration)
    path = Path(writer.path)
    if not dry_run:
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(writer.as_string(), "utf-8")
        # Two branches that each add a migration collide in this one line, and not in production.
        (path.parent / "head.txt").write_text(f"{migration.name}\n", "utf-8")
    return path


def guarded(line: str, migration: Migration) -> list[Operation]:
    """The operations with what the database keeps for each touched table behind them."""
    tables = {r.__name__.lower(): r.table() for r in catalogue.load().registers_of(line)}
    operations: list[Operation] = []
    touched: dict[str, None] = {}
    for operation in migration.operations:
        operations.append(_retiring(operation))
        name = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
        if isinstance(operation, RenameField):
            operations.append(RenameInHistory(tables[name], operation.old_name, operation.new_name))
            operations.append(_relabelled(line, operation))
        if isinstance(operation, _TOUCHES_COLUMNS) and name in tables:
            touched.setdefault(tables[name])
    published = [p for r in catalogue.load().registers_of(line) if (p := _publishing(r, touched))]
    guards = [GuardRegister(table, line) for table in touched]
    return [*operations, *guards, *published, *_referring(line, touched)]


def _referring(line: str, touched: Mapping[str, None]) -> list[Operation]:
    """What binds the references of touched registers; the registers they name come first."""
    numbers, bound = dict[str, Operation](), list[Operation]()
    for register in catalogue.load().registers_of(line):
        for reference in register.references() if register.table() in touched else ():
            there = referred_register(reference)
            number = there.key[0].name
            numbers[there.name] = PublishNumbers(there.table(), there.line, number)
            bound.append(Refer(register.table(), reference.name, there.table(), number))
    return [*numbers.values(), *bound]


def _publishing(register: type[Register], touched: Mapping[str, None]) -> Operation | None:
    """What lets others name the register's rows, where it provides names."""
    title, place = register.title_field, register.place_field
    if register.table() not in touched:
        return None
    if register.provides in _FOR_WINDOWS:
        return _FOR_WINDOWS[register.provides](register.table())
    if register.provides in _BEYOND_SCOPE:
        return _BEYOND_SCOPE[register.provides](register)
    if register.provides != "institution" or title is None or place is None:
        return None
    key = register.key[0].name
    return PublishNames(register.table(), register.provides, key, title.name, place.name)


def _report_due(register: type[Register]) -> str:
    """The moment by which a card is to be sent: due where its report is what ends the clock."""
    found = (d for d in register.deadlines.values() if d.done.name == "reported_at")
    return next(found).due_column


def _retiring(operation: Operation) -> Operation:
    if isinstance(operation, RemoveField | DeleteModel):
        return SeparateDatabaseAndState(state_operations=[operation])
    return operation
