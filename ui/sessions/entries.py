"""The agenda as lines of a list."""

from dataclasses import dataclass
from datetime import date

from app.persian.calendar import long_day
from app.sessions.agenda import Proposal, SessionsView
from app.sessions.sessions import STATES, Session
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

TAGS: dict[str, TagKind] = {
    "open": "good", "planned": "accent", "closed": "plain", "cancelled": "late", "moved": "plain",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the agenda: a session that is, or one the rhythm asks for."""

    id: int
    day: str
    today: str
    what: Session | Proposal
    people: int = 0

    @property
    def state(self) -> str:
        return self.what.state if isinstance(self.what, Session) else "skipped" if self.what.holiday else "proposed"

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def can_open(self) -> bool:
        return self.is_today and self.state in ("planned", "proposed")

    def list_row(self) -> ListRow:
        quiet = [long_day(self.day)] + ([f"{self.people} نفر"] if self.people else [])
        number = str(self.what.round or "") if isinstance(self.what, Session) else ""
        when = _away(self.today, self.day)
        return ListRow(self.id, self.what.programme, " · ".join(quiet), number, when, (self._tag(),))

    def _tag(self) -> tuple[TagKind, str]:
        if isinstance(self.what, Proposal):
            return ("waits", "تعطیل") if self.what.holiday else ("plain", "پیشنهاد")
        if self.state == "open" and not self.is_today:
            return "late", "هنوز باز"
        return TAGS[self.state], STATES[self.state]


def entries(agenda: SessionsView) -> list[Entry]:
    """What comes first needs a clerk first: the session under way, then today, then the days to come, then the past."""
    coming: list[Session | Proposal] = sorted((*agenda.planned, *agenda.proposals), key=_day)
    ordered = [*([agenda.opened] if agenda.opened else []), *coming, *agenda.past]
    return [
        Entry(_id(one), one.day, agenda.today, one, agenda.people.get(one.id, 0) if isinstance(one, Session) else 0)
        for one in ordered
    ]


def _id(one: Session | Proposal) -> int:
    """The same over every refresh; proposals below zero, since nothing has numbered them yet."""
    if isinstance(one, Session):
        return one.id
    return -(one.programme_id * 4_000_000 + date.fromisoformat(one.day).toordinal())


def _day(one: Session | Proposal) -> str:
    return one.day


def _away(today: str, day: str) -> str:
    days = (date.fromisoformat(day) - date.fromisoformat(today)).days
    near = {0: "امروز", 1: "فردا", -1: "دیروز"}
    return near.get(days) or (f"{days} روز دیگر" if days > 0 else f"{-days} روز پیش")
