"""Quantiles and tails of counts, for many means at once."""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from xinglin.outbreak.series import Array

# R's quantiles take the first count whose probability is above p less this share of it.
_FUZZ = 64 * np.finfo(float).eps
_LARGEST = 2.0**50


def overdispersed_quantile(p: float, mean: Array, dispersion: Array) -> Array:
    """The smallest count with probability `p` at most up to it: variance = dispersion x mean.

    A Poisson count where the dispersion is 1, else a negative binomial one.
    """
    size = mean / np.where(dispersion > 1, dispersion - 1, 1)

    def below(count: Array) -> Array:
        binomial = special.betainc(size, count + 1, 1 / dispersion)
        return np.where(dispersion > 1, binomial, special.pdtr(count, mean))

    spread = np.sqrt(mean * dispersion)
    z = float(stats.norm.ppf(p))
    skew = (2 * dispersion - 1) / np.where(spread > 0, spread, 1)
    start = np.floor(mean + spread * (z + skew * (z * z - 1) / 6) + 0.5)
    return _searched(p, np.maximum(start, 0), below)


def negative_binomial_quantile(p: float, size: Array, probability: Array) -> Array:
    """The same for a negative binomial count of a size and a probability."""
    start = np.ceil(np.maximum(stats.nbinom.ppf(p, size, probability), 0))
    return _searched(p, start, lambda count: special.betainc(size, count + 1, probability))


def overdispersed_tail(count: Array, mean: Array, dispersion: Array) -> Array:
    """The probability of a count at least as high."""
    size = mean / np.where(dispersion > 1, dispersion - 1, 1)
    least = np.maximum(count, 1)
    binomial = special.betaincc(size, least, 1 / dispersion)
    poisson = special.gammainc(least, mean)
    return np.where(count <= 0, 1.0, np.where(dispersion > 1, binomial, poisson))


def _searched(p: float, start: Array, below: Array) -> Array:
    """The smallest count with `below` at least `p`: steps that double, then halving."""
    wanted = p * (1 - _FUZZ)
    known = np.isfinite(start) & (start < _LARGEST)
    high = np.where(known, start, 0)
    low, step = high - 1, 1.0
    while (short := known & (high < _LARGEST) & (below(high) < wanted)).any():
        low, high = np.where(short, high, low), np.where(short, high + step, high)
        step *= 2
    step = 1.0
    while (long := known & (low >= 0) & (below(np.maximum(low, 0)) >= wanted)).any():
        high, low = np.where(long, low, high), np.where(long, np.maximum(low - step, -1), low)
        step *= 2
    while (apart := known & (high - low > 1)).any():
        middle = np.floor((low + high) / 2)
        is_enough = below(np.maximum(middle, 0)) >= wanted
        high = np.where(apart & is_enough, middle, high)
        low = np.where(apart & ~is_enough, middle, low)
    return np.where(known, high, start)
