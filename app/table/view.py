"""A table as its clerk sees it: the visitor there, the next one, and the lists a paraph is written from."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.cases import story
from app.cases.story import Story
from app.errors import Refused
from app.line import standing
from app.office import lists
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals.issuing import Referral
from app.sessions import sessions
from app.sessions.sessions import Session
from app.table import matters, paraphs
from app.table.matters import TableMatter
from app.table.paraphs import Paraph
from app.visits import visits
from db import Database, Row

ORDINARY_DAYS = 15
"""The working days of an answer where the office has emptied its list of urgencies."""


@dataclass(frozen=True, slots=True)
class MeetingTable:
    id: int
    name: str
    official_id: int | None
    """The official who usually sits there."""


@dataclass(frozen=True, slots=True)
class Official:
    id: int
    post: str
    holder: str


@dataclass(frozen=True, slots=True)
class Outcome:
    code: str
    name: str
    referral: int
    """Whether the matter goes to units."""


@dataclass(frozen=True, slots=True)
class Phrase:
    id: int
    text: str
    kind: str
    answer_needed: int
    working_days: int | None


@dataclass(frozen=True, slots=True)
class Unit:
    id: int
    name: str
    addressed_as: str


@dataclass(frozen=True, slots=True)
class Urgency:
    name: str
    working_days: int


@dataclass(frozen=True, slots=True)
class PickLists:
    """The lists a paraph is written from."""

    tables: tuple[MeetingTable, ...]
    officials: tuple[Official, ...]
    """Those who hold their post on the session's day."""
    outcomes: tuple[Outcome, ...]
    phrases: tuple[Phrase, ...]
    urgencies: tuple[Urgency, ...]
    """The ordinary one first."""
    units: tuple[Unit, ...]
    today: str
    """The day from which deadlines are counted."""
    days: WorkingDays
    dues_typed: bool = False
    """Whether a deadline may be typed as it stands on a slip written by hand."""

    def of_past(self, past: "PastDay | None") -> "PickLists":
        """Return the lists as they are for a paraph of a session that was not today; the same where it was."""
        if past is None:
            return self
        return replace(self, today=past.given_day, officials=past.officials, dues_typed=past.dues_typed)

    def due(self, working_days: int) -> str:
        return self.days.after(self.today, working_days)

    def urgency_names(self) -> list[tuple[str, str]]:
        """Each urgency as it is stored and as it is shown; the ordinary one is stored as ''."""
        names = [urgency.name for urgency in self.urgencies] or ["عادی"]
        return [("", names[0]), *((name, name) for name in names[1:])]

    def urgency_days(self, stored: str) -> int:
        days = {urgency.name: urgency.working_days for urgency in self.urgencies}
        return days.get(stored) or next(iter(days.values()), ORDINARY_DAYS)

    def table(self, table_id: int) -> MeetingTable | None:
        return next((table for table in self.tables if table.id == table_id), None)


def pick_lists(db: Database) -> PickLists:
    today = local_day(db.now())
    outcomes = (row for row in lists.entries(db, "visit_outcome") if row["code"] not in paraphs.STEPS)
    officials = (row for row in lists.entries(db, "official") if lists.holds(row, today))
    return PickLists(
        _each(MeetingTable, lists.entries(db, "meeting_table")),
        _each(Official, officials),
        _each(Outcome, outcomes),
        _each(Phrase, lists.entries(db, "phrase")),
        _each(Urgency, lists.entries(db, "urgency")),
        _each(Unit, lists.entries(db, "unit")),
        today,
        WorkingDays.load(db),
    )


Entry = TypeVar("Entry", MeetingTable, Official, Outcome, Phrase, Unit, Urgency)


def _each(make: type[Entry], rows: Iterable[Row]) -> tuple[Entry, ...]:
    """Make one of `make` from each row of a list, by the columns that bear its fields' names."""
    names = [field.name for field in fields(make)]
    return tuple(make(**{name: row[name] for name in names}) for row in rows)


@dataclass(frozen=True, slots=True)
class PastDay:
    """The differences of a paraph of a session that was not today."""

    day: str
    """The session's."""
    given_day: str
    """The day that the paraph written now will bear: deadlines are counted from it."""
    officials: tuple[Official, ...]
    """Those who held their post on the session's day."""
    dues_typed: bool
    """See PickLists."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The visit a paraph is written about, or the saved paraph that is amended."""

    story: Story
    paraph: Paraph | None = None
    referrals: tuple[Referral, ...] = ()
    past: "PastDay | None" = None
    """Where the session was not today."""

    @property
    def key(self) -> tuple[int, int]:
        return self.story.visit.id, self.paraph.id if self.paraph else 0


@dataclass(frozen=True, slots=True)
class TableView:
    asked: tuple[int, int] | None
    """The key of the subject that was to be opened."""
    session: Session | None
    here: Subject | None
    """Called to the table, or sitting at it."""
    recalls_left: int
    opened: Subject | None
    """The subject that was to be opened from today's list; None when it has gone meanwhile."""
    next_up: Story | None
    waiting: int
    """How many may still be called to this table."""
    today: tuple[TableMatter, ...]
    """The paraphs of this table today, or those of the session that is corrected here."""
    now: str
    corrected: Session | None = None


def table_view(
    db: Database, clerk: Clerk, table_id: int, opened: tuple[int, int] | None, corrected_id: int = 0
) -> TableView:
    """`opened`: the key of the subject to be opened. `corrected_id`: the session whose paraphs are listed in place of
    what is at the table; 0 for none."""
    rights, session = privacy.rights_of(db, clerk), None if corrected_id else sessions.opened(db)
    visit = None if corrected_id else visits.at_table(db, table_id)
    next_up, waiting = _line(rights, session, table_id)
    listed = matters.of_session(db, corrected_id) if corrected_id else matters.at_table(db, table_id)
    today = tuple(matter.shown_to(rights) for matter in listed)
    return TableView(
        opened,
        session,
        Subject(story.load(rights, visit.id)) if visit else None,
        max(settings(db).recall_limit - visits.recalls(db, visit.id), 0) if visit else 0,
        _opened(rights, opened) if opened else None,
        next_up,
        waiting,
        today,
        db.now(),
        sessions.get(db, corrected_id) if corrected_id else None,
    )


def key_of(db: Database, clerk: Clerk, visit_id: int) -> tuple[int, int]:
    """Return the key under which a visit's valid paraph is opened, or the visit that has none. Refused before its
    meeting, and where the clerk may not read the matter."""
    privacy.rights_of(db, clerk).must_read(visit_id)
    found = matters.of_visit(db, visit_id)
    if not found:
        raise Refused("این مراجعه هنوز ملاقاتی نداشته است.")
    return found[0].key


def _line(rights: ReadingRights, session: Session | None, table_id: int) -> tuple[Story | None, int]:
    if session is None:
        return None, 0
    db = rights.db
    head = standing.next_for(db, session.id, table_id)
    waiting = [visit for visit in standing.line(db, session.id).next if visit.wanted_table_id in (None, table_id)]
    return story.load(rights, head.id) if head else None, len(waiting)


def _opened(rights: ReadingRights, key: tuple[int, int]) -> Subject | None:
    db = rights.db
    matter = next((matter for matter in matters.of_visit(db, key[0]) if key == matter.key), None)
    if matter is None or not rights.may_read(matter.visit_id, matter.confidential):
        return None
    told = story.load(rights, matter.visit_id)
    past = _past(db, told, matter.paraph_id)
    if matter.paraph_id is None:
        return Subject(told, past=past)
    paraph = next(each for each in paraphs.of_visit(db, matter.visit_id) if each.id == matter.paraph_id)
    return Subject(told, paraph, tuple(paraphs.referrals(db, paraph.id)), past)


def _past(db: Database, told: Story, paraph_id: int | None) -> PastDay | None:
    """Return what differs because the session was not today; None where it was."""
    day, now = sessions.get(db, told.visit.session_id).day, db.now()
    if day == local_day(now):
        return None
    officials = (row for row in lists.entries(db, "official", retired=True) if lists.held(row, day))
    given_day = local_day(paraphs.given(db, told.visit, paraph_id, now))
    return PastDay(day, given_day, _each(Official, officials), bool(told.visit.on_paper) and given_day == day)
