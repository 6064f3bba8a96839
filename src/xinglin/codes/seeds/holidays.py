"""Makes `data/holidays.csv` from the package chinesecalendar (MIT), which ends a year ahead.

The table is the calendar from then on: a new year's notice (usually in November) is added to it
by hand or loaded beside it, and this seed need not be run again.
"""

from __future__ import annotations

import csv
from importlib import import_module
from io import StringIO

from xinglin.codes.tables import DATA

COLUMNS = ("day", "is_workday", "name", "source")
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗日战争胜利七十周年纪念日",
}


def build() -> str:
    """The whole table as CSV text."""
    package = import_module("chinese_calendar")
    days = [(day, 0, NAMES[str(name)]) for day, name in package.holidays.items()]
    days += [(day, 1, f"{NAMES[str(name)]}调休") for day, name in package.workdays.items()]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for day, is_workday, name in sorted(days):
        source = f"国务院办公厅关于{day.year}年部分节假日安排的通知"
        writer.writerow([day.isoformat(), is_workday, name, source])
    return stream.getvalue()


if __name__ == "__main__":
    (DATA / "holidays.csv").write_text(build(), encoding="utf-8")
