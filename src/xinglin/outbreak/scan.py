"""Clusters in space and time: the prospective permutation scan, Kulldorff et al. 2005.

PLoS Medicine 2, e59. Needs cases alone, no population: under no clustering, where a case is and
when it fell ill have nothing to do with each other. Every circle of neighbouring places and every
run of the last days is held against that; how likely the highest excess is by chance is told by
cases whose days are dealt out anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.series import Array, SeriesError


@dataclass(frozen=True)
class Cluster:
    """Places and last days with more cases than chance gives.

    places: positions. days: how many of the last days. pvalue: of the highest excess of all, so
    that looking at many circles is paid for.
    """

    places: tuple[int, ...]
    days: int
    cases: int
    expected: float
    ratio: float
    pvalue: float


@dataclass(frozen=True)
class ScanSettings:
    """longest: days a cluster may have lasted. most: places in a circle. alpha: clusters less
    likely by chance are told. draws: how often days are dealt out anew."""

    longest: int
    most: int
    alpha: float
    draws: int


def settings_named(name: str) -> ScanSettings:
    """The settings of a name such as scan-d14-m4-a0.01-n199. Raises SeriesError."""
    found = re.fullmatch(r"scan-d(\d+)-m(\d+)-a(0\.\d+)-n(\d+)", name)
    if found is None:
        raise SeriesError(f"时空扫描的写法“{name}”不对，请写成如 scan-d14-m4-a0.01-n199 的样子。")
    return ScanSettings(int(found[1]), int(found[2]), float(found[3]), int(found[4]))


def circles(
    neighbours: Mapping[int, Sequence[int]], places: int, most: int
) -> list[tuple[int, ...]]:
    """Each place alone, with one neighbour, with all, with their neighbours too …, at most `most`.

    Raises SeriesError where a place is not one of `places`.
    """
    found: dict[tuple[int, ...], None] = {}
    for centre in range(places):
        inside, edge = {centre}, [centre]
        while edge and len(inside) <= most:
            found[tuple(sorted(inside))] = None
            ring = {near for one in edge for near in neighbours.get(one, ())} - inside
            if any(not 0 <= near < places for near in ring):
                raise SeriesError("相邻关系中有不在序列里的地区，请核对。")
            if edge == [centre] and most > 1:
                found |= {tuple(sorted((centre, near))): None for near in sorted(ring)}
            inside, edge = inside | ring, sorted(ring)
    return list(found)


def scan(
    cases: Array,
    circles_: Sequence[tuple[int, ...]],
    *,
    longest: int = 7,
    draws: int = 999,
    seed: int = 20261127,
    alpha: float = 0.05,
) -> list[Cluster]:
    """Clusters that are alive on the last day, the strongest first; none overlaps a stronger one.

    cases: days x places. longest: days a cluster may have lasted. draws: how often days are dealt
    out anew; the same seed gives the same answer. Raises SeriesError for too few draws.
    """
    if draws < 19:
        raise SeriesError("重排次数至少 19 次，请改大。")
    counts = np.asarray(cases, np.int64)
    longest = min(longest, len(counts) - 1)
    if counts.sum() == 0 or longest < 1:
        return []
    inside = np.zeros((len(circles_), counts.shape[1]))
    for number, places in enumerate(circles_):
        inside[number, list(places)] = 1
    observed = _recent(counts, longest)
    by_day = _recent(counts.sum(1, keepdims=True), longest)
    expected = inside @ (counts.sum(0)[:, None] * by_day / counts.sum())
    found = inside @ observed
    ratios = _log_ratio(found, expected, int(counts.sum()))
    chance = _by_chance(counts, inside, expected, longest, draws, seed)
    return list(_strongest(ratios, found, expected, chance, circles_, alpha))


def _recent(counts: Array, longest: int) -> Array:
    """Cases of each place in the last day, the last two, … `longest` (places x days)."""
    return np.cumsum(counts[::-1][:longest], axis=0).T.astype(float)


def _log_ratio(found: Array, expected: Array, total: int) -> Array:
    """The logarithm of how much likelier the counts are with a cluster here than without."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = total - found
        value = found * np.log(found / expected) + np.where(
            rest > 0, rest * np.log(rest / (total - expected)), 0
        )
    return np.where((found > expected) & (expected > 0), value, 0.0)


def _by_chance(
    counts: Array, inside: Array, expected: Array, longest: int, draws: int, seed: int
) -> Array:
    """The highest ratio of each dealing out, in order."""
    rng = np.random.default_rng(seed)
    day, place = np.nonzero(counts)
    many = counts[day, place]
    back = np.repeat(len(counts) - 1 - day, many)
    place = np.repeat(place, many)
    total, highest = len(place), np.empty(draws)
    for draw in range(draws):
        dealt = rng.permutation(back)
        late = dealt < longest
        recent = np.bincount(
            place[late] * longest + dealt[late], minlength=counts.shape[1] * longest
        ).reshape(-1, longest)
        found = inside @ np.cumsum(recent, axis=1).astype(float)
        highest[draw] = _log_ratio(found, expected, total).max()
    return np.sort(highest)


def _strongest(
    ratios: Array,
    found: Array,
    expected: Array,
    chance: Array,
    circles_: Sequence[tuple[int, ...]],
    alpha: float,
) -> list[Cluster]:
    taken: set[int] = set()
    clusters = []
    for at in np.argsort(-ratios, axis=None, kind="stable"):
        circle, day = np.unravel_index(at, ratios.shape)
        ratio = float(ratios[circle, day])
        higher = len(chance) - int(np.searchsorted(chance, ratio, "left"))
        pvalue = (higher + 1) / (len(chance) + 1)
        if ratio <= 0 or pvalue > alpha:
            break
        places = circles_[int(circle)]
        if taken.isdisjoint(places):
            taken.update(places)
            clusters.append(
                Cluster(places, int(day) + 1, int(found[circle, day]),
                        float(expected[circle, day]), ratio, pvalue)
            )  # fmt: skip
    return clusters
