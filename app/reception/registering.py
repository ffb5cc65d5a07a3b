"""Registering an arrival: what must be said first, the number, the ticket."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.access.clerks import Clerk
from app.access.privacy import HIDDEN, ReadingRights
from app.cases import earlier as pasts
from app.errors import Refused, deferred_refusal
from app.journal.writing import Change, writing
from app.line import standing
from app.papers import requests
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.reception.arrival import Arrival, Served
from app.referrals.lifecycle import STAGES
from app.sessions import sessions
from app.visits import index, visitors, visits
from app.visits.attachments import store
from app.visits.visitors import Visitor
from app.visits.visits import Visit
from db import Database, Row

__all__ = [
    "ROLES", "Arrival", "Served", "Warning", "ahead_and_wait", "enter_from_paper", "latest", "register", "still_open",
    "warnings",
]  # fmt: skip

ROLES = ("reception",)
_CHOICES = {
    "district_id": "unit", "against_unit_id": "unit",
    "priority_group_id": "priority_group", "wanted_table_id": "meeting_table",
}


@dataclass(frozen=True, slots=True)
class RegistrationWarning:
    """What the clerk must hear before a number is given."""

    kind: str
    """'here': already in this session · 'open': an open referral on the same category"""
    lead: str
    detail: str
    visit_id: int

    @property
    def sentence(self) -> str:
        return f"{self.lead} {self.detail}".strip()


def warnings(
    rights: ReadingRights, session_id: int, visitor_id: int, category_id: int, accepted: frozenset[str] = frozenset()
) -> list[RegistrationWarning]:
    """About a known visitor, without the kinds accepted already; empty when nothing stands against a number."""
    return _Earlier(rights.db, session_id, visitor_id, category_id).warnings(rights, accepted)


class _Earlier:
    """What is known of a visitor from before."""

    def __init__(self, db: Database, session_id: int, visitor_id: int, category_id: int) -> None:
        self.visitor_id = visitor_id
        self.doubles = index.later_doubles(db, visitor_id)
        self._here = db.send(
            "SELECT visit.id AS id, ticket, name AS category, confidential FROM visit"
            " JOIN category ON category.id = category_id"
            " WHERE session_id = :session AND visitor_id = :visitor AND state NOT IN ('moved', 'postponed')"
            " ORDER BY visit.id DESC LIMIT 1", session=session_id, visitor=visitor_id,
        )
        self._unsettled = pasts.later_open_matter(db, visitor_id, category_id)

    def warnings(self, rights: ReadingRights, accepted: frozenset[str]) -> list[RegistrationWarning]:
        found = [] if "here" in accepted else [_already_here(rights, row) for row in self._here()]
        if "open" not in accepted and (past := self._unsettled()):
            found.append(RegistrationWarning("open", "همان موضوع است؟", still_open(past.shown_to(rights)),
                                             past.visit_id))
        return found


def _already_here(rights: ReadingRights, row: Row) -> RegistrationWarning:
    about = row["category"] if rights.may_read(row["id"], row["confidential"]) else HIDDEN
    return RegistrationWarning("here", f"همین شخص امروز نوبت {fa(row['ticket'])} دارد.", f"موضوع: {about}", row["id"])


def register(db: Database, clerk: Clerk, session_id: int, arrival: Arrival) -> Visit:
    """Give an arrival the session's next number and ask for the ticket to be printed."""
    ahead = _Ahead(db, session_id, arrival)
    with writing(db, clerk, ROLES, "queue", "visitors", "papers", ask=ahead.ask) as change:
        visit = _add(change, ahead, change.now)
        requests.ask_first(change, "ticket", visit.id)
        return visit


def enter_from_paper(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served) -> Visit:
    """Enter someone already served on paper, with the true times; the paraph is written to it next."""
    ahead = _Ahead(db, session_id, arrival)
    with writing(db, clerk, ROLES, "queue", "visitors", ask=ahead.ask) as change:
        times = served.moments(ahead.session().day, change.now)
        _later_name(db, "meeting_table", "wanted_table_id", served.table_id)()
        visit_id = _add(change, ahead, times[0]).id
        _serve(change, visit_id, served.table_id, times)
        true_times = dict(zip(("arrived", "called", "ended"), times, strict=True))
        change.record("from_paper", "visit", visit_id, after=true_times)
        return visits.get(db, visit_id)


def ahead_and_wait(db: Database, visit: Visit) -> tuple[int, int | None]:
    """People before this visit and the minutes it will take, None while the pace is unknown."""
    from app.line.pace import pace

    people = standing.ahead(db, visit)
    return people, pace(db, visit.session_id).wait(people)


def latest(db: Database, session_id: int, limit: int = 8) -> list[Visit]:
    """The last ones registered, newest first."""
    rows = db.rows("SELECT id FROM visit WHERE session_id = :id ORDER BY ticket DESC LIMIT :limit",
                   id=session_id, limit=limit)
    return [visits.get(db, row["id"]) for row in rows]


class _Ahead:
    """What a registration hangs on, asked with what begins its write; what needs no answer is worked out while the
    server is at work on the others. Whatever is refused has its turn when it is looked at."""

    def __init__(self, db: Database, session_id: int, arrival: Arrival) -> None:
        self.db, self.session_id, self.arrival = db, session_id, arrival

    def ask(self) -> None:
        self.session = sessions.later_session(self.db, self.session_id)
        self.choices = _Choices(self.db, self.arrival)
        self.typed = deferred_refusal(self.arrival.visitor.tidied)
        with suppress(Refused):
            self._ask_about(self.typed())
        self.values = deferred_refusal(self.arrival.cleaned)
        self.words = deferred_refusal(lambda: index.words_of(self.typed().fields(), self.values()))

    def ask_earlier(self, visitor_id: int) -> _Earlier:
        return _Earlier(self.db, self.session_id, visitor_id, self.arrival.category_id)

    def _ask_about(self, visitor: Visitor) -> None:
        db, known_id = self.db, visitor.id
        self.known = visitors.later_known(db, visitor)
        self.earlier = self.ask_earlier(known_id) if known_id else None
        newcomer = "" if known_id else f", {db.next_id('visitor')} AS visitor_id"
        self.numbers = db.send(f"SELECT {db.next_id('visit')} AS id, COALESCE(MAX(ticket), 0) + 1 AS ticket{newcomer}"
                               " FROM visit WHERE session_id = :id", id=self.session_id)


def _add(change: Change, ahead: _Ahead, arrived_at: str) -> Visit:
    """The visit as it stands in the line now, told from what was written: nothing is read back while others wait."""
    db, arrival, session = change.db, ahead.arrival, ahead.session()
    session.must_be("open")
    typed = ahead.typed()
    typed.must_be_whole(session.audience == "staff")
    values = ahead.values()
    chosen = ahead.choices.fit(session.audience)
    known, numbers = ahead.known(), ahead.numbers.one()
    doubles = _unhindered(change, ahead, known["merged_into"] or known["id"]) if known else ()
    visitor = visitors.store(change, typed, known, numbers.get("visitor_id"), arrival.seen)
    _must_be_his(db, visitor.id, arrival.same_as)
    visit = Visit(
        id=int(numbers["id"]), session_id=session.id, ticket=int(numbers["ticket"]),
        visitor_id=visitor.id, first_name=visitor.first_name, last_name=visitor.last_name,
        state="waiting", arrived_at=arrived_at, line_at=arrived_at, since=arrived_at,
        wanted_table_id=arrival.wanted_table_id, table_id=None, table=chosen["wanted_table_id"],
        return_at=None, line_note="", category=chosen["name"], confidential=chosen["confidential"],
        matter=values["matter"], priority=chosen["priority_group_id"], people=values["people"], on_paper=0, outcome="",
    )
    _write(change, visit, values)
    for new in arrival.attachments:
        store(change, visit.id, new)
    if arrival.invitee_id:
        _check_in(db, session.id, arrival.invitee_id, visit.id)
    is_as_typed = visitor == replace(typed, id=visitor.id)
    words = ahead.words() if is_as_typed else index.words_of(visitor.fields(), values)
    index.begin(db, visit.id, words, visit.category, doubles)
    change.record("register", "visit", visit.id, after=values | {
        "ticket": visit.ticket, "visitor_id": visitor.id, "accepted": sorted(arrival.accepted)})
    return visit


def _write(change: Change, visit: Visit, values: Row) -> None:
    """Its row, and the wait that begins."""
    row = values | {name: getattr(visit, name) for name in
                    ("id", "session_id", "ticket", "visitor_id", "state", "arrived_at", "line_at")}
    change.db.send(f"INSERT INTO visit ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", **row)
    change.db.send("INSERT INTO period (visit_id, state, started_at, clerk_id) VALUES (:id, 'waiting', :at, :clerk)",
                  id=visit.id, at=visit.arrived_at, clerk=change.clerk.id or None)


def _unhindered(change: Change, ahead: _Ahead, visitor_id: int) -> list[Row]:
    """Refused with what stands against a number for someone known; else as he was once written down by mistake."""
    earlier = ahead.earlier
    if earlier is None or earlier.visitor_id != visitor_id:
        earlier = ahead.ask_earlier(visitor_id)
    for warning in earlier.warnings(ReadingRights(change.db, change.clerk), ahead.arrival.accepted):
        raise Refused(warning.sentence, warning.kind)
    return earlier.doubles()


def still_open(past: pasts.EarlierMatter) -> str:
    """Which referral is not settled, where it stands and what was promised."""
    stage = STAGES.get(past.stage, "")
    if not past.due_day:
        promise = "نظر او را بپرسید"
    else:
        due = isolate(fa(jalali(past.due_day)))
        promise = f"{fa(past.late)} روز کاری از مهلت گذشته است" if past.late else f"مهلت تا {due}"
    sent = f"ارجاع {isolate(fa(past.numbers))} به {fa(past.units)}" if past.numbers else "ارجاعی محرمانه"
    return "، ".join(filter(None, (sent, stage, promise))) + "."


class _Choices:
    """What was picked from the office's lists, each by its field."""

    def __init__(self, db: Database, arrival: Arrival) -> None:
        self._category = db.send("SELECT name, audience, confidential FROM category WHERE id = :id AND retired_on = ''",
                                 id=arrival.category_id)
        self._others = {field: _later_name(db, name, field, getattr(arrival, field))
                        for field, name in _CHOICES.items()}

    def fit(self, audience: str) -> Row:
        """The names by field, with the category's row; refused for what a stale screen may still offer: an entry
        retired since, or of the other audience."""
        row = self._category.row()
        if row is None or row["audience"] != audience:
            raise Refused("این موضوع برای این جلسه نیست؛ از فهرست برگزینید.", "category_id")
        return row | {field: name() for field, name in self._others.items()}


def _later_name(db: Database, table: str, field: str, entry_id: int | None) -> Callable[[], str]:
    """Of an entry in use; '' where none was picked."""
    found = db.send(f"SELECT name FROM {table} WHERE id = :id AND retired_on = ''", id=entry_id) if entry_id else None

    def name() -> str:
        if found is None:
            return ""
        if (row := found.row()) is None:
            raise Refused("این گزینه دیگر در فهرست نیست؛ دیگری را برگزینید.", field)
        return str(row["name"])

    return name


def _must_be_his(db: Database, visitor_id: int, same_as: int | None) -> None:
    if same_as and not db.row("SELECT id FROM visit WHERE id = :id AND visitor_id = :visitor",
                              id=same_as, visitor=visitor_id):
        raise Refused("آن پروندهٔ پیشین از شخص دیگری است؛ شخص را دوباره بیابید.", "code")


def _check_in(db: Database, session_id: int, invitee_id: int, visit_id: int) -> None:
    if not db.rows("UPDATE invitee SET visit_id = :visit WHERE id = :id AND session_id = :session AND visit_id IS NULL"
                   " RETURNING id", visit=visit_id, id=invitee_id, session=session_id):
        raise Refused("این شخص پیش‌ثبت‌شدهٔ این جلسه نیست یا پیش‌تر پذیرفته شده است.")


def _serve(change: Change, visit_id: int, table_id: int, times: list[str]) -> None:
    arrived, called, ended = times
    db = change.db
    db.send("UPDATE period SET ended_at = :called WHERE visit_id = :id", called=called, id=visit_id)
    db.send("INSERT INTO period (visit_id, state, started_at, clerk_id, table_id, note)"
            " VALUES (:id, 'meeting', :called, :clerk, :table_id, 'paper')",
            id=visit_id, called=called, clerk=change.clerk.id, table_id=table_id)
    db.send("UPDATE visit SET state = 'meeting', on_paper = 1, table_id = :table_id, paper_ended_at = :ended,"
            " arrived_at = :arrived WHERE id = :id", table_id=table_id, ended=ended, arrived=arrived, id=visit_id)
