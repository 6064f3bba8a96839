"""Import on a page: template, upload, progress, counts, errors, error workbook.

How a file is read is not ours to know: `site` hands the functions over when it starts
(`offer`), so that the command line, the pages and REST do the same through the same code.
A file runs in a thread of this process; killed at any moment, sending it again finishes the rest.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.permissions import require
from xinglin.pages.accounts import write_audit
from xinglin.pages.exports import XLSX
from xinglin.pages.lists import register_or_404
from xinglin.pages.requests import user_of

KINDS = frozenset({".xlsx", ".csv"})
SHOWN = 200
KEPT = 50


@dataclass(frozen=True)
class Intake:
    """What `site` hands over. `read` takes (path, register name, user name, progress)."""

    read: Callable[[Path, str, str, Callable[[int, int], None]], Any]
    template: Callable[[str], bytes]
    error_workbook: Callable[[Any], bytes]
    failures: tuple[type[Exception], ...]


_offered: list[Intake] = []


def offer(intake: Intake) -> None:
    """Called once by `site` at the start."""
    _offered[:] = [intake]


@dataclass
class Job:
    """One file on its way in."""

    id: str
    register: str
    by: str
    file_name: str
    done: int = 0
    total: int = 0
    result: Any = None
    failed: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.result is not None or bool(self.failed)

    @property
    def percent(self) -> int:
        """How far it is."""
        return min(100, self.done * 100 // self.total) if self.total else 0


_jobs: dict[str, Job] = {}


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, name: str) -> HttpResponse:
    """Take a file, or show how."""
    register, user = register_or_404(name), user_of(request)
    require(user, "import", register)
    if request.method == "POST":
        fault = _upload_fault(request)
        if not fault:
            job = _start(request, register.name, user.username)
            return redirect("progress", register.name, job.id)
        return render(
            request,
            "import.html",
            {"register": register, "fault": fault},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return render(request, "import.html", {"register": register})


def _upload_fault(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return "还没有选文件，请先选择要导入的 .xlsx 或 .csv 文件。"
    if Path(file.name or "").suffix.lower() not in KINDS:
        return f"不能导入“{file.name}”：只收 .xlsx 和 .csv 文件，请另存为其中一种再导入。"
    if (file.size or 0) > settings.UPLOAD_LARGEST_BYTES:
        most = settings.UPLOAD_LARGEST_BYTES // 1024 // 1024
        return f"文件超过 {most} MB，请拆成几个文件分别导入（重复的行不会登记两次）。"
    return ""


def _start(request: HttpRequest, register: str, username: str) -> Job:
    file = request.FILES["file"]
    folder = Path(tempfile.mkdtemp(prefix="xinglin-intake-"))
    path = folder / f"upload{Path(file.name or '').suffix.lower()}"
    digest = hashlib.sha256()
    with path.open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
            digest.update(chunk)
    job = Job(secrets.token_hex(8), register, username, Path(file.name or "").name)
    for old in list(_jobs)[: max(0, len(_jobs) - KEPT)]:
        _jobs.pop(old)
    _jobs[job.id] = job
    write_audit("import", register, detail=f"上传文件，摘要 {digest.hexdigest()[:16]}")
    threading.Thread(target=_run, args=(job, path), daemon=True).start()
    return job


def _run(job: Job, path: Path) -> None:
    """The thread's whole life; whatever stops it is told on the job's page."""
    intake = _offered[0]

    def progress(done: int, total: int) -> None:
        job.done, job.total = done, total

    try:
        job.result = intake.read(path, job.register, job.by, progress)
    except intake.failures as error:
        job.failed = str(error)
    except BaseException:
        job.failed = "导入时系统出错，已确认的行不受影响；请重新上传同一文件，会接着完成其余的行。"
        raise
    finally:
        path.unlink(missing_ok=True)
        path.parent.rmdir()
        connections.close_all()


def _job(request: HttpRequest, name: str, job: str) -> Job:
    found = _jobs.get(job)
    if found is None or found.by != user_of(request).username or found.register != name:
        raise Http404("这次导入的结果已不在服务器上；重新上传同一文件即可再看，不会重复登记。")
    return found


@require_safe
def progress(request: HttpRequest, name: str, job: str) -> HttpResponse:
    """How far a file is; the result when it is over. htmx asks for the part again and again."""
    register, found = register_or_404(name), _job(request, name, job)
    require(user_of(request), "import", register)
    part = request.headers.get("HX-Request") == "true"
    context = {"register": register, "job": found, "shown": SHOWN}
    if found.result is not None:
        context["errors"] = list(found.result.errors)[:SHOWN]
    return render(request, "parts/progress.html" if part else "progress.html", context)


@require_safe
def errors(request: HttpRequest, name: str, job: str) -> HttpResponse:
    """The error workbook: rejected rows with their reasons, to be mended and sent again."""
    register, found = register_or_404(name), _job(request, name, job)
    require(user_of(request), "import", register)
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
