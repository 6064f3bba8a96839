"""Three libraries' installations: each with its own record and reader numbers, all beginning at 1.

东馆 keeps its records at 11, 西馆 at 12, the 流动车 at 111; each lends to its own person 1, who is
somebody else in the next library. One of 西馆's loans is moved to 流动车's round by a correction.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from tests.spec.indicators.library import BookLoan, Visit, snapshot
from tests.spec.indicators.records import read_records
from tests.spec.print import MODULES

from xinglin.language.indicators import Count, DistinctPersons, Indicator, NotFollowedUp, Ratio
from xinglin.language.periods import parse_period
from xinglin.query.snapshots import Snapshot

PERIODS = [parse_period(key) for key in ("2013H1", "2013-03YTD", "2013")]
PLACES = ["1", "11", "12", "111"]

RECORDS: dict[str, dict[Any, str]] = {
    "东馆": {
        BookLoan: """
          | genre | lent_date  | returned_date | branch | person_id | reader_no | fee_fen | lost
        --+-------+------------+---------------+--------+-----------+-----------+---------+-----
        1 | novel | 2013-01-05 | 2013-02-01    | 11     | 1         | 1         | 100     | 否
        2 | novel | 2013-02-10 |               | 11     | 1         | 1         | 0       | 是
        3 | atlas | 2013-04-01 | 2013-04-20    | 11     | 2         | 2         | 50      | 否
        4 | comic |            |               | 11     | 2         | 2         |         | 否
        """,
        Visit: """
          | visit_date | person_id | reader_no | asked | branch
        --+------------+-----------+-----------+-------+-------
        1 | 2013-01-09 | 1         | 1         | 是    | 11
        """,
    },
    "西馆": {
        BookLoan: """
          | version | genre | lent_date  | branch | person_id | reader_no | fee_fen | lost
        --+---------+-------+------------+--------+-----------+-----------+---------+-----
        1 | 1       | novel | 2013-01-06 | 12     | 1         | 1         | 30      | 是
        2 | 1       |       | 2013-03-01 | 12     | 3         | 3         | 7       | 否
        2 | 2       | comic | 2013-03-02 | 111    | 3         | 3         | 7       | 否
        """,
        Visit: """
          | visit_date | person_id | reader_no | asked | branch
        --+------------+-----------+-----------+-------+-------
        1 | 2013-03-05 | 3         | 3         | 是    | 12
        """,
    },
    "流动车": {
        BookLoan: """
          | genre | lent_date  | branch | person_id | reader_no | fee_fen | lost
        --+-------+------------+--------+-----------+-----------+---------+-----
        1 | atlas | 2013-02-15 | 111    | 1         | 1         | 900     |
        2 | novel | 2013-06-30 | 111    |           |           | 1       | 是
        """,
    },
}
"""西馆's reader 1 borrowed on 6 January and was not seen again; 东馆 saw its own on the 9th."""


class Loans(Count):
    """借出件数"""

    name, of = "借出件数", BookLoan.where()


class Borrowers(DistinctPersons):
    """借书人数"""

    name, of = "借书人数", BookLoan.where()


class LostShare(Ratio):
    """遗失率"""

    name = "遗失率"
    numerator = BookLoan.where(BookLoan.lost == True)  # noqa: E712  an expression
    denominator = BookLoan.where()


class NotSeenAgain(NotFollowedUp):
    """借出后 10 天内本人没有到馆"""

    name, of, followed_by = "借出后10天内没有到馆", BookLoan.where(), Visit.where()
    link, within_days = (BookLoan.person_id, Visit.person_id), 10


OWN: list[type[Indicator]] = [Loans, Borrowers, LostShare, NotSeenAgain]


def indicators() -> list[type[Indicator]]:
    """These, and every indicator of the specs."""
    found = list(OWN)
    for module in MODULES:
        for made in vars(importlib.import_module(f"tests.spec.indicators.{module}")).values():
            if (
                isinstance(made, type)
                and issubclass(made, Indicator)
                and made.__module__.endswith(module)
            ):
                found.append(made)
    return found


def three_libraries(folder: Path) -> dict[str, Snapshot]:
    """Each library's snapshot, in an installation's folder of its own."""
    return {
        label: snapshot(folder / label / "snapshots", read_records(records))
        for label, records in RECORDS.items()
    }
