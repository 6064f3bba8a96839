"""Zero told from not reported: did every unit that owes a report say 'nothing' on each day?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from xinglin.language.periods import Period
from xinglin.language.plans import Side, ZeroReports
from xinglin.query.engine import Engine
from xinglin.query.windows import window_of


@dataclass(frozen=True)
class Owed:
    """Units in force within a window, and the days on which they sent neither report nor card."""

    units: int
    missing: dict[str, list[date]]

    @property
    def complete(self) -> bool:
        """Whether there were units, and none of them left a day out."""
        return self.units > 0 and not self.missing

    def in_words(self, name_of: Callable[[str], str]) -> str:
        """Who owes what, in Chinese; the five that owe most by name."""
        if not self.units:
            return "本地区没有登记应报零报告的单位"
        worst = sorted(self.missing.items(), key=lambda m: (-len(m[1]), m[0]))
        named = "、".join(
            f"{name_of(unit)}缺报{len(days)}天（自{days[0].isoformat()}）"
            for unit, days in worst[:5]
        )
        more = f"等{len(worst)}家" if len(worst) > 5 else ""
        return f"{self.units}家应报单位中{len(worst)}家零报告不全：{named}{more}"


def owed_reports(
    rule: ZeroReports,
    side: Side,
    place: str,
    period: Period,
    engine: Engine,
    known_at: datetime | None = None,
    true_on: date | None = None,
) -> Owed:
    """Which units of the place left which days of the side's window without report or card.

    A card of the side's register by a unit counts as its report of that day, wherever the
    patient lives: it is looked for at the unit's own place.
    """
    window = window_of(side, period)
    units = replace(rule.units, window="until_end", ends="", years_back=side.years_back)
    columns = [rule.unit_column, units.date, *([rule.units.ends] if rule.units.ends else [])]
    known = engine.values(units, columns, place, period, known_at, true_on)
    reports = replace(rule.reports, window=side.window, years_back=side.years_back)
    sent = engine.values(
        reports, [rule.reporter_column, reports.date], place, period, known_at, true_on
    )
    cards = replace(
        side,
        where=None,
        follow_up=None,
        distinct="",
        latest_per="",
        ends="",
        place="reporter_place",
    )
    sent |= engine.values(
        cards, [rule.reporter_column, cards.date], place, period, known_at, true_on
    )
    owing: dict[str, set[date]] = {}
    for unit, opened, *closed in known:
        first = max(opened, window.first) if window.first else opened
        ended = closed[0] if closed and closed[0] else None
        last = min(window.last, ended - timedelta(days=1)) if ended else window.last
        days = owing.setdefault(unit, set())
        days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    owing = {unit: days for unit, days in owing.items() if days}
    missing = {u: sorted(d for d in days if (u, d) not in sent) for u, days in owing.items()}
    return Owed(len(owing), {u: days for u, days in missing.items() if days})
