"""A toy register for the tests of engines: a library's loans (图书借阅登记), never a disease.

The tree of places: 县馆 (1) with 东馆 (11) and 西馆 (12); under 东馆 the 流动车 (111).
西馆 was part of 东馆 until 2012-12-31.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Flag,
    Integer,
    Moment,
    Money,
    Reference,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register
from xinglin.query.divisions import DIVISION_COLUMNS, DIVISION_TABLE, Divisions
from xinglin.query.divisions import Division as Place
from xinglin.query.kinds import HISTORY_COLUMNS, arrow_schema
from xinglin.query.manifest import Manifest, TableEntry
from xinglin.query.person_links import LINK_COLUMNS, LINK_TABLE
from xinglin.query.snapshots import Snapshot, SnapshotStore

GENRES = CodeSet(
    name="Genre",
    label="图书类别",
    source="馆务会议",
    rows=(
        CodeRow("novel", "小说", attributes={"shelf": "open", "loan_days": 30}),
        CodeRow("atlas", "图册", None, date(2013, 3, 1), {"shelf": "open", "loan_days": 14}),
        CodeRow("atlas", "图册", date(2013, 3, 1), None, {"shelf": "closed", "loan_days": 7}),
        CodeRow("comic", "漫画", date(2013, 1, 1), None, {"shelf": "open", "loan_days": 10}),
    ),
)
CODES = {"Genre": GENRES}

PLACES = (
    Place("1", "县馆", "county", None),
    Place("11", "东馆", "branch", "1"),
    Place("12", "西馆", "branch", "11", None, date(2013, 1, 1)),
    Place("12", "西馆", "branch", "1", date(2013, 1, 1), None),
    Place("111", "流动车", "stop", "11"),
)
DIVISIONS = Divisions(PLACES)


class ReaderCard(Register):
    """一张借书证（借书证）。"""

    label, office, source = "借书证", "借阅部", "馆务会议"
    card_no = DocumentNumber("借书证号")
    child = Flag("是否少儿证")
    born_date = Date("出生日期")
    issued_date = Date("办证日期")
    branch = Division("办证馆")
    lifecycle = Lifecycle(issued="在用", removed="已删除", ended=("removed",))
    key = (card_no,)
    counting_dates = {"issued": CountingDate(issued_date, "办证日期")}
    counting_places = {"branch": CountingPlace(branch, "办证馆")}


class BookLoan(Register):
    """一册书借出一次（图书借阅登记）。"""

    label, office, source = "图书借阅登记", "借阅部", "馆务会议"
    loan_no = DocumentNumber("借阅号")
    card = Reference("借书证", to=ReaderCard)
    genre = Code("图书类别", codes=GENRES)
    lent_date = Date("借出日期")
    returned_date = Date("归还日期")
    checked_at = Moment("核对时间")
    reader_no = Integer("读者号")
    copies = Integer("册数")
    fee_fen = Money("逾期费")
    lost = Flag("是否遗失")
    branch = Division("借出馆")
    lifecycle = Lifecycle(lent="已借出", removed="已删除", ended=("removed",))
    key = (loan_no,)
    counting_dates = {
        "lent": CountingDate(lent_date, "借出日期"),
        "returned": CountingDate(returned_date, "归还日期"),
    }
    counting_places = {"branch": CountingPlace(branch, "借出馆")}


class Reminder(Register):
    """一次借出的一次催还（催还记录）。"""

    label, office, source = "催还记录", "借阅部", "馆务会议"
    loan = Reference("借阅号", to=BookLoan, required="always")
    reminded_date = Date("催还日期")
    calls = Integer("电话次数")
    answered = Flag("是否答复")
    branch = Division("馆")
    lifecycle = Lifecycle(made="已登记", removed="已删除", ended=("removed",))
    key = (loan, reminded_date)
    parent = loan
    counting_dates = {"reminded": CountingDate(reminded_date, "催还日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Visit(Register):
    """读者到馆一次（到馆登记）。"""

    label, office, source = "到馆登记", "借阅部", "馆务会议"
    visit_date = Date("到馆日期")
    reader_no = Integer("读者号")
    asked = Flag("是否咨询")
    branch = Division("到访馆")
    lifecycle = Lifecycle(made="已登记", removed="已删除", ended=("removed",))
    counting_dates = {"visit": CountingDate(visit_date, "到馆日期")}
    counting_places = {"branch": CountingPlace(branch, "到访馆")}


class Readership(Register):
    """一馆一年的登记读者数（读者数）。"""

    label, office, source = "读者数", "办公室", "馆务会议"
    counted_date = Date("统计日期")
    people = Integer("人数")
    branch = Division("馆")
    lifecycle = Lifecycle(counted="已登记", removed="已删除", ended=("removed",))
    counting_dates = {"counted": CountingDate(counted_date, "统计日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class QuietDay(Register):
    """一馆一天没有借出（零借出报告）。"""

    label, office, source = "零借出报告", "借阅部", "馆务会议"
    day = Date("报告日期")
    branch = Division("馆")
    lifecycle = Lifecycle(sent="已报", removed="已删除", ended=("removed",))
    counting_dates = {"day": CountingDate(day, "报告日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Desk(Register):
    """一个借书台（借书台名册）。"""

    label, office, source = "借书台名册", "办公室", "馆务会议"
    desk_code = Code("借书台编号")
    opened_date = Date("启用日期")
    closed_date = Date("停用日期")
    branch = Division("馆")
    lifecycle = Lifecycle(open="在用", removed="已删除", ended=("removed",))
    counting_dates = {"opened": CountingDate(opened_date, "启用日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Target(Register):
    """一馆一年的任务数（年度任务）。"""

    label, office, source = "年度任务", "办公室", "馆务会议"
    indicator = Code("指标")
    year_date = Date("年度")
    amount = Integer("任务数")
    branch = Division("馆")
    lifecycle = Lifecycle(set="已下达", removed="已删除", ended=("removed",))
    counting_dates = {"year": CountingDate(year_date, "年度")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


REGISTERS: tuple[type[Register], ...] = (
    ReaderCard,
    BookLoan,
    Reminder,
    Visit,
    Readership,
    QuietDay,
    Desk,
    Target,
)
Rows = Mapping[type[Register], Sequence[Mapping[str, Any]]]


def history_columns(register: type[Register]) -> dict[str, str]:
    """The columns of a register's history in a snapshot."""
    return HISTORY_COLUMNS | register.snapshot_columns()


def as_history(register: type[Register], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows filled up to whole history rows: version 1, recorded at the start of 2013."""
    blank = dict.fromkeys(history_columns(register))
    blank |= {
        "version": 1,
        "recorded_at": datetime(2013, 1, 1, tzinfo=UTC),
        "op": "I",
        "effective_on": date(2013, 1, 1),
        "state": register.lifecycle.initial,
    }
    return [blank | {"id": n, "history_id": n} | dict(r) for n, r in enumerate(rows, start=1)]


def tables(
    records: Rows,
    links: Sequence[Mapping[str, Any]] = (),
    registers: Sequence[type[Register]] = REGISTERS,
) -> dict[str, list[dict[str, Any]]]:
    """Every register's table as history rows, registers without records empty."""
    found = {r.table(): as_history(r, records.get(r, ())) for r in registers}
    return found | {LINK_TABLE: [dict(link) for link in links]}


TAKEN_AT = datetime.fromisoformat("2013-12-31T00:00:00+08:00")
"""When the snapshots of the specs were taken."""


def snapshot(
    folder: Path,
    records: Rows,
    links: Sequence[Mapping[str, Any]] = (),
    registers: Sequence[type[Register]] = REGISTERS,
) -> Snapshot:
    """The records (and which persons are one) as a real snapshot in a folder."""
    store = SnapshotStore(folder)
    entries = {}
    for register in registers:
        columns = history_columns(register)
        rows = as_history(register, records.get(register, ()))
        entries[register.table()] = write_table(store, columns, rows, history=True)
    if links:
        rows = [dict(link) for link in links]
        entries[LINK_TABLE] = write_table(store, LINK_COLUMNS, rows, history=True)
    places = [vars(p) | {"fictitious": True, "country": "CN"} for p in PLACES]
    entries[DIVISION_TABLE] = write_table(store, DIVISION_COLUMNS, places, history=False)
    return store.publish(Manifest(TAKEN_AT.isoformat(), tables=entries))


def write_table(
    store: SnapshotStore, columns: dict[str, str], rows: list[dict[str, Any]], *, history: bool
) -> TableEntry:
    """Write one table's rows as a segment."""
    batches = pa.Table.from_pylist(rows, schema=arrow_schema(columns)).to_batches()
    segment = store.write_segment(columns, batches)
    return TableEntry(columns, (segment,) if segment else (), history)
