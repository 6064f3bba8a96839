"""What surfaces need of each other is handed over here: they do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xinglin.actions.problems import ForbiddenError
from xinglin.clinic.urls import MENU as CLINIC_MENU
from xinglin.disease_control.urls import EMERGENCY_MENU, FIELD_MENU
from xinglin.disease_control.urls import MENU as DISEASE_MENU
from xinglin.intake.mapping import read_mapping
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.result import IntakeResult
from xinglin.intake.run import error_workbook, intake_file
from xinglin.intake.template import template
from xinglin.language import catalogue
from xinglin.pages import intakes, menu, report_pages
from xinglin.pages.requests import simulated_clock
from xinglin.rest import intakes as rest_intakes
from xinglin.scheme.urls import MENU as SCHEME_MENU
from xinglin.site.document_tools import MissingToolsError, document_tools


def connect() -> None:
    """Give pages and interface their way to take files in, and pages to write documents."""
    intakes.offer(
        intakes.Intake(
            read=_read,
            check=_check_mapping,
            template=lambda name: template(catalogue.load().register(name)),
            error_workbook=error_workbook,
            failures=(IntakeFileError, ForbiddenError),
        )
    )
    rest_intakes.offer(
        rest_intakes.Intake(
            read=_read_mapped,
            template=lambda name: template(catalogue.load().register(name)),
            failures=(IntakeFileError,),
        )
    )
    report_pages.offer(document_tools, (MissingToolsError,))
    for entry in SCHEME_MENU:
        menu.offer("insurance", *entry)
    for entry in CLINIC_MENU:
        menu.offer("immunisation", *entry)
    for entry in DISEASE_MENU:
        menu.offer("infectious", *entry)
    for entry in FIELD_MENU:
        menu.offer("special_diseases", *entry)
    for entry in EMERGENCY_MENU:
        menu.offer("emergencies", *entry)


def _read(
    path: Path,
    register: str,
    mapping: Path | None,
    username: str,
    progress: Callable[[int, int], None],
) -> IntakeResult:
    return intake_file(
        path,
        register=register,
        mapping=mapping,
        by=username,
        progress=progress,
        clock=simulated_clock(),
    )


def _check_mapping(path: Path) -> str:
    return read_mapping(path, catalogue.load().registers).register


def _read_mapped(path: Path, register: str, mapping: Path | None, username: str) -> IntakeResult:
    return intake_file(
        path, register=register, mapping=mapping, by=username, clock=simulated_clock()
    )
