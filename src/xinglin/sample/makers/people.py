"""Made-up persons: names of our own syllables, identity numbers of a made-up division."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random

from xinglin.codes.divisions import sample_divisions
from xinglin.codes.id_numbers import check_character
from xinglin.codes.tables import read_records
from xinglin.sample.areas import DATA
from xinglin.sample.makers.maker import Row

MALE, FEMALE = "1", "2"
_PHONE = "1940"
"""No operator has been given numbers that begin with 194."""


@dataclass(frozen=True)
class Person:
    """A made-up person; `guardian` for children of 14 and younger."""

    name: str
    sex: str
    birth_date: date
    age_years: int
    id_number: str
    phone: str
    guardian: str | None


def who(person: Person) -> Row:
    """The fields of a form that say who somebody is."""
    return {
        "person_name": person.name,
        "id_number": person.id_number,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "phone": person.phone,
    }


@cache
def _weighted(part: str) -> tuple[list[str], list[int]]:
    rows = [r for r in read_records(DATA / "names.csv") if r["part"] == part]
    return [r["text"] for r in rows], [int(r["share"]) for r in rows]


def pick(part: str, rng: Random, count: int = 1) -> str:
    """So many syllables (or names) of a part of the list, put together."""
    texts, shares = _weighted(part)
    return "".join(rng.choices(texts, shares, k=count))


@cache
def bands(profile: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Age bands (completed years, both ends included) and their weights."""
    for row in read_records(DATA / "age_profiles.csv"):
        if row.pop("profile") == profile:
            ages = [tuple(map(int, band.split("-"))) for band in row]
            return [(a, b) for a, b in ages], [int(v) for v in row.values()]
    raise KeyError(profile)


@cache
def _made_up_counties() -> tuple[str, ...]:
    return tuple(d.code for d in sample_divisions() if d.level == "county")


class People:
    """Makes persons, no two with one number."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._numbers: Counter[tuple[str, date, str]] = Counter()

    def person(self, profile: str, male: int, on: date, home: str) -> Person:
        """A person of an age of the profile on a day. male: per cent; home: a county's code."""
        sex = self._sex(male)
        age, birth = self._age(profile, on)
        return self._named(sex, birth, age, home)

    def born(self, birth: date, male: int, on: date, home: str) -> Person:
        """A person born on a day, of the age that makes on another day."""
        return self._named(self._sex(male), birth, completed_years(birth, on), home)

    def _sex(self, male: int) -> str:
        return MALE if self._rng.random() * 100 < male else FEMALE

    def _named(self, sex: str, birth: date, age: int, home: str) -> Person:
        rng = self._rng
        surname = pick("surname", rng)
        part = "male" if sex == MALE else "female"
        child = age <= 14
        return Person(
            name=surname + pick(part, rng, rng.choice((1, 2, 2))),
            sex=sex,
            birth_date=birth,
            age_years=age,
            id_number=self._id_number(home, birth, sex),
            phone=f"{_PHONE}{rng.randrange(10**7):07d}",
            guardian=surname + pick("male", rng, 2) if child else None,
        )

    def _age(self, profile: str, on: date) -> tuple[int, date]:
        """Completed years and birth date; the newborn are told by days."""
        rng = self._rng
        if profile == "neonate":
            return 0, on - timedelta(days=rng.randrange(2, 21))
        spans, weights = bands(profile)
        first, last = rng.choices(spans, weights)[0]
        age = rng.randint(first, last)
        day = on - timedelta(days=rng.randrange(1, 364))
        birth = date(day.year - age, day.month, min(day.day, 28))
        return completed_years(birth, on), birth

    def _id_number(self, home: str, birth: date, sex: str) -> str:
        counties = _made_up_counties()
        while True:
            place = home if home in counties else self._rng.choice(counties)
            key = (place, birth, sex)
            self._numbers[key] += 1
            serial = 2 * self._numbers[key] - (1 if sex == MALE else 0)
            if serial <= 999:
                first = f"{place}{birth:%Y%m%d}{serial:03d}"
                return first + check_character(first)
            home = ""


def completed_years(birth: date, on: date) -> int:
    """Age in completed years on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
