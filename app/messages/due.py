"""The messages that visitors are still to get, of the kinds the office has chosen. Nobody is told the same twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.messages import texts
from app.office.settings import Settings, settings
from app.persian.calendar import local_day
from app.persian.text import sort_key
from app.referrals.state import IS_OPEN, WANTS_ANSWER
from app.visits.visitors import GENDERS
from db import Database, Row

Kind = Literal["registered", "moved", "referred", "answered"]
FRESH_DAYS = 7
"""Days after which nobody is told any more that a visit was registered or referred: a kind that is chosen today does
not tell of last year."""
_NAME = "gender, first_name, last_name, mobile"


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """One thing that a visitor is told, as the table `told` keeps it."""

    event: str
    subject_id: int
    session_id: int = 0
    """The session an invitee was moved to: the same invitee may be moved again. Otherwise 0."""


@dataclass(frozen=True, slots=True)
class DueMessage:
    kind: Kind
    mobile: str
    """'' of a visitor without a number, who gets none."""
    name: str
    words: str
    events: tuple[ToldEvent, ...]


def due_messages(db: Database) -> list[DueMessage]:
    """Return the messages still to be sent, by name, also those to visitors without a number."""
    known, today = settings(db), local_day(db.now())
    found: list[DueMessage] = []
    if known.message_registered:
        found += _registered(db, known, today)
    if known.message_moved:
        found += _moved(db, known, today)
    if known.message_referred:
        found += _referred(db, known, today)
    if known.message_answered:
        found += _answered(db, known, today)
    return sorted(found, key=lambda each: sort_key(each.name))


def _untold(event: str, subject: str, session: str = "0") -> str:
    return (
        f"NOT EXISTS (SELECT id FROM told WHERE event = '{event}' AND subject_id = {subject}"
        f" AND told.session_id = {session})"
    )


def _registered(db: Database, known: Settings, today: str) -> Iterable[DueMessage]:
    rows = db.rows(
        f"SELECT visit.id AS id, ticket, session.day AS day, programme.name AS programme, {_NAME} FROM visit"
        " JOIN session ON session.id = session_id JOIN programme ON programme.id = programme_id"
        " JOIN visitor ON visitor.id = visitor_id"
        " WHERE session.day >= :since AND moved_from IS NULL AND on_paper = 0"
        f" AND visit.state IN ('waiting', 'called', 'meeting', 'held', 'done') AND {_untold('visit', 'visit.id')}"
        " ORDER BY visit.id",
        since=_since(today),
    )
    for row in rows:
        words = texts.registered(_titled(row), row["programme"], row["day"], row["ticket"], known.office)
        yield DueMessage("registered", row["mobile"], _name(row), words, (ToldEvent("visit", row["id"]),))


def _moved(db: Database, known: Settings, today: str) -> Iterable[DueMessage]:
    rows = db.rows(
        f"SELECT visit.id AS id, ticket, session.day AS day, programme.name AS programme, {_NAME} FROM visit"
        " JOIN session ON session.id = session_id JOIN programme ON programme.id = programme_id"
        " JOIN visitor ON visitor.id = visitor_id"
        " WHERE session.day >= :today AND session.state = 'planned' AND moved_from IS NOT NULL"
        f" AND visit.state = 'waiting' AND {_untold('carried', 'visit.id')} ORDER BY visit.id",
        today=today,
    )
    for row in rows:
        words = texts.moved(_titled(row), row["programme"], row["day"], row["ticket"], known.office)
        yield DueMessage("moved", row["mobile"], _name(row), words, (ToldEvent("carried", row["id"]),))
    invited = db.rows(
        "SELECT invitee.id AS id, invitee.session_id AS session_id, session.day AS day, programme.name AS programme,"
        " '' AS gender, first_name, last_name, mobile FROM invitee JOIN session ON session.id = invitee.session_id"
        " JOIN programme ON programme.id = programme_id"
        " WHERE invitee.moved_from IS NOT NULL AND visit_id IS NULL AND session.day >= :today"
        f" AND session.state = 'planned' AND {_untold('invitee', 'invitee.id', 'invitee.session_id')}"
        " ORDER BY invitee.id",
        today=today,
    )
    for row in invited:
        words = texts.moved(_titled(row), row["programme"], row["day"], None, known.office)
        event = ToldEvent("invitee", row["id"], row["session_id"])
        yield DueMessage("moved", row["mobile"], _name(row), words, (event,))


def _referred(db: Database, known: Settings, today: str) -> Iterable[DueMessage]:
    rows = db.rows(
        "SELECT referral.id AS id, visit_id, number, unit_name, followup.due_day AS due_day, confidential,"
        f" {_NAME} FROM followup JOIN referral ON referral.id = followup.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = visit.category_id"
        f" WHERE issued_day >= :since AND {IS_OPEN} AND {WANTS_ANSWER} AND referral.state = 'issued'"
        f" AND objections = 0 AND {_untold('referral', 'referral.id')} ORDER BY referral.id",
        since=_since(today),
    )
    for group in _grouped(rows, "visit_id"):
        first = group[0]
        units = [] if first["confidential"] else [row["unit_name"] for row in group]
        due = max(row["due_day"] for row in group)
        numbers = [row["number"] for row in group]
        words = texts.referred(_titled(first), numbers, units, due, known.office, known.phone)
        events = tuple(ToldEvent("referral", row["id"]) for row in group)
        yield DueMessage("referred", first["mobile"], _name(first), words, events)


def _answered(db: Database, known: Settings, today: str) -> Iterable[DueMessage]:
    """Yield what tells of answers. It is the answer that is marked, so that the next one after an objection is told."""
    rows = db.rows(
        f"SELECT response.id AS id, visitor_id, number, {_NAME} FROM followup"
        " JOIN referral ON referral.id = followup.referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN response ON response.id ="
        " (SELECT MAX(last.id) FROM response AS last WHERE last.referral_id = followup.referral_id"
        " AND last.kind = 'final' AND last.returned = 0 AND last.taken_back = 0)"
        " WHERE stage = 'answered' AND last_answer_day > '' AND call_again_day <= :today"
        f" AND {_untold('response', 'response.id')} ORDER BY response.id",
        today=today,
    )
    for group in _grouped(rows, "visitor_id"):
        first = group[0]
        words = texts.answered(_titled(first), [row["number"] for row in group], known.office, known.phone)
        events = tuple(ToldEvent("response", row["id"]) for row in group)
        yield DueMessage("answered", first["mobile"], _name(first), words, events)


def _grouped(rows: list[Row], column: str) -> Iterable[list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups.values()


def _since(today: str) -> str:
    return (date.fromisoformat(today) - timedelta(days=FRESH_DAYS)).isoformat()


def _name(row: Row) -> str:
    return f"{row['first_name']} {row['last_name']}".strip()


def _titled(row: Row) -> str:
    return f"{GENDERS[row['gender']]} {_name(row)}".strip()
