"""Claims drawn at random and read by hand, and what they say of all (抽审推算)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Extrapolated:
    """What a sample says of the whole (抽审推算). Fen; low and high hold it nine times of ten."""

    sampled: int
    population: int
    disallowed: int
    expected: int
    low: int
    high: int


def extrapolate(
    sample: Sequence[tuple[int, int]], population: int, population_fen: int
) -> Extrapolated | None:
    """From (paid, disallowed) of claims drawn at random to all of them, by the ratio estimator.

    population: how many claims there are; population_fen: what was paid for them. None where
    fewer than two were drawn, or nothing was paid for them.
    """
    count, paid = len(sample), sum(p for p, _ in sample)
    if count < 2 or not paid or population < count:
        return None
    disallowed = sum(d for _, d in sample)
    ratio = disallowed / paid
    off = sum((d - ratio * p) ** 2 for p, d in sample) / (count - 1)
    # All of them drawn leaves no doubt: the finite population's correction.
    spread = 1.645 * population * (off / count * (1 - count / population)) ** 0.5
    expected = ratio * population_fen
    low = max(disallowed, round(expected - spread))
    return Extrapolated(
        count, population, disallowed, round(expected), low,
        min(population_fen, round(expected + spread)),
    )  # fmt: skip


def drawn(numbers: Sequence[str], count: int, seed: str) -> list[str]:
    """Claims drawn at random, the same for the same seed, in the order of their numbers."""
    return sorted(Random(seed).sample(sorted(numbers), min(count, len(numbers))))  # noqa: S311
