"""The warnings about a known visitor that the clerk accepts before a number is given."""

from dataclasses import dataclass

from app.access.privacy import ReadingRights
from app.cases import earlier
from app.cases.earlier import EarlierMatter
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.referrals.state import STAGES
from app.visits import index
from app.visits.visits import STATES
from db import Database, Deferred, Row


@dataclass(frozen=True, slots=True)
class RegistrationWarning:
    """A warning that the clerk must accept before a number is given."""

    kind: str
    """'here': the visitor is in this session already · 'open': a referral on the same category is not settled"""
    lead: str
    detail: str
    visit_id: int

    @property
    def sentence(self) -> str:
        return f"{self.lead} {self.detail}".strip()


def warnings(
    rights: ReadingRights, session_id: int, visitor_id: int, category_id: int, accepted: frozenset[str] = frozenset()
) -> list[RegistrationWarning]:
    """Return the warnings about a known visitor, without the kinds that the clerk has accepted."""
    return ask_prior_visits(rights.db, session_id, visitor_id, category_id).warnings(rights, accepted)


@dataclass(frozen=True, slots=True)
class PriorVisits:
    """The reads of a visitor's earlier visits in a registration."""

    visitor_id: int
    doubles: Deferred[list[Row]]
    """The names and numbers of duplicates merged into this visitor, for the index."""
    here: Deferred[list[Row]]
    """The visitor's newest visit of this session."""
    open_matter: Deferred[EarlierMatter | None]

    def warnings(self, rights: ReadingRights, accepted: frozenset[str]) -> list[RegistrationWarning]:
        found = [] if "here" in accepted else [_already_here(rights, row) for row in self.here()]
        if "open" not in accepted and (matter := self.open_matter()):
            found.append(
                RegistrationWarning("open", "همان موضوع است؟", still_open(matter.shown_to(rights)), matter.visit_id)
            )
        return found


def ask_prior_visits(db: Database, session_id: int, visitor_id: int, category_id: int) -> PriorVisits:
    doubles = index.doubles_deferred(db, visitor_id)
    here = db.send(
        "SELECT visit.id AS id, ticket, name AS category, confidential FROM visit"
        " JOIN category ON category.id = category_id"
        " WHERE session_id = :session AND visitor_id = :visitor AND state NOT IN ('moved', 'postponed')"
        " ORDER BY visit.id DESC LIMIT 1",
        session=session_id,
        visitor=visitor_id,
    )
    return PriorVisits(visitor_id, doubles, here, earlier.open_matter_deferred(db, visitor_id, category_id))


def _already_here(rights: ReadingRights, row: Row) -> RegistrationWarning:
    about = rights.cover(row["id"], row["confidential"]).label(row["category"])
    return RegistrationWarning("here", f"همین شخص امروز نوبت {fa(row['ticket'])} دارد.", f"موضوع: {about}", row["id"])


def how_it_ended(matter: EarlierMatter) -> str:
    """Return the day of a matter that is over, where it was referred and what became of it."""
    end = STAGES.get(matter.stage, "") or matter.outcome or STATES[matter.state]
    parts = (f"مراجعهٔ {isolate(fa(jalali(matter.day)))}", fa(matter.units), fa(end))
    return "، ".join(filter(None, parts)) + "."


def still_open(matter: EarlierMatter) -> str:
    """Return the referral that is not settled: where it is and what was promised."""
    stage, due = STAGES.get(matter.stage, ""), isolate(fa(jalali(matter.due_day))) if matter.due_day else ""
    if not due:
        promise = "نظر ایشان را بپرسید"
    elif matter.late:
        promise = f"{fa(matter.late)} روز کاری از مهلت گذشته است"
    else:
        promise = f"وعدهٔ {due} گذشته است" if matter.is_overdue else f"مهلت تا {due}"
    sent = f"ارجاع {isolate(fa(matter.numbers))} به {fa(matter.units)}" if matter.numbers else "ارجاعی محرمانه"
    return "، ".join(filter(None, (sent, stage, promise))) + "."
