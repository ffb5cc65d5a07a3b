"""Registering an arrival: the warnings to accept first, the number, the ticket."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import AskingChange, Change, writing
from app.office.number_gaps import NEXT_TICKET
from app.papers import requests
from app.reception.arrival import Arrival
from app.reception.registration_warnings import PriorVisits, ask_prior_visits
from app.sessions import sessions
from app.sessions.sessions import Session
from app.visits import index, visitors, visits
from app.visits.attachments import store
from app.visits.visitors import Visitor
from app.visits.visits import Visit
from db import Database, Deferred, Row

ROLES = ("reception",)
_CHOICES = {
    "district_id": "unit",
    "against_unit_id": "unit",
    "priority_group_id": "priority_group",
    "wanted_table_id": "meeting_table",
}


def register(db: Database, clerk: Clerk, session_id: int, arrival: Arrival) -> Visit:
    """Give an arrival the session's next number and ask for the ticket to be printed."""
    reads = partial(ask, db, session_id, arrival)
    with writing(db, clerk, ROLES, "queue", "visitors", "papers", ask=reads) as change:
        change.asked.session().must_be("open")
        visit = add(change, arrival, change.now)
        requests.ask_first(change, "ticket", visit.id)
        return visit


def latest(db: Database, session_id: int, limit: int = 8) -> list[Visit]:
    """Return the visits registered last, newest first."""
    rows = db.rows(
        "SELECT id FROM visit WHERE session_id = :id ORDER BY ticket DESC LIMIT :limit", id=session_id, limit=limit
    )
    return [visits.get(db, row["id"]) for row in rows]


@dataclass(frozen=True, slots=True)
class _Choices:
    """The entries that were picked from the office's lists."""

    category: Deferred[list[Row]]
    names: Mapping[str, Deferred[str]]
    """The names of the other entries, by the arrival's field."""

    def fitting(self, audience: str) -> Row:
        """Return the category's row, and the other names by field. Refused where a screen that was not refreshed still
        offers an entry that was retired or that is for the other audience."""
        row = self.category.row()
        if row is None or row["audience"] != audience:
            raise Refused("این موضوع برای این جلسه نیست؛ از فهرست انتخاب کنید.", "category_id")
        return row | {field: name() for field, name in self.names.items()}


def _ask_choices(db: Database, arrival: Arrival) -> _Choices:
    category = db.send(
        "SELECT name, audience, confidential FROM category WHERE id = :id AND retired_on = ''", id=arrival.category_id
    )
    names = {field: name_deferred(db, table, field, getattr(arrival, field)) for field, table in _CHOICES.items()}
    return _Choices(category, names)


def name_deferred(db: Database, table: str, field: str, entry_id: int | None) -> Deferred[str]:
    """Return the name of an entry; '' where none was picked. Refused, beside `field`, for one that is not in use."""
    if not entry_id:
        return Deferred.ready("")

    def name(row: Row | None) -> str:
        if row is None:
            raise Refused("این گزینه دیگر در فهرست نیست؛ دیگری را انتخاب کنید.", field)
        return str(row["name"])

    return db.send(f"SELECT name FROM {table} WHERE id = :id AND retired_on = ''", id=entry_id).map_row(name)


@dataclass(frozen=True, slots=True)
class _Person:
    """The reads of the visitor who comes."""

    known: Deferred[Row | None]
    """The visitor as stored; None for a newcomer."""
    prior: PriorVisits | None
    """Earlier visits of the visitor the form was filled with; None for a newcomer's form."""
    numbers: Deferred[list[Row]]
    """`id` and `ticket` of the new visit, and `visitor_id` where the form was filled with nobody."""


def _ask_person(db: Database, session_id: int, visitor: Visitor, category_id: int) -> _Person:
    known = visitors.known_deferred(db, visitor)
    prior = ask_prior_visits(db, session_id, visitor.id, category_id) if visitor.id else None
    newcomer = "" if visitor.id else f", {db.next_id('visitor')} AS visitor_id"
    numbers = db.send(f"SELECT {db.next_id('visit')} AS id, {NEXT_TICKET} AS ticket{newcomer}", session_id=session_id)
    return _Person(known, prior, numbers)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything a registration reads first, sent in the round trip that opens it. What needs no answer is worked out
    while the server is at work on the rest. A field that is not in order is refused where its value is looked at."""

    session: Deferred[Session]
    choices: _Choices
    typed: Deferred[Visitor]
    person: Deferred[_Person]
    values: Deferred[Row]
    """The visit's own columns."""
    words: Deferred[list[str]]
    """The words the index gets from the form."""


def ask(db: Database, session_id: int, arrival: Arrival) -> Asked:
    session, choices = sessions.get_deferred(db, session_id), _ask_choices(db, arrival)
    typed = Deferred.run(arrival.visitor.tidied, Refused)
    person = Deferred.run(lambda: _ask_person(db, session_id, typed(), arrival.category_id), Refused)
    values = Deferred.run(arrival.cleaned, Refused)
    words = Deferred.run(lambda: index.words_of(typed().fields(), values()), Refused)
    return Asked(session, choices, typed, person, values, words)


def add(change: AskingChange[Asked], arrival: Arrival, arrived_at: str) -> Visit:
    """Return the visit as it was written: reading it back would cost a round trip while others wait for the lock."""
    db, asked, session = change.db, change.asked, change.asked.session()
    typed = asked.typed()
    typed.must_be_whole(session.audience == "staff")
    values, chosen, person = asked.values(), asked.choices.fitting(session.audience), asked.person()
    known, numbers = person.known(), person.numbers.required_row()
    doubles = _refuse_warned(change, session, arrival, known["merged_into"] or known["id"]) if known else ()
    visitor = visitors.store(change, typed, known, numbers.get("visitor_id"), arrival.seen)
    _must_belong_to_visitor(db, arrival.same_as, visitor.id)
    visit = Visit(
        id=int(numbers["id"]),
        session_id=session.id,
        ticket=int(numbers["ticket"]),
        visitor_id=visitor.id,
        first_name=visitor.first_name,
        last_name=visitor.last_name,
        state="waiting",
        arrived_at=arrived_at,
        line_at=arrived_at,
        line_place=change.place,
        since=arrived_at,
        wanted_table_id=arrival.wanted_table_id,
        table_id=None,
        table=chosen["wanted_table_id"],
        return_at=None,
        line_note="",
        category=chosen["name"],
        confidential=chosen["confidential"],
        matter=values["matter"],
        priority=chosen["priority_group_id"],
        people=values["people"],
        on_paper=0,
        outcome="",
    )
    _write(change, visit, values)
    for new in arrival.attachments:
        store(change, visit.id, new)
    if arrival.invitee_id:
        _check_in(db, session.id, arrival.invitee_id, visit.id)
    words = asked.words() if visitor == replace(typed, id=visitor.id) else index.words_of(visitor.fields(), values)
    index.add(db, visit.id, words, visit.category, doubles)
    change.record(
        "register",
        "visit",
        visit.id,
        after=values | {"ticket": visit.ticket, "visitor_id": visitor.id, "accepted": sorted(arrival.accepted)},
    )
    return visit


def _write(change: Change, visit: Visit, values: Row) -> None:
    """Insert the visit's row, and the period of waiting that begins."""
    row = values | {
        name: getattr(visit, name)
        for name in ("id", "session_id", "ticket", "visitor_id", "state", "arrived_at", "line_at", "line_place")
    }
    change.db.send(f"INSERT INTO visit ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", **row)
    change.db.send(
        "INSERT INTO period (visit_id, state, started_at, clerk_id) VALUES (:id, 'waiting', :at, :clerk)",
        id=visit.id,
        at=visit.arrived_at,
        clerk=change.clerk.id or None,
    )


def _refuse_warned(change: AskingChange[Asked], session: Session, arrival: Arrival, visitor_id: int) -> list[Row]:
    """Refuse a known visitor with the first warning that was not accepted. Return the visitor's merged duplicates."""
    prior = change.asked.person().prior
    if prior is None or prior.visitor_id != visitor_id:
        prior = ask_prior_visits(change.db, session.id, visitor_id, arrival.category_id)
    for warning in prior.warnings(change.rights, arrival.accepted):
        raise Refused(warning.sentence, warning.kind)
    return prior.doubles()


def _must_belong_to_visitor(db: Database, same_as: int | None, visitor_id: int) -> None:
    if same_as and not db.row(
        "SELECT id FROM visit WHERE id = :id AND visitor_id = :visitor", id=same_as, visitor=visitor_id
    ):
        raise Refused("پروندهٔ پیشین متعلق به شخص دیگری است؛ شخص را دوباره پیدا کنید.", "code")


def _check_in(db: Database, session_id: int, invitee_id: int, visit_id: int) -> None:
    if not db.rows(
        "UPDATE invitee SET visit_id = :visit WHERE id = :id AND session_id = :session AND visit_id IS NULL"
        " RETURNING id",
        visit=visit_id,
        id=invitee_id,
        session=session_id,
    ):
        raise Refused("این شخص در فهرست پیش‌ثبت‌شده‌های این جلسه نیست یا قبلاً پذیرش شده است.")
