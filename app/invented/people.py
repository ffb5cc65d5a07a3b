"""Invented visitors: who they are, what they came about, and how often they come again."""

from dataclasses import dataclass, field
from itertools import count
from random import Random

from app.invented import tables
from app.invented.cast import Matter
from app.visits.visitors import Visitor

_TIMES, _WEIGHTS = (1, 2, 3, 4, 5, 6, 7), (46, 25, 13, 7, 4, 3, 2)


@dataclass(slots=True)
class Coming:
    """The matter that a person comes about this time."""

    matter: Matter
    words: str
    district: str
    """The code of the district it is about; '' where it is about none."""
    same_as: int | None = None
    """The visit it continues, where reception linked them."""
    earlier: int | None = None
    """The visit it truly continues."""


@dataclass(slots=True)
class Person:
    visitor: Visitor
    district: str
    """The code of the district the person lives in."""
    most_visits: int
    """After so many the person gives up."""
    comings: list[Coming] = field(default_factory=list)
    visits: list[int] = field(default_factory=list)
    last_day: str = ""
    cluster: str = ""
    """The name of the cluster it belongs to; '' for most."""


def invented_code(body: str) -> str:
    """Return the nine digits of `body` with their check digit."""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return body + str(rest if rest < 2 else 11 - rest)


class People:
    """Makes new persons, each with a code that passes the check and a mobile that belongs to nobody."""

    def __init__(self, chance: Random, districts: tuple[str, ...]) -> None:
        self._chance, self._districts, self._serial = chance, districts, count(1)
        self._names = {row["kind"]: row["names"].split(" ") for row in tables.rows("names")}

    def new(self, audience: str, district: str = "") -> Person:
        chance, n = self._chance, next(self._serial)
        gender = chance.choice(("male", "female"))
        visitor = Visitor(
            code=invented_code(f"{990_000_000 + n * 37}"),
            first_name=chance.choice(self._names[gender]),
            last_name=chance.choice(self._names["stem"]) + chance.choice(self._names["tail"]),
            father=chance.choice(self._names["male"]),
            gender=gender,
            mobile=f"0900{n:07}" if chance.random() < 0.95 else "",
            personnel_number=f"{700_000 + n}" if audience == "staff" else "",
        )
        return Person(visitor, district or chance.choice(self._districts), chance.choices(_TIMES, _WEIGHTS)[0])
