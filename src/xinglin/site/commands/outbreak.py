"""`xinglin outbreak detect`: thresholds and alarms of series of counts; no database."""

from __future__ import annotations

import argparse
import csv
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from xinglin.intake.series_table import COLUMNS, read_series
from xinglin.outbreak.farrington_flexible import COLUMNS as FITTED
from xinglin.outbreak.farrington_flexible import FarringtonFlexible
from xinglin.outbreak.methods import (
    EXAMPLES,
    LAST_BY_DEFAULT,
    METHODS,
    Method,
    method_named,
    with_settings,
)
from xinglin.outbreak.series import Detection, Panel, SeriesError
from xinglin.site.outputs import output_file, written_whole
from xinglin.site.progress import give, say

_GIVEN = ("dataset", "unit", "algorithm", "row", "observed", "upperbound", "alarm")
_ROWS_AT_ONCE = 52


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    below = parser.add_subparsers(dest="what", required=True, metavar="detect")
    one = below.add_parser("detect", help="逐期计算阈值和预警")
    one.add_argument(
        "series",
        type=Path,
        metavar="序列.csv",
        help=f"一行一个序列的一期；列：{'、'.join(COLUMNS)}",
    )
    known = "、".join(f"{name}（{label}）" for name, (_, label) in METHODS.items())
    one.add_argument(
        "--algorithm", default="", metavar="算法",
        help=f"如 {'、'.join(EXAMPLES)}；或算法的名称：{known}",
    )  # fmt: skip
    one.add_argument(
        "--params", type=Path, metavar="参数.toml",
        help="算法的参数，一行一个；可用 method 写明算法，用 name 写明结果中的名称",
    )  # fmt: skip
    one.add_argument("--last", type=int, metavar="期数", help="只计算最后若干期")
    one.add_argument("--out", required=True, type=Path, metavar="预警.csv")


def run(given: argparse.Namespace) -> int:
    """Judge every series of the file."""
    output_file(given.out)
    if given.last is not None and given.last < 1:
        raise SeriesError("--last 要写一个大于 0 的期数。")
    name, method = _method(given)
    panels = read_series(given.series)
    last = given.last if given.last is not None else LAST_BY_DEFAULT.get(type(method))
    more = FITTED if isinstance(method, FarringtonFlexible) else ()
    judged = alarms = 0
    with written_whole(given.out, newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_GIVEN, *more])
        for panel in panels:
            rows = method.rows(panel)[-last:] if last else method.rows(panel)
            if not len(rows):
                say(f"“{panel.dataset}”的序列太短（{panel.length} 期），没有够长的基线，未计算。")
                continue
            found = _detected(panel, method, rows)
            writer.writerows(_lines(panel, name, found, more, getattr(method, "undefined", "NA")))
            judged += found.alarm.size
            alarms += int(np.nansum(found.alarm))
    give(f"{sum(len(p.units) for p in panels)} 个序列，判定 {judged} 期，预警 {alarms} 期。")
    return 0


def _method(given: argparse.Namespace) -> tuple[str, Method]:
    settings: dict[str, Any] = {}
    if given.params is not None:
        try:
            settings = tomllib.loads(given.params.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            said = f"参数文件“{given.params.name}”读不出来：{error}。"
            raise SeriesError(said) from error
    named = given.algorithm or settings.get("method", "")
    settings.pop("method", None)
    if not named or not isinstance(named, str):
        raise SeriesError('没有写明算法：请用 --algorithm，或在参数文件里写 method = "…"。')
    name = str(settings.pop("name", named))
    return name, with_settings(method_named(named), settings)


def _detected(panel: Panel, method: Method, rows: Any) -> Detection:
    """A long series in pieces, so that progress shows; what runs on goes in one."""
    if len(rows) <= _ROWS_AT_ONCE or not isinstance(method, FarringtonFlexible):
        return method.detect(panel, rows)
    pieces = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        pieces.append(method.detect(panel, rows[start : start + _ROWS_AT_ONCE]))
        say(f"“{panel.dataset}”：{min(start + _ROWS_AT_ONCE, len(rows))}/{len(rows)} 期")
    more = {name: np.concatenate([p.more[name] for p in pieces]) for name in FITTED}
    upper = np.concatenate([p.upperbound for p in pieces])
    return Detection(rows, upper, np.concatenate([p.alarm for p in pieces]), more)


def _lines(
    panel: Panel, name: str, found: Detection, more: Sequence[str], undefined: str
) -> Iterator[list[str]]:
    for unit, label in enumerate(panel.units):
        for at, row in enumerate(found.rows):
            yield [
                panel.dataset, label, name, str(row + 1), _told(panel.observed[row, unit]),
                _told(found.upperbound[at, unit], undefined), _told(found.alarm[at, unit]),
                *(_told(found.more[column][at, unit]) for column in more),
            ]  # fmt: skip


def _told(value: float, undefined: str = "NA") -> str:
    """15 significant digits, as the reference files have them."""
    if np.isnan(value):
        return undefined
    if np.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return f"{value:.15g}"
