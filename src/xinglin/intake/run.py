"""What command line, page and API call: the same code for all of them."""

from __future__ import annotations

from xinglin.intake.error_workbook import error_workbook
from xinglin.intake.folder import intake_folder
from xinglin.intake.one_file import Progress, intake_file
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.result import Finding, IntakeError, IntakeResult

__all__ = [
    "Finding",
    "IntakeError",
    "IntakeFileError",
    "IntakeResult",
    "Progress",
    "error_workbook",
    "intake_file",
    "intake_folder",
]
