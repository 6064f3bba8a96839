"""Template tags: addresses that keep their query, numbers as offices write them."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from math import floor
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import json_script

from xinglin.codes.dates import shanghai
from xinglin.codes.money import yuan_in_groups

register = template.Library()


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The query of this address with some parts changed; '' drops a part."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    text = query.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag(takes_context=True)
def narrowed_query(context: Context, changes: dict[str, str]) -> str:
    """`with_query`, with the changes as one value."""
    return with_query(context, **changes)


@register.filter
def thousands(value: object) -> str:
    """12486 → 12,486."""
    return f"{int(value):,}" if isinstance(value, int) else str(value)


@register.filter
def yuan(value: object) -> str:
    """Fen in yuan with commas: 339500 → 3,395.00."""
    return yuan_in_groups(value) if isinstance(value, int) else "—"


@register.filter
def percent(value: object) -> str:
    """An exact per cent with two decimals, rounded half up once."""
    return "—" if value is None else f"{two_decimals(value)}%"


@register.filter
def two_decimals(value: object) -> str:
    """An exact number with two decimals, rounded half up once."""
    if value is None:
        return "—"
    hundredths = floor(Fraction(str(value)) * 100 + Fraction(1, 2))
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


@register.filter
def moment(value: object) -> str:
    """A moment in local time to the minute; a day as it is."""
    if isinstance(value, datetime):
        return f"{shanghai(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else ""


@register.filter
def get(mapping: Any, key: str) -> Any:
    """The value of a key, '' where there is none."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def split(text: str) -> list[str]:
    """a,b → ["a", "b"]."""
    return text.split(",")


@register.filter
def taken(value: object) -> str:
    """A snapshot's moment, given as ISO text or a moment, in local time."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment(read)


@register.filter
def exact(value: object) -> str:
    """A numerator or denominator: whole numbers with thousands, others as they are."""
    if value is None:
        return "—"
    text = str(value)
    return f"{int(text):,}" if text.lstrip("-").isdecimal() else text


@register.filter
def chart_data(chart: dict[str, Any], name: str) -> str:
    """A chart's option as a block of data beside it; charts.js draws it."""
    shown = {key: chart[key] for key in ("option", "doors")}
    return json_script(shown, f"chart-{name}")
