"""`xinglin claims adjudicate|simulate|policy`: what a policy pays for claims; no database."""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from xinglin.claims.claim import STATUSES
from xinglin.claims.listed import Outcome, explained, outcomes
from xinglin.claims.policy import Policy
from xinglin.claims.policy_faults import PolicyError, faults_between
from xinglin.claims.policy_reading import find_policy, read_policy, shipped_policies
from xinglin.claims.policy_words import lines_of
from xinglin.claims.window import Adjudication, own_parts_told, steps_told
from xinglin.intake.claim_table import COLUMNS, ClaimRow, ClaimTable, read_claims
from xinglin.site.asking import WrongEngineError, check_engine, engine_arguments
from xinglin.site.outputs import output_file, output_folder, written_whole
from xinglin.site.progress import give, say

GIVEN = (
    *("claim_id", "paid_fen", "account_fen", "own_fen", "used_before_fen", "used_after_fen"),
    *("status", "reason"),
)
_HELP = f"结算单，CSV（UTF-8 或 GB18030）；列：{'、'.join(COLUMNS)}"
_POLICY = "补偿方案：随系统的名称，或方案文件的路径"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    below = parser.add_subparsers(dest="what", required=True, metavar="adjudicate|simulate|policy")
    one = below.add_parser("adjudicate", help="按方案逐笔审核结算，逐元说明")
    one.add_argument("claims", type=Path, metavar="结算单.csv|parquet", help=_HELP)
    one.add_argument("--policy", required=True, metavar="方案", help=_POLICY)
    one.add_argument(
        "--out", required=True, type=Path, metavar="结果.csv|parquet",
        help="与结算单同类的文件；在 Spark 上算时是一个文件夹",
    )  # fmt: skip
    one.add_argument("--explain", type=Path, metavar="说明.jsonl", help="每笔的计算步骤，一行一笔")
    engine_arguments(one, here="numpy")
    one = below.add_parser("simulate", help="同一批结算单换一个方案，基金和群众各增减多少")
    one.add_argument("claims", type=Path, metavar="结算单.parquet|csv", help=_HELP)
    one.add_argument("--from", required=True, dest="before", metavar="现行方案", help=_POLICY)
    one.add_argument("--to", required=True, dest="after", metavar="拟行方案", help=_POLICY)
    one.add_argument("--json", required=True, type=Path, metavar="结果.json")
    policy = below.add_parser("policy", help="检查、列出补偿方案")
    steps = policy.add_subparsers(dest="step", required=True, metavar="check|show|list")
    check = steps.add_parser("check", help="检查方案文件；几个一起给时也检查起止日期是否首尾相接")
    check.add_argument("files", nargs="+", type=Path, metavar="方案.toml")
    show = steps.add_parser("show", help="用中文列出方案的每一条和依据")
    show.add_argument("policy", metavar="方案", help=_POLICY)
    steps.add_parser("list", help="随系统的方案")


def run(given: argparse.Namespace) -> int:
    """Do what is asked."""
    if given.what == "adjudicate":
        return _adjudicate(given)
    if given.what == "simulate":
        return _simulate(given)
    return {"check": _check, "show": _show, "list": _list}[given.step](given)


def _adjudicate(given: argparse.Namespace) -> int:
    check_engine(given)
    policy = find_policy(given.policy)
    if given.claims.suffix.lower() == ".parquet":
        return _adjudicate_columns(given, policy)
    if given.engine == "spark":
        raise WrongEngineError(
            "在 Spark 上结算只读 Parquet 文件，请先转换，或去掉 --engine spark。"
        )
    for path in (given.out, given.explain):
        if path is not None:
            output_file(path)
    table = read_claims(given.claims, policy)
    if table.unused:
        say(f"这些列不认识，没有用到：{'、'.join(table.unused)}。")
    good = [row for row in table.rows if row.claim is not None]
    say(f"{len(table.rows)} 笔，{len(good)} 笔可以审核，按“{policy.label}”结算……")
    claims, balances = [row.claim for row in good if row.claim], [row.balance for row in good]
    done = dict(zip((row.number for row in good), outcomes(claims, balances, policy), strict=True))
    if given.explain is not None:
        _explain(given.explain, good, done, policy)
    with written_whole(given.out, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(GIVEN)
        writer.writerows(_line(row, done.get(row.number)) for row in table.rows)
    give(json.dumps(_summary(table, done, policy), ensure_ascii=False, indent=1))
    return 0


def _adjudicate_columns(given: argparse.Namespace, policy: Policy) -> int:
    from xinglin.intake.claim_files import settle_file, settle_on_cluster

    if given.explain is not None:
        raise WrongEngineError("Parquet 文件不逐笔说明，请去掉 --explain，或改用 CSV。")
    if given.engine == "spark":
        from xinglin.query.spark_engine import connect, disconnect

        output_folder(given.out)
        session = connect(given.connect)
        try:
            counts = settle_on_cluster(session, given.claims.resolve(), given.out.resolve(), policy)
        finally:
            disconnect(session)
    else:
        output_file(given.out)
        counts = settle_file(given.claims, given.out, policy, progress=say)
    told = {"policy": policy.name, "version": policy.version, **counts}
    give(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def _line(row: ClaimRow, done: Outcome | None) -> Sequence[Any]:
    if done is None:
        own = "" if row.total_fen is None else row.total_fen
        return (row.claim_id, 0, 0, own, "", "", "refused", row.fault)
    return (
        row.claim_id, done.paid, done.account, done.own, done.used_before, done.used_after,
        done.status, done.reason,
    )  # fmt: skip


def _explain(
    path: Path, good: Sequence[ClaimRow], done: dict[int, Outcome], policy: Policy
) -> None:
    """One line a claim, in the order of settlement. The window must pay what the batch paid."""
    claims, balances = [row.claim for row in good if row.claim], [row.balance for row in good]
    with written_whole(path) as stream:
        for position, at_window in explained(claims, balances, policy):
            batch = done[good[position].number]
            if (at_window.paid, at_window.account) != (batch.paid, batch.account):
                raise RuntimeError("the window and the batch disagree")
            stream.write(json.dumps(_explained(at_window, policy), ensure_ascii=False) + "\n")


def _explained(done: Adjudication, policy: Policy) -> dict[str, Any]:
    return {
        "claim_id": done.claim.claim_id,
        "policy": policy.name,
        "version": policy.version,
        "status": done.status,
        "paid_fen": done.paid,
        "account_fen": done.account,
        "own_fen": done.own,
        "hospital_fen": done.hospital,
        "reason": done.reason,
        "own_parts": own_parts_told(done),
        "steps": steps_told(done),
    }


def _summary(table: ClaimTable, done: dict[int, Outcome], policy: Policy) -> dict[str, Any]:
    counted = Counter(outcome.status for outcome in done.values())
    return {
        "policy": policy.name,
        "version": policy.version,
        "rows": len(table.rows),
        **{status: counted[status] for status in STATUSES},
        "refused": len(table.rows) - len(done),
        "paid_fen": sum(outcome.paid for outcome in done.values()),
        "account_fen": sum(outcome.account for outcome in done.values()),
        "own_fen": sum(outcome.own for outcome in done.values()),
    }


def _simulate(given: argparse.Namespace) -> int:
    from xinglin.claims.simulation import simulate
    from xinglin.intake.claim_stream import read_partitions

    before, after = find_policy(given.before), find_policy(given.after)
    output_file(given.json)
    with read_partitions(given.claims, before, progress=say) as claims:
        result = simulate(claims, before, after, progress=say)
    with written_whole(given.json) as stream:
        stream.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    give(str(given.json))
    return 0


def _check(given: argparse.Namespace) -> int:
    read = [read_policy(path) for path in given.files]
    if faults := faults_between(read):
        raise PolicyError("、".join(path.name for path in given.files), faults)
    for policy in read:
        give(f"{policy.name}：{policy.label}，没有问题；{_unsure(policy)}")
    return 0


def _unsure(policy: Policy) -> str:
    statuses = Counter(status for _, status in _clauses(policy))
    return "，".join(
        f"{label} {statuses[status]} 条"
        for status, label in (
            ("confirmed", "已核实"),
            ("unverified", "待核实"),
            ("local", "本地规定"),
        )
    )


def _clauses(table: Any) -> Iterator[tuple[str, str]]:
    if hasattr(table, "clause"):
        yield table.clause, table.status
    for name in getattr(type(table), "model_fields", ()):
        value = getattr(table, name)
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "model_fields_set"):
                yield from _clauses(one)


def _show(given: argparse.Namespace) -> int:
    give("\n".join(lines_of(find_policy(given.policy))))
    return 0


def _list(given: argparse.Namespace) -> int:
    for name in shipped_policies():
        give(f"{name}\t{find_policy(name).label}")
    return 0
