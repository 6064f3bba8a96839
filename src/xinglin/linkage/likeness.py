"""How alike two person rows are: each thing compared adds points or takes them, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinglin.linkage.rows import PersonRow

MOST = 100


@dataclass(frozen=True)
class Points:
    """What each agreement is worth, and how many points put a pair on the list."""

    same_number: int
    other_number_same: int
    number_one_off: int
    numbers_differ: int
    same_name: int
    same_sound: int
    name_one_off: int
    names_differ: int
    same_birth: int
    birth_one_off: int
    births_differ: int
    same_sex: int
    sexes_differ: int
    same_phone: int
    listed_from: int


@dataclass(frozen=True)
class Likeness:
    """The sum of points, kept within 0 and 100, and what it is made of, in words."""

    score: int
    reasons: tuple[str, ...]


def compare(one: PersonRow, two: PersonRow, points: Points) -> Likeness:
    """Compare two rows; what one of them lacks neither adds nor takes."""
    parts = [
        part
        for judged in (_numbers, _names, _births, _sexes, _phones)
        for part in judged(one, two, points)
    ]
    total = sum(worth for worth, _ in parts)
    return Likeness(min(max(total, 0), MOST), tuple(words for _, words in parts))


_Parts = Iterator[tuple[int, str]]


def _numbers(one: PersonRow, two: PersonRow, points: Points) -> _Parts:
    if one.number and one.number == two.number:
        same = one.id_number == two.id_number
        yield points.same_number, "证件号码相同" if same else "15 位与 18 位号码属同一人"
        return
    if one.numbers & two.numbers:
        yield points.other_number_same, "有一个证件或卡号相同"
    if one.number and two.number:
        if one_off(one.number, two.number):
            yield points.number_one_off, "证件号码只差一位"
        elif one.has_whole_number and two.has_whole_number:
            yield points.numbers_differ, "证件号码不同"


def _names(one: PersonRow, two: PersonRow, points: Points) -> _Parts:
    if one.name == two.name:
        yield points.same_name, "姓名相同"
    elif one.sound and one.sound == two.sound:
        yield points.same_sound, "姓名同音"
    elif min(len(one.name), len(two.name)) > 1 and one_off(one.name, two.name):
        yield points.name_one_off, "姓名只差一字"
    else:
        yield points.names_differ, "姓名不同"


def _births(one: PersonRow, two: PersonRow, points: Points) -> _Parts:
    if one.birth_date is None or two.birth_date is None:
        return
    if one.birth_date == two.birth_date:
        yield points.same_birth, "出生日期相同"
    elif _parts_agree(one.birth_date, two.birth_date) == 2:
        yield points.birth_one_off, "出生日期只有年、月、日之一不同"
    elif (one.birth_date.month, one.birth_date.day) == (two.birth_date.day, two.birth_date.month):
        yield points.birth_one_off, "出生日期的月、日颠倒"
    else:
        yield points.births_differ, "出生日期不同"


def _parts_agree(one: date, two: date) -> int:
    pairs = ((one.year, two.year), (one.month, two.month), (one.day, two.day))
    return sum(a == b for a, b in pairs)


def _sexes(one: PersonRow, two: PersonRow, points: Points) -> _Parts:
    if one.sex and two.sex:
        same = one.sex == two.sex
        yield (points.same_sex, "性别相同") if same else (points.sexes_differ, "性别不同")


def _phones(one: PersonRow, two: PersonRow, points: Points) -> _Parts:
    if one.phone and one.phone == two.phone:
        yield points.same_phone, "联系电话相同"


def one_off(one: str, two: str) -> bool:
    """Whether one slip makes one of the other: a character wrong, missing, or two swapped."""
    if one == two:
        return False
    if len(one) == len(two):
        wrong = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return len(wrong) == 1 or (
            swapped and one[wrong[0]] == two[wrong[1]] and one[wrong[1]] == two[wrong[0]]
        )
    short, long = sorted((one, two), key=len)
    if len(long) != len(short) + 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
