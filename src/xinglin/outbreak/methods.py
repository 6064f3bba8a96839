"""The methods by name: the names of the reference tables, or a method and its settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, Protocol, get_type_hints

from xinglin.outbreak.cusum import Cusum, GeneralisedLikelihoodRatio
from xinglin.outbreak.ears import Ears
from xinglin.outbreak.farrington import Farrington
from xinglin.outbreak.farrington_flexible import FarringtonFlexible, Threshold
from xinglin.outbreak.fixed import FixedCount
from xinglin.outbreak.moving_percentile import MovingPercentile
from xinglin.outbreak.same_season import Bayes, Rki
from xinglin.outbreak.series import Array, Detection, Panel, SeriesError


class Method(Protocol):
    """What every method can do."""

    def rows(self, panel: Panel) -> Array:
        """The rows for which it has its baseline."""

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge rows, which follow each other. Raises SeriesError."""


METHODS: Mapping[str, tuple[type[Any], str]] = {
    "farringtonFlexible": (FarringtonFlexible, "Farrington 灵活法"),
    "farrington": (Farrington, "Farrington 法（1996）"),
    "ears": (Ears, "EARS 早期异常报告（C1、C2、C3）"),
    "bayes": (Bayes, "贝叶斯预测法"),
    "rki": (Rki, "罗伯特·科赫研究所法"),
    "cusum": (Cusum, "累积和"),
    "glr": (GeneralisedLikelihoodRatio, "广义似然比"),
    "percentile": (MovingPercentile, "移动百分位数法"),
    "fixed": (FixedCount, "固定阈值法"),
}
"""Name in a parameter file → what it is, and its official Chinese term."""

LAST_BY_DEFAULT: Mapping[type[Any], int] = {FarringtonFlexible: 26}
"""Methods that judge the last rows only, unless told otherwise."""

_NUMBER = r"(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"


_THRESHOLDS: Mapping[str, Threshold] = {"nb": "nbPlugin", "delta": "delta", "muan": "muan"}


def _flexible(found: re.Match[str]) -> FarringtonFlexible:
    years = int(found[4]) if found[4] else 5
    always = bool(found[3]) or years < 5
    return FarringtonFlexible(
        b=years, alpha=0.01, no_periods=int(found[2]), past_weeks_not_included=26,
        threshold_method=_THRESHOLDS[found[1]], p_threshold_trend=1.0 if always else 0.05,
    )  # fmt: skip


def _mean(text: str | None) -> float | None:
    return None if text is None else float(text)


_NAMED: tuple[tuple[str, Callable[[re.Match[str]], Method]], ...] = (
    (r"flex-(nb|delta|muan)-p(\d+)(-t1)?(?:-b(\d+))?", _flexible),
    (r"flex-default", lambda _: FarringtonFlexible()),
    (
        rf"farrington-b(\d+)-w(\d+)-a{_NUMBER}",
        lambda m: Farrington(b=int(m[1]), w=int(m[2]), alpha=float(m[3])),
    ),
    (
        rf"ears(C[123])-minSigma{_NUMBER}",
        lambda m: Ears(method=m[1], min_sigma=float(m[2])),  # type: ignore[arg-type]
    ),
    (
        rf"bayes-b(\d+)-w(\d+)-actY([01])-a{_NUMBER}",
        lambda m: Bayes(b=int(m[1]), w=int(m[2]), act_y=m[3] == "1", alpha=float(m[4])),
    ),
    (
        r"rki-b(\d+)-w(\d+)-actY([01])",
        lambda m: Rki(b=int(m[1]), w=int(m[2]), act_y=m[3] == "1"),
    ),
    (
        rf"cusum-k{_NUMBER}-h{_NUMBER}-(standard|rossi|anscombe|none)(?:-m{_NUMBER})?",
        lambda m: Cusum(float(m[1]), float(m[2]), m[3], _mean(m[4])),  # type: ignore[arg-type]
    ),
    (
        rf"glrpois-c{_NUMBER}(?:-m{_NUMBER})?",
        lambda m: GeneralisedLikelihoodRatio(c_arl=float(m[1]), m=_mean(m[2])),
    ),
    (
        rf"glrnb-c{_NUMBER}-a{_NUMBER}(?:-m{_NUMBER})?",
        lambda m: GeneralisedLikelihoodRatio(float(m[1]), float(m[2]), _mean(m[3])),
    ),
    (
        r"percentile-p(\d+)-b(\d+)-w(\d+)-min(\d+)",
        lambda m: MovingPercentile(int(m[1]) / 100, int(m[2]), int(m[3]), int(m[4])),
    ),
    (r"fixed-c(\d+)-n(\d+)", lambda m: FixedCount(int(m[1]), int(m[2]))),
)

EXAMPLES = (
    *("flex-nb-p10", "flex-nb-p10-t1", "flex-nb-p10-b3", "flex-delta-p10", "flex-muan-p10"),
    *("flex-default", "farrington-b5-w3-a0.01", "earsC1-minSigma0.5", "earsC2-minSigma0"),
    *("earsC3-minSigma0", "bayes-b2-w6-actY0-a0.05", "rki-b1-w6-actY1"),
    *("cusum-k1.04-h2.26-rossi", "glrpois-c5", "glrnb-c5-a0.2", "percentile-p80-b5-w2-min3"),
    "fixed-c1-n1",
)


def method_named(name: str) -> Method:
    """The method of a name. Raises SeriesError."""
    for pattern, make in _NAMED:
        if found := re.fullmatch(pattern, name):
            return make(found)
    if name in METHODS:
        made: Method = METHODS[name][0]()
        return made
    near = get_close_matches(name, [*EXAMPLES, *METHODS], 1, 0.4)
    like = f"是不是“{near[0]}”？" if near else ""
    raise SeriesError(f"没有叫“{name}”的算法。{like}可用的写法如：{'、'.join(EXAMPLES[:8])}。")


def with_settings(method: Method, settings: Mapping[str, Any]) -> Method:
    """The method with other settings. Raises SeriesError for one it does not have.

    Names may be written as the R package writes them: noPeriods, limit54, c.ARL.
    """
    kind = type(method)
    hints = get_type_hints(kind)
    known = {_plain(f.name): f.name for f in fields(kind)}  # type: ignore[arg-type]
    made: dict[str, Any] = {}
    for said, value in settings.items():
        name = known.get(_plain(said), "")
        if not name:
            near = get_close_matches(said, known.values(), 1)
            like = f"，是不是“{near[0]}”" if near else ""
            have = "、".join(sorted(known.values()))
            raise SeriesError(f"这个算法没有参数“{said}”{like}；有：{have}。")
        if not _fits(value, hints[name]):
            raise SeriesError(f"参数“{said}”的值“{value}”不合要求，请核对。")
        made[name] = tuple(value) if isinstance(value, list) else value
    found: Method = replace(method, **made)  # type: ignore[type-var]
    return found


def _plain(name: str) -> str:
    return name.replace("_", "").replace(".", "").lower()


def _fits(value: Any, hint: Any) -> bool:
    choices = getattr(hint, "__args__", ())
    if getattr(hint, "__origin__", None) is tuple:
        return (
            isinstance(value, list)
            and len(value) == len(choices)
            and all(_fits(one, kind) for one, kind in zip(value, choices, strict=True))
        )
    if choices and all(isinstance(choice, str) for choice in choices):
        return value in choices
    if choices:
        return any(_fits(value, choice) for choice in choices)
    if hint is bool or isinstance(value, bool):
        return hint is bool and isinstance(value, bool)
    if hint is float:
        return isinstance(value, int | float)
    return isinstance(value, hint)
