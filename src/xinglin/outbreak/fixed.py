"""Fixed thresholds (固定阈值法): so many cases in so many periods, whatever was before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.series import Array, Detection, Panel, rows_from


@dataclass(frozen=True)
class FixedCount:
    """count: this many cases together fire. periods: in so many periods up to the one judged.

    The threshold told is the highest count that does not fire, as with the other methods.
    """

    count: int = 1
    periods: int = 1

    def rows(self, panel: Panel) -> Array:
        """The rows with so many periods."""
        return rows_from(panel, self.periods - 1)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows: an alarm where this period has cases and all together are enough."""
        together = sum(panel.observed[rows - back] for back in range(self.periods))
        now = panel.observed[rows]
        earlier = together - now
        upper = np.maximum(self.count - 1 - earlier, 0)
        alarm = np.where(np.isnan(together), np.nan, 1.0 * ((together >= self.count) & (now > 0)))
        return Detection(rows, np.where(np.isnan(together), np.nan, upper), alarm)
