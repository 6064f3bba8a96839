"""Import on a page: template, upload, progress, counts, errors, error workbook.

How a file is read is not ours to know: `site` hands the functions over when it starts
(`offer`), so that the command line, the pages and REST do the same through the same code.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.permissions import require
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.pages import jobs
from xinglin.pages.accounts import write_audit
from xinglin.pages.exports import XLSX
from xinglin.pages.lists import register_or_404
from xinglin.pages.requests import user_of

KINDS = frozenset({".xlsx", ".csv"})
MAPPINGS = frozenset({".toml"})
SHOWN = 200


@dataclass(frozen=True)
class Intake:
    """What `site` hands over.

    read: (file, register name, mapping file or None, user name, progress) → result.
    check: reads a mapping file, and raises one of `failures` that says what is wrong with it;
    gives the name of the register it is for.
    """

    read: Callable[[Path, str, Path | None, str, Callable[[int, int], None]], Any]
    check: Callable[[Path], str]
    template: Callable[[str], bytes]
    error_workbook: Callable[[Any], bytes]
    failures: tuple[type[Exception], ...]


_offered: list[Intake] = []


def offer(intake: Intake) -> None:
    """Called once by `site` at the start."""
    _offered[:] = [intake]


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, name: str) -> HttpResponse:
    """Take a file, or show how."""
    register, user = register_or_404(name), user_of(request)
    require(user, "import", register)
    fault = ""
    if request.method == "POST":
        file, mapping = request.FILES.get("file"), request.FILES.get("mapping")
        fault = upload_fault(file, KINDS)
        if mapping is not None and not fault:
            fault = _mapping_fault(mapping, register)
        if file is not None and not fault:
            job = _start(file, mapping, register.name, user.username)
            write_audit("import", register.table(), detail="上传文件导入")
            return redirect("progress", register.name, job.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    context = {"register": register, "fault": fault, "mapped": "mapping" in request.FILES}
    return render(request, "import.html", context, status=status)


def upload_fault(file: UploadedFile[Any] | None, kinds: frozenset[str]) -> str:
    """Why an uploaded file is not taken, in one sentence; '' when it is."""
    said = "、".join(sorted(kinds))
    if file is None:
        return f"还没有选文件，请先选择 {said} 文件。"
    if Path(file.name or "").suffix.lower() not in kinds:
        return f"不能收“{file.name}”：只收 {said} 文件，请另存为其中一种再上传。"
    most = settings.UPLOAD_LARGEST_BYTES
    if (file.size or 0) > most:
        return (
            f"文件超过 {most // 1024 // 1024} MB，请拆成几个文件分别上传（重复的行不会登记两次）。"
        )
    return ""


def kept_upload(file: UploadedFile[Any]) -> Path:
    """The upload as a file of its own name in a folder of its own; the caller deletes both."""
    file.seek(0)  # a mapping is read twice: checked, then used
    path = Path(tempfile.mkdtemp(prefix="xinglin-upload-")) / Path(file.name or "upload").name
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return path


def drop_upload(path: Path) -> None:
    """Delete what `kept_upload` made."""
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def _mapping_fault(mapping: UploadedFile[Any], register: type[Register]) -> str:
    """What is wrong with a mapping file, every fault in words; '' when nothing is."""
    fault = upload_fault(mapping, MAPPINGS)
    if fault:
        return fault
    path, intake = kept_upload(mapping), _offered[0]
    try:
        meant = intake.check(path)
    except intake.failures as error:
        return str(error)
    finally:
        drop_upload(path)
    if meant != register.name:
        other = catalogue.load().register(meant)
        return (
            f"对照文件“{mapping.name}”是给“{other.label}”的，这里导入的是“{register.label}”，"
            "请换一份对照文件，或到那张登记表的导入页上传。"
        )
    return ""


def _start(
    file: UploadedFile[Any], mapping: UploadedFile[Any] | None, register: str, username: str
) -> jobs.Job:
    path, intake = kept_upload(file), _offered[0]
    mapped = kept_upload(mapping) if mapping is not None else None

    def work(job: jobs.Job) -> Any:
        try:
            return intake.read(path, register, mapped, username, job.count)
        finally:
            for kept in filter(None, (path, mapped)):
                drop_upload(kept)

    return jobs.start(register, username, path.name, work, intake.failures)


@require_safe
def progress(request: HttpRequest, name: str, job: str) -> HttpResponse:
    """How far a file is; the result when it is over. htmx asks for the part again and again."""
    register = register_or_404(name)
    require(user_of(request), "import", register)
    found = jobs.get_job(request, register.name, job)
    part = request.headers.get("HX-Request") == "true"
    context = {"register": register, "job": found, "shown": SHOWN}
    if found.result is not None:
        context["errors"] = [
            (e, register.column_label(e.field) if e.field else "整行")
            for e in found.result.errors[:SHOWN]
        ]
    return render(request, "parts/progress.html" if part else "progress.html", context)


@require_safe
def errors(request: HttpRequest, name: str, job: str) -> HttpResponse:
    """The error workbook: rejected rows with their reasons, to be mended and sent again."""
    register = register_or_404(name)
    require(user_of(request), "import", register)
    found = jobs.get_job(request, register.name, job)
    if found.result is None:
        raise Http404("导入还没有完成，请稍候再下载错误清单。")
    return _workbook(_offered[0].error_workbook(found.result), f"{register.name}-errors")


@require_safe
def template(request: HttpRequest, name: str) -> HttpResponse:
    """The register's Excel template."""
    register = register_or_404(name)
    require(user_of(request), "import", register)
    return _workbook(_offered[0].template(register.name), f"{register.name}-template")


def _workbook(body: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
