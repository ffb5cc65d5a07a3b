"""The rows of the list of sessions."""

from dataclasses import dataclass
from datetime import date

from app.persian.calendar import long_day
from app.sessions.agenda import ListedSession, Proposal, SessionsView
from app.sessions.sessions import STATES, Session
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

TAGS: dict[str, TagKind] = {
    "open": "good",
    "planned": "accent",
    "closed": "plain",
    "cancelled": "late",
    "moved": "plain",
}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A session, or one that a programme's rhythm asks for."""

    id: int
    day: str
    today: str
    what: Session | Proposal
    people: int = 0
    holiday: str = ""
    """Name of the holiday on its day; '' without one."""
    confirmed: bool = True
    """Whether the holidays of its year are confirmed."""
    without_paraph: int = 0

    @property
    def state(self) -> str:
        return self.what.state if isinstance(self.what, Session) else "skipped" if self.holiday else "proposed"

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def is_corrected_now(self) -> bool:
        return isinstance(self.what, Session) and self.what.is_corrected_now

    @property
    def was_never_opened(self) -> bool:
        return self.state == "planned" and self.day < self.today

    @property
    def has_sheets(self) -> bool:
        """Whether the units get sheets for it: it is under way or still to come."""
        return self.state == "open" or (self.state == "planned" and not self.was_never_opened)

    @property
    def can_open(self) -> bool:
        return self.is_today and self.state in ("planned", "proposed")

    @property
    def can_move_later(self) -> bool:
        """Whether moving has a button of its own; of a session on a holiday it is the step that Enter takes."""
        return self.state == "planned" and (self.can_open or self.was_never_opened or not self.holiday)

    def list_row(self) -> ListRow:
        quiet = [long_day(self.day)] + ([f"{self.people} نفر"] if self.people else [])
        number = str(self.what.round or "") if isinstance(self.what, Session) else ""
        when = _away(self.today, self.day)
        return ListRow(self.id, self.what.programme, " · ".join(quiet), number, when, (self._tag(),))

    def _tag(self) -> tuple[TagKind, str]:
        if isinstance(self.what, Proposal):
            return ("waits", "تعطیل") if self.holiday else ("plain", "پیشنهاد")
        if self.state == "open" and not self.is_today:
            return "late", "هنوز باز"
        if self.is_corrected_now:
            return "waits", "در حال اصلاح"
        if self.was_never_opened:
            return "late", "باز نشده"
        if self.holiday:
            return "late", "در روز تعطیل"
        return TAGS[self.state], STATES[self.state]


def agenda_items(view: SessionsView) -> list[AgendaItem]:
    """Return the session under way, those being corrected, today's, those of the days to come, the past ones: what
    needs a clerk comes first."""
    opened = [view.opened] if view.opened else []
    first, planned, past = (
        [_of_session(each, view.today) for each in listed] for listed in (opened, view.planned, view.past)
    )
    proposed = [
        AgendaItem(_id(each), each.day, view.today, each, 0, each.holiday, each.confirmed) for each in view.proposals
    ]
    corrected = [item for item in past if item.is_corrected_now]
    others = [item for item in past if not item.is_corrected_now]
    return [*first, *corrected, *sorted((*planned, *proposed), key=lambda item: item.day), *others]


def _of_session(listed: ListedSession, today: str) -> AgendaItem:
    session = listed.session
    return AgendaItem(
        session.id, session.day, today, session, listed.people, listed.holiday, listed.confirmed, listed.without_paraph
    )


def _id(proposal: Proposal) -> int:
    """The same at every refresh, and below zero, because a proposal is not stored and has no id."""
    return -(proposal.programme_id * 4_000_000 + date.fromisoformat(proposal.day).toordinal())


def _away(today: str, day: str) -> str:
    days = (date.fromisoformat(day) - date.fromisoformat(today)).days
    near = {0: "امروز", 1: "فردا", -1: "دیروز"}
    return near.get(days) or (f"{days} روز دیگر" if days > 0 else f"{-days} روز پیش")
