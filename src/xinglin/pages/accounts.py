"""Log in, log out, change one's password."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xinglin.pages.requests import simulated_clock, user_of
from xinglin.store.acting import acting

WRONG = "用户名或密码不对，请核对后重新输入；连续输错 5 次将锁定 15 分钟。"
LOCKED = "连续输错密码次数过多，此账号已锁定 15 分钟；忘记密码请联系系统管理员重置。"


EXPIRED = "这个一次性密码已过期，请联系系统管理员另发一个。"


def is_expired(user: AbstractBaseUser) -> bool:
    """Whether the password that fits is a handed-out one past its time."""
    until: datetime | None = getattr(user, "password_until", None)
    return until is not None and until < timezone.now()


def _safe_next(request: HttpRequest) -> str:
    """Where to go after the log-in; never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fits = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if fits else "workbench"


def write_audit(
    kind: str,
    register: str = "",
    record: int | None = None,
    version: int | None = None,
    detail: str = "",
) -> None:
    """One audit entry of the actor, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.audit(%s, %s, %s, %s, %s)", [kind, register, record, version, detail]
        )


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page."""
    if request.user.is_authenticated:
        return redirect("workbench")
    said: dict[str, Any] = {"next": request.GET.get("next", "")}
    if request.method == "POST":
        user = authenticate(
            request,
            username=request.POST.get("username", "").strip(),
            password=request.POST.get("password", ""),
        )
        if user is not None and is_expired(user):
            said = {"next": request.POST.get("next", ""), "wrong": EXPIRED}
        elif user is not None:
            login(request, user)
            with acting(user.get_username(), action="login", clock=simulated_clock()):
                write_audit("login")
            return redirect(_safe_next(request))
        else:
            said = {
                "next": request.POST.get("next", ""),
                "wrong": WRONG,
                "username": request.POST.get("username", ""),
            }
    status = HTTPStatus.UNAUTHORIZED if "wrong" in said else HTTPStatus.OK
    return render(request, "login.html", said, status=status)


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    said = {"wrong": LOCKED, "username": request.POST.get("username", ""), "locked": True}
    return render(request, "login.html", said, status=HTTPStatus.TOO_MANY_REQUESTS)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    write_audit("logout")
    logout(request)
    return redirect(settings.LOGIN_URL)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password, with the old one asked for."""
    faults: list[str] = []
    if request.method == "POST":
        faults = _password_faults(request)
        if not faults:
            user = user_of(request)
            user.set_password(request.POST["new"])
            user.password_until = None
            user.save(update_fields=["password", "password_until"])
            update_session_auth_hash(request, user)
            write_audit("password")
            messages.success(request, "密码已更改，下次登录请用新密码。")
            return redirect("workbench")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(request, "password.html", {"faults": faults}, status=status)


def _password_faults(request: HttpRequest) -> list[str]:
    user, new = user_of(request), request.POST.get("new", "")
    if not user.check_password(request.POST.get("old", "")):
        return ["原密码不对，请重新输入。"]
    if user.check_password(new):
        return ["新密码与原密码相同，请另选一个。"]
    if new != request.POST.get("again", ""):
        return ["两次输入的新密码不一致，请重新输入。"]
    try:
        validate_password(new, user)
    except ValidationError as error:
        return list(error.messages)
    return []
