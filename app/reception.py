"""Registering an arrival: what must be said first, the number, the ticket."""

from collections.abc import Callable
from dataclasses import dataclass

from app import papers, pasts, queue, search, sessions, visitors, visits
from app.attachments import New, store
from app.calendar import at, jalali, local_time
from app.chain import STAGES
from app.clerks import Clerk
from app.errors import Refused
from app.journal import Entry, writing
from app.sight import HIDDEN, Sight
from app.text import ascii_digits, checked, fa, isolate
from app.visitors import Visitor
from db import Database, Row

ROLES = ("reception",)
MATTER_LIMIT = 2000
_CHOICES = {
    "district_id": "unit", "against_unit_id": "unit",
    "priority_group_id": "priority_group", "wanted_table_id": "meeting_table",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everything the reception form holds; texts as typed."""

    visitor: Visitor
    category_id: int = 0
    matter: str = ""
    district_id: int | None = None
    against_unit_id: int | None = None
    """The unit complained of."""
    enclosures: str = "0"
    priority_group_id: int | None = None
    priority_reason: str = ""
    companion: str = ""
    companion_relation: str = ""
    people: str = "1"
    """Members of a group."""
    wanted_table_id: int | None = None
    same_as: int | None = None
    """The earlier visit this one goes on with."""
    attachments: tuple[New, ...] = ()
    accepted: frozenset[str] = frozenset()
    """Kinds of warnings the clerk has read and lets pass."""
    invitee_id: int | None = None
    seen: Visitor | None = None
    """As the form was filled with a known visitor, to tell what another desk has saved of him since."""

    def cleaned(self) -> Row:
        """The visit's own columns, or Refused with the field's name."""
        matter = checked(self.matter, "شرح درخواست", "matter", MATTER_LIMIT, lines=True)
        if not self.category_id:
            raise Refused("موضوع را از فهرست برگزینید.", "category_id")
        reason = checked(self.priority_reason, "علت اولویت", "priority_reason", 200)
        if self.priority_group_id and not reason:
            raise Refused("علت اولویت را بنویسید.", "priority_reason")
        return {
            "category_id": self.category_id, "matter": matter, "district_id": self.district_id,
            "against_unit_id": self.against_unit_id,
            "enclosures": _number(self.enclosures, "تعداد پیوست", "enclosures", 0),
            "priority_group_id": self.priority_group_id, "priority_reason": reason,
            "companion": checked(self.companion, "همراه یا نماینده", "companion", 120),
            "companion_relation": checked(self.companion_relation, "نسبت", "companion_relation", 60),
            "people": self._people(), "wanted_table_id": self.wanted_table_id, "same_as": self.same_as,
        }

    def _people(self) -> int:
        return _number(self.people, "شمار گروه", "people", 2) if self.visitor.kind == "group" else 1


@dataclass(frozen=True, slots=True)
class Served:
    """The true times of someone served on paper while the power was out, each 'HH:MM' of the session's day."""

    arrived: str
    called: str
    ended: str
    table_id: int

    def moments(self, day: str, now: str) -> list[str]:
        """The three as UTC; Refused, with the field's name, when out of order or in the future."""
        if not self.table_id:
            raise Refused("میزی را که در آن ملاقات شده است برگزینید.", "wanted_table_id")
        times = [_moment(day, getattr(self, name), name) for name in ("arrived", "called", "ended")]
        if sorted(times) != times:
            raise Refused("ساعت‌ها باید به ترتیب آمدن، فراخوان و پایان باشند.", "ended")
        if times[-1] > now:
            raise Refused(f"ساعت پایان از اکنون ({fa(local_time(now))}) گذشته است.", "ended")
        return times


@dataclass(frozen=True, slots=True)
class Warning:
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
    see: Sight, session_id: int, visitor_id: int, category_id: int, accepted: frozenset[str] = frozenset()
) -> list[Warning]:
    """About a known visitor, without the kinds accepted already; empty when nothing stands against a number."""
    return _Earlier(see.db, session_id, visitor_id, category_id).warnings(see, accepted)


class _Earlier:
    """What is known of a visitor from before."""

    def __init__(self, db: Database, session_id: int, visitor_id: int, category_id: int) -> None:
        self.visitor_id = visitor_id
        self.doubles = search.later_doubles(db, visitor_id)
        self._here = db.send(
            "SELECT visit.id AS id, ticket, name AS category, confidential FROM visit"
            " JOIN category ON category.id = category_id"
            " WHERE session_id = :session AND visitor_id = :visitor AND state NOT IN ('moved', 'postponed')"
            " ORDER BY visit.id DESC LIMIT 1", session=session_id, visitor=visitor_id,
        )
        self._unsettled = pasts.later_open_matter(db, visitor_id, category_id)

    def warnings(self, see: Sight, accepted: frozenset[str]) -> list[Warning]:
        found = [] if "here" in accepted else [_already_here(see, row) for row in self._here.rows()]
        if "open" not in accepted and (past := self._unsettled()):
            found.append(Warning("open", "همان موضوع است؟", still_open(see.past(past)), past.visit_id))
        return found


def _already_here(see: Sight, row: Row) -> Warning:
    about = row["category"] if see.opens(row["id"], row["confidential"]) else HIDDEN
    return Warning("here", f"همین شخص امروز نوبت {fa(row['ticket'])} دارد.", f"موضوع: {about}", row["id"])


def register(db: Database, clerk: Clerk, session_id: int, arrival: Arrival) -> queue.Visit:
    """Give an arrival the session's next number and ask for the ticket to be printed."""
    ahead = _Ahead(db, session_id, arrival)
    with writing(db, clerk, ROLES, "queue", "visitors", "papers", ask=ahead.ask) as entry:
        visit_id = _add(entry, ahead, entry.now)
        papers.ask_first(entry, "ticket", visit_id)
        visit = visits.later(db, visit_id)
    return visit()


def enter_from_paper(db: Database, clerk: Clerk, session_id: int, arrival: Arrival, served: Served) -> queue.Visit:
    """Enter someone already served on paper, with the true times; the paraph is written to it next."""
    ahead = _Ahead(db, session_id, arrival)
    with writing(db, clerk, ROLES, "queue", "visitors", ask=ahead.ask) as entry:
        times = served.moments(ahead.session().day, entry.now)
        _later_in_use(db, "meeting_table", "wanted_table_id", served.table_id)()
        visit_id = _add(entry, ahead, times[0])
        _serve(entry, visit_id, served.table_id, times)
        true_times = dict(zip(("arrived", "called", "ended"), times, strict=True))
        entry.record("from_paper", "visit", visit_id, after=true_times)
        visit = visits.later(db, visit_id)
    return visit()


def ahead_and_wait(db: Database, visit: queue.Visit) -> tuple[int, int | None]:
    """People before this visit and the minutes it will take, None while the pace is unknown."""
    from app.pace import pace

    people = queue.ahead(db, visit)
    return people, pace(db, visit.session_id).wait(people)


def latest(db: Database, session_id: int, limit: int = 8) -> list[queue.Visit]:
    """The last ones registered, newest first."""
    rows = db.rows("SELECT id FROM visit WHERE session_id = :id ORDER BY ticket DESC LIMIT :limit",
                   id=session_id, limit=limit)
    return [queue.one(db, row["id"]) for row in rows]


class _Ahead:
    """What a registration hangs on, asked with what begins its write; refused before for what no office could keep."""

    def __init__(self, db: Database, session_id: int, arrival: Arrival) -> None:
        self.db, self.session_id, self.arrival = db, session_id, arrival
        self.typed = arrival.visitor.tidied()

    def ask(self) -> None:
        db, known_id = self.db, self.typed.id
        self.session = sessions.later(db, self.session_id)
        self.choose = _later_choices(db, self.arrival)
        self.known = visitors.later_known(db, self.typed)
        self.earlier = self.ask_earlier(known_id) if known_id else None
        self.visitor_id = None if known_id else visitors.later_number(db)
        self.numbers = db.send(f"SELECT {db.next_id('visit')} AS id, COALESCE(MAX(ticket), 0) + 1 AS ticket"
                               " FROM visit WHERE session_id = :id", id=self.session_id)

    def ask_earlier(self, visitor_id: int) -> _Earlier:
        return _Earlier(self.db, self.session_id, visitor_id, self.arrival.category_id)


def _add(entry: Entry, ahead: _Ahead, arrived_at: str) -> int:
    db, arrival, session = entry.db, ahead.arrival, ahead.session()
    session.must_be("open")
    ahead.typed.must_be_whole(session.audience == "staff")
    values = arrival.cleaned()
    category = ahead.choose(session.audience)
    visitor, is_new = visitors.store(entry, ahead.typed, ahead.known(), ahead.visitor_id, arrival.seen)
    _must_be_his(db, visitor.id, arrival.same_as)
    doubles = () if is_new else _unhindered(entry, ahead, visitor.id)
    numbers = ahead.numbers.one()
    visit_id = int(numbers["id"])
    row = {**numbers, "session_id": session.id, "visitor_id": visitor.id, "state": "waiting",
           "arrived_at": arrived_at, "line_at": arrived_at, **values}
    db.send(f"INSERT INTO visit ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})", **row)
    db.send("INSERT INTO period (visit_id, state, started_at, clerk_id) VALUES (:id, 'waiting', :at, :clerk)",
            id=visit_id, at=arrived_at, clerk=entry.clerk.id or None)
    for new in arrival.attachments:
        store(entry, visit_id, new)
    if arrival.invitee_id:
        _check_in(db, session.id, arrival.invitee_id, visit_id)
    search.begin(db, visit_id, visitor.fields(), values, category, doubles)
    entry.record("register", "visit", visit_id, after=values | {
        "ticket": numbers["ticket"], "visitor_id": visitor.id, "accepted": sorted(arrival.accepted)})
    return visit_id


def _unhindered(entry: Entry, ahead: _Ahead, visitor_id: int) -> list[Row]:
    """Refused with what stands against a number for someone known; else as he was once written down by mistake."""
    earlier = ahead.earlier
    if earlier is None or earlier.visitor_id != visitor_id:
        earlier = ahead.ask_earlier(visitor_id)
    for warning in earlier.warnings(Sight(entry.db, entry.clerk), ahead.arrival.accepted):
        raise Refused(warning.sentence, warning.kind)
    return earlier.doubles.rows()


def still_open(past: pasts.Past) -> str:
    """Which referral is not settled, where it stands and what was promised."""
    stage = STAGES.get(past.stage, "")
    if not past.due_day:
        promise = "نظر او را بپرسید"
    else:
        due = isolate(fa(jalali(past.due_day)))
        promise = f"{fa(past.late)} روز کاری از مهلت گذشته است" if past.late else f"مهلت تا {due}"
    sent = f"ارجاع {isolate(fa(past.numbers))} به {fa(past.units)}" if past.numbers else "ارجاعی محرمانه"
    return "، ".join(filter(None, (sent, stage, promise))) + "."


def _later_choices(db: Database, arrival: Arrival) -> Callable[[str], str]:
    """Called with the session's audience it refuses what a stale screen may still offer, an entry retired since or of
    the other audience, and answers with the category's name."""
    category = db.send("SELECT name, audience FROM category WHERE id = :id AND retired_on = ''", id=arrival.category_id)
    others = [_later_in_use(db, name, field, getattr(arrival, field)) for field, name in _CHOICES.items()]

    def choose(audience: str) -> str:
        row = category.row()
        if row is None or row["audience"] != audience:
            raise Refused("این موضوع برای این جلسه نیست؛ از فهرست برگزینید.", "category_id")
        for must_be_in_use in others:
            must_be_in_use()
        return str(row["name"])

    return choose


def _later_in_use(db: Database, name: str, field: str, entry_id: int | None) -> Callable[[], None]:
    found = db.send(f"SELECT id FROM {name} WHERE id = :id AND retired_on = ''", id=entry_id) if entry_id else None

    def must_be_in_use() -> None:
        if found and not found.row():
            raise Refused("این گزینه دیگر در فهرست نیست؛ دیگری را برگزینید.", field)

    return must_be_in_use


def _must_be_his(db: Database, visitor_id: int, same_as: int | None) -> None:
    if same_as and not db.row("SELECT id FROM visit WHERE id = :id AND visitor_id = :visitor",
                              id=same_as, visitor=visitor_id):
        raise Refused("آن پروندهٔ پیشین از شخص دیگری است؛ شخص را دوباره بیابید.", "code")


def _check_in(db: Database, session_id: int, invitee_id: int, visit_id: int) -> None:
    if not db.rows("UPDATE invitee SET visit_id = :visit WHERE id = :id AND session_id = :session AND visit_id IS NULL"
                   " RETURNING id", visit=visit_id, id=invitee_id, session=session_id):
        raise Refused("این شخص پیش‌ثبت‌شدهٔ این جلسه نیست یا پیش‌تر پذیرفته شده است.")


def _moment(day: str, typed: str, field: str) -> str:
    digits = ascii_digits(typed).strip()
    try:
        return at(day, digits if ":" in digits else f"{digits[:-2]}:{digits[-2:]}")
    except Refused as refused:
        raise Refused(refused.sentence, field) from None


def _serve(entry: Entry, visit_id: int, table_id: int, times: list[str]) -> None:
    arrived, called, ended = times
    db = entry.db
    db.send("UPDATE period SET ended_at = :called WHERE visit_id = :id", called=called, id=visit_id)
    db.send("INSERT INTO period (visit_id, state, started_at, clerk_id, table_id, note)"
            " VALUES (:id, 'meeting', :called, :clerk, :table_id, 'paper')",
            id=visit_id, called=called, clerk=entry.clerk.id, table_id=table_id)
    db.send("UPDATE visit SET state = 'meeting', on_paper = 1, table_id = :table_id, paper_ended_at = :ended,"
            " arrived_at = :arrived WHERE id = :id", table_id=table_id, ended=ended, arrived=arrived, id=visit_id)


def _number(typed: str, label: str, field: str, least: int) -> int:
    digits = ascii_digits(typed).strip() or "0"
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 5 and int(digits) >= least):
        raise Refused(f"«{label}» عددی از {fa(least)} به بالا است.", field)
    return int(digits)
