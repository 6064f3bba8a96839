"""How far the methods in force can be trusted: measured on outbreaks put into made-up series."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.warning import CLUSTER, rules_on, signals_register
from xinglin.actions.warning_counts import WEEK
from xinglin.outbreak.performance import (
    DISPERSION,
    LEVELS,
    SERIES,
    SIZE,
    YEAR,
    Performance,
    compared,
)
from xinglin.pages.requests import user_of

BESIDE = (("flex-nb-p10", 3), ("farrington-b5-w3-a0.01", 3))
"""Methods no rule names, shown for comparison."""


@require_safe
def methods_page(request: HttpRequest) -> HttpResponse:
    """Sensitivity, false alarms and days to detection of every method a rule names."""
    require(user_of(request), "see", signals_register())
    named = sorted(
        {(rule.algorithm, rule.minimum) for rule in rules_on(today()) if rule.kind != CLUSTER}
    )
    asked = (*named, *(one for one in BESIDE if one not in named))
    found = _measured(asked)
    by_method = [
        (algorithm, minimum, algorithm in {name for name, _ in named},
         found[i * len(LEVELS) : (i + 1) * len(LEVELS)])
        for i, (algorithm, minimum) in enumerate(asked)
    ]  # fmt: skip
    context = {
        "levels": LEVELS, "methods": by_method, "series": SERIES, "size": SIZE,
        "dispersion": DISPERSION, "weeks": YEAR, "days": WEEK,
    }  # fmt: skip
    return render(request, "disease_control/methods.html", context)


@lru_cache(maxsize=8)
def _measured(asked: tuple[tuple[str, int], ...]) -> tuple[Performance, ...]:
    return tuple(compared(asked))
