"""Error pages: one sentence in Chinese that says what, where, and how to mend; no traceback."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

TITLES = {
    400: "请求有误",
    403: "没有权限",
    404: "找不到这一页",
    409: "已由他人改动",
    413: "文件太大",
    422: "没有保存",
    500: "系统出错",
}


def fault(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """A page (or for htmx, a notice) that tells one fault."""
    part = request.headers.get("HX-Request") == "true"
    template = "parts/fault.html" if part else "fault.html"
    title = TITLES.get(int(status), "没有办成")
    # Without the request: an error page must not ask the database again.
    text = render_to_string(template, {"title": title, "sentence": sentence, "status": int(status)})
    return HttpResponse(text, status=int(status))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and what was too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return fault(
            request,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "提交的内容超过允许的大小，没有接收；请分几次提交，大批数据请用“批量导入”。",
        )
    return fault(
        request, HTTPStatus.BAD_REQUEST, "浏览器发来的请求不完整，请返回上一页刷新后再试。"
    )


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403 with the reason, where there is one."""
    sentence = str(exception) or "您没有使用这一页的权限，如工作需要请向系统管理员申请。"
    return fault(request, HTTPStatus.FORBIDDEN, sentence)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404; a record out of scope looks the same as none."""
    said = str(exception.args[0]) if exception.args else ""
    is_ours = said.endswith("。")  # Django's own sentences are English
    default = "没有这一页或这条记录，或者它不在您的数据范围内；请从左侧菜单重新进入。"
    return fault(request, HTTPStatus.NOT_FOUND, said if is_ours else default)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the cause is in the server's log."""
    return fault(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "系统处理这一页时出错，您的操作没有保存；请稍后再试，仍不行请告诉系统管理员出错的时间。",
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit: usually a page left open for a day."""
    return fault(
        request,
        HTTPStatus.FORBIDDEN,
        "页面打开太久或已在别处退出，为安全没有提交；请返回上一页刷新后重新提交，"
        "表单内容已暂存在本机浏览器。",
    )
