"""Indicators and their figures, each with the records it is the sum of."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from xinglin.actions.problems import ForbiddenError
from xinglin.codes.dates import SHANGHAI, read_date, read_moment
from xinglin.indicators.figures import Figure
from xinglin.language import catalogue
from xinglin.language.indicators import Indicator
from xinglin.language.periods import parse_period
from xinglin.reports.evidence import evidence
from xinglin.reports.figures import Evaluation, evaluation
from xinglin.reports.places import place as get_place
from xinglin.rest.addresses import REFUSALS
from xinglin.rest.models import LARGEST_ID
from xinglin.rest.problems import NoRecordError, UnreadableError
from xinglin.rest.tokens import Caller
from xinglin.rest.transactions import caller_of, in_transaction, write_audits

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]


class IndicatorOut(Schema):
    """An indicator: its definition, and in_words, how it is counted, heading by heading."""

    id: str
    name: str
    line: str
    office: str
    unit: str
    definition: str
    source: str
    in_words: dict[str, str]


class FigureOut(Schema):
    """A figure. value, numerator, denominator: exact decimals; status says why one is missing.

    status: reported, zero, not_reported, not_applicable, cannot_tell.
    """

    id: str
    indicator: str
    name: str
    place: str
    period: str
    value: str | None
    numerator: str | None
    denominator: str | None
    unit: str
    decimals: int
    status: str
    note: str
    unknown: int
    undated: int
    snapshot: str


class MemberOut(Schema):
    """A record that counts, to be opened at its own address, and how much it counts."""

    record: int
    contribution: str | None


class EvidenceOut(Schema):
    """A figure and a page of its records: of all but those out of scope, which are not yours."""

    figure: FigureOut
    side: str
    register_name: str = Field(alias="register")
    total: int
    out_of_scope: int
    members: list[MemberOut]
    next_offset: int | None


class FigureQuery(Schema):
    """Where and when. known_at: as it was known then; a day means its end."""

    place: _Code = Field(description="行政区划代码")
    period: _Code = Field(description="如 2013、2013H1、2013Q2、2013-05、2013W09")


class KnownQuery(FigureQuery):
    """A figure may be asked as it was known at a time."""

    known_at: str = Field("", max_length=40, description="如 2013-06-30（该日终）或带时区的时间")


class EvidenceQuery(FigureQuery):
    """Which records of it."""

    side: Literal["numerator", "denominator", "prior_numerator", "prior_denominator"] = "numerator"
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=LARGEST_ID)] = 0


def add_figures(router: Router) -> None:
    """Give indicators, figures and evidence their addresses."""
    _add_indicators(router)
    _add_figure(router)
    _add_evidence(router)


def _add_indicators(router: Router) -> None:
    @router.get(
        "/indicators",
        response={200: list[IndicatorOut], **REFUSALS},
        operation_id="list_indicators",
        summary="有哪些指标",
        tags=["指标"],
    )
    def list_indicators(request: HttpRequest) -> Any:
        caller_of(request).require("see")
        return [_told(i) for i in catalogue.load().indicators.values()]


def _add_figure(router: Router) -> None:
    @router.get(
        "/indicators/{indicator}/figure",
        response={200: FigureOut, **REFUSALS},
        operation_id="get_figure",
        summary="一个指标的数值",
        tags=["指标"],
    )
    def get_figure(request: HttpRequest, indicator: str, asked: Query[KnownQuery]) -> Any:
        period, known_at = parse_period(asked.period), read_known_at(asked.known_at)
        with in_transaction(request) as caller:
            require_figures(caller)
            evaluated = _evaluated(indicator, asked.place)
            found = evaluated.figures(asked.place, period, [indicator], known_at)[0]
            return _figure(found, evaluated.snapshot.name)


def _add_evidence(router: Router) -> None:
    @router.get(
        "/indicators/{indicator}/evidence",
        response={200: EvidenceOut, **REFUSALS},
        by_alias=True,
        operation_id="get_evidence",
        summary="一个数值所依据的记录",
        tags=["指标"],
    )
    def get_evidence(request: HttpRequest, indicator: str, asked: Query[EvidenceQuery]) -> Any:
        period = parse_period(asked.period)
        with in_transaction(request) as caller:
            require_figures(caller)
            plan = _evaluated(indicator, asked.place).plan(indicator)
            if asked.side not in {side.name for side in plan.sides}:
                raise NoRecordError("这个指标没有这一侧（side），请核对。")
            page = evidence(
                indicator, asked.place, period, asked.side,
                offset=asked.offset, limit=asked.limit,
            )  # fmt: skip
            register = catalogue.load().register(plan.side(asked.side).register)
            ids = [row.pk for row, _ in page.rows] if caller.has("see", register) else []
            write_audits("figure", register.table(), ids, f"{page.figure.id}")
            after = asked.offset + asked.limit
            return {
                "figure": _figure(page.figure, page.snapshot),
                "side": asked.side,
                "register": register.name,
                "total": page.total,
                "out_of_scope": page.out_of_scope,
                "members": [
                    {"record": row.pk, "contribution": None if share is None else str(share)}
                    for row, share in page.rows
                    if row.pk in ids
                ],
                "next_offset": after if after < page.reached else None,
            }


def require_figures(caller: Caller) -> None:
    """Figures are for those who see a place. Raises ForbiddenError."""
    caller.require("see")
    if not (caller.user.is_everything or caller.user.scope_places):
        raise ForbiddenError(
            "统计指标按地区计算，您的账号只限本机构数据，不能查看；如工作需要请向系统管理员申请。"
        )


def read_known_at(text: str) -> datetime | None:
    """The moment meant; a day means its end. Raises UnreadableError."""
    if not text:
        return None
    if _DAY.fullmatch(text):
        day = read_date(text)
        if day.value is not None:
            return datetime.combine(day.value, time.max, SHANGHAI)
    moment = read_moment(text)
    if moment.value is None:
        raise UnreadableError(f"known_at：{moment.reason}")
    return moment.value


def _evaluated(indicator: str, place: str) -> Evaluation:
    get_place(place)
    evaluated = evaluation()
    if indicator not in evaluated.definitions.plans:
        raise NoRecordError("没有这个指标，可用的见 /api/v1/indicators。")
    return evaluated


def _told(indicator: type[Indicator]) -> dict[str, Any]:
    told = ("id", "name", "line", "office", "unit", "definition", "source")
    return {n: getattr(indicator, n) for n in told} | {"in_words": indicator.in_words()}


def _figure(figure: Figure, snapshot: str) -> dict[str, Any]:
    told = [name for name in FigureOut.model_fields if name != "snapshot"]
    return {name: getattr(figure, name) for name in told} | {"snapshot": snapshot}
