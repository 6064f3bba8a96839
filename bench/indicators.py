"""33 figures by month and county over 20 million rows: our plans beside SQL written by hand.

    python bench/indicators.py [ROWS=20000000] [DATA FOLDER]

Data and hand-written programs are those of `bench/indicators` of the shared material
(`XINGLIN_SHARED`, else `../shared`). The same rows stand in a snapshot of ours; every one of the
33 figures must be equal in all 360 groups before a time is printed. Ratios count, not seconds.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from xinglin.indicators.exact import exact_decimal
from xinglin.language.expressions import Literal
from xinglin.language.fields import Code, Date, Division, Flag, Integer, Money
from xinglin.language.indicators import Count, DistinctPersons, Indicator, Ratio, Total
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.periods import parse_period
from xinglin.language.plans import Side
from xinglin.language.registers import CountingDate, CountingPlace, Register
from xinglin.query.divisions import DIVISION_COLUMNS, DIVISION_TABLE
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.engine import SideKey, SideTotal
from xinglin.query.kinds import HISTORY_COLUMNS, arrow_schema
from xinglin.query.manifest import Manifest, TableEntry
from xinglin.query.snapshots import Snapshot, SnapshotStore

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("XINGLIN_SHARED") or REPOSITORY.parent / "shared")
BY_HAND = SHARED / "bench" / "indicators"
RUNS = 3
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
COUNTIES = [f"5301{n:02d}" for n in range(1, 16)]


class BenchCase(Register):
    """One reported case (病例)."""

    label, lifecycle = "病例", REGISTERED
    region = Division("现住址")
    date = Date("日期")
    case_class = Code("类别")
    confirm = Code("诊断")
    age, sex = Integer("年龄"), Integer("性别")
    delay_h = Integer("报告间隔")
    died, investigated = Flag("死亡"), Flag("已调查")
    counting_dates = {"date": CountingDate(date, "日期")}  # noqa: RUF012
    counting_places = {"region": CountingPlace(region, "现住址")}  # noqa: RUF012


class BenchVisit(Register):
    """One visit to a hospital (就诊)."""

    label, lifecycle = "就诊", REGISTERED
    region = Division("现住址")
    date = Date("日期")
    visit_kind = Code("就诊类型")
    age, los = Integer("年龄"), Integer("住院天数")
    cost_fen = Money("费用")
    referred, antibiotic = Flag("转诊"), Flag("用抗生素")
    counting_dates = {"date": CountingDate(date, "日期")}  # noqa: RUF012
    counting_places = {"region": CountingPlace(region, "现住址")}  # noqa: RUF012


class BenchFollowUp(Register):
    """One follow-up of a managed patient (随访)."""

    label, lifecycle = "随访", REGISTERED
    region = Division("现住址")
    date = Date("日期")
    prog, mode = Code("项目"), Code("方式")
    days_late, sbp = Integer("逾期天数"), Integer("收缩压")
    controlled = Flag("达标")
    counting_dates = {"date": CountingDate(date, "日期")}  # noqa: RUF012
    counting_places = {"region": CountingPlace(region, "现住址")}  # noqa: RUF012


TABLES: dict[str, tuple[type[Register], dict[str, str]]] = {
    "cases": (BenchCase, {"case_class": "class"}),
    "visits": (BenchVisit, {"visit_kind": "kind"}),
    "followups": (BenchFollowUp, {}),
}


def _count(name: str, *conditions: Any, of: type[Register]) -> type[Indicator]:
    return type(name, (Count,), {"name": name, "of": of.where(*conditions), "line": "bench"})


def _ratio(name: str, of: type[Register], part: Any, **more: Any) -> type[Indicator]:
    values = {
        "numerator": of.where(part) if part is not None else of.where(),
        "denominator": of.where(),
        "per": 1,
        "name": name,
        "line": "bench",
    }
    return type(name, (Ratio,), values | more)


class Towns(Count):
    """Townships with a case."""

    name, of = "towns", BenchCase.where()

    @classmethod
    def sides(cls) -> tuple[Side, ...]:
        return (cls._side("numerator", cls.of, distinct="region"),)


def _indicators() -> dict[str, list[type[Indicator]]]:
    """In the order of the columns of the hand-written SQL."""
    case, visit, follow = BenchCase, BenchVisit, BenchFollowUp
    timely, lab = case.delay_h <= 24, case.confirm == "lab"
    inpatient, hypertension = visit.visit_kind == "in", follow.prog == "htn"
    cost = {"of": visit.where(), "amount": visit.cost_fen, "name": "cost"}
    return {
        "cases": [
            _count("case_n", of=case),
            _count("case_ab", case.case_class.in_("A", "B"), of=case),
            _count("case_died", case.died == Literal(True), of=case),
            _count("case_timely", timely, of=case),
            _ratio("case_timely_rate", case, timely),
            _count("case_lab", lab, of=case),
            _ratio("case_lab_rate", case, lab),
            _count("case_u5", case.age < 5, of=case),
            _count("case_male", case.sex == 1, of=case),
            _ratio("case_invest_rate", case, case.investigated == Literal(True)),
            Towns,
        ],
        "visits": [
            _count("visit_n", of=visit),
            _count("visit_out", visit.visit_kind == "out", of=visit),
            _count("visit_er", visit.visit_kind == "er", of=visit),
            _count("visit_in", inpatient, of=visit),
            _count("visit_ref", visit.referred == Literal(True), of=visit),
            _ratio("visit_ref_rate", visit, visit.referred == Literal(True)),
            type("visit_cost", (Total,), cost),
            _ratio("visit_cost_avg", visit, None, numerator_amount=visit.cost_fen),
            type("visit_persons", (DistinctPersons,), {"of": visit.where(), "name": "persons"}),
            _count("visit_65", visit.age >= 65, of=visit),
            _ratio(
                "visit_alos",
                visit,
                inpatient,
                numerator_amount=visit.los,
                denominator=visit.where(inpatient),
            ),
            _ratio("visit_abx_rate", visit, visit.antibiotic == Literal(True)),
        ],
        "followups": [
            _count("follow_n", of=follow),
            _count("follow_htn", hypertension, of=follow),
            _count("follow_dm", follow.prog == "dm", of=follow),
            _count("follow_ctl", follow.controlled == Literal(True), of=follow),
            _ratio(
                "follow_htn_ctl",
                follow,
                hypertension & (follow.controlled == Literal(True)),
                denominator=follow.where(hypertension),
            ),
            _count("follow_ontime", follow.days_late <= 7, of=follow),
            _ratio("follow_ontime_rate", follow, follow.days_late <= 7),
            type("follow_persons", (DistinctPersons,), {"of": follow.where(), "name": "persons"}),
            _count("follow_no_bp", follow.sbp.is_unknown(), of=follow),
            _ratio(
                "follow_sbp_avg",
                follow,
                follow.sbp.is_known(),
                numerator_amount=follow.sbp,
                denominator=follow.where(follow.sbp.is_known()),
            ),
            _count("follow_phone", follow.mode == "phone", of=follow),
        ],
    }


# --- the snapshot --------------------------------------------------------------------------------


def make_snapshot(data: Path, store: SnapshotStore) -> Snapshot:
    """The generator's rows as the first snapshot of an installation would hold them."""
    entries = {}
    for table, (register, renamed) in TABLES.items():
        columns = HISTORY_COLUMNS | register.snapshot_columns()
        there = duckdb.sql(f"SELECT * FROM '{data}/{table}.parquet' LIMIT 0").columns
        values = {
            "version": "1",
            "recorded_at": "TIMESTAMPTZ '2026-01-01 00:00:00+08'",
            "effective_on": "date",
            "op": "'I'",
            "state": "'registered'",
            "history_id": "id",
            "place": "region",
        }
        values |= {column: column for column in columns if column in there} | renamed
        listed = ", ".join(f"{values.get(c, 'NULL')} AS {c}" for c in columns)
        rows = duckdb.sql(
            f"SELECT {listed} FROM '{data}/{table}.parquet' ORDER BY date, region"
        ).to_arrow_reader(250_000)
        schema = arrow_schema(columns)
        segment = store.write_segment(columns, (b.cast(schema) for b in rows))
        entries[register.table()] = TableEntry(columns, (segment,) if segment else ())
    entries[DIVISION_TABLE] = _divisions(data, store)
    return store.publish(Manifest("2026-01-01T00:00:00Z", tables=entries))


def _divisions(data: Path, store: SnapshotStore) -> TableEntry:
    codes = duckdb.sql(f"SELECT DISTINCT region FROM '{data}/cases.parquet' ORDER BY 1").fetchall()
    rows = [{"code": "5301", "level": "prefecture"}]
    rows += [{"code": c, "level": "county", "parent_code": "5301"} for c in COUNTIES]
    rows += [{"code": c, "level": "township", "parent_code": c[:6]} for (c,) in codes]
    import pyarrow as pa

    whole = [dict.fromkeys(DIVISION_COLUMNS) | {"name": r["code"]} | r for r in rows]
    batches = pa.Table.from_pylist(whole, schema=arrow_schema(DIVISION_COLUMNS)).to_batches()
    segment = store.write_segment(DIVISION_COLUMNS, batches)
    return TableEntry(DIVISION_COLUMNS, (segment,) if segment else (), history=False)


# --- comparing -----------------------------------------------------------------------------------


def ours(snapshot: Snapshot) -> dict[SideKey, SideTotal]:
    """All figures, from opening the snapshot on."""
    engine = DuckDBEngine(snapshot, {}, threads=2)
    plans = [i.plan() for found in _indicators().values() for i in found]
    try:
        return engine.totals(plans, [parse_period(m) for m in MONTHS], COUNTIES)
    finally:
        engine.close()


def by_hand(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the hand-written SQL."""
    sys.path.insert(0, str(BY_HAND))
    from queries import sql

    sources = {t: f"'{data}/{t}.parquet'" for t in TABLES}
    texts = sql(
        sources, "date_trunc('month',date)", "region[1:6]", lambda c: f"count(*) filter ({c})"
    )
    with duckdb.connect(config={"threads": 2}) as connection:
        return {table: connection.execute(text).fetchall() for table, text in texts.items()}


def compare(found: dict[SideKey, SideTotal], expected: dict[str, list[tuple[Any, ...]]]) -> int:
    """How many values were compared. Ends the program at the first that differs."""
    compared = 0
    for table, indicators in _indicators().items():
        for month, county, *values in expected[table]:
            for indicator, value in zip(indicators, values, strict=True):
                key = SideKey(indicator.id, "numerator", county, f"{month:%Y-%m}")
                total = found.get(key, SideTotal()).total
                if indicator.formula == "ratio":
                    whole = found[key._replace(side="denominator")].total
                    equal = abs(float(Fraction(total, whole)) - value) < 1e-9
                else:
                    equal = total == value
                if not equal:
                    raise SystemExit(f"{key}: 得 {total}，手写的是 {value}")
                compared += 1
    return compared


def seconds(work: Callable[[], Any]) -> float:
    """The median of a few runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def of_polars(data: Path) -> float | None:
    """Polars' seconds, or None where it is not installed."""
    done = [
        subprocess.run(
            [sys.executable, str(BY_HAND / "run.py"), "polars", str(data)],
            capture_output=True,
            text=True,
            check=False,
        )
        for _ in range(RUNS)
    ]
    if any(d.returncode for d in done):
        return None
    return statistics.median(json.loads(d.stdout)["total_s"] for d in done)


def evidence(snapshot: Snapshot) -> float:
    """Seconds from question to total and first 50 rows of one figure."""
    engine = DuckDBEngine(snapshot, {}, threads=2)
    plan = _indicators()["cases"][3].plan()
    try:
        return seconds(
            lambda: engine.members(plan, "numerator", "5301", parse_period("2025H1"), limit=50)
        )
    finally:
        engine.close()


def main() -> None:
    """Make the data where missing, compare, and print the ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else REPOSITORY / "var" / "bench" / f"{rows}")
    data, store = folder / "data", SnapshotStore(folder / "snapshots")
    if not (data / "followups.parquet").exists():
        subprocess.run([sys.executable, str(BY_HAND / "gen.py"), str(data), str(rows)], check=True)
    snapshot = store.latest() or make_snapshot(data, store)
    compared = compare(ours(snapshot), by_hand(data))
    hand, own, polars = (
        seconds(lambda: by_hand(data)),
        seconds(lambda: ours(snapshot)),
        of_polars(data),
    )
    report = {
        "rows": rows,
        "values_equal": compared,
        "duckdb_by_hand_s": round(hand, 3),
        "ours_s": round(own, 3),
        "ours_to_duckdb_by_hand": float(exact_decimal(Fraction(round(own / hand * 1000), 1000))),
        "polars_s": round(polars, 3) if polars else "未安装",
        "ours_to_polars": round(own / polars, 3) if polars else None,
        "evidence_first_50_ms": round(evidence(snapshot) * 1000),
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
