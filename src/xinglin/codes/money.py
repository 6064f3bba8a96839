"""Money is whole fen everywhere inside; people write and read yuan (元)."""

from __future__ import annotations


def yuan(fen: int) -> str:
    """An amount of fen in yuan with two decimals: -150 is -1.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def yuan_in_groups(fen: int) -> str:
    """The same with commas, for tables that are read."""
    whole, _, rest = yuan(abs(fen)).partition(".")
    return f"{'-' if fen < 0 else ''}{int(whole):,}.{rest}"
