"""The earlier matters of a visitor, and what became of them."""

from dataclasses import dataclass, replace

from app.access.privacy import ReadingRights
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals.deadlines import days_past
from app.referrals.state import IS_UNSETTLED, OPEN, WANTS_ANSWER
from db import Database, Deferred, Row

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
    units: str
    """The names of the units it was referred to, with «، » between."""
    numbers: str
    """The numbers of its referrals, with spaces between."""
    due_day: str
    """The earliest day by which an awaited answer is due; '' when none is awaited."""
    stage: str
    """The stage of the referral that is least far, a key of lifecycle.STAGES; '' without one."""
    late: int
    """Working days past `due_day`; 0 when in time."""

    def shown_to(self, rights: ReadingRights) -> "EarlierMatter":
        """Hide all but the time and the stage of a confidential matter that these rights may not read."""
        cover = rights.cover(self.visit_id, self.confidential)
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
            units=cover.words(self.units),
            numbers=cover.words(self.numbers),
        )

    @property
    def is_open(self) -> bool:
        return bool(self.due_day)

    @property
    def is_unsettled(self) -> bool:
        """Whether an answer or the verdict is awaited. A visitor who returns most likely comes about such a matter."""
        return self.is_open or self.stage == "answered"

    @property
    def is_over(self) -> bool:
        """Whether the visit has ended, and nothing is awaited of it."""
        return self.state in ENDED and not self.is_unsettled


def history(db: Database, visitor_id: int, *, before_visit: int = 0) -> list[EarlierMatter]:
    """Return the last 30 matters of a visitor, newest first, without the visit `before_visit`."""
    return _matters(
        db,
        db.rows(
            f"{_EARLIER} WHERE visitor_id = :id AND visit.id <> :but AND visit.state NOT IN ('moved', 'postponed')"
            " ORDER BY session.day DESC, visit.id DESC LIMIT 30",
            id=visitor_id,
            but=before_visit,
        ),
    )


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
    return found.map_row(
        lambda row: _matters(db, db.rows(f"{_EARLIER} WHERE visit.id = :id", id=row["id"]))[0] if row else None
    )


_BY_PROGRESS = ("objected", "issued", "dispatched", "acknowledged", "answered", "accepted", "closed", "passed")
"""The stages from the least settled one on."""
_EARLIER = (
    "SELECT visit.id AS visit_id, session.day AS day, round, programme.name AS programme, ticket, category_id,"
    " category.name AS category, confidential, matter, district_id, visit.state AS state,"
    " COALESCE(visit_outcome.name, '') AS outcome, visit.outcome AS outcome_code"
    " FROM visit JOIN session ON session.id = session_id JOIN programme ON programme.id = programme_id"
    " JOIN category ON category.id = category_id LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
)


def _matters(db: Database, rows: list[Row]) -> list[EarlierMatter]:
    days, today = WorkingDays.load(db), local_day(db.now())
    matters = []
    for row in rows:
        fate = _fate(db, row["visit_id"])
        matters.append(EarlierMatter(**row, **fate, late=days_past(fate["due_day"], today, days)))
    return matters


def _fate(db: Database, visit_id: int) -> Row:
    """Return the fields of an EarlierMatter that the valid paraph and its referrals decide."""
    paraph = db.row(
        "SELECT id, official_post, words FROM paraph WHERE visit_id = :id AND state = 'valid' ORDER BY id DESC LIMIT 1",
        id=visit_id,
    )
    sent: list[Row] = (
        db.rows(
            "SELECT unit_name, number, stage, followup.working_days AS days,"
            " CASE WHEN stage = 'objected' THEN unit_due_day ELSE followup.due_day END AS due_day"
            " FROM referral JOIN followup ON referral_id = referral.id"
            " WHERE paraph_id = :id AND state = 'issued' ORDER BY referral.id",
            id=paraph["id"],
        )
        if paraph
        else []
    )
    owed = [row for row in sent if row["days"] is not None]
    return {
        "official": paraph["official_post"] if paraph else "",
        "words": paraph["words"] if paraph else "",
        "units": "، ".join(row["unit_name"] for row in sent),
        "numbers": " ".join(row["number"] for row in sent),
        "due_day": min((row["due_day"] for row in owed if row["stage"] in OPEN and row["due_day"]), default=""),
        "stage": min((row["stage"] for row in owed), key=_BY_PROGRESS.index, default=""),
    }
