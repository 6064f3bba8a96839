"""The tables every line shares: users, divisions, persons, audit, due moments, reports, intake.

Registers have their own tables, made from their declarations. Rules that must hold whatever
writes a row (scope, history, append-only, no cycles) are in ``sql/``, not here.
"""

from xinglin.store.models.accounts import (
    ApiIdempotency,
    ApiToken,
    InstallationMark,
    User,
    UserManager,
)
from xinglin.store.models.audit import LOOKS, AccessFinding, AuditBlock, AuditEntry
from xinglin.store.models.benefits import BenefitSettlement, HouseholdAccount, HouseholdEntry
from xinglin.store.models.columns import Versioned
from xinglin.store.models.disclosures import Disclosure
from xinglin.store.models.fund import FundLine, FundMonth, FundVoucher
from xinglin.store.models.persons import DuplicatePair, Person, PersonIdentifier, PersonLink
from xinglin.store.models.places import Division, DivisionClosure
from xinglin.store.models.reports import Publication, Report, ReportProse, Snapshot
from xinglin.store.models.work import ClockEvent, DueMoment, IntakeFile, IntakeRow, NumberSeries

__all__ = [
    "LOOKS",
    "AccessFinding",
    "ApiIdempotency",
    "ApiToken",
    "AuditBlock",
    "AuditEntry",
    "BenefitSettlement",
    "ClockEvent",
    "Disclosure",
    "Division",
    "DivisionClosure",
    "DueMoment",
    "DuplicatePair",
    "FundLine",
    "FundMonth",
    "FundVoucher",
    "HouseholdAccount",
    "HouseholdEntry",
    "InstallationMark",
    "IntakeFile",
    "IntakeRow",
    "NumberSeries",
    "Person",
    "PersonIdentifier",
    "PersonLink",
    "Publication",
    "Report",
    "ReportProse",
    "Snapshot",
    "User",
    "UserManager",
    "Versioned",
]
