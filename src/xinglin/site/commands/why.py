"""`xinglin why INDICATOR RECORD`: why a record counts, or does not, in words."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from xinglin.codes.divisions import CHINA
from xinglin.query.divisions import DIVISION_TABLE
from xinglin.site.commands.indicators import known_indicator
from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import give


class UnknownRecordError(LookupError):
    """No such record; the message is one sentence in Chinese."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("indicator", metavar="指标编号")
    parser.add_argument("record", metavar="记录", help="如 notifiable_case/123、123 或卡片编号")
    parser.add_argument("--place", default="", metavar="代码", help="默认为记录所在的最上级地区")
    parser.add_argument("--period", default="", metavar="期间", help="默认为记录统计日期所在的半年")
    parser.add_argument("--snapshot", default="", metavar="名称", help="用已有的快照，默认新取")


def run(given: argparse.Namespace) -> int:
    """Print one line a reason."""
    from xinglin.language import catalogue
    from xinglin.language.periods import parse_period
    from xinglin.language.plans import SIDES
    from xinglin.reports.figures import evaluation
    from xinglin.reports.places import place as place_of
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting(SYSTEM_USER, action="why"):
        asked = evaluation(given.snapshot or take().name)
        known_indicator(given.indicator, asked.definitions.plans)
        side = asked.plan(given.indicator).sides[0]
        register = catalogue.load().register(side.register)
        record = _record_id(register, given.record)
        versions = asked.engine.versions(side.table, record)
        row: Mapping[str, Any] = versions[-1] if versions else {}
        place = place_of(given.place or _root(asked, row.get(side.place)))
        period = parse_period(given.period or _half_year(row.get(side.date)))
        give(
            f"{given.indicator}（{asked.definitions.about(given.indicator)['name']}），"
            f"{place.name}，{period.label}，记录 {register.name}/{record}："
        )
        for reason in asked.why(given.indicator, record, place.code, period):
            give(f"  [{SIDES[reason.side]}] {reason.text}")
    return 0


def _record_id(register: Any, text: str) -> int:
    from xinglin.store.registers import model_of

    named, _, number = text.rpartition("/")
    if named not in ("", register.name):
        raise UnknownRecordError(
            f"该指标依据“{register.name}（{register.label}）”的记录，与“{named}”无关，"
            f"请给 {register.name} 的记录号。"
        )
    rows = model_of(register)._default_manager
    if (
        number.isascii()
        and number.isdigit()
        and len(number) < 19
        and rows.filter(pk=int(number)).exists()
    ):
        return int(number)
    key = register.key[0].name
    found = rows.filter(**{key: text}).values_list("pk", flat=True).first()
    if found is None:
        raise UnknownRecordError(
            f"没有记录“{text}”：请给记录号（如 {register.name}/123）或"
            f"{register.column_label(key)}。"
        )
    return int(found)


def _root(asked: Any, place: str | None) -> str:
    """The topmost place above the record's own; the country where the record names none."""
    if not place:
        return CHINA
    parents = {row["code"]: row["parent_code"] for row in asked.snapshot.rows(DIVISION_TABLE)}
    seen = {place}
    while (above := parents.get(place)) and above not in seen:
        seen.add(above)
        place = above
    return place


def _half_year(day: Any) -> str:
    if day is None:
        from datetime import datetime

        from xinglin.codes.dates import SHANGHAI

        day = datetime.now(SHANGHAI).date()
    return f"{day.year}H{1 if day.month <= 6 else 2}"
