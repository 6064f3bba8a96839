"""Administrative divisions (行政区划) with dates: GB/T 2260, country to county, and other lists.

Codes are text. China's table is made from published lists (see `codes.seeds.divisions`): a change
is dated to the first day after the last list without it, so its true day may be later. Townships,
a second country or the made-up sample prefecture are tables of the same form, loaded beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xinglin.codes.dated import fold_text
from xinglin.codes.rows import AttributeValue
from xinglin.codes.tables import DATA, read_bool, read_day, read_records, split_aliases

CHINA = "000000"
LEVELS = {
    "country": "国家",
    "province": "省级",
    "prefecture": "地级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
}
_ENDINGS = (
    *("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县"),
    *("地区", "街道", "省", "市", "县", "区", "旗", "盟", "镇", "乡"),
)


@dataclass(frozen=True)
class Division:
    """One division as it was from `valid_from` (inclusive) to `valid_to` (exclusive).

    `successor` is the code that took over its name when it ended; `fictitious` (虚构) marks places
    that exist in training data only.
    """

    code: str
    name: str
    level: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    country: str = "CHN"
    fictitious: bool = False
    aliases: tuple[str, ...] = ()
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the division existed in this form on the day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)


class DivisionTree:
    """Dated divisions by code, name and parent. Never changes; `plus` makes a larger one.

    Methods that take `on` answer for that day; without a day, for the latest form of each code.
    """

    def __init__(self, rows: Iterable[Division]) -> None:
        """Index the rows. Raises ValueError for an unknown level or parent, all at once."""
        self.rows = tuple(rows)
        self._by_code: dict[str, list[Division]] = {}
        self._below: dict[str, list[Division]] = {}
        self._by_name: dict[str, list[Division]] = {}
        for row in sorted(self.rows, key=lambda row: row.valid_from or date.min):
            self._by_code.setdefault(row.code, []).append(row)
            self._below.setdefault(row.parent or "", []).append(row)
            for spelling in _spellings(row):
                self._by_name.setdefault(spelling, []).append(row)
        if faults := list(self._faults()):
            raise ValueError("divisions: " + "; ".join(faults))

    def plus(self, rows: Iterable[Division]) -> DivisionTree:
        """A tree with these rows added; a code that is there already is replaced."""
        added = tuple(rows)
        codes = {row.code for row in added}
        return DivisionTree((*(row for row in self.rows if row.code not in codes), *added))

    def __contains__(self, code: object) -> bool:
        """Whether the code was ever a division."""
        return code in self._by_code

    def get(self, code: str, on: date | None = None) -> Division | None:
        """The division, or None where the code is unknown or was not in force."""
        rows = self._by_code.get(code, [])
        if on is None:
            return rows[-1] if rows else None
        return next((row for row in rows if row.holds_on(on)), None)

    def find(self, text: str, on: date | None = None, within: str | None = None) -> Division | None:
        """The one division meant by a code, full name, short name, English name or alias.

        None where nothing or more than one thing fits; `within` narrows to a division's parts. A
        full name wins over a short one, a higher level over a lower (吉林 is the province).
        """
        stripped = text.strip()
        if stripped in self._by_code:
            return self.get(stripped, on)
        found = self._named(fold_text(stripped), on, within)
        exact = [row for row in found if row.name == stripped] or found
        levels = list(LEVELS)
        highest = min((levels.index(row.level) for row in exact), default=0)
        codes = {row.code: row for row in exact if levels.index(row.level) == highest}
        return next(iter(codes.values())) if len(codes) == 1 else None

    def children(self, code: str, on: date | None = None) -> tuple[Division, ...]:
        """The divisions one level below, by code."""
        rows = [row for row in self._below.get(code, []) if self._current(row, on)]
        return tuple(sorted(rows, key=lambda row: row.code))

    def descendants(self, code: str, on: date | None = None) -> Iterator[Division]:
        """All divisions below, nearest first by branch."""
        for child in self.children(code, on):
            yield child
            yield from self.descendants(child.code, on)

    def ancestors(self, code: str, on: date | None = None) -> tuple[Division, ...]:
        """The divisions above, nearest first."""
        row = self.get(code, on)
        if row is None or row.parent is None:
            return ()
        above = self.get(row.parent, on)
        return (above, *self.ancestors(above.code, on)) if above else ()

    def is_within(self, code: str, other: str, on: date | None = None) -> bool:
        """Whether the first division is the second or a part of it."""
        return code == other or any(above.code == other for above in self.ancestors(code, on))

    def at_level(self, code: str, level: str, on: date | None = None) -> Division | None:
        """The division itself or the one above it that has the level."""
        row = self.get(code, on)
        chain = (row, *self.ancestors(code, on)) if row else ()
        return next((above for above in chain if above.level == level), None)

    def full_name(self, code: str, on: date | None = None) -> str:
        """Names from the province down: 广东省清远市清新区. Empty for an unknown code."""
        row = self.get(code, on)
        chain = (row, *self.ancestors(code, on)) if row else ()
        return "".join(above.name for above in reversed(chain) if above.level != "country")

    def restated(self, code: str, on: date) -> Division | None:
        """The division that carries on this code's name on a later day, by its successors."""
        seen: set[str] = set()
        while (row := self.get(code, on)) is None:
            latest = self.get(code)
            if latest is None or latest.successor is None or code in seen:
                return None
            seen.add(code)
            code = latest.successor
        return row

    def rows_as_table(self) -> list[dict[str, AttributeValue | date]]:
        """Rows for a query engine, one for each span."""
        return [
            {
                "code": row.code,
                "label": row.name,
                "level": row.level,
                "parent": row.parent,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "country": row.country,
                "fictitious": row.fictitious,
            }
            for row in self.rows
        ]

    def closure(self, on: date) -> list[dict[str, str]]:
        """(code, ancestor, level of the ancestor) on the day, each code being its own ancestor.

        Joined to records it rolls places up to any level.
        """
        return [
            {"code": row.code, "ancestor": above.code, "level": above.level}
            for row in self.rows
            if row.holds_on(on)
            for above in (row, *self.ancestors(row.code, on))
        ]

    def _named(self, spelling: str, on: date | None, within: str | None) -> list[Division]:
        rows = self._by_name.get(spelling, []) if spelling else []
        dated = [row for row in rows if on is None or row.holds_on(on)]
        if on is None and any(self._current(row, None) for row in dated):
            dated = [row for row in dated if self._current(row, None)]
        return [row for row in dated if within is None or self.is_within(row.code, within, on)]

    def _current(self, row: Division, on: date | None) -> bool:
        return row.valid_to is None if on is None else row.holds_on(on)

    def _faults(self) -> Iterator[str]:
        for row in self.rows:
            if row.level not in LEVELS:
                yield f"{row.code} {row.name}: unknown level {row.level!r}"
            if row.parent is not None and row.parent not in self._by_code:
                yield f"{row.code} {row.name}: unknown parent {row.parent!r}"


def load_divisions(
    path: Path, aliases: Mapping[str, tuple[str, ...]] | None = None
) -> list[Division]:
    """Rows of a division table: code, name, level, parent and, where there are such columns,
    valid_from, valid_to, successor, aliases (parted by |), country, fictitious, source.

    Raises ValueError naming file and code where a cell cannot be read.
    """
    rows = []
    for record in read_records(path):
        try:
            rows.append(_division(record, (aliases or {}).get(record["code"], ())))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, code {record.get('code')!r}: {error}") from error
    return rows


@cache
def china_divisions() -> DivisionTree:
    """中国 (000000) with its provinces, prefectures and counties of every day since 1980."""
    names = {
        record["code"]: tuple(split_aliases(record["aliases"]))
        for record in read_records(DATA / "divisions_china_names.csv")
    }
    root = Division(CHINA, "中国", "country", aliases=names[CHINA], source="根节点，自编代码")
    return DivisionTree([root, *load_divisions(DATA / "divisions_china.csv", names)])


def sample_divisions() -> list[Division]:
    """The made-up prefecture 杏林市 (虚构) with its counties and townships."""
    return load_divisions(DATA / "divisions_sample.csv")


def sierra_leone_divisions() -> list[Division]:
    """Sierra Leone's four areas and fourteen districts of 2014."""
    return load_divisions(DATA / "divisions_sierra_leone.csv")


def _division(record: Mapping[str, str], aliases: tuple[str, ...]) -> Division:
    return Division(
        code=record["code"],
        name=record["name"],
        level=record["level"],
        parent=record.get("parent") or None,
        valid_from=read_day(record.get("valid_from", "")),
        valid_to=read_day(record.get("valid_to", "")),
        successor=record.get("successor") or None,
        country=record.get("country") or "CHN",
        fictitious=bool(read_bool(record.get("fictitious", ""))),
        aliases=(*split_aliases(record.get("aliases", "")), *aliases),
        source=record.get("source") or "GB/T 2260",
    )


def _spellings(row: Division) -> set[str]:
    names = {row.name, *row.aliases}
    stems = (row.name.removesuffix(ending) for ending in _ENDINGS)
    names.update(stem for stem in stems if stem != row.name and len(stem) > 1)
    return {fold_text(name) for name in names}
