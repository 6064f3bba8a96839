"""`xinglin audit verify`: nothing altered, missing, reordered or cut off."""

from __future__ import annotations

import argparse

from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("what", choices=("verify",), metavar="verify", help="核验审计链")


def run(given: argparse.Namespace) -> int:
    """Verify and print every finding; exit 1 when something is wrong."""
    from xinglin.reports.audit_check import verify_audit
    from xinglin.store.home import home

    result = verify_audit(home())
    for fault in result.faults:
        give(fault.message)
    verdict = f"发现 {len(result.faults)} 处问题" if result.faults else "未发现问题"
    give(f"审计：已封存 {result.sealed} 条，未封存 {result.unsealed} 条，{verdict}。")
    return 1 if result.faults else 0
