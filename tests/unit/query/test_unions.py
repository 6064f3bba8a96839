"""Several installations' snapshots read as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.agreement import agree
from tests.generative.plan_strategies import histories, plans
from tests.spec.indicators.library import CODES, BookLoan, Visit, snapshot
from tests.spec.indicators.test_counts import NotSeen
from tests.three_libraries import (
    PERIODS,
    PLACES,
    Borrowers,
    LostShare,
    NotSeenAgain,
    indicators,
    three_libraries,
)

from xinglin.language.indicators import Distinct
from xinglin.language.plans import Plan
from xinglin.query.divisions import DIVISION_TABLE
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.engine import NOTHING, Engine, SideKey
from xinglin.query.in_memory import InMemoryEngine
from xinglin.query.manifest import SnapshotError, TableEntry
from xinglin.query.snapshots import SnapshotStore
from xinglin.query.unions import RANGE, SnapshotUnion, open_union

TABLE = BookLoan.table()


@pytest.fixture
def union(tmp_path: Path) -> SnapshotUnion:
    return SnapshotUnion(three_libraries(tmp_path))


@pytest.fixture(params=["评判程序", "DuckDB"])
def engine(request: pytest.FixtureRequest, union: SnapshotUnion) -> Any:
    if request.param == "评判程序":
        yield InMemoryEngine.of_snapshot(union, CODES)
        return
    made = DuckDBEngine(union, CODES, threads=1)
    yield made
    made.close()


def test_places_add_up_whether_counted_apart_or_together(
    union: SnapshotUnion, engine: Engine
) -> None:
    """Every numerator and denominator, of every indicator, place and period.

    Different values of a code are no sum: a genre lent in two installations is one genre.
    """
    asked = [i.plan() for i in indicators() if not issubclass(i, Distinct)]
    together = engine.totals(asked, PERIODS, PLACES)
    apart: dict[SideKey, list[int]] = {}
    for snapshot_ in union.snapshots.values():
        alone = InMemoryEngine.of_snapshot(snapshot_, CODES)
        for key, total in alone.totals(asked, PERIODS, PLACES).items():
            sums = apart.setdefault(key, [0, 0, 0, 0])
            apart[key] = [a + b for a, b in zip(sums, vars(total).values(), strict=True)]
    assert {key: list(vars(total).values()) for key, total in together.items()} == apart
    assert len(together) > 200


def test_a_code_of_several_installations_is_one(union: SnapshotUnion, engine: Engine) -> None:
    asked = [i.plan() for i in indicators() if issubclass(i, Distinct)]
    together = engine.totals(asked, PERIODS, PLACES)
    most: dict[SideKey, int] = {}
    for snapshot_ in union.snapshots.values():
        alone = InMemoryEngine.of_snapshot(snapshot_, CODES).totals(asked, PERIODS, PLACES)
        for key, total in alone.items():
            most[key] = max(most.get(key, 0), total.total)
    whole = {key: total.total for key, total in together.items()}
    assert asked and all(whole[key] >= one for key, one in most.items())
    assert max(whole.values()) == 3  # novel, atlas, comic in all


def test_persons_of_two_installations_are_two(engine: Engine) -> None:
    """东馆 has persons 1 and 2, 西馆 1 and 3, the 流动车 1: five, not three."""
    key = SideKey(Borrowers.plan().indicator, "numerator", "1", "2013H1")
    total = engine.totals([Borrowers.plan()], [PERIODS[0]], ["1"])[key]
    assert (total.total, total.unknown) == (5, 1)


def test_what_one_installation_sees_says_nothing_of_another_s_records(engine: Engine) -> None:
    """Within ten days: 东馆's loan 1 and 西馆's loan 2 are followed; 西馆's loan 1 is not."""
    for made in (NotSeenAgain, NotSeen):
        page = engine.members(made.plan(), "numerator", "12", PERIODS[0])
        assert [m.record[1] % RANGE for m in page.rows] == [1], made.name


def test_a_record_is_traced_to_its_installation(union: SnapshotUnion, engine: Engine) -> None:
    page = engine.members(Borrowers.plan(), "numerator", "1", PERIODS[0], order="record")
    origins = sorted(union.origin(m.record[1]) for m in page.rows)
    assert origins == [("东馆", 1), ("东馆", 3), ("流动车", 1), ("西馆", 1), ("西馆", 2)]
    assert {union.origin(int(m.subject or 0)) for m in page.rows} == {
        ("东馆", 1), ("东馆", 2), ("流动车", 1), ("西馆", 1), ("西馆", 3),
    }  # fmt: skip
    two = next(m.record[1] for m in page.rows if union.origin(m.record[1]) == ("西馆", 2))
    versions = engine.versions(TABLE, two)
    assert [(v["version"], v["branch"], v["installation"]) for v in versions] == [
        (1, "12", "西馆"),
        (2, "111", "西馆"),
    ]


def test_figures_are_split_by_installation(engine: Engine) -> None:
    plan = Borrowers.plan()
    found = engine.totals([plan], [PERIODS[0]], ["1"], category="installation")
    assert {k.category: t.total for k, t in found.items()} == {"东馆": 2, "西馆": 2, "流动车": 1}


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.tuples(histories(), histories(), histories()), st.tuples(plans(1), plans(2)))
def test_whatever_is_put_together_duckdb_agrees_with_the_judge(
    tmp_path_factory: pytest.TempPathFactory,
    three: tuple[dict[Any, list[dict[str, Any]]], ...],
    asked: tuple[Plan, ...],
) -> None:
    folder = tmp_path_factory.mktemp("union")
    for number, records in enumerate(three):  # no two installations write the same file
        records[BookLoan].append({"id": 99, "branch": "11", "fee_fen": number})
        records[Visit].append({"branch": "11", "reader_no": 100 + number})
    union = SnapshotUnion({str(n): snapshot(folder / str(n), r) for n, r in enumerate(three)})
    fast = DuckDBEngine(union, CODES, threads=1)
    try:
        agree(InMemoryEngine.of_snapshot(union, CODES), fast, asked, None, None, "installation")
    finally:
        fast.close()


# --- folders ------------------------------------------------------------------------------------


def test_folders_are_named_by_their_installation(tmp_path: Path) -> None:
    three = three_libraries(tmp_path)
    east, west, van = (tmp_path / label for label in three)
    manifest = van / "snapshots" / "manifests" / f"{three['流动车'].name}.json"
    union = open_union([str(east), str(west / "snapshots"), f"车={manifest}"])
    assert {k: s.name for k, s in union.snapshots.items()} == {
        "东馆": three["东馆"].name, "西馆": three["西馆"].name, "车": three["流动车"].name,
    }  # fmt: skip
    assert union.name == open_union([f"车={manifest}", str(west), str(east)]).name
    assert union.manifest.taken_at == three["东馆"].manifest.taken_at
    assert union.name != open_union([str(van), str(west), str(east)]).name


def test_what_cannot_be_put_together_is_said(tmp_path: Path) -> None:
    three_libraries(tmp_path)
    east = str(tmp_path / "东馆")
    with pytest.raises(SnapshotError, match=r"^有两个快照都叫“东馆”.*不同的名称。$"):
        open_union([east, east])
    with pytest.raises(SnapshotError, match=r"^“一”与“二”是同一套系统的快照.*只给一个快照。$"):
        open_union([f"一={east}", f"二={east}"])
    with pytest.raises(SnapshotError, match=r"^目录 .*没有快照.*。$"):
        open_union([str(tmp_path)])
    with pytest.raises(SnapshotError, match="没有给出任何快照"):
        SnapshotUnion({})


def test_two_snapshots_of_one_installation_are_not_two(tmp_path: Path) -> None:
    """The later one adds to the earlier one: the shared files tell."""
    first = three_libraries(tmp_path)["东馆"]
    later = replace(first.manifest, taken_at="2014-01-01T00:00:00Z", previous=first.name)
    second = SnapshotStore(tmp_path / "东馆" / "snapshots").publish(later)
    with pytest.raises(SnapshotError, match="同一套系统"):
        SnapshotUnion({"去年": first, "今年": second})


def test_a_register_that_one_lacks_is_not_counted_too_small(tmp_path: Path) -> None:
    three = three_libraries(tmp_path)
    tables = {n: e for n, e in three["西馆"].manifest.tables.items() if n != TABLE}
    store = SnapshotStore(tmp_path / "西馆" / "snapshots")
    three["西馆"] = store.publish(replace(three["西馆"].manifest, tables=tables))
    union = SnapshotUnion(three)
    with pytest.raises(SnapshotError, match=f"^“西馆”的快照中没有登记表 {TABLE}.*少算.*。$"):
        union.table(TABLE)
    with pytest.raises(SnapshotError, match="西馆"):
        DuckDBEngine(union, CODES, threads=1).totals([Borrowers.plan()], PERIODS, PLACES)


def test_a_column_that_one_lacks_is_unknown_there(tmp_path: Path) -> None:
    """An installation not yet upgraded: whether a book was lost, it never asked."""
    three = three_libraries(tmp_path)
    store = SnapshotStore(tmp_path / "旧版" / "snapshots")
    old = _without(three["西馆"], store, "lost")
    union = SnapshotUnion({**three, "西馆": old})
    key = SideKey(LostShare.plan().indicator, "numerator", "1", "2013H1")
    engines = [DuckDBEngine(union, CODES, threads=1), InMemoryEngine.of_snapshot(union, CODES)]
    for engine in engines:
        total = engine.totals([LostShare.plan()], PERIODS, ["1"]).get(key, NOTHING)
        # lost: 东馆 2, 流动车 2; unknown: both of 西馆, and 流动车 1
        assert (total.total, total.unknown) == (2, 3)


def _without(snapshot_: Any, store: SnapshotStore, column: str) -> Any:
    import pyarrow.parquet as pq

    entries = {}
    for name, entry in snapshot_.manifest.tables.items():
        columns = {c: k for c, k in entry.columns.items() if c != column}
        batches = [
            batch
            for path in snapshot_.paths(name)
            for batch in pq.read_table(path, columns=list(columns)).to_batches()
        ]
        segment = store.write_segment(columns, batches) if batches else None
        entries[name] = TableEntry(columns, (segment,) if segment else (), entry.history)
    return store.publish(replace(snapshot_.manifest, tables=entries))


def test_places_that_two_installations_draw_differently_are_refused(tmp_path: Path) -> None:
    from tests.spec.indicators.library import PLACES as DRAWN
    from tests.spec.indicators.library import write_table

    from xinglin.query.divisions import DIVISION_COLUMNS

    three = three_libraries(tmp_path)
    rows = [vars(p) | {"fictitious": True, "country": "CN"} for p in DRAWN]
    rows[-1] = rows[-1] | {"parent_code": "12"}  # the van drives for the west
    store = SnapshotStore(tmp_path / "流动车" / "snapshots")
    entry = write_table(store, DIVISION_COLUMNS, rows, history=False)
    tables = {**three["流动车"].manifest.tables, DIVISION_TABLE: entry}
    three["流动车"] = store.publish(replace(three["流动车"].manifest, tables=tables))
    with pytest.raises(SnapshotError, match=r"“东馆”与“流动车”的行政区划表对 111 .*。$"):
        DuckDBEngine(SnapshotUnion(three), CODES, threads=1)
