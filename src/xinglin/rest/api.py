"""The whole interface, put together from the declarations; its description is made with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from xinglin.language import catalogue
from xinglin.language.provisions import CLAIM
from xinglin.rest.clocks import add_clocks
from xinglin.rest.declarations import add_declarations
from xinglin.rest.figures import add_figures
from xinglin.rest.intakes import add_intake
from xinglin.rest.persons import add_persons
from xinglin.rest.problems import PROBLEM_JSON, answer_to
from xinglin.rest.records import add_records
from xinglin.rest.settlements import add_settlements
from xinglin.rest.tokens import Bearer

_FIRST_REFUSAL = 400
_DESCRIPTION = (
    "登记表、记录、指标的程序接口，由登记表的声明生成。每个请求带“Authorization: Bearer 令牌”；"
    "出错一律答 application/problem+json（RFC 9457）。个人信息默认隐藏。金额是以分为单位的整数，"
    "日期按北京时间，指标数值是字符串形式的精确小数。"
)


class XinglinAPI(NinjaAPI):
    """Ninja, with our problems for its errors and our media type in its description."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._described: dict[str, Any] = {}

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """The answer to a known error; an unknown one goes on to Django, which logs it."""
        answer = answer_to(exc)
        return answer if answer is not None else super().on_exception(request, exc)

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """The description; refusals are problem+json, and 405 and 413 need no saying twice.

        Worked out once: a hundred registers take seconds, and it is the same for everybody.
        """
        asked = str(sorted(kwargs.items()))
        if asked not in self._described:
            self._described[asked] = self._described_anew(**kwargs)
        return self._described[asked]

    def _described_anew(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= _FIRST_REFUSAL and "application/json" in content:
                        answer["content"] = {PROBLEM_JSON: content["application/json"]}
        return schema


def make_api() -> XinglinAPI:
    """The interface of this installation's declarations. Django must be set up."""
    api = XinglinAPI(
        title="杏林接口", version="1", description=_DESCRIPTION,
        urls_namespace="api", docs_url=None, auth=Bearer(),
    )  # fmt: skip
    router = Router()
    add_declarations(router)
    for register in catalogue.load().registers.values():
        add_records(router, register)
        add_clocks(router, register)
        add_intake(router, register)
    add_figures(router)
    add_persons(router)
    if catalogue.load().providing(CLAIM) is not None:
        add_settlements(router)
    api.add_router("", router)
    return api
