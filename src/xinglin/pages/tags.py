"""Template tags: addresses that keep their query, numbers as offices write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context

from xinglin.codes.dates import shanghai

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


@register.filter
def thousands(value: object) -> str:
    """12486 → 12,486."""
    return f"{int(value):,}" if isinstance(value, int) else str(value)


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
