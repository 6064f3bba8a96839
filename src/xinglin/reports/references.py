"""The name of one printed figure: what is counted, where, when, and in which style."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureName:
    """indicator:place:period[:category][~style], as text and taken apart.

    category: "column=value" for a figure split by a column.
    """

    indicator: str
    place: str
    period: str
    category: str = ""
    style: str = ""

    def __str__(self) -> str:
        parts = [self.indicator, self.place, self.period]
        if self.category:
            parts.append(self.category)
        return ":".join(parts) + (f"~{self.style}" if self.style else "")

    @classmethod
    def read(cls, text: str) -> FigureName:
        """Take a figure id apart. Raises ValueError."""
        rest, _, style = text.partition("~")
        parts = rest.split(":", 3)
        if len(parts) < 3:
            raise ValueError(f"not a figure id: {text!r}")
        indicator, place, period = parts[:3]
        return cls(indicator, place, period, parts[3] if len(parts) > 3 else "", style)
