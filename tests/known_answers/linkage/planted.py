"""Made-up people among whom duplicates are planted, each kind in a known number."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from xinglin.codes.id_numbers import check_character
from xinglin.codes.pinyin import sort_key
from xinglin.linkage import PersonRow

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红建国志林海燕春梅玉珍凤云龙飞鑫波"
SOUNDS_ALIKE = {"英": "瑛", "丽": "莉", "伟": "玮", "静": "婧", "华": "桦", "平": "苹", "红": "虹"}


@dataclass(frozen=True)
class Planted:
    """Rows, and which pairs of them are one human: pair → how the second came about."""

    rows: list[PersonRow]
    pairs: dict[tuple[int, int], str]


def planted(people: int, seed: int = 20261126) -> Planted:
    """People of the fictitious district; one in six has a second row, made in one of six ways."""
    rng = random.Random(seed)  # noqa: S311 - planted, not secret
    rows = [_person(rng, number) for number in range(1, people + 1)]
    pairs = {}
    for turn, original in enumerate(rows[::6]):
        kind = KINDS[turn % len(KINDS)]
        double = replace(_spoilt(rng, original, kind), id=len(rows) + 1)
        rows.append(double)
        pairs[original.id, double.id] = kind
    return Planted(rows, pairs)


KINDS = ("new name", "no number", "phone and ear", "fifteen digits", "digit typed wrong", "card")


def named(row: PersonRow, name: str) -> PersonRow:
    """The row under another name."""
    return replace(row, name=name, name_key=sort_key(name))


def _person(rng: random.Random, number: int) -> PersonRow:
    name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2, 2))))
    born = date(1935, 1, 1) + timedelta(days=rng.randrange(23_000))
    sequence = rng.randrange(999)
    body = f"998801{born:%Y%m%d}{sequence:03d}"
    row = PersonRow(
        number, name, sex="1" if sequence % 2 else "2", birth_date=born,
        id_number=body + check_character(body), phone=f"139{rng.randrange(10**8):08d}",
        others=frozenset({f"JK{number:07d}"}),
    )  # fmt: skip
    return named(row, name)


def _spoilt(rng: random.Random, row: PersonRow, kind: str) -> PersonRow:
    """A second row of the same human, as offices make them."""
    if kind == "new name":  # a name changed by marriage or typed from a borrowed card
        other = row.name[0] + "".join(rng.choices(GIVEN, k=2))
        return named(replace(row, phone="", others=frozenset()), other)
    if kind == "no number":
        return replace(row, id_number="", phone="", others=frozenset())
    if kind == "phone and ear":  # asked at the door: no paper, the name by ear
        heard = "".join(SOUNDS_ALIKE.get(c, c) for c in row.name)
        lean = replace(row, id_number="", birth_date=None, others=frozenset())
        return named(lean, heard)
    if kind == "fifteen digits":
        old = row.id_number[:6] + row.id_number[8:17]
        return replace(row, id_number=old, phone="", others=frozenset())
    if kind == "digit typed wrong":
        at = rng.randrange(18)
        wrong = rng.choice([d for d in "0123456789" if d != row.id_number[at]])
        typed = row.id_number[:at] + wrong + row.id_number[at + 1 :]
        return replace(row, id_number=typed, phone="", others=frozenset())
    return replace(row, id_number="", phone="", birth_date=None)  # the health card alone
