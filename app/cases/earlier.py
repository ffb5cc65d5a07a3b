"""The earlier matters of a visitor, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any

from app.access.privacy import Cover, ReadingRights
from app.cases import referred
from app.cases.referred import EarlierReferral, least_settled
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals.state import IS_UNSETTLED, WANTS_ANSWER
from db import Database, Deferred

ENDED = ("done", "no_show", "left")
"""The states of a visit that has ended, met or not."""


@dataclass(frozen=True, slots=True)
class EarlierMatter:
    """One earlier visit, its matter and what became of it."""

    visit_id: int
    day: str
    round: int | None
    programme: str
    ticket: int
    category_id: int
    category: str
    confidential: int
    matter: str
    district_id: int | None
    state: str
    outcome: str
    """The name of the meeting's outcome; '' before it ended."""
    outcome_code: str
    official: str
    """The post of the official who gave the paraph; '' without a paraph."""
    words: str
    referrals: tuple[EarlierReferral, ...]
    """In the order they were issued."""

    def shown_to(self, rights: ReadingRights) -> "EarlierMatter":
        """Hide all but the time and the stages of a confidential matter that these rights may not read."""
        return self.shown_under(rights.cover(self.visit_id, self.confidential))

    def shown_under(self, cover: Cover) -> "EarlierMatter":
        """Hide the same of a matter that is covered."""
        if cover.is_open:
            return self
        return replace(
            self,
            category_id=0,
            category=cover.label(self.category),
            matter=cover.words(self.matter),
            district_id=None,
            outcome=cover.words(self.outcome),
            official=cover.words(self.official),
            words=cover.words(self.words),
            referrals=tuple(each.shown_under(cover) for each in self.referrals),
        )

    @property
    def units(self) -> str:
        """The names of the units it was referred to, with «، » between."""
        return "، ".join(each.unit for each in self.referrals if each.unit)

    @property
    def numbers(self) -> str:
        """The numbers of its referrals, with spaces between."""
        return " ".join(each.number for each in self.referrals if each.number)

    @property
    def due_day(self) -> str:
        """The earliest day by which an awaited answer is due; '' when none is awaited."""
        return min((each.due_day for each in self.referrals if each.due_day), default="")

    @property
    def is_overdue(self) -> bool:
        """Whether a day that was promised to the visitor has passed without an answer."""
        return any(each.is_overdue for each in self.referrals)

    @property
    def first(self) -> EarlierReferral | None:
        """The referral that should be seen first; None without one that wants an answer."""
        return least_settled(self.referrals)

    @property
    def stage(self) -> str:
        """The stage of that referral; '' without one."""
        return self.first.stage if self.first else ""

    @property
    def late(self) -> int:
        """Working days past the deadline of the unit that is latest; 0 when none is late."""
        return self.first.late if self.first else 0

    @property
    def is_open(self) -> bool:
        """Whether a unit owes an answer."""
        return any(each.is_awaited for each in self.referrals)

    @property
    def is_pressing(self) -> bool:
        """Whether a unit is late, has to answer anew because the visitor denied its answer, or has let the day pass
        that the visitor was promised."""
        return any(
            each.late or each.is_overdue or (each.is_awaited and each.stage == "objected") for each in self.referrals
        )

    @property
    def is_unsettled(self) -> bool:
        """Whether an answer or the verdict is awaited. A visitor who returns most likely comes about such a matter."""
        return any(each.is_awaited or each.stage == "answered" for each in self.referrals if each.wants_answer)

    @property
    def is_over(self) -> bool:
        """Whether the visit has ended, and nothing is awaited of it."""
        return self.state in ENDED and not self.is_unsettled


def by_urgency(matters: Iterable[EarlierMatter], category_id: int) -> tuple[EarlierMatter, ...]:
    """Return the matters in the order in which a clerk needs them: late or denied, open, answered without a verdict,
    settled. Of each kind those of this category first, then the latest, then the newest. `category_id`: 0 for none.
    """

    def urgency(matter: EarlierMatter) -> tuple[int, bool, int]:
        kind = 0 if matter.is_pressing else 1 if matter.is_open else 2 if matter.is_unsettled else 3
        return kind, bool(category_id) and matter.category_id != category_id, -matter.late

    newest_first = sorted(matters, key=lambda matter: (matter.day, matter.visit_id), reverse=True)
    return tuple(sorted(newest_first, key=urgency))


def history(db: Database, visitor_id: int, *, before_visit: int = 0) -> list[EarlierMatter]:
    """Return every matter of a visitor, newest first, without the visit `before_visit`."""
    return _ask(
        db,
        "visit.visitor_id = :id AND visit.id <> :but AND visit.state NOT IN ('moved', 'postponed')",
        id=visitor_id,
        but=before_visit,
    )()


def every_visit(db: Database, visitor_id: int) -> list[EarlierMatter]:
    """Return the matters of every visit, newest first, those that were moved to another session too."""
    return _ask(db, "visit.visitor_id = :id", id=visitor_id)()


def open_matter_deferred(db: Database, visitor_id: int, category_id: int) -> Deferred[EarlierMatter | None]:
    """Ask for the newest matter of this category that is not settled.

    Every registration asks, so the query reads no more of earlier visits than it must.
    """
    found = db.send(
        "SELECT visit.id AS id FROM visit JOIN paraph ON paraph.visit_id = visit.id"
        " JOIN referral ON paraph_id = paraph.id JOIN followup ON referral_id = referral.id"
        " WHERE visitor_id = :visitor AND visit.category_id = :category"
        " AND visit.state NOT IN ('moved', 'postponed') AND paraph.state = 'valid' AND referral.state = 'issued'"
        f" AND {WANTS_ANSWER} AND {IS_UNSETTLED}"
        " ORDER BY visit.id DESC LIMIT 1",
        visitor=visitor_id,
        category=category_id,
    )
    return found.map_row(lambda row: _ask(db, "visit.id = :id", id=row["id"])()[0] if row else None)


_SELECT = (
    "SELECT visit.id AS visit_id, session.day AS day, round, programme.name AS programme, ticket, visit.category_id,"
    " category.name AS category, confidential, matter, district_id, visit.state AS state,"
    " COALESCE(visit_outcome.name, '') AS outcome, visit.outcome AS outcome_code,"
    f" COALESCE(official_post, '') AS official, COALESCE(paraph.words, '') AS words, {referred.COLUMNS}"
    " FROM visit JOIN session ON session.id = session_id JOIN programme ON programme.id = session.programme_id"
    " JOIN category ON category.id = visit.category_id LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
    f" LEFT JOIN paraph ON paraph.visit_id = visit.id AND paraph.state = 'valid'{referred.JOINS}"
)
_OWN = tuple(field.name for field in fields(EarlierMatter) if field.name != "referrals")


def _ask(db: Database, which: str, **values: Any) -> Deferred[list[EarlierMatter]]:
    """Ask, by one statement, for the matters of visits, newest first. `which`: an SQL condition on `visit`."""
    days, today = WorkingDays.load(db), local_day(db.now())
    asked = db.send(f"{_SELECT} WHERE {which} ORDER BY session.day DESC, visit.id DESC, {referred.ORDER}", **values)

    def matters() -> list[EarlierMatter]:
        found = []
        for visit_id, of_visit in groupby(asked(), lambda row: row["visit_id"]):
            rows = list(of_visit)
            own = {name: rows[0][name] for name in _OWN}
            found.append(EarlierMatter(**own, referrals=referred.referrals(rows, visit_id, today, days)))
        return found

    return Deferred(matters)
