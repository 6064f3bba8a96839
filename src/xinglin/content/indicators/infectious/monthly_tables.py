"""What published monthly tables add up to, where no month is missing."""

from __future__ import annotations

from xinglin.content.registers.infectious.disease_monthly_report import (
    DiseaseMonthlyReport as Line,
)
from xinglin.language.indicators import Change, Total
from xinglin.language.plans import EveryMonth

_REGISTERED = Line.where(Line.state == "registered")
_CLASS = Line.disease.attribute("class", on=Line.month_date)
_OWN_LINE = Line.disease.attribute("parent", on=Line.month_date).is_unknown()
_STATUTORY = _REGISTERED.where(_CLASS.in_("甲", "乙", "丙"), _OWN_LINE)


class PublishedCases(Total):
    """疫情月报：法定传染病发病数."""

    name, office, source = "疫情月报法定传染病发病数", "疾控科", Line.source
    definition = (
        "各月疫情月报中甲、乙、丙类病种行发病数之和；合计行、分型行不重复相加；缺月则无法判断。"
    )
    of = _STATUTORY
    amount = Line.cases_count
    completeness = EveryMonth()


class PublishedDeaths(Total):
    """疫情月报：法定传染病死亡数."""

    name, office, source, unit = "疫情月报法定传染病死亡数", "疾控科", Line.source, "人"
    definition = "各月疫情月报中甲、乙、丙类病种行死亡数之和；缺月则无法判断。"
    of = _STATUTORY
    amount = Line.deaths_count
    completeness = EveryMonth()


class PublishedCasesChange(Change):
    """疫情月报发病数同比."""

    name, source = "疫情月报法定传染病发病数同比", Line.source
    definition = "（本期－上年同期）÷上年同期×100%；任一期缺月则无法判断。"
    of_indicator = PublishedCases


class PublishedDeathsChange(Change):
    """疫情月报死亡数同比."""

    name, source = "疫情月报法定传染病死亡数同比", Line.source
    definition = "（本期－上年同期）÷上年同期×100%；任一期缺月则无法判断。"
    of_indicator = PublishedDeaths
