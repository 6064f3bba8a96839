"""Notifiable diseases (法定传染病) with class and reporting limits by the law of each day.

Codes are our own whole English words: the numbers of the national direct-reporting system are
not published. Two tables are laid over each other: `notifiable_disease.csv` (which class from
when; a sub-type without a class of its own has its parent's) and `report_limit.csv` (hours,
suspected cases and carriers by the norm of each time). Rows begin on 2004-12-01, when the law of
2004 came into force; for earlier days there is no row, which is not the same as "not notifiable".
"""

from __future__ import annotations

from datetime import date

from xinglin.codes.dated import CodeSet
from xinglin.codes.disease_rows import NOT_STATUTORY, read_disease_rows
from xinglin.codes.rows import CodeRow, GroupRule

_GROUPS = {
    "甲乙丙类": GroupRule("法定报告传染病", (("class", ("甲", "乙", "丙")),)),
    "甲乙类": GroupRule("甲、乙类传染病", (("class", ("甲", "乙")),)),
    "乙丙类": GroupRule("乙、丙类传染病", (("class", ("乙", "丙")),)),
    "甲类": GroupRule("甲类传染病", (("class", ("甲",)),)),
    "乙类": GroupRule("乙类传染病", (("class", ("乙",)),)),
    "丙类": GroupRule("丙类传染病", (("class", ("丙",)),)),
    "甲类管理": GroupRule(
        "甲类和按甲类管理的传染病", (("class", ("甲",)), ("handled_as_a", (True,)))
    ),
    "慢性病只报一次": GroupRule("慢性传染病，每人只报一次", (("chronic_once", (True,)),)),
}

_rows, _aliases = read_disease_rows()

NotifiableDisease = CodeSet(
    name="NotifiableDisease",
    label="法定传染病病种",
    source="《传染病防治法》第三条及国务院卫生健康、疾病预防控制部门公告",
    rows=_rows,
    aliases=_aliases,
    groups=_GROUPS,
)

TOTAL_LINE = "all_notifiable"

DiseaseLine = CodeSet(
    name="DiseaseLine",
    label="疫情报表行（病种与合计）",
    source=NotifiableDisease.source,
    rows=(
        *NotifiableDisease.rows,
        CodeRow(
            TOTAL_LINE, "合计", attributes={"is_total": True}, source="报表合计行", status="local"
        ),
    ),
    aliases={**_aliases, "Total": TOTAL_LINE, "总计": TOTAL_LINE, "总数": TOTAL_LINE},
    groups=_GROUPS,
)
"""Lines of a published table: the diseases, and the total, which is never added to its parts."""


def class_on(code: str, day: date) -> str | None:
    """Class 甲, 乙, 丙 or 其他 on the day; None: not notifiable then.

    Raises KeyError for an unknown code and LookupError for a day the list does not reach.
    """
    value = _row(code, day).attributes["class"]
    return str(value) if value not in (None, NOT_STATUTORY) else None


def hours_limit(code: str, day: date, *, rural: bool = False) -> int | None:
    """Hours from diagnosis within which a card is due by the norm of the day; None: no limit.

    `rural`: the longer limit of the countryside, which the method of 2003 knew.
    Raises KeyError for an unknown code and LookupError for a day the list does not reach.
    """
    name = "report_within_hours_rural" if rural else "report_within_hours"
    value = _row(code, day).attributes[name]
    return int(value) if value is not None else None


def statutory_items(day: date) -> dict[str, tuple[str, ...]]:
    """The list as the law counts it: class → diseases that are items of their own on the day."""
    items: dict[str, list[str]] = {"甲": [], "乙": [], "丙": []}
    for row in NotifiableDisease.on(day):
        disease_class = row.attributes["class"]
        if disease_class in items and row.attributes["parent"] is None:
            items[str(disease_class)].append(row.code)
    return {name: tuple(codes) for name, codes in items.items()}


def _row(code: str, day: date) -> CodeRow:
    row = NotifiableDisease.row(code, day)
    if row is None:
        raise LookupError(f"病种目录没有收录“{NotifiableDisease.label_of(code)}”在 {day} 的分类。")
    return row
