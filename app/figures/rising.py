"""The subjects that more people come about than before: by district, by unit, and by words of the matters.

Counted are people, each once a year for each thing: somebody who comes six times about one thing is no rise, and a unit
that answers nobody does not seem to rise by those who return. Compared are shares of all people of the same length of
time before, so that dropped sessions and holidays move nothing. Confidential matters are left out in the database.
docs/figures.md says why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from app.figures import attendance, fair_test, matter_words
from app.figures.definitions import Scope
from app.figures.fair_test import Grown
from db import Database

A_YEAR = 365
"""Days in which a person counts once for a thing."""
LEAST = 5
"""The fewest people of both periods together; a limit on those of the later one would choose by the result."""
MOST_SHARED = 0.5
"""From this share of common people on a row is told with a stronger one instead of apart from it."""
Family = Literal["district", "unit", "words"]
Key = tuple[Family, tuple[int | str, ...]]
"""The key of a counted thing: the ids of category and district or unit, or the search keys of one or two words."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A visit and the matter that it brought."""

    visit_id: int
    visitor_id: int
    day: str
    category_id: int
    district_id: int | None
    matter: str
    units: tuple[int, ...]
    """The units it was referred to."""


@dataclass(slots=True)
class _Counted:
    now: dict[int, int] = field(default_factory=dict)
    before: dict[int, int] = field(default_factory=dict)
    """By person: the visit that counts."""
    last: dict[int, str] = field(default_factory=dict)
    """By person: the last day the thing was counted."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A thing that more people came about than before."""

    key: Key
    probability: float
    """The probability of at least as many people by chance alone."""
    is_alarm: bool
    """Whether chance does not explain it, however many things were looked at."""
    visits: tuple[int, ...]
    """The visits that count, one of each person, oldest first."""
    earlier: tuple[int, ...]
    """Those of the period before."""
    people: frozenset[int]
    among: tuple["Rise", ...] = ()
    """The thing under which most of the same people are told."""

    @property
    def now(self) -> int:
        return len(self.visits)

    @property
    def before(self) -> int:
        return len(self.earlier)

    @property
    def is_new(self) -> bool:
        return not self.earlier


@dataclass(frozen=True, slots=True)
class Rising:
    """All that was looked at in a period, and what of it has grown."""

    now: int
    before: int
    """People of both periods, each once a year and category."""
    looked_at: int
    rises: tuple[Rise, ...]
    """Those about different people: alarms first, among them what nobody came about before, then by probability."""
    grown: tuple[Rise, ...]
    """All things that have grown, each by itself, in the same order."""
    spellings: Mapping[tuple[int | str, ...], str]
    """By the search keys of one or two words: how they are written."""


def read(db: Database, scope: Scope, before: Scope) -> list[Brought]:
    """Return the visits of both periods and of a year before them, oldest first, without the confidential ones."""
    since = (date.fromisoformat(before.since) - timedelta(days=A_YEAR)).isoformat()
    values = {"programme": scope.programme_id, "since": since, "until": scope.until}
    units: dict[int, list[int]] = {}
    for row in db.rows(
        f"SELECT referral.visit_id AS visit_id, followup.unit_id AS unit_id FROM {attendance.VISITS}"
        " JOIN referral ON referral.visit_id = visit.id JOIN followup ON referral_id = referral.id"
        f" WHERE {attendance.IN_SCOPE} AND stage NOT IN ('passed', 'void') AND followup.working_days IS NOT NULL",
        **values,
    ):
        units.setdefault(row["visit_id"], []).append(row["unit_id"])
    return [
        Brought(**row, units=tuple(units.get(row["visit_id"], ())))
        for row in db.rows(
            "SELECT visit.id AS visit_id, visitor_id, session.day AS day, category_id, district_id, matter"
            f" FROM {attendance.VISITS} JOIN category ON category.id = category_id"
            f" WHERE {attendance.IN_SCOPE} AND confidential = 0 ORDER BY session.day, visit.id",
            **values,
        )
    ]


def find(brought: Iterable[Brought], scope: Scope, before: Scope) -> Rising:
    """Count all things in both periods, and test what has grown. `brought`: oldest first."""
    counted: dict[Key, _Counted] = {}
    everybody: dict[int, _Counted] = {}
    spellings: dict[tuple[int | str, ...], str] = {}
    for each in brought:
        half = _half(each.day, scope, before)
        _count(everybody.setdefault(each.category_id, _Counted()), each, half)
        for key in _things(each, spellings):
            if (one := counted.get(key)) is None:
                one = counted[key] = _Counted()
            _count(one, each, half)
    now, earlier = (sum(len(getattr(one, half)) for one in everybody.values()) for half in ("now", "before"))
    looked_at = {key: one for key, one in counted.items() if len(one.now) + len(one.before) >= LEAST}
    grown = [Grown(len(one.now), len(one.before)) for one in looked_at.values()]
    told = fair_test.alarms(grown, now / (now + earlier) if now else 0.0)
    rises = [
        Rise(key, probability, is_alarm, tuple(one.now.values()), tuple(one.before.values()), frozenset(one.now))
        for (key, one), each, (probability, is_alarm) in zip(looked_at.items(), grown, told, strict=True)
        if each.now * earlier > each.before * now
    ]
    return Rising(now, earlier, len(looked_at), _folded(rises), tuple(sorted(rises, key=_order)), spellings)


def _half(day: str, scope: Scope, before: Scope) -> str:
    if scope.since <= day <= scope.until:
        return "now"
    return "before" if before.since <= day <= before.until else ""


def _count(one: _Counted, each: Brought, half: str) -> None:
    """Count a person once a year."""
    last = one.last.get(each.visitor_id)
    if last is not None and (date.fromisoformat(each.day) - date.fromisoformat(last)).days < A_YEAR:
        return
    one.last[each.visitor_id] = each.day
    if half:
        getattr(one, half)[each.visitor_id] = each.visit_id


def _things(each: Brought, spellings: dict[tuple[int | str, ...], str]) -> Iterator[Key]:
    if each.district_id is not None:
        yield "district", (each.category_id, each.district_id)
    for unit in dict.fromkeys(each.units):
        yield "unit", (each.category_id, unit)
    for keys, written in matter_words.terms(each.matter):
        spellings.setdefault(keys, written)
        yield "words", keys


def _folded(rises: Sequence[Rise]) -> tuple[Rise, ...]:
    """Return the strongest rises, each with those that are mostly about the same people."""
    heads: list[Rise] = []
    among: dict[Key, list[Rise]] = {}
    for rise in sorted(rises, key=_strength):
        same = next((head for head in heads if len(rise.people & head.people) >= MOST_SHARED * rise.now), None)
        if same is None:
            heads.append(rise)
        else:
            among.setdefault(same.key, []).append(rise)
    made = (_with_others(head, among.get(head.key, [])) for head in heads)
    return tuple(sorted(made, key=_order))


def _with_others(head: Rise, others: Sequence[Rise]) -> Rise:
    return replace(head, among=tuple(others))


def _order(rise: Rise) -> tuple[bool, bool, float, int, int, str]:
    return not rise.is_alarm, rise.is_alarm and not rise.is_new, *_strength(rise)


def _strength(rise: Rise) -> tuple[float, int, int, str]:
    return rise.probability, -rise.now, -len(rise.key[1]), str(rise.key)
