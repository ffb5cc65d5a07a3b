"""One of several desks on a venue's server: `python -m benchmarks.desk WHAT ADDRESS NUMBER FIRST …`.

It prints `ready`, waits for a line on its standard input, and prints what it did.
"""

import os
import sys
import time
from collections.abc import Callable
from contextlib import closing

from app.access import clerks, privacy
from app.access.clerks import Clerk
from app.line import steps
from app.office import lists
from app.reception import registering, registration_warnings
from app.reception.arrival import Arrival
from app.sessions import sessions
from app.table import paraphs
from app.visits import visits
from app.visits.visitors import Visitor, with_code
from app.visits.visits import Visit
from benchmarks import people
from db import Database, open_database


class Desk:
    """A clerk with a table of its own, in the open session.

    `first`: the first of the invented people this desk registers, so that no two desks register the same.
    """

    def __init__(self, db: Database, number: int, first: int = 1) -> None:
        self.db, self._first = db, first
        self.clerk: Clerk = clerks.current(db, clerks.everyone(db)[0].id)
        session = sessions.opened(db)
        assert session is not None
        self.session = session.id
        self.table = lists.entries(db, "meeting_table")[number]["id"]
        self.official = lists.entries(db, "official")[0]["id"]
        self.unit = lists.entries(db, "unit")[number]["id"]
        self._categories = [row["id"] for row in lists.entries(db, "category") if row["audience"] == "citizen"]

    def registering(self, n: int) -> Callable[[], Visit]:
        """Prepare the registration of the n-th visitor: new people and people with earlier visits by turns."""
        code = people.code((0 if n % 2 else 5_000_000) + self._first + n)
        first, last, father, gender = next(people.names(1, n))
        known = with_code(self.db, code)
        visitor = (
            known[0] if known else Visitor(code=code, first_name=first, last_name=last, father=father, gender=gender)
        )
        category = self._categories[n % len(self._categories)]
        rights = privacy.rights_of(self.db, self.clerk)
        warnings = registration_warnings.warnings(rights, self.session, visitor.id, category) if visitor.id else []
        arrival = Arrival(visitor, category, people.matter(n), accepted=frozenset(warning.kind for warning in warnings))
        return lambda: registering.register(self.db, self.clerk, self.session, arrival)

    def calling(self, n: int) -> Callable[[], Visit | None]:
        """Serve the visitor at the table, register one more, and prepare the next call."""
        self.free()
        self.registering(n)()
        return lambda: steps.call_next(self.db, self.clerk, self.session, self.table)

    def free(self) -> None:
        """Serve the visitor at the table, if there is one."""
        if busy := visits.at_table(self.db, self.table):
            self.serve(busy.id)

    def serve(self, visit_id: int) -> tuple[str, ...]:
        """Save a paraph to one unit; return its number."""
        steps.came(self.db, self.clerk, visit_id)
        draft = paraphs.Draft(
            self.official, "referred", "بازدید و اقدام شود.", (paraphs.Addressee(self.unit, working_days=15),)
        )
        return tuple(paraphs.save(self.db, self.clerk, visit_id, draft).numbers)


def timed(desk: Desk, what: str, times: str) -> None:
    """Do `times` acts of one kind, one after another; print the milliseconds of each."""
    prepare = desk.registering if what == "register" else desk.calling
    for n in range(int(times)):
        run = prepare(n)
        start = time.perf_counter()
        run()
        say("took", (time.perf_counter() - start) * 1000)


def day(desk: Desk, visits: str) -> None:
    """Run a desk's share of a day, from reception to slip; print every number it is told.

    A visitor that an earlier measurement left at the table is served first.
    """
    desk.free()
    for n in range(int(visits)):
        visit = desk.registering(n)()
        say("ticket", visit.ticket, visit.id)
        called = steps.call_next(desk.db, desk.clerk, desk.session, desk.table)
        assert called is not None, "each desk registers before it calls, so the line is not empty"
        say("called", called.id)
        for number in desk.serve(called.id):
            say("number", number)


def idle(address: str) -> None:
    """Run a desk that nobody uses: it only polls for the others' changes."""
    from functools import partial

    from PySide6.QtCore import QCoreApplication

    from ui.work import Work

    application = QCoreApplication([])
    work = Work(partial(open_database, address))
    work.opened.connect(lambda: say("ready"))
    work.start()
    application.exec()


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main(what: str, address: str, number: str, first: str = "1", *rest: str) -> None:
    if what == "idle":
        idle(address)
        return
    with closing(open_database(address)) as db:
        desk = Desk(db, int(number), int(first))
        say("ready")
        sys.stdin.readline()
        if what == "day":
            day(desk, *rest)
        else:
            timed(desk, what, *rest)
        say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
