"""Files over the interface: the same reading as the command line's and the pages'.

How a file is read is not ours to know: `site` hands the functions over when it starts (`offer`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from xinglin.actions.problems import Problem, RefusedError
from xinglin.language.registers import Register
from xinglin.rest.addresses import CHANGE_REFUSALS, REFUSALS, typed
from xinglin.rest.transactions import caller_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (".csv", ".xlsx")
LONGEST_MAPPING = 100_000
FILE: Any = File(..., description="xlsx 或 csv")  # type: ignore[type-arg]
MAPPING: Any = Form(  # type: ignore[type-arg]
    "", max_length=LONGEST_MAPPING, description="对照文件（TOML）的全文"
)


@dataclass(frozen=True)
class Intake:
    """What `site` hands over.

    read: (path, register name, path of a mapping or None, user name) → result with `to_json`.
    failures: what it raises, in Chinese, where a file as a whole is refused.
    """

    read: Callable[[Path, str, Path | None, str], Any]
    template: Callable[[str], bytes]
    failures: tuple[type[Exception], ...]


_offered: list[Intake] = []


def offer(intake: Intake) -> None:
    """Called once by `site` at the start."""
    _offered[:] = [intake]


class IntakeErrorOut(Schema):
    """One thing wrong with one row; the header is row 1."""

    row: int
    field: str
    code: str
    message: str


class FindingOut(Schema):
    """Something worth looking into that refuses nothing."""

    code: str
    message: str
    rows: list[int] = Field(default_factory=list)
    group: dict[str, str | None] = Field(default_factory=dict)
    field: str = ""
    printed: int | None = None
    computed: int | None = None


class IntakeOut(Schema):
    """What became of a file: rows = accepted + unchanged + rejected."""

    register_name: str = Field(alias="register")
    file: str
    sha256: str
    channel: str
    rows: int
    accepted: int
    unchanged: int
    rejected: int
    corrected: int
    errors: list[IntakeErrorOut]
    findings: list[FindingOut]


def add_intake(router: Router, register: type[Register]) -> None:
    """Give a register its intake and its template."""
    base = f"/registers/{register.name}"

    def take_in(
        request: HttpRequest,
        file: UploadedFile = FILE,
        mapping: str = MAPPING,
    ) -> Any:
        caller = caller_of(request)
        caller.require("import", register)
        # Every chunk of rows is a transaction of its own: what was acknowledged stays.
        return _read(file, mapping, register, caller.user.username)

    router.post(
        base + "/intake",
        response={200: IntakeOut, **CHANGE_REFUSALS},
        exclude_unset=True,
        by_alias=True,
        operation_id=f"{register.name}_intake",
        url_name=f"{register.name}_intake",
        summary=f"{register.label}：导入文件",
        tags=[register.label],
    )(typed(take_in, file=UploadedFile, mapping=str))

    def template(request: HttpRequest) -> HttpResponse:
        caller_of(request).require("import", register)
        answer = HttpResponse(_offered[0].template(register.name), content_type=XLSX)
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="{register.name}-template.xlsx"'
        )
        return answer

    binary = {"schema": {"type": "string", "format": "binary"}}
    router.get(
        base + "/template.xlsx",
        response={200: None, **REFUSALS},
        operation_id=f"{register.name}_template",
        url_name=f"{register.name}_template",
        summary=f"{register.label}：导入模板",
        tags=[register.label],
        openapi_extra={"responses": {200: {"content": {XLSX: binary}}}},
    )(typed(template))


def _read(file: UploadedFile, mapping: str, register: type[Register], username: str) -> Any:
    name = Path(file.name or "").name
    if Path(name).suffix.lower() not in KINDS:
        message = "只收 .csv、.xlsx 文件，请另存为其中一种再上传。"
        raise RefusedError([Problem("FILE", "file", message)])
    intake = _offered[0]
    with tempfile.TemporaryDirectory(prefix="xinglin-upload-") as folder:
        # The file's own name is told in the result, but never a path of ours.
        path = Path(folder) / f"upload{Path(name).suffix.lower()}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        mapped = Path(folder) / "mapping.toml" if mapping else None
        if mapped is not None:
            mapped.write_text(mapping, "utf-8", errors="replace")
        try:
            result = intake.read(path, register.name, mapped, username)
        except intake.failures as error:
            raise RefusedError([Problem("FILE", "file", str(error))]) from error
    return result.to_json() | {"file": name}
