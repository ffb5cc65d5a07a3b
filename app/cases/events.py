"""The events of a visitor's matters, one after another: visits, paraphs, slips, every step, every paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access.privacy import Cover
from app.papers.requests import KINDS
from app.persian.calendar import local_day
from app.visits.visits import STATES
from db import Database, Deferred, Row

FOLDED = ("reminded", "called")
"""Kinds of which several in a row are told as one."""


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is a key of NAMES in app/cases/event_words.py."""

    visit_id: int
    at: str
    """The moment it was recorded; events stand in this order."""
    day: str
    """The day from which it counts."""
    kind: str
    who: str = ""
    """The official or the unit."""
    number: str = ""
    """The referral's."""
    words: str = ""
    """The words that were said or asked, uncut."""
    more: str = ""
    """The outcome, the state of a visit, the names of papers."""
    to_day: str = ""
    """The deadline or promise it set."""
    letter: str = ""
    """The number of the unit's letter, or of the letter that proves the day."""
    clerk: str = ""
    papers: tuple[str, ...] = ()
    """The names of what was printed of it that day."""
    times: int = 1
    """How many in a row it stands for; `day` is then that of the last."""

    def shown_under(self, cover: Cover) -> "Event":
        """Hide all but the kind and the days of an event of a matter that is covered."""
        return replace(
            self,
            who=cover.words(self.who),
            number=cover.words(self.number),
            words=cover.words(self.words),
            more=cover.words(self.more),
            letter=cover.words(self.letter),
            clerk=cover.words(self.clerk),
            papers=cover.items(self.papers),
        )


def events_deferred(db: Database, visitor_id: int) -> Deferred[list[Event]]:
    """Ask for everything that happened in the matters of a visitor, oldest first."""
    asked = [
        (made, db.send(sql, id=visitor_id))
        for made, sql in (
            (_visit, _VISITS),
            (_paraph, _PARAPHS),
            (_issued, _ISSUED),
            (_step, _STEPS),
            (_moved, _MOVED),
            (_decided, _DECIDED),
        )
    ]
    papers = db.send(_PAPERS, id=visitor_id)

    def in_order() -> list[Event]:
        found = [event for made, rows in asked for row in rows() for event in made(row)]
        found += [_paper(row) for row in papers()]
        return sorted(found, key=lambda event: event.at)

    return Deferred(in_order)


def folded(events: Sequence[Event]) -> tuple[Event, ...]:
    """Tell papers with what they were printed of on the same day, and several reminders or phone calls in a row as one
    event."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if last and event.kind == "paper" and last.day == event.day:
            found[-1] = replace(last, papers=_together(last, event))
        elif (
            last
            and event.kind in FOLDED
            and (last.kind, last.who, last.number) == (event.kind, event.who, event.number)
        ):
            found[-1] = replace(event, papers=_together(last, event), times=last.times + 1)
        else:
            found.append(event)
    return tuple(found)


def _together(last: Event, event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*last.papers, *event.papers)))


_VISITS = (
    "SELECT visit.id AS visit_id, arrived_at AS at, session.day AS day, round, programme.name AS programme, ticket,"
    " visit.state AS state, matter, on_paper, companion FROM visit JOIN session ON session.id = session_id"
    " JOIN programme ON programme.id = programme_id WHERE visitor_id = :id"
)


def _visit(row: Row) -> list[Event]:
    state = STATES[row["state"]] if row["state"] not in ("done", "meeting") else ""
    paper = "از روی کاغذ" if row["on_paper"] else ""
    with_whom = f"همراه: {row['companion']}" if row["companion"] else ""
    more = " · ".join(filter(None, (f"نوبت {row['ticket']}", state, paper, with_whom)))
    session = f"{row['programme']}، جلسهٔ {row['round']}" if row["round"] else row["programme"]
    return [Event(row["visit_id"], row["at"], row["day"], "visit", session, words=row["matter"], more=more)]


_PARAPHS = (
    "SELECT visit_id, written_at AS at, official_post, official_name, words, paraph.state AS state, reason, replaces,"
    " COALESCE(visit_outcome.name, '') AS outcome, journal.at AS ended_at, journal.clerk AS ended_by FROM paraph"
    " JOIN visit ON visit.id = visit_id LEFT JOIN visit_outcome ON visit_outcome.code = paraph.outcome"
    " LEFT JOIN journal ON journal.subject = 'paraph' AND journal.subject_id = paraph.id"
    " AND journal.action IN ('void', 'amended') AND paraph.state <> 'valid' WHERE visitor_id = :id ORDER BY paraph.id"
)


def _paraph(row: Row) -> list[Event]:
    who = " · ".join(filter(None, (row["official_post"], row["official_name"])))
    day, kind = local_day(row["at"]), "rewritten" if row["replaces"] else "paraph"
    found = [Event(row["visit_id"], row["at"], day, kind, who, words=row["words"], more=row["outcome"])]
    if row["ended_at"]:
        kind, day = "amended" if row["state"] == "amended" else "voided", local_day(row["ended_at"])
        by = row["ended_by"]
        found.append(Event(row["visit_id"], row["ended_at"], day, kind, words=row["reason"], clerk=by))
    return found


_ISSUED = (
    "SELECT referral.visit_id AS visit_id, issued_at AS at, unit_name, number, due_day, part FROM referral"
    " JOIN visit ON visit.id = referral.visit_id WHERE visitor_id = :id ORDER BY referral.id"
)
_PARTS = {"lead": "", "partner": "همکار", "copy": "رونوشت"}


def _issued(row: Row) -> list[Event]:
    day, part = local_day(row["at"]), _PARTS[row["part"]]
    event = Event(row["visit_id"], row["at"], day, "issued", row["unit_name"], row["number"], more=part)
    return [replace(event, to_day=row["due_day"])]


_STEPS = (
    "SELECT referral.visit_id AS visit_id, referral_step.at AS at, referral_step.day AS day,"
    " referral_step.kind AS kind, unit_name, number, referral_step.words AS words, to_day, letter,"
    " referral_step.clerk AS clerk, COALESCE(response_outcome.name, '') AS outcome,"
    " COALESCE(response.unit_number, '') AS unit_number"
    " FROM referral_step JOIN referral ON referral.id = referral_step.referral_id"
    " JOIN visit ON visit.id = referral.visit_id LEFT JOIN response ON response.id = response_id"
    " LEFT JOIN response_outcome ON response_outcome.code = response.outcome"
    " WHERE visitor_id = :id AND taken_back_at = '' ORDER BY referral_step.id"
)


def _step(row: Row) -> list[Event]:
    spoken = row["kind"] in ("answered", "interim")
    return [
        Event(
            row["visit_id"],
            row["at"],
            row["day"],
            row["kind"],
            row["unit_name"],
            row["number"],
            row["words"],
            row["outcome"] if spoken else "",
            row["to_day"],
            row["unit_number"] if spoken else row["letter"],
            row["clerk"],
        )
    ]


_MOVED = (
    "SELECT referral.visit_id AS visit_id, at, day, clerk, reason, letter, after_day, unit_name, number"
    " FROM moved_deadline JOIN deadline_letter ON deadline_letter.id = letter_id"
    " JOIN day_change ON day_change.id = change_id JOIN referral ON referral.id = referral_id"
    " JOIN visit ON visit.id = referral.visit_id WHERE visitor_id = :id"
)


def _moved(row: Row) -> list[Event]:
    where = (row["unit_name"], row["number"], row["reason"], "", row["after_day"], row["letter"], row["clerk"])
    return [Event(row["visit_id"], row["at"], row["day"], "moved", *where)]


_DECIDED = (
    "SELECT referral.visit_id AS visit_id, decision.at AS at, decision.day AS day, decision.words AS words,"
    " decision.clerk AS clerk, unit_name, number FROM decision JOIN referral ON referral.id = referral_id"
    " JOIN visit ON visit.id = referral.visit_id WHERE visitor_id = :id AND taken_back_at = '' ORDER BY decision.id"
)


def _decided(row: Row) -> list[Event]:
    who, number, words = row["unit_name"], row["number"], row["words"]
    return [Event(row["visit_id"], row["at"], row["day"], "decided", who, number, words, clerk=row["clerk"])]


_OWN = "SELECT id FROM visit WHERE visitor_id = :id"
_OWN_REFERRALS = f"SELECT id FROM referral WHERE visit_id IN ({_OWN})"
_PRINTED = "printed_at AS at, kind, reprint FROM paper WHERE printed_at IS NOT NULL AND kind IN"
_PAPERS = (
    f"SELECT subject_id AS visit_id, {_PRINTED} ('ticket', 'receipt') AND subject_id IN ({_OWN})"
    " UNION ALL SELECT (SELECT visit_id FROM referral WHERE referral.id = subject_id),"
    f" {_PRINTED} ('slip', 'annulment') AND subject_id IN ({_OWN_REFERRALS})"
    " UNION ALL SELECT (SELECT visit_id FROM referral JOIN reminder ON referral.id = referral_id"
    f" WHERE reminder.id = subject_id), {_PRINTED} ('reminder')"
    f" AND subject_id IN (SELECT id FROM reminder WHERE referral_id IN ({_OWN_REFERRALS}))"
    " UNION ALL SELECT visit_id, printed_at, paper.kind, reprint FROM reminder"
    " JOIN referral ON referral.id = referral_id"
    " JOIN paper ON paper.kind = 'reminder_letter' AND subject_id = letter_id"
    f" WHERE printed_at IS NOT NULL AND referral_id IN ({_OWN_REFERRALS})"
)
"""With joins, or `state` in the condition, SQLite goes through all 35,000 papers of a year: 73 and 27 ms."""


def _paper(row: Row) -> Event:
    name = KINDS[row["kind"]] + (" (المثنی)" if row["reprint"] else "")
    return Event(row["visit_id"], row["at"], local_day(row["at"]), "paper", papers=(name,))
