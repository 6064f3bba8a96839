"""Say an expression in Chinese, as an officer would: for definitions, and for 'why not counted'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from xinglin.language import expressions as e
from xinglin.language.relations import AGGREGATES, Referred, Related

_SIGNS = {"eq": "是", "ne": "不是", "lt": "小于", "le": "不大于", "gt": "大于", "ge": "不小于"}
_DAY_SIGNS = {
    "eq": "等于",
    "ne": "不等于",
    "lt": "早于",
    "le": "不晚于",
    "gt": "晚于",
    "ge": "不早于",
}


class Labels(Protocol):
    """Where the words for codes come from."""

    def value_label(self, column: str, value: object) -> str:
        """What the office calls this value of this column."""


class PlainLabels:
    """Values as they are; used where no register is at hand."""

    def value_label(self, column: str, value: object) -> str:
        """The value itself, 是/否 for flags, 不详 for unknown."""
        return plain(value)


def plain(value: object) -> str:
    """A value in words without any code set."""
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def say(expression: e.Expression, labels: Labels) -> str:
    """The condition or value in Chinese."""
    if isinstance(expression, e.Column):
        return f"“{expression.label or expression.name}”"
    return _SAYERS[type(expression)](expression, labels)


def _subject(x: e.Expression) -> str:
    return x.name if isinstance(x, e.Column) else ""


def _side(x: e.Expression, labels: Labels, about: str) -> str:
    if isinstance(x, e.Literal):
        return f"“{labels.value_label(about, x.value)}”"
    return say(x, labels)


def _compare(x: e.Compare, labels: Labels) -> str:
    about = _subject(x.left)
    days = isinstance(x.right, e.Literal) and isinstance(x.right.value, date)
    days = days or about.endswith(("_date", "_at"))
    sign = (_DAY_SIGNS if days else _SIGNS)[x.op]
    if isinstance(x.right, e.Literal) and isinstance(x.right.value, bool) and x.op in ("eq", "ne"):
        yes = x.right.value == (x.op == "eq")
        return f"{say(x.left, labels)}为{'是' if yes else '否'}"
    return f"{say(x.left, labels)}{sign}{_side(x.right, labels, about)}"


def _in(x: e.In, labels: Labels) -> str:
    about = _subject(x.item)
    values = "、".join(labels.value_label(about, v) for v in x.values)
    return f"{say(x.item, labels)}属于“{values}”"


def _joined(joint: str) -> Callable[[Any, Labels], str]:
    def sayer(x: Any, labels: Labels) -> str:
        parts = [say(i, labels) for i in x.items]
        inner = [
            f"（{p}）" if isinstance(i, e.All | e.Any_) else p
            for i, p in zip(x.items, parts, strict=True)
        ]
        return joint.join(inner)

    return sayer


def _not(x: e.Not, labels: Labels) -> str:
    if isinstance(x.item, e.IsUnknown):
        return f"{say(x.item.item, labels)}已填"
    if isinstance(x.item, e.Compare):
        return _compare(x.item.negated(), labels)
    if isinstance(x.item, e.In):
        return say(x.item, labels).replace("属于“", "不属于“", 1)
    return f"并非（{say(x.item, labels)}）"


def _literal(x: e.Literal, labels: Labels) -> str:
    return plain(x.value)


def _is_unknown(x: e.IsUnknown, labels: Labels) -> str:
    return f"{say(x.item, labels)}未填或不详"


def _attribute(x: e.Attribute, labels: Labels) -> str:
    what = ATTRIBUTES.get(x.attribute, x.attribute)
    return f"{say(x.code, labels)}按{say(x.on, labels)}当日规定的{what}"


def _first_known(x: e.FirstKnown, labels: Labels) -> str:
    return f"{'、'.join(say(i, labels) for i in x.items)}中第一个已知的值"


def _days(x: e.DaysBetween, labels: Labels) -> str:
    return f"{say(x.start, labels)}至{say(x.end, labels)}的天数"


def _years(x: e.YearsBetween, labels: Labels) -> str:
    return f"{say(x.start, labels)}至{say(x.end, labels)}的周岁数"


def _plus(x: e.Plus, labels: Labels) -> str:
    return f"{'、'.join(say(i, labels) for i in x.items)}之和"


def _when(x: e.When, labels: Labels) -> str:
    then, otherwise = say(x.then, labels), say(x.otherwise, labels)
    return f"（{say(x.condition, labels)}时取{then}，否则取{otherwise}）"


ATTRIBUTES: dict[str, str] = {
    "class": "传染病类别",
    "handled_as_a": "按甲类管理",
    "report_within_hours": "报告时限（小时）",
}
"""Chinese names of the attributes that code sets carry."""


def _referred(x: Referred, labels: Labels) -> str:
    return f"所属{x.label}的{say(x.value, _labels_of(x.register, labels))}"


def _related(x: Related, labels: Labels) -> str:
    there = _labels_of(x.register, labels)
    which = f"（{say(x.where, there)}）" if x.where is not None else ""
    if x.aggregate in ("count", "exists"):
        return f"本记录名下“{x.label}”{which}的{AGGREGATES[x.aggregate]}"
    return f"本记录名下“{x.label}”{which}中{say(x.amount, there)}的{AGGREGATES[x.aggregate]}"


def _labels_of(register: str, otherwise: Labels) -> Labels:
    """Another register's words, from those that lead to it."""
    beside = getattr(otherwise, "beside", None)
    found: Labels | None = beside(register) if beside is not None else None
    return found or PlainLabels()


_SAYERS: dict[type, Callable[[Any, Labels], str]] = {
    e.Literal: _literal,
    e.Compare: _compare,
    e.In: _in,
    e.IsUnknown: _is_unknown,
    e.All: _joined("，且"),
    e.Any_: _joined("，或"),
    e.Not: _not,
    e.Attribute: _attribute,
    e.FirstKnown: _first_known,
    e.DaysBetween: _days,
    e.YearsBetween: _years,
    e.Plus: _plus,
    e.When: _when,
    Referred: _referred,
    Related: _related,
}


def failing_conditions(
    condition: e.Expression,
    truth: Callable[[e.Expression], Any],
    labels: Labels,
    values: Mapping[str, Any],
) -> list[str]:
    """Which parts of a condition do not hold for a record, and what the record says instead.

    truth: evaluates an expression for the record (True, False or None).
    values: the record; the columns of the failing part are quoted from it.
    """
    parts = condition.items if isinstance(condition, e.All) else (condition,)
    found: list[str] = []
    for part in parts:
        verdict = truth(part)
        if verdict is True:
            continue
        if isinstance(part, e.All):
            found.extend(failing_conditions(part, truth, labels, values))
            continue
        says = "；".join(
            f"{label or name}：{labels.value_label(name, values.get(name))}"
            for name, label in _columns_with_labels(part)
        )
        head = "不满足" if verdict is False else "无法判断"
        found.append(f"{head}：{say(part, labels)}（本记录 {says}）")
    return found


def _columns_with_labels(x: e.Expression) -> list[tuple[str, str]]:
    seen = {i.name: i.label for i in x.walk() if isinstance(i, e.Column)}
    return sorted(seen.items())
