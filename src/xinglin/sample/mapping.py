"""Published figures made into a targets file, by a table that names indicator, place and period."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from xinglin.sample.problems import SampleError

PUBLISHED_COLUMNS = (
    *("id", "system", "place", "period", "as_of", "metric_zh", "metric_en", "kind", "value"),
    *("unit", "value_base", "numerator", "denominator", "per", "decimals", "qualifier"),
    *("printed_rounding", "note"),
)
TARGET_COLUMNS = (*PUBLISHED_COLUMNS, "indicator", "contradiction")
_MAPPED = ("indicator", "place", "period", "contradiction")

Cells = Mapping[str, str]


def make_targets(published: Iterable[Cells], mapping: Iterable[Cells]) -> list[dict[str, str]]:
    """Every published figure with the indicator, division code, period key and known
    contradiction that the mapping gives its id; none is left out.

    Raises SampleError naming every id that stands in one of the tables only.
    """
    known = {row["id"]: row for row in mapping}
    rows, faults = [], []
    for figure in published:
        own = known.pop(figure["id"], None)
        if own is None:
            faults.append(f"对照表缺少 {figure['id']}，请补一行。")
            continue
        rows.append({**figure, **{name: own[name] for name in _MAPPED}})
    faults += [f"对照表中的 {name} 不在公布数字表中，请核对编号。" for name in known]
    if faults:
        raise SampleError(faults)
    return rows


def write_targets(published: Path, mapping: Path, out: Path) -> int:
    """Make a targets file of two CSV tables; returns the number of its rows."""
    rows = make_targets(_read(published), _read(mapping))
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, TARGET_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
