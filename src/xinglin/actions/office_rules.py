"""What the office's own rule packs set on a day: points of matching, limits of use."""

from __future__ import annotations

from datetime import date

from xinglin.language import catalogue
from xinglin.linkage import Points
from xinglin.monitoring import Limits


def points_on(day: date) -> Points:
    """What agreements of two person rows are worth on a day."""
    return Points(**_values("PersonMatching", Points, day))


def limits_on(day: date) -> Limits:
    """From when on uses of records are unusual on a day."""
    return Limits(**_values("AccessRules", Limits, day))


def _values(pack: str, wanted: type, day: date) -> dict[str, int]:
    code_set = catalogue.load().code_sets[pack]
    found = {name: code_set.attribute(name, "value", day) for name in wanted.__annotations__}
    return {name: int(value) for name, value in found.items() if value is not None}
