"""`xinglin audit verify`: nothing altered, missing, reordered or cut off."""

from __future__ import annotations

import argparse

from xinglin.site.progress import give
from xinglin.site.start import started


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("what", choices=("verify",), metavar="verify", help="核验审计链")


def run(given: argparse.Namespace) -> int:
    """Verify and print every finding; exit 1 when something is wrong."""
    from xinglin.reports.audit_check import verify_audit

    with started(given.database) as inst:
        result = verify_audit(inst)
    for finding in result.findings:
        give(finding)
    give(
        f"审计：已封存 {result.sealed} 条，未封存 {result.unsealed} 条，"
        f"{'未发现问题' if not result.findings else f'发现 {len(result.findings)} 处问题'}。"
    )
    return 1 if result.findings else 0
