"""Methods that compare a count with those of the same season, without a model of trend.

`bayes`: Riebler (2004), a predictive quantile. `rki`: the method of the Robert Koch Institute.
Both go by rows, 52 (or 12, 365) to the year, also where the series has dates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.quantiles import negative_binomial_quantile
from xinglin.outbreak.series import Array, Detection, Panel, SeriesError, rows_from

# Upper 95 % limits of a Poisson mean seen in a count of 0, 1, 2 …: Crow and Gardner,
# Biometrika 46 (1959) 441-453, table 1.
_POISSON_UPPER = np.array(
    [3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817, 13.765, 14.921, 16.768, 17.633,
     19.050, 20.335, 21.364, 22.945, 23.762, 25.400, 26.306, 27.735, 28.966, 30.017]
)  # fmt: skip
_FEW = 20


@dataclass(frozen=True)
class SameSeason:
    """What the two share. b: years back; w: periods around; act_y: also the last `w` periods."""

    b: int = 0
    w: int = 6
    act_y: bool = True

    def rows(self, panel: Panel) -> Array:
        """The rows with a whole baseline."""
        return rows_from(panel, self.b * panel.frequency + self.w)

    def past(self, panel: Panel, rows: Array) -> Array:
        """The counts compared with: rows x periods x series. Raises SeriesError."""
        away = [*range(-self.w, 0)] if self.act_y else []
        for year in range(1, self.b + 1):
            away += [-year * panel.frequency + k for k in range(-self.w, self.w + 1)]
        if not away:
            raise SeriesError("没有可比的期：请给出往年数 b，或用本年（act_y = true）。")
        return panel.observed[rows[:, None] + np.array(away)]


@dataclass(frozen=True)
class Bayes(SameSeason):
    """alpha: the share of quiet periods that may pass the threshold."""

    alpha: float = 0.05

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows. Raises SeriesError."""
        past = self.past(panel, rows)
        many, total = (~np.isnan(past)).sum(1), np.nansum(past, 1)
        upper = negative_binomial_quantile(1 - self.alpha, total + 0.5, many / (many + 1))
        return _told(panel, rows, upper)


@dataclass(frozen=True)
class Rki(SameSeason):
    """Above a mean of 20 the mean and two standard deviations, else a table for Poisson counts."""

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows. Raises SeriesError."""
        past = self.past(panel, rows)
        mean, spread = past.mean(1), past.std(1, ddof=1)
        known = np.where(np.isnan(mean), 0, np.minimum(np.floor(mean), _FEW)).astype(int)
        upper = np.where(mean > _FEW, mean + 2 * spread, _POISSON_UPPER[known])
        return _told(panel, rows, np.where(np.isnan(mean), np.nan, upper))


def _told(panel: Panel, rows: Array, upper: Array) -> Detection:
    count = panel.observed[rows]
    alarm = np.where(np.isnan(upper) | np.isnan(count), np.nan, 1.0 * (count > upper))
    return Detection(rows, upper, alarm)
