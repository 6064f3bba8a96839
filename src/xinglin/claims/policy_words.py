"""A policy in Chinese, rule by rule, each with its clause: for the scheme office to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel

from xinglin.claims.amounts import percent
from xinglin.claims.policy import KINDS, LEVELS, STATUSES, Policy
from xinglin.codes.money import yuan

LABELS = {
    "name": "名称",
    "label": "标题",
    "area": "统筹地区",
    "version": "版本",
    "valid_from": "自",
    "valid_to": "至",
    "replaces": "接替",
    "rounding": "取整",
    "to": "取整到",
    "way": "方式",
    "catalogue": "目录",
    "own_share_a": "甲类先自付",
    "own_share_b": "乙类先自付",
    "inpatient": "住院",
    "deductible_per": "起付线",
    "levels": "各级机构",
    "level": "级别",
    "deductible_yuan": "起付线（元）",
    "second_stay_yuan": "第二次住院起付线（元）",
    "bands": "分段比例",
    "referred_bands": "经转诊的分段比例",
    "from_yuan": "从（元）",
    "to_yuan": "到（元）",
    "rate": "比例",
    "institution_range": "各院可在此范围另定",
    "lowest": "下限",
    "highest": "上限",
    "institutions": "另定比例的机构",
    "referral": "转诊",
    "consent": "同意手续",
    "emergency": "急诊记录",
    "minimum": "保底补偿",
    "chronic": "慢性病门诊",
    "diseases": "病种",
    "code": "代码",
    "outpatient": "门诊统筹",
    "per_visit_yuan": "单次封顶（元）",
    "delivery": "住院分娩",
    "fund_yuan": "基金支付（元）",
    "patient_yuan": "病人支付（元）",
    "fixed_prices": "单病种定额",
    "disease": "病种",
    "caps": "年度封顶线",
    "kinds": "范围",
    "yuan": "金额（元）",
    "exclusions": "不予补偿",
    "aid": "救助对象",
    "aid_class": "类别",
    "no_deductible": "免起付线",
    "rate_added": "比例提高",
    "account": "家庭账户",
    "covers": "支付范围",
    "prepayment": "总额预付",
    "growth": "预算增长",
    "advance": "预拨",
    "reserve": "质量保证金",
    "overspend_by_fund": "超支由基金分担",
    "underspend_to_hospital": "结余留给医院",
    "catastrophic": "灾难性支出的界线",
}
WORDS: dict[str, str] = {
    **{str(kind): label for kind, label in KINDS.items()},
    **{str(level): label for level, label in LEVELS.items()},
    "fen": "分",
    "jiao": "角",
    "yuan": "元",
    "half_up": "四舍五入",
    "down": "舍去",
    "stay": "每次住院",
    "year": "每年一次",
    "before_admission": "须入院前同意",
    "not_needed": "不需要",
    "instead_of_referral": "可代替转诊手续",
    "instead_of_consent": "可代替事先同意",
    "nothing": "不起作用",
    "all": "全部自付费用",
    "eligible": "目录内自付费用",
}
_HIDDEN = {"clause", "status", "format"}


def lines_of(policy: Policy) -> list[str]:
    """One line a value, indented by table; clause and status at the head of each table."""
    return [f"{policy.label}（{policy.name}）", *_table(policy, 1)]


def _table(table: BaseModel, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if clause := getattr(table, "clause", ""):
        yield f"{indent}依据：{clause}〔{STATUSES[table.status]}〕"  # type: ignore[attr-defined]
    for name, about in type(table).model_fields.items():
        value = getattr(table, name)
        if name in _HIDDEN or value is None or value in ((), "", {}):
            continue
        label = LABELS.get(name, name)
        if isinstance(value, BaseModel):
            yield f"{indent}{label}"
            yield from _table(value, depth + 1)
        elif isinstance(value, tuple) and isinstance(value[0], BaseModel):
            for number, one in enumerate(value, start=1):
                yield f"{indent}{label} {number}"
                yield from _table(one, depth + 1)
        else:
            yield f"{indent}{label}：{_value(name, value, about.annotation)}"


def _value(name: str, value: Any, annotation: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_value(name, one, annotation) for one in value)
    if isinstance(value, dict):
        return "、".join(f"{code} {percent(rate)}" for code, rate in value.items())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return yuan(value) if name.endswith("yuan") else percent(value)
    return WORDS.get(str(value), str(value))
