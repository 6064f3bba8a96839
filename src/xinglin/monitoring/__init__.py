"""Unusual use of records, found in the audit (重点岗位监控).

A pure function of audit entries and limits: no database, no Django, no clock of the machine.
A finding accuses nobody: somebody looks into it and writes down what it was. Imports `codes` only.
"""

from __future__ import annotations

from xinglin.monitoring.unusual import LOOKS, RULES, Limits, Look, Unusual, unusual_uses

__all__ = ["LOOKS", "RULES", "Limits", "Look", "Unusual", "unusual_uses"]
