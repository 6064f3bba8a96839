"""`xinglin records INDICATOR --place --period`: the records a figure is the sum of."""

from __future__ import annotations

import argparse
import json

from xinglin.site.commands.indicators import as_csv, known_indicator
from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.known_at import read_known_at
from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("indicator", metavar="指标编号")
    parser.add_argument("--place", required=True, metavar="代码")
    parser.add_argument("--period", required=True, metavar="期间")
    parser.add_argument("--known-at", metavar="时间")
    parser.add_argument("--snapshot", default="", metavar="名称", help="用已有的快照，默认新取")
    parser.add_argument("--format", choices=("json", "csv"), default="json")


def run(given: argparse.Namespace) -> int:
    """List every side's members."""
    from xinglin.language.periods import parse_period
    from xinglin.reports.figures import evaluation
    from xinglin.reports.places import place
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    period, known_at = parse_period(given.period), read_known_at(given.known_at)
    rows = []
    with acting(SYSTEM_USER, action="records"):
        place(given.place)
        asked = evaluation(given.snapshot or take().name)
        known_indicator(given.indicator, asked.definitions.plans)
        for side in asked.plan(given.indicator).sides:
            page = asked.members(given.indicator, side.name, given.place, period, known_at=known_at)
            rows += [
                {
                    "record": f"{m.record[0]}/{m.record[1]}",
                    "side": side.name,
                    "contribution": str(m.contribution),
                    "place": m.place,
                    "date": m.day.isoformat() if m.day else None,
                }
                for m in page.rows
            ]
    columns = ("record", "side", "contribution", "place", "date")
    give(
        json.dumps(rows, ensure_ascii=False, indent=1)
        if given.format == "json"
        else as_csv(rows, columns)
    )
    return 0
