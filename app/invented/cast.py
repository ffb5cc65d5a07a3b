"""The invented characters, matters, clusters and sayings, as the tables beside this module have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from app.invented import tables

ORDINARY = "ordinary"
"""The character of every unit that no other one names."""
OWN_DISTRICT = "R"
"""In a matter's units: the district the visitor lives in."""
Days = tuple[int, int]
"""The fewest and the most working days."""


@dataclass(frozen=True, slots=True)
class Character:
    """How a unit behaves. The shares are probabilities."""

    name: str
    true_share: float
    """The share of its answers that are true: what it says was done was done."""
    bluffs: float
    """The share of its untrue answers that say «done» all the same."""
    acknowledges_after: Days
    answers_after: Days
    answers: float
    """The share of slips that it answers without a reminder."""
    interim: float
    extended: float
    wakes: float
    """The share of reminders that bring an answer."""


@dataclass(frozen=True, slots=True)
class Matter:
    audience: str
    category: str
    units: tuple[str, ...]
    """Codes of the units it goes to, the likeliest first."""
    at_place: bool
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Many people who come about one thing, each in one of its wordings."""

    name: str
    matter: Matter
    district: str
    people: int
    weeks: int
    """Its visits fall into so many last weeks of the span."""
    rises: bool
    """Whether each week brings more of them than the one before; else all bring the same."""
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    characters: Mapping[str, Character]
    character_of: Mapping[str, str]
    """By the code of a unit: the name of its character, where it is no ordinary one."""
    matters: Mapping[str, tuple[Matter, ...]]
    """By audience."""
    weights: Mapping[str, tuple[int, ...]]
    """How often each of these matters is brought, relatively."""
    clusters: tuple[Cluster, ...]
    places: Mapping[str, tuple[str, ...]]
    """By the code of a district."""
    sayings: Mapping[str, tuple[str, ...]]
    """By the act."""

    def character(self, unit_code: str) -> Character:
        return self.characters[self.character_of.get(unit_code, ORDINARY)]

    def say(self, chance: Random, act: str) -> str:
        return chance.choice(self.sayings[act])


def load() -> Cast:
    characters = tables.rows("characters")
    matters = [(int(row["weight"]), _matter(row)) for row in tables.rows("matters")]
    audiences = dict.fromkeys(matter.audience for _, matter in matters)
    return Cast(
        {row["name"]: _character(row) for row in characters},
        {code: row["name"] for row in characters for code in row["units"].split()},
        {each: tuple(matter for _, matter in matters if matter.audience == each) for each in audiences},
        {each: tuple(weight for weight, matter in matters if matter.audience == each) for each in audiences},
        tuple(map(_cluster, tables.rows("clusters"))),
        _grouped(tables.rows("places"), "district", "name"),
        _grouped(tables.rows("sayings"), "kind", "text"),
    )


def _grouped(rows: list[dict[str, str]], key: str, value: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row[value])
    return {name: tuple(values) for name, values in found.items()}


def _character(row: dict[str, str]) -> Character:
    return Character(
        row["name"],
        float(row["true_share"]),
        float(row["bluffs"]),
        _days(row["acknowledges_after"]),
        _days(row["answers_after"]),
        float(row["answers"]),
        float(row["interim"]),
        float(row["extended"]),
        float(row["wakes"]),
    )


def _days(text: str) -> Days:
    least, _, most = text.partition("-")
    return int(least), int(most)


def _matter(row: dict[str, str]) -> Matter:
    return Matter(row["audience"], row["category"], tuple(row["units"].split()), row["district"] == "1", row["text"])


def _cluster(row: dict[str, str]) -> Cluster:
    wordings = tuple(each["text"] for each in tables.rows("wordings") if each["cluster"] == row["name"])
    matter = Matter("citizen", row["category"], tuple(row["unit"].split()), False, wordings[0])
    people, weeks = int(row["people"]), int(row["weeks"])
    return Cluster(row["name"], matter, row["district"], people, weeks, row["rises"] == "1", wordings)
