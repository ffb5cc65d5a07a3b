"""A session of the invented year: people arrive and wait, tables call them, officials write what is to be done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count

from app.invented import officials
from app.invented.arrivals import draw_arrivals, register_person
from app.invented.office import InventedOffice
from app.invented.people import Person
from app.line import steps
from app.persian.calendar import at
from app.sessions import sessions
from app.sessions.sessions import Session
from app.visits import visits
from app.visits.visits import Visit
from db import Row

_BEGINS = {"citizen": "08:00", "staff": "09:00"}
_TABLES = {"citizen": 5, "staff": 2}
_HOURS = {"citizen": 3.2, "staff": 1.5}
"""In which people arrive."""
_NO_SHOW, _LEAVES, _CARRIED_OVER = 0.05, 0.012, 0.4


class MeetingDay:
    def __init__(self, office: InventedOffice, programme_id: int, day: str) -> None:
        self._office = office
        self._serial, self._events = count(), list[tuple[datetime, int, Callable[[], None]]]()
        office.clock.set(at(day, "07:40"))
        self.session: Session = sessions.open_today(office.db, office.clerks["caller"], programme_id)
        self._idle: list[Row] = []
        self._start = datetime.fromisoformat(at(day, _BEGINS[self.session.audience]))

    def run(self, until: str = "") -> None:
        """Live through the session; with `until`, 'HH:MM', only so far, and it stays open."""
        office, audience = self._office, self.session.audience
        end = datetime.fromisoformat(at(self.session.day, until)) if until else None
        arriving = draw_arrivals(office, self.session)
        for person in arriving:
            self._at(office.chance.random() * _HOURS[audience] * 3600, partial(self._arrive, person))
        for table in office.tables[: _TABLES[audience]]:
            self._at(600, partial(self._call, table))
        while self._events and not (end and self._events[0][0] > end):
            moment, _, act = heappop(self._events)
            office.clock.moment = max(moment, office.clock.moment)
            act()
        if end:
            office.clock.moment = max(end, office.clock.moment)
            return
        self._close()

    def _at(self, seconds: float, act: Callable[[], None]) -> None:
        """Let an act happen so many seconds after the start, which are whole ones."""
        heappush(self._events, (self._start + timedelta(seconds=int(seconds)), next(self._serial), act))

    def _in(self, seconds: int, act: Callable[[], None]) -> None:
        moment = self._office.clock.moment + timedelta(seconds=seconds)
        heappush(self._events, (moment, next(self._serial), act))

    def _arrive(self, person: Person) -> None:
        visit = register_person(self._office, self.session, person)
        if self._office.happens(_LEAVES):
            self._in(2400, partial(self._leave, visit.id))
        if self._idle:
            self._in(20, partial(self._call, self._idle.pop(0)))

    def _leave(self, visit_id: int) -> None:
        if visits.get(self._office.db, visit_id).state == "waiting":
            steps.leave(self._office.db, self._office.clerks["reception"], visit_id)
            self._office.count("left")

    def _call(self, table: Row) -> None:
        visit = steps.call_next(self._office.db, self._office.clerks["caller"], self.session.id, table["id"])
        if visit is None:
            self._idle.append(table)
        elif self._office.happens(_NO_SHOW):
            self._in(90, partial(self._recall, table, visit))
        else:
            self._in(self._office.some_days((15, 60)), partial(self._meet, table, visit))

    def _recall(self, table: Row, visit: Visit) -> None:
        steps.recall(self._office.db, self._office.clerks["caller"], visit.id)
        self._in(90, partial(self._mark_absent, table, visit))

    def _mark_absent(self, table: Row, visit: Visit) -> None:
        steps.no_show(self._office.db, self._office.clerks["caller"], visit.id)
        self._office.count("no_show")
        self._in(10, partial(self._call, table))

    def _meet(self, table: Row, visit: Visit) -> None:
        steps.came(self._office.db, self._office.clerks["table"], visit.id)
        self._in(self._office.chance.randint(120, 540), partial(self._write, table, visit))

    def _write(self, table: Row, visit: Visit) -> None:
        again = officials.write_paraph(self._office, self.session, table, visit)
        if again:
            self._in(100, again)
        self._in(130 if again else 20, partial(self._call, table))

    def _close(self) -> None:
        office = self._office
        office.at_work(300)
        waiting = "next" if office.happens(_CARRIED_OVER) else "left"
        sessions.close(office.db, office.clerks["caller"], self.session.id, waiting)
        office.count("session")
        office.at_work(60)
        office.print_what_waits()
