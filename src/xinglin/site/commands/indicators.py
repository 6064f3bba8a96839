"""`xinglin indicators --place CODE --period 2013H1`: every indicator's figure."""

from __future__ import annotations

import argparse
import csv
import io
import json
from typing import Any

from xinglin.site import asking
from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.known_at import read_known_at
from xinglin.site.progress import give

COLUMNS = ("id", "name", "value", "numerator", "denominator", "unit", "status", "snapshot")
MORE_COLUMNS = ("decimals", "unknown", "undated", "note")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--place", required=True, metavar="代码", help="行政区划代码")
    parser.add_argument("--period", required=True, metavar="期间", help="如 2013H1、2013、2013-05")
    parser.add_argument("--known-at", metavar="时间", help="只算到该时刻为止登记在案的记录")
    parser.add_argument(
        "--indicator", action="append", metavar="编号", help="只算这些指标，可多次给"
    )
    parser.add_argument(
        "--by",
        default="",
        metavar="列名",
        help="再按记录的某一列分开，如 disease（须同时给 --indicator）",
    )
    asking.arguments(parser)
    parser.add_argument("--format", choices=("json", "csv"), default="json")


def run(given: argparse.Namespace) -> int:
    """Compute and print."""
    from xinglin.language.periods import parse_period
    from xinglin.reports.places import place
    from xinglin.store.acting import acting

    asking.check(given)
    period, known_at = parse_period(given.period), read_known_at(given.known_at)
    with acting(SYSTEM_USER, action="indicators"):
        place(given.place)
        with asking.evaluating(given) as asked:
            _known(given.indicator or [], asked.definitions.plans)
            _splits(given, asked)
            rows = _rows(given, asked, period, known_at)
    columns = (*COLUMNS, *MORE_COLUMNS, *(["category"] if given.by else []))
    give(
        json.dumps(rows, ensure_ascii=False, indent=1)
        if given.format == "json"
        else as_csv(rows, columns)
    )
    return 0


def _rows(
    given: argparse.Namespace, asked: Any, period: Any, known_at: Any
) -> list[dict[str, Any]]:
    name = asked.snapshot.name
    if not given.by:
        found = asked.figures(given.place, period, given.indicator, known_at)
        return [_row(figure, name) for figure in found]
    return [
        {**_row(part.figure, name), "category": part.category}
        for indicator in given.indicator or []
        for part in asked.by_category(indicator, given.by, given.place, period, known_at)
    ]


def _row(figure: Any, snapshot: str) -> dict[str, Any]:
    row = {name: getattr(figure, name) for name in (*COLUMNS[1:-1], *MORE_COLUMNS)}
    return {"id": figure.indicator, **row, "snapshot": snapshot}


def as_csv(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    """Rows as CSV with a header line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class CannotSplitError(ValueError):
    """Figures cannot be split so; the message is one sentence in Chinese."""


def _splits(given: argparse.Namespace, asked: Any) -> None:
    """Raise CannotSplitError where --by names no column of the records that are counted."""
    if given.by and not given.indicator:
        raise CannotSplitError("--by 须同时用 --indicator 写明指标，请补上指标编号。")
    for indicator in given.indicator if given.by else ():
        sides = asked.plan(indicator).sides
        columns = [c for side in sides for c in asked.snapshot.table(side.table).columns]
        if given.by not in columns:
            raise CannotSplitError(
                f"指标“{indicator}”所依据的记录没有“{given.by}”这一列，"
                f"可用：{'、'.join(dict.fromkeys(columns))}。"
            )


class UnknownIndicatorError(LookupError):
    """No such indicator; the message is one sentence in Chinese."""


def _known(asked: list[str], plans: Any) -> None:
    for name in asked:
        known_indicator(name, plans)


def known_indicator(name: str, plans: Any) -> None:
    """Raise UnknownIndicatorError where there is no such indicator."""
    if name not in plans:
        raise UnknownIndicatorError(f"没有编号为“{name}”的指标，可用：{'、'.join(sorted(plans))}。")
