"""Bring one file into a register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from xinglin.actions.bulk import BatchOrder, BatchResult, record_batch
from xinglin.actions.bulk_checking import Terms, terms_of
from xinglin.actions.bulk_chunks import one_ahead
from xinglin.actions.bulk_preparing import Preparer
from xinglin.actions.intake_log import BatchSource
from xinglin.actions.permissions import require, user_named
from xinglin.actions.references import References, load_references
from xinglin.intake.beside import can_go_beside, record_beside
from xinglin.intake.beside_share import Reading, rare_collections
from xinglin.intake.headers import Layout
from xinglin.intake.mapping import SOURCE_PREFIX, FileMapping, read_mapping
from xinglin.intake.opening import open_file
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.reading import SourceFile
from xinglin.intake.result import Finding, IntakeError, IntakeResult, RejectedRow
from xinglin.intake.rows import reader_of
from xinglin.intake.totals import total_findings
from xinglin.language import catalogue
from xinglin.language.fields import CHANNELS
from xinglin.language.registers import Register
from xinglin.store import divisions
from xinglin.store.acting import acting
from xinglin.store.models import User

DEFAULT_CHANNEL = "batch"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Order:
    """What is to be brought in, by whom, how."""

    path: Path
    register: type[Register]
    channel: str
    mapping: FileMapping | None
    mapping_path: Path | None
    by: User
    clock: datetime | None
    progress: Progress | None


def intake_file(
    path: Path,
    *,
    register: str | None = None,
    mapping: Path | None = None,
    by: str,
    channel: str | None = None,
    progress: Progress | None = None,
    clock: datetime | None = None,
) -> IntakeResult:
    """Read a file and record its rows; each is accepted, unchanged or sent back.

    register: its name, unless the mapping says it. by: user name. channel: how it comes in (the
    mapping's, else 网络批量). progress(done, about): told after each chunk. clock: the time of a
    demo or test installation. Every chunk of rows is a transaction of its own, so call it outside
    any other. Raises IntakeFileError (the file as a whole is refused), ForbiddenError.
    """
    declared = catalogue.load().registers
    read = read_mapping(mapping, declared) if mapping is not None else None
    order = _Order(
        path,
        _register(register, read, declared),
        _channel(channel, read),
        read,
        mapping,
        user_named(by),
        clock,
        progress,
    )
    require(order.by, "import", order.register)
    return _run(order)


def _run(order: _Order) -> IntakeResult:
    mapping = order.mapping
    opened = open_file(order.path, order.register, order.channel, mapping)
    if mapping is not None:
        load_missing_divisions(mapping.divisions, order.by)
    source, headers = opened.source, opened.layout.headers
    terms = _terms(order)
    reporter = _reporter(mapping, terms.references)
    reader = reader_of(order.register, opened.layout, source, terms, reporter)
    origin = BatchSource(source.name, source.sha256, mapping.sha256 if mapping else "", headers)
    wanted = BatchOrder(terms, order.by, origin, reader.supplied, order.clock)
    telling = _telling(order.progress, source)
    if can_go_beside(order.register, source.about):
        batch = record_beside(wanted, Reading(order.path, order.mapping_path, reporter), telling)
    else:
        with rare_collections():
            prepared = one_ahead(Preparer(terms).chunks(reader.rows()))
            batch = record_batch(wanted, prepared, telling)
    return _result(order, source, opened.layout, batch, _findings(order, batch))


def load_missing_divisions(names: Iterable[str], by: User) -> None:
    """Load the division tables a mapping names, where the database has not got them.

    Raises IntakeFileError for an unknown table, ForbiddenError where it takes an administrator.
    """
    for name in names:
        try:
            codes = divisions.codes_of(name)
            with acting(by.username), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM store_division WHERE code = ANY(%s)", [sorted(codes)]
                )
                there = cursor.fetchone()[0]
            if there < len(codes):
                require(by, "administer")
                divisions.load_table(name)
        except divisions.DivisionLoadError as error:
            raise IntakeFileError(str(error)) from error


def _register(
    name: str | None, mapping: FileMapping | None, declared: dict[str, type[Register]]
) -> type[Register]:
    if mapping is not None:
        if name is not None and name != mapping.register:
            raise IntakeFileError(
                f"对照文件是给登记表 {mapping.register} 的，与所选的 {name} 不符，请核对。"
            )
        name = mapping.register
    if name is None:
        raise IntakeFileError("没有说明导入到哪个登记表，请写明登记表名或附上对照文件。")
    if name not in declared:
        known = "、".join(f"{r.name}（{r.label}）" for r in declared.values())
        raise IntakeFileError(f"没有名为“{name}”的登记表，可用的有：{known}。")
    return declared[name]


def _channel(asked: str | None, mapping: FileMapping | None) -> str:
    channel = asked or (mapping.channel if mapping else "") or DEFAULT_CHANNEL
    if channel not in CHANNELS:
        raise IntakeFileError(f"没有“{channel}”这种录入方式，可用的有：{'、'.join(CHANNELS)}。")
    return channel


def _terms(order: _Order) -> Terms:
    with acting(order.by.username, clock=order.clock), connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.now()")
        now, references = cursor.fetchone()[0], load_references()
    return terms_of(order.register, order.channel, references, order.by, now)


def _reporter(mapping: FileMapping | None, references: References) -> str:
    """The mapping's reporter; an institution must be in the list, a source is its own word."""
    if mapping is None or not mapping.reporter or mapping.reporter.startswith(SOURCE_PREFIX):
        return mapping.reporter if mapping else ""
    code = references.find_institution(mapping.reporter)
    if code is None:
        raise IntakeFileError(
            f"对照文件“{mapping.file_name}”的报告单位“{mapping.reporter}”不在机构名录中。"
        )
    return code


def _telling(progress: Progress | None, source: SourceFile) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(done, max(done, source.about - 1))


def _findings(order: _Order, batch: BatchResult) -> tuple[Finding, ...]:
    pairs = zip(batch.findings, batch.finding_rows, strict=True)
    found = tuple(Finding(p.code, p.message, rows) for p, rows in pairs)
    return found + total_findings(order.register, batch.groups, order.by)


def _result(
    order: _Order,
    source: SourceFile,
    layout: Layout,
    batch: BatchResult,
    findings: tuple[Finding, ...],
) -> IntakeResult:
    progress = batch.progress
    return IntakeResult(
        register=order.register.name,
        file_name=source.name,
        sha256=source.sha256,
        channel=order.channel,
        headers=layout.headers,
        rows=progress.rows,
        accepted=progress.accepted,
        unchanged=progress.unchanged,
        rejected=progress.rejected,
        corrected=progress.corrected,
        rejected_rows=tuple(
            RejectedRow(
                row.number,
                tuple(row.raw),
                tuple(
                    IntakeError(row.number, p.field, p.code, p.message)
                    for p in row.problems
                    if p.level == "error"
                ),
            )
            for row in batch.rejected
        ),
        findings=findings,
        intake_id=batch.intake_id,
    )
