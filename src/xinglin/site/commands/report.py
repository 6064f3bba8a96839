"""`xinglin report build|prove|sign`."""

from __future__ import annotations

import argparse
from pathlib import Path

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.outputs import output_folder
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    below = parser.add_subparsers(dest="what", required=True, metavar="build|prove|sign")
    build = below.add_parser("build", help="编制报告")
    build.add_argument("--place", required=True, metavar="代码")
    build.add_argument("--period", required=True, metavar="期间")
    build.add_argument("--out", required=True, type=Path, metavar="文件夹")
    build.add_argument("--snapshot", default="", metavar="名称")
    prove = below.add_parser("prove", help="核验报告：0 全部成立，1 有不成立，2 本机无法核验")
    prove.add_argument("file", type=Path, metavar="文件")
    prove.add_argument("--now", action="store_true", help="再与今天的记录和定义对照")
    sign = below.add_parser("sign", help="签发报告")
    sign.add_argument("report_id", metavar="报告编号")
    sign.add_argument("--as", dest="by", required=True, metavar="用户")
    for one in (build, prove, sign):
        one.add_argument("--database", default="demo", metavar="名称")


def run(given: argparse.Namespace) -> int:
    """One of the three."""
    return {"build": _build, "prove": _prove, "sign": _sign}[given.what](given)


def _build(given: argparse.Namespace) -> int:
    from xinglin.language.periods import parse_period
    from xinglin.reports.building import build
    from xinglin.site.document_tools import document_tools
    from xinglin.store.acting import acting

    period, out = parse_period(given.period), output_folder(given.out)
    with acting(SYSTEM_USER, action="report.build"):
        built = build(
            given.place,
            period,
            out,
            by=SYSTEM_USER,
            tools=document_tools(),
            snapshot=given.snapshot,
            progress=say,
        )
    say(
        f"报告 {built.report_id} 已编成，共 {built.figures} 个数字，"
        f"其中 {len(built.missing)} 项指标未报或无法判断"
        + (f"：{'、'.join(built.missing)}。" if built.missing else "。")
    )
    if built.undrawn:
        say(f"下列字没有字体可印，PDF 中会缺字，请改用他字或补装字体：{' '.join(built.undrawn)}")
    for path in built.files:
        give(str(path))
    return 0


def _prove(given: argparse.Namespace) -> int:
    from xinglin.reports.changes import compare_with_now
    from xinglin.reports.proof import prove
    from xinglin.store.acting import acting

    with acting(SYSTEM_USER, action="report.prove"):
        proof = prove(given.file)
        if proof.impossible:
            say(proof.impossible)
            return proof.code
        broken = [f for f in proof.findings if f.breaks]
        for finding in proof.findings:
            give(f"{'不成立' if finding.breaks else '提示'} {finding.message}")
        verdict = "全部成立" if not broken else f"{len(broken)} 处不成立"
        give(f"报告 {proof.report_id}：核验 {proof.checked} 处数字，{verdict}。")
        if given.now:
            changes = compare_with_now(proof.report_id)
            for change in changes:
                give(f"今 {change.sentence}")
                for line in change.explained():
                    give(f"    {line}")
            give(f"与今天相比：{len(changes)} 个数字有变化。")
    return proof.code


def _sign(given: argparse.Namespace) -> int:
    from xinglin.actions.permissions import require
    from xinglin.actions.problems import ForbiddenError
    from xinglin.reports.signing import sign
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    if not given.by.strip():
        raise ForbiddenError("--as 没有写用户名，请写明由谁签发。")
    with acting(given.by, action="report.sign"):
        user = User.objects.filter(username=given.by, is_active=True).first()
        if user is None:
            raise ForbiddenError(f"没有在用的用户“{given.by}”，请核对用户名。")
        require(user, "sign")
        report = sign(given.report_id, by=user)
    give(f"报告 {report.report_id} 已由 {report.signed_by} 签发。")
    return 0
