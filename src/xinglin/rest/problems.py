"""Errors as programs read them: problem+json (RFC 9457), with one clear sentence in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from xinglin.actions.problems import ConflictError, ForbiddenError, Problem, RefusedError
from xinglin.language.periods import PeriodError
from xinglin.query.manifest import SnapshotError
from xinglin.reports.figures import NoSnapshotError
from xinglin.reports.places import UnknownPlaceError

PROBLEM_JSON = "application/problem+json"
TYPE = "urn:xinglin:problem:{}"

TITLES: dict[int, tuple[str, str]] = {
    400: ("bad-request", "请求有误"),
    401: ("not-authenticated", "没有有效的令牌"),
    403: ("forbidden", "没有权限"),
    404: ("not-found", "没有找到"),
    405: ("method-not-allowed", "不支持的方法"),
    409: ("conflict", "与现有内容冲突"),
    413: ("too-large", "请求过大"),
    415: ("unsupported-type", "不支持的内容类型"),
    422: ("refused", "数据有问题，没有保存"),
    500: ("server-error", "服务器出错"),
}
"""Status → name in the problem's type, title."""

SENTENCES: dict[int, str] = {
    400: "请求读不懂，请核对请求头和请求体的格式后重发。",
    401: "请在请求头 Authorization 中写“Bearer 令牌”；令牌由系统管理员发给，可能已失效或吊销。",
    403: "您没有做这件事的权限，如工作需要请向系统管理员申请。",
    404: "没有这个地址，或它不在您的数据范围内，请核对。",
    405: "这个地址不支持这种方法，可用的方法见 Allow 响应头。",
    413: "请求超过了大小上限，请拆成几次发送（重复的行不会登记两次）。",
    500: "服务器出错，没有改动数据；请稍后再试，仍不行请联系系统管理员。",
}
"""What is said where nothing more exact is known."""

_SLIPS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "没有这一项，请核对名称",
    "string_type": "应是文字",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "bool_type": "应是 true 或 false",
    "literal_error": "不在可用的值中，可用的值见接口说明",
    "enum": "不在可用的值中，可用的值见接口说明",
    "string_too_long": "太长，请缩短",
    "string_too_short": "太短，请填写",
    "string_pattern_mismatch": "格式不对，见接口说明",
    "greater_than_equal": "小于下限",
    "less_than_equal": "大于上限",
    "dict_type": "应是对象",
    "list_type": "应是列表",
}


class NoRecordError(LookupError):
    """There is no such record within the caller's scope; the message is one Chinese sentence."""


class UnreadableError(ValueError):
    """A request that cannot be understood; the message is one Chinese sentence."""


def problem(status: int, detail: str = "", problems: Sequence[Problem] = ()) -> HttpResponse:
    """An answer in problem+json. problems: code, field, message and level of each."""
    name, title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    said: dict[str, Any] = {
        "type": TYPE.format(name),
        "title": title,
        "status": status,
        "detail": detail or SENTENCES.get(status) or SENTENCES[400],
    }
    said["problems"] = [
        {"code": p.code, "field": p.field, "message": p.message, "level": p.level} for p in problems
    ]
    answer = HttpResponse(
        json.dumps(said, ensure_ascii=False), status=status, content_type=PROBLEM_JSON
    )
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="xinglin"'
    return answer


def _invalid(error: ValidationError) -> HttpResponse:
    """What a request's form is wrong in. The values themselves are never repeated."""
    found = []
    for slip in error.errors:
        where = [str(part) for part in slip.get("loc", ())]
        path = ".".join(where[2:] or where[1:] or where)
        said = _SLIPS.get(str(slip.get("type")), "")
        if slip.get("type") == "value_error":
            said = str(slip.get("ctx", {}).get("error", ""))
        found.append(Problem("FORM", path, f"{path}：{said or '不合接口说明，请核对'}。"))
    return problem(422, "请求的内容不合接口说明，请按 problems 逐项改正后重发。", found)


def _refused(error: RefusedError) -> HttpResponse:
    return problem(422, "数据没有保存，请按 problems 逐项改正后重发。", error.problems)


def _database(error: DatabaseError) -> HttpResponse | None:
    state = getattr(error.__cause__, "sqlstate", "") or ""
    if state == "XL001":
        return problem(403, "这个账号还没有数据范围，不能查看登记数据，请系统管理员设定。")
    if state == "42501":
        return problem(403, "要查看或改动的数据不在您的范围内，请核对记录。")
    if state == "40P01":
        return problem(409, "与别人同时改动了相同的数据，没有保存，请重发。")
    return None


def _http(error: HttpError) -> HttpResponse:
    return problem(error.status_code)


_ANSWERS: tuple[tuple[type[Exception], Callable[[Any], HttpResponse | None]], ...] = (
    (ValidationError, _invalid),
    (RefusedError, _refused),
    (ForbiddenError, lambda e: problem(403, str(e))),
    (ConflictError, lambda e: problem(409, str(e))),
    (NoRecordError, lambda e: problem(404, str(e))),
    (UnknownPlaceError, lambda e: problem(404, str(e))),
    (NoSnapshotError, lambda e: problem(404, str(e))),
    (SnapshotError, lambda e: problem(404, str(e))),
    (PeriodError, lambda e: problem(422, str(e), [Problem("PERIOD", "period", str(e))])),
    (UnreadableError, lambda e: problem(422, str(e))),
    (Http404, lambda e: problem(404)),
    (AuthenticationError, lambda e: problem(401)),
    (HttpError, _http),
    (DatabaseError, _database),
)


def answer_to(error: Exception) -> HttpResponse | None:
    """The answer to an error that is known; None for one that is ours to mend."""
    for kind, answer in _ANSWERS:
        if isinstance(error, kind):
            return answer(error)
    return None
