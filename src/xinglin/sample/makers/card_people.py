"""Who a card is about: the person, their work or school, and where they live."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from xinglin.sample.areas import Leaf
from xinglin.sample.makers.card_sorts import DIED, REMOVED, Sort
from xinglin.sample.makers.card_times import CardTimes
from xinglin.sample.makers.people import People, Person, completed_years, pick

_ADULT_WORK = (
    (("12", 45), ("10", 14), ("11", 13), ("18", 13), ("08", 6), ("16", 4), ("04", 2), ("06", 2),
     ("09", 1)),
    (("12", 50), ("17", 30), ("18", 20)),
)  # fmt: skip
"""Codes of 人群分类 with their share, before and from the age of 60."""
_GRADES = "一二三四五六七八九"


class CardPeople:
    """Fills in the personal part of cards."""

    def __init__(self, rng: Random) -> None:
        self._rng, self._people = rng, People(rng)
        self._pairs: dict[tuple[int, date], tuple[Person, dict[str, Any]]] = {}

    def columns(
        self, sort: Sort, leaf: Leaf, times: CardTimes, pair: tuple[int, date] | None
    ) -> dict[str, Any]:
        """The columns of a card that tell of its person.

        pair: what the person of two cards is known by, and the earlier day of onset.
        """
        if pair is None:
            person, columns = self._made(sort, leaf, times.onset_date)
        else:
            if pair not in self._pairs:
                self._pairs[pair] = self._made(sort, leaf, pair[1])
            person, columns = self._pairs[pair]
        return {
            **columns,
            "age_years": completed_years(person.birth_date, times.onset_date),
            "death_date": times.diagnosed_at.date() if sort.outcome == DIED else None,
            "doctor": pick("surname", self._rng) + "医生",
            "remark": "排除或重复报告" if sort.state == REMOVED else None,
        }

    def _made(self, sort: Sort, leaf: Leaf, onset: date) -> tuple[Person, dict[str, Any]]:
        rng, habit = self._rng, sort.habit
        person = self._people.person(habit.ages, habit.male, onset, leaf.county)
        occupation = _occupation(person.age_years, rng)
        return person, {
            "patient_name": person.name,
            "guardian_name": person.guardian,
            "id_type": "01",
            "id_number": person.id_number,
            "sex": person.sex,
            "birth_date": person.birth_date,
            "employer": _school(occupation, person.age_years, leaf, rng),
            "phone": person.phone,
            "patient_origin": "1",
            "residence": leaf.code,
            "address": _address(leaf, rng),
            "occupation": occupation,
        }


def _occupation(age: int, rng: Random) -> str:
    if age < 3:
        return "02"
    if age < 7:
        return "01" if rng.random() < 0.6 else "02"
    if age < 18 or (age < 22 and rng.random() < 0.3):
        return "03"
    codes, shares = zip(*_ADULT_WORK[age >= 60], strict=True)
    return str(rng.choices(codes, shares)[0])


def _school(occupation: str, age: int, leaf: Leaf, rng: Random) -> str | None:
    """Full name and class, which pupils' cards must have."""
    if occupation == "01":
        return f"{leaf.name}{pick('kindergarten', rng)}{('小', '中', '大')[min(age - 3, 2)]}班"
    if occupation == "03":
        grade = _GRADES[max(0, min(age - 7, 8))]
        return f"{leaf.name}{pick('school', rng)}{grade}年级{rng.randint(1, 6)}班"
    return None


def _address(leaf: Leaf, rng: Random) -> str:
    return f"{leaf.county_name}{leaf.name}第{rng.randint(1, 30)}村（社区）{rng.randint(1, 300)}号"
