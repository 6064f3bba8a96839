"""All makers of a scene, in the order in which their files are written and loaded."""

from __future__ import annotations

from collections.abc import Iterator

from xinglin.sample.makers.cards import CardMaker
from xinglin.sample.makers.claims import ClaimMaker
from xinglin.sample.makers.emergencies import EmergencyMaker
from xinglin.sample.makers.hazards import FoodMaker, WaterMaker
from xinglin.sample.makers.health_promotion import (
    HealthLectureMaker,
    HealthMaterialMaker,
    HealthMessageMaker,
    RubbishMaker,
    VectorControlMaker,
)
from xinglin.sample.makers.hiv import (
    HivCaseMaker,
    HivInterventionMaker,
    HivTestMaker,
    MethadoneMaker,
)
from xinglin.sample.makers.hygiene import (
    HygieneCheckMaker,
    HygieneUnitMaker,
    RectificationMaker,
)
from xinglin.sample.makers.immunisation import AdverseEventMaker, ChildMaker
from xinglin.sample.makers.immunisation import Roll as ChildRoll
from xinglin.sample.makers.institutions import InstitutionMaker, Units
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
from xinglin.sample.makers.readiness import ReadinessMaker
from xinglin.sample.makers.snails import Found, SnailSpotMaker, SnailSurveyMaker
from xinglin.sample.makers.special_diseases import (
    AnnualTargetMaker,
    LeprosyMaker,
    TuberculosisMaker,
)
from xinglin.sample.makers.tasks import TaskMaker
from xinglin.sample.makers.vaccination_clinics import (
    CampaignMaker,
    ColdChainMaker,
    CoverageMaker,
    EntryCheckMaker,
    SupervisionMaker,
)
from xinglin.sample.makers.vaccine_doses import DoseMaker
from xinglin.sample.makers.vectors import (
    AvianMaker,
    PlagueHostMaker,
    PlagueSampleMaker,
    VectorMaker,
    VectorRoundMaker,
)
from xinglin.sample.makers.zero_reports import ZeroReportMaker


def all_makers(scene: Scene) -> tuple[Maker, ...]:
    """What others refer to comes first."""
    units = Units()
    cards = CardMaker(scene, units)
    return (
        InstitutionMaker(scene, units),
        PopulationMaker(scene),
        AnnualTargetMaker(scene),
        cards,
        ZeroReportMaker(scene, units, cards.reported),
        EmergencyMaker(scene, units),
        *_disease_control(scene, units),
        *_health_promotion(scene, units),
        *_immunisation(scene, units),
        PregnancyMaker(scene, units),
        PermitServiceMaker(scene, units),
        PermitMaker(scene, units),
        ProjectMaker(scene, units),
        TaskMaker(scene, units),
        *_insurance(scene, units),
        ReadinessMaker(scene, units),
    )


def _disease_control(scene: Scene, units: Units) -> Iterator[Maker]:
    found, rounds = Found(), VectorRoundMaker(scene, units)
    yield HivTestMaker(scene, units)
    yield HivInterventionMaker(scene, units)
    yield HivCaseMaker(scene, units)
    yield MethadoneMaker(scene, units)
    yield TuberculosisMaker(scene, units)
    yield LeprosyMaker(scene, units)
    yield SnailSurveyMaker(scene, units, found)
    yield SnailSpotMaker(scene, units, found)
    yield rounds
    yield VectorMaker(scene, units, rounds)
    yield AvianMaker(scene, units)
    yield PlagueHostMaker(scene, units)
    yield PlagueSampleMaker(scene, units)
    yield FoodMaker(scene, units)
    yield WaterMaker(scene, units)


def _health_promotion(scene: Scene, units: Units) -> Iterator[Maker]:
    yield HealthMaterialMaker(scene, units)
    yield HealthMessageMaker(scene, units)
    yield HealthLectureMaker(scene, units)
    yield HygieneUnitMaker(scene, units)
    yield HygieneCheckMaker(scene, units)
    yield RubbishMaker(scene, units)
    yield VectorControlMaker(scene, units)
    yield RectificationMaker(scene, units)


def _immunisation(scene: Scene, units: Units) -> Iterator[Maker]:
    roll = ChildRoll()
    yield ChildMaker(scene, units, roll)
    yield DoseMaker(scene, units, roll)
    yield AdverseEventMaker(scene, units, roll)
    yield CoverageMaker(scene, units)
    yield CampaignMaker(scene, units)
    yield SupervisionMaker(scene, units)
    yield EntryCheckMaker(scene, units)
    yield ColdChainMaker(scene, units)


def _insurance(scene: Scene, units: Units) -> Iterator[Maker]:
    roll = Roll()
    yield DesignatedMaker(scene, units)
    yield MemberMaker(scene, units, roll)
    yield FundIncomeMaker(scene, roll)
    yield ClaimMaker(scene, units, roll)
