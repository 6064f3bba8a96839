"""How many cases of the last days will there be once all are reported (Lawless, 1994).

Cards come days after the onset, so the last days of a curve always fall. From how late cards
came so far, the days still open are filled up, with an interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.series import Array, SeriesError

_DRAWS = 2_000
_SEED = 20261127


@dataclass(frozen=True)
class Nowcast:
    """By day: what is reported, what is expected in the end, and between what.

    share: how much of a day's cases is reported by now, as a rule.
    """

    reported: Array
    expected: Array
    lower: Array
    upper: Array
    share: Array


@dataclass(frozen=True)
class Coverage:
    """How the intervals of the past fared. inside, judged: days; level: what was promised."""

    inside: int
    judged: int
    level: float

    @property
    def share(self) -> float:
        """How often the truth lay within."""
        return self.inside / self.judged if self.judged else float("nan")


def nowcast(triangle: Array, *, window: int = 56, level: float = 0.95) -> Nowcast:
    """Fill up the days that are still open.

    triangle: days x delays, cases of a day that were reported so many days later; what lies after
    the last day is not looked at. Longer delays are taken not to happen. window: from how many of
    the last days the delays are learnt. Raises SeriesError where there is nothing to learn from.
    """
    counts = np.asarray(triangle, float)
    days, delays = counts.shape
    if days < delays:
        raise SeriesError(f"至少要有 {delays} 天的数据，才能估计报告延迟，现有 {days} 天。")
    age = np.arange(days - 1, -1, -1)
    known = np.arange(delays)[None, :] <= age[:, None]
    counts = np.where(known, counts, 0)
    reported = counts.sum(1)
    came, before = _learnt(counts, age, window)
    if came.sum() == 0:
        raise SeriesError("没有已报告的病例，不能估计报告延迟。")
    share = _reported_by(came, before)[np.minimum(age, delays - 1)]
    lower, upper = _interval(reported, came, before, age, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(share > 0, reported / share, np.nan)
    return Nowcast(reported, expected, lower, upper, share)


def back_test(
    triangle: Array, *, window: int = 56, level: float = 0.95, first: int | None = None
) -> Coverage:
    """What the method would have said on each day of the past, held against what came.

    first: the first day it is asked; None: once a window has passed.
    """
    counts = np.asarray(triangle, float)
    delays = counts.shape[1]
    inside = judged = 0
    for today in range(first if first is not None else window, len(counts) - delays + 1):
        said = nowcast(counts[: today + 1], window=window, level=level)
        opened = slice(max(0, today - delays + 2), today + 1)
        truth = counts[opened].sum(1)
        inside += int(((said.lower[opened] <= truth) & (truth <= said.upper[opened])).sum())
        judged += len(truth)
    return Coverage(inside, judged, level)


def triangle_of(
    onset: Array, reported: Array, last: np.datetime64, days: int, delays: int
) -> Array:
    """Cases by day of onset and delay, for the `days` days up to `last`.

    onset, reported: days (datetime64[D]), one of each a case. A case reported before its onset
    counts with no delay. One reported later than `delays` - 1 days is left out, of old days too:
    it would make them look fuller than the days still open can get. One reported after `last` is
    not known yet.
    """
    first = last - np.timedelta64(days - 1, "D")
    day = (onset - first).astype(int)
    delay = np.maximum((reported - onset).astype(int), 0)
    used = (day >= 0) & (day < days) & (delay < delays) & (reported <= last)
    made = np.zeros((days, delays))
    np.add.at(made, (day[used], delay[used]), 1)
    return made


def _learnt(counts: Array, age: Array, window: int) -> tuple[Array, Array]:
    """By delay: cases that came with it, and cases that had come with a shorter one.

    Only days old enough to show that delay tell of it.
    """
    delays = counts.shape[1]
    so_far = np.cumsum(counts, axis=1)
    came, before = np.zeros(delays), np.zeros(delays)
    for delay in range(delays):
        used = (age >= delay) & (age < window + delay)
        came[delay] = counts[used, delay].sum()
        before[delay] = so_far[used, delay - 1].sum() if delay else 0
    return came, before


def _reported_by(came: Array, before: Array) -> Array:
    """The share of a day's cases that has come by each delay: the last is all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        fresh = np.where(came + before > 0, came / (came + before), 0)
    fresh[0] = 0
    later = np.cumprod((1 - fresh)[::-1])[::-1]
    return np.append(later[1:], 1.0)


def _interval(
    reported: Array, came: Array, before: Array, age: Array, level: float
) -> tuple[Array, Array]:
    """Quantiles of what may still come: of the share, which is uncertain, and of chance."""
    rng = np.random.default_rng(_SEED)
    delays = len(came)
    fresh = rng.beta(came + 0.5, before + 0.5, (_DRAWS, delays))
    fresh[:, 0] = 0
    later = np.cumprod((1 - fresh)[:, ::-1], axis=1)[:, ::-1]
    share = np.hstack([later[:, 1:], np.ones((_DRAWS, 1))])
    lower, upper = np.array(reported), np.array(reported)
    for day in np.flatnonzero(age < delays - 1):
        p = np.clip(share[:, age[day]], 1e-9, 1)
        to_come = rng.negative_binomial(reported[day] + 0.5, p)
        ends = (1 - level) / 2, (1 + level) / 2
        low, high = np.quantile(to_come, ends, method="inverted_cdf")
        lower[day] += low
        upper[day] += high
    return lower, upper
