"""Everything the office knows of one visitor, as one story: matter by matter, what is open before what is settled."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.access.privacy import Cover, ReadingRights, cover_on_paper
from app.cases.earlier import EarlierMatter, by_urgency, every_visit
from app.cases.events import Event, events_deferred, folded
from app.cases.referred import EarlierReferral, least_settled
from app.cases.summary import VisitorSummary, summarise
from app.visits import visitors
from app.visits.visitors import Visitor
from db import Database

CoverOf = Callable[[int, int], Cover]
"""Visit and mark of its category → the cover over its matter."""
NOT_COUNTED = ("moved", "postponed")
"""Visits that another one has taken the place of."""


@dataclass(frozen=True, slots=True)
class PersonMatter:
    """A matter from its first visit on, with the visits that continued it."""

    visits: tuple[EarlierMatter, ...]
    """Oldest first."""
    events: tuple[Event, ...]
    """Oldest first."""

    @property
    def latest(self) -> EarlierMatter:
        return self.visits[-1]

    @property
    def first(self) -> EarlierReferral | None:
        return least_settled(each for visit in self.visits for each in visit.referrals)

    @property
    def stage(self) -> str:
        """The stage of the referral that should be seen first; '' without one that wants an answer."""
        return self.first.stage if self.first else ""

    @property
    def late(self) -> int:
        return self.first.late if self.first else 0

    @property
    def is_unsettled(self) -> bool:
        """Whether an answer or the verdict is awaited."""
        return any(visit.is_unsettled for visit in self.visits)

    @property
    def is_overdue(self) -> bool:
        return any(visit.is_overdue for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Person:
    visitor: Visitor
    summary: VisitorSummary
    """Over all visits so far."""
    matters: tuple[PersonMatter, ...]
    """The most urgent first."""


def load(rights: ReadingRights, visitor_id: int) -> Person:
    """Read the story as these rights may read it: of a hidden matter its days and stages."""
    return _load(rights.db, visitor_id, visitors.get(rights.db, visitor_id).shown_to(rights), rights.cover)


def load_on_paper(db: Database, visitor_id: int) -> Person:
    """Read the story as it is printed: a paper passes through many hands, so every confidential matter is covered."""
    return _load(db, visitor_id, visitors.get(db, visitor_id), lambda _, confidential: cover_on_paper(confidential))


def _load(db: Database, visitor_id: int, visitor: Visitor, cover_of: CoverOf) -> Person:
    asked = events_deferred(db, visitor_id)
    visits = every_visit(db, visitor_id)
    covers = {each.visit_id: cover_of(each.visit_id, each.confidential) for each in visits}
    shown = {each.visit_id: each.shown_under(covers[each.visit_id]) for each in visits}
    events: dict[int, list[Event]] = {}
    for event in asked():
        events.setdefault(event.visit_id, []).append(event.shown_under(covers[event.visit_id]))
    counted = [each for each in shown.values() if each.state not in NOT_COUNTED]
    return Person(visitor, summarise(counted, 0, coming=0), _ordered(_grouped(db, visitor_id, shown, events)))


def _grouped(
    db: Database, visitor_id: int, shown: dict[int, EarlierMatter], events: dict[int, list[Event]]
) -> list[PersonMatter]:
    """Put the visits together that continue one another, or took another's place."""
    before = {
        row["id"]: row["before"]
        for row in db.rows(
            "SELECT id, COALESCE(same_as, moved_from) AS before FROM visit WHERE visitor_id = :id ORDER BY id",
            id=visitor_id,
        )
    }
    chains: dict[int, list[int]] = {}
    for visit_id in before:
        root = visit_id
        while before.get(root) in shown:
            root = before[root]
        chains.setdefault(root, []).append(visit_id)
    return [
        PersonMatter(
            tuple(shown[each] for each in chain),
            folded(sorted((event for each in chain for event in events.get(each, ())), key=lambda event: event.at)),
        )
        for chain in chains.values()
    ]


def _ordered(matters: Iterable[PersonMatter]) -> tuple[PersonMatter, ...]:
    """Sort the matters as their most urgent visits are sorted."""
    known = list(matters)
    visits = by_urgency((visit for matter in known for visit in matter.visits), 0)
    place = {visit.visit_id: n for n, visit in enumerate(visits)}
    return tuple(sorted(known, key=lambda matter: min(place[visit.visit_id] for visit in matter.visits)))
