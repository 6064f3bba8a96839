"""`xinglin audit verify|findings`: nothing altered or cut off; which uses were unusual."""

from __future__ import annotations

import argparse
from datetime import date, timedelta

from xinglin.codes.dates import read_date
from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import give, say

DAYS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "what", choices=("verify", "findings"), metavar="verify|findings",
        help="verify 核验审计链；findings 列出异常使用",
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="first", default="", metavar="日期", help=f"异常使用：默认 {DAYS} 天前"
    )
    parser.add_argument(
        "--until", dest="last", default="", metavar="日期", help="异常使用：默认今天"
    )


def run(given: argparse.Namespace) -> int:
    """Verify, or find; exit 1 where something is wrong or waits for an answer."""
    return _verify() if given.what == "verify" else _findings(given.first, given.last)


def _verify() -> int:
    from xinglin.reports.audit_check import verify_audit
    from xinglin.store.home import home

    result = verify_audit(home())
    for fault in result.faults:
        give(fault.message)
    verdict = f"发现 {len(result.faults)} 处问题" if result.faults else "未发现问题"
    give(f"审计：已封存 {result.sealed} 条，未封存 {result.unsealed} 条，{verdict}。")
    return 1 if result.faults else 0


def _findings(from_text: str, until_text: str) -> int:
    from xinglin.actions.access_findings import FINDING_STATES, OPEN, find_unusual_uses
    from xinglin.actions.moments import today
    from xinglin.monitoring import RULES
    from xinglin.store.acting import acting
    from xinglin.store.models import AccessFinding

    days = _days(from_text, until_text)
    if days is None:
        return 2
    with acting(SYSTEM_USER, action="access_finding.find"):
        last = days[1] or today()
        first = days[0] or last - timedelta(days=DAYS)
        fresh = find_unusual_uses(first, last)
        rows = list(AccessFinding.objects.filter(day__range=(first, last)).order_by("day", "pk"))
    for row in rows:
        hour = f" {row.hour} 时" if row.hour is not None else ""
        give(
            f"{row.day}{hour} {row.username} {RULES.get(row.rule, row.rule)}：{row.counted} 次，"
            f"限值 {row.threshold}，{FINDING_STATES[row.state]}"
        )
    waiting = sum(row.state == OPEN for row in rows)
    give(f"{first} 至 {last}：异常使用 {len(rows)} 条，新增 {fresh} 条，未处理 {waiting} 条。")
    return 1 if waiting else 0


def _days(from_text: str, until_text: str) -> tuple[date | None, date | None] | None:
    read = [read_date(text) if text else None for text in (from_text, until_text)]
    for day in read:
        if day is not None and day.value is None:
            say(f"日期：{day.reason}")
            return None
    first, last = (day.value if day is not None else None for day in read)
    if first and last and last < first:
        say("--until 不能早于 --from，请核对两处日期。")
        return None
    return first, last
