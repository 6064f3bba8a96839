"""`xinglin demo`: everything at once, on made-up data: sample, report, proof, pages."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from xinglin.site.commands.serve import port
from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import Counter, give, say
from xinglin.site.tools import checkout

TARGETS = Path("samples/targets-2013H1.csv")
OFFICE_USER = "hezuo"
PLACE, PERIOD = "998800", "2013H1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--no-serve", action="store_true", help="做完报告即停，不打开网页")
    parser.add_argument("--port", type=port, default=8000, metavar="端口")


def run(given: argparse.Namespace) -> int:
    """Build, load, report, prove, then serve."""
    begun = time.monotonic()
    from xinglin.store.home import home

    root = home().root
    _load(root)
    code = _report(root)
    say(f"用时 {time.monotonic() - begun:.0f} 秒。")
    if code or given.no_serve:
        return code
    from xinglin.site.demo_clock import use_sample_clock
    from xinglin.site.serving import serve

    use_sample_clock(root)
    os.environ.setdefault("XINGLIN_REQUEST_LOG", "0")  # whoever tries it out reads the log-ins
    _say_log_ins(given.port)
    serve(given.port)
    return 0


def _load(root: Path) -> None:
    from xinglin.intake.run import intake_folder
    from xinglin.sample.build import build
    from xinglin.site.demo_users import ensure_demo_users

    say("一、按目标值生成样例（虚构地区、虚构人员）……")
    folder = root / "sample"
    build(checkout() / TARGETS, folder, progress=say)
    say("二、样例从正式的导入入口进库……")
    for result in intake_folder(folder, by=SYSTEM_USER, progress=Counter("  已处理")):
        say(
            f"  {result.register}：{result.rows} 行，接受 {result.accepted}，"
            f"未变 {result.unchanged}，退回 {result.rejected}"
        )
    ensure_demo_users()
    _credit_households()
    _keep_books(root)
    _watch(root)


def _watch(root: Path) -> None:
    """Run the rules of early warning over the sample's last weeks, so that there are signals."""
    from datetime import date, datetime, timedelta

    from xinglin.actions.permissions import user_named
    from xinglin.actions.warning import watch
    from xinglin.site.demo_clock import sample_clock
    from xinglin.store.acting import acting

    clock = datetime.fromisoformat(sample_clock(root))
    with acting(SYSTEM_USER, action="demo", clock=clock):
        last = date(clock.year, clock.month, 1) - timedelta(days=1)
        weeks = [last - timedelta(days=7 * back) for back in range(4, -1, -1)]
        raised = sum(watch(by=user_named(SYSTEM_USER), end=week).raised for week in weeks)
    say(f"  预警：算了 {len(weeks)} 周，产生信号 {raised} 条。")


def _keep_books(root: Path) -> None:
    """Close the sample's months, so that the fund has a ledger to look at."""
    from datetime import date, datetime

    from xinglin.actions.fund.ledger import close_month
    from xinglin.actions.moments import today
    from xinglin.actions.permissions import user_named
    from xinglin.site.demo_clock import sample_clock
    from xinglin.site.demo_users import SCHEME_AREA
    from xinglin.store.acting import acting

    clock = datetime.fromisoformat(sample_clock(root))
    months = [date(clock.year - 2 + n // 12, n % 12 + 1, 1) for n in range(36)]
    with acting(OFFICE_USER, action="demo", clock=clock):
        user = user_named(OFFICE_USER)
        done = [close_month(SCHEME_AREA, m, by=user) for m in months if m < today().replace(day=1)]
    say(f"  基金已月结 {len(done)} 个月。")


def _credit_households() -> None:
    """Put what the sample's members paid into their households' accounts."""
    from xinglin.actions.fund.households import credit_households
    from xinglin.actions.permissions import user_named
    from xinglin.store.acting import acting

    say("  缴费划入家庭账户……")
    for year in (2012, 2013):
        with acting(OFFICE_USER, action="demo"):
            credited = credit_households(year, by=user_named(OFFICE_USER))
        say(f"  {year} 年度 {credited} 人。")


def _report(root: Path) -> int:
    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.reports.proof import prove
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting

    say("三、编制半年报告……")
    with acting(SYSTEM_USER, action="report.build"):
        built = build(
            PLACE,
            parse_period(PERIOD),
            root / "report",
            by=SYSTEM_USER,
            tools=document_tools(),
            progress=say,
        )
    say("四、核验报告……")
    with acting(SYSTEM_USER, action="report.prove"):
        proof = prove(root / "report" / "report.docx")
    if proof.code:
        say(proof.impossible or "；".join(f.message for f in proof.findings if f.breaks))
        return proof.code
    say(
        f"报告 {built.report_id}：{proof.checked} 处数字全部成立；"
        f"{len(built.missing)} 项未报或无法判断。"
    )
    give(str(root / "report" / "report.docx"))
    return 0


def _say_log_ins(port: int) -> None:
    from xinglin.site.demo_users import DEMO_USERS

    say(f"\n网页：http://127.0.0.1:{port}/   （Ctrl+C 停止）\n演示账号（仅演示库有）：")
    for user in DEMO_USERS:
        say(f"  {user.username:<12} 口令 {user.password}   {user.name}")
