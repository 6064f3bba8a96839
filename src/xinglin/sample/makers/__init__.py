"""Makers: what a plausible record of a register looks like, and how to write many of them.

A maker names sorts of records (archetypes) with their usual numbers, and turns counts of them
into rows of a file. It knows its register by name, never how any indicator counts it.
"""

from __future__ import annotations

from xinglin.sample.makers.cards import CardMaker
from xinglin.sample.makers.claims import ClaimMaker
from xinglin.sample.makers.emergencies import EmergencyMaker
from xinglin.sample.makers.institutions import InstitutionMaker
from xinglin.sample.makers.insurance import (
    DesignatedMaker,
    FundIncomeMaker,
    MemberMaker,
    Roll,
)
from xinglin.sample.makers.maker import Maker, Scene
from xinglin.sample.makers.permits import PermitMaker, PermitServiceMaker
from xinglin.sample.makers.populations import PopulationMaker
from xinglin.sample.makers.pregnancies import PregnancyMaker
from xinglin.sample.makers.projects import ProjectMaker
from xinglin.sample.makers.tasks import TaskMaker
from xinglin.sample.makers.zero_reports import ZeroReportMaker

__all__ = [
    "CardMaker",
    "ClaimMaker",
    "DesignatedMaker",
    "EmergencyMaker",
    "FundIncomeMaker",
    "InstitutionMaker",
    "Maker",
    "MemberMaker",
    "PermitMaker",
    "PermitServiceMaker",
    "PopulationMaker",
    "PregnancyMaker",
    "ProjectMaker",
    "Roll",
    "Scene",
    "TaskMaker",
    "ZeroReportMaker",
]
