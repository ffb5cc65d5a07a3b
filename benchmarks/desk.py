"""One of several desks on a venue's server: `python -m benchmarks.desk WHAT ADDRESS NUMBER FIRST …`.

It says `ready`, waits for a line on its standard input, and says what it did on its standard output.
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
from app.reception import registering as reception
from app.reception.registering import Arrival
from app.sessions import sessions
from app.table import paraphs
from app.visits import visits
from app.visits.visitors import Visitor, by_code
from app.visits.visits import Visit
from benchmarks import people
from db import Database, open_database


class Desk:
    """A clerk at a table of his own, in the session that is open; `first`: from which person on he registers, so that
    no two desks register the same."""

    def __init__(self, db: Database, number: int, first: int = 1) -> None:
        self.db, self._first = db, first
        self.clerk: Clerk = clerks.current(db, clerks.everyone(db)[0]["id"])
        session = sessions.opened(db)
        assert session is not None
        self.session = session.id
        self.table = lists.entries(db, "meeting_table")[number]["id"]
        self.official = lists.entries(db, "official")[0]["id"]
        self.unit = lists.entries(db, "unit")[number]["id"]
        self._categories = [row["id"] for row in lists.entries(db, "category") if row["audience"] == "citizen"]

    def registering(self, n: int) -> Callable[[], Visit]:
        """People nobody knows and people with earlier visits by turns."""
        code = people.code((0 if n % 2 else 5_000_000) + self._first + n)
        first, last, father, gender = next(people.names(1, n))
        visitor = by_code(self.db, code) or Visitor(
            code=code, first_name=first, last_name=last, father=father, gender=gender)
        category = self._categories[n % len(self._categories)]
        rights = privacy.rights_of(self.db, self.clerk)
        said = reception.warnings(rights, self.session, visitor.id, category) if visitor.id else []
        arrival = Arrival(visitor, category, people.matter(n), accepted=frozenset(each.kind for each in said))
        return lambda: reception.register(self.db, self.clerk, self.session, arrival)

    def calling(self, n: int) -> Callable[[], Visit | None]:
        """Whoever sits here is served, and one more comes, before the next call."""
        self.free()
        self.registering(n)()
        return lambda: steps.call_next(self.db, self.clerk, self.session, self.table)

    def free(self) -> None:
        """Serve whoever sits at the table."""
        if busy := visits.at_table(self.db, self.table):
            self.serve(busy.id)

    def serve(self, visit_id: int) -> tuple[str, ...]:
        """A paraph to one unit; answers with its number."""
        steps.came(self.db, self.clerk, visit_id)
        draft = paraphs.Draft(self.official, "referred", "بازدید و اقدام شود.",
                              (paraphs.Addressee(self.unit, working_days=15),))
        return tuple(paraphs.save(self.db, self.clerk, visit_id, draft).numbers)


def timed(desk: Desk, what: str, times: str) -> None:
    """`times` acts of one kind, one after another: the milliseconds of each."""
    prepare = desk.registering if what == "register" else desk.calling
    for n in range(int(times)):
        run = prepare(n)
        start = time.perf_counter()
        run()
        say("took", (time.perf_counter() - start) * 1000)


def day(desk: Desk, visits: str) -> None:
    """A desk's share of a day, from the gate to the slip: every number it was told. Whoever another figure
    left at the table is served first."""
    desk.free()
    for n in range(int(visits)):
        visit = desk.registering(n)()
        say("ticket", visit.ticket, visit.id)
        called = steps.call_next(desk.db, desk.clerk, desk.session, desk.table)
        assert called is not None, "there is somebody: each desk registers before it calls"
        say("called", called.id)
        for number in desk.serve(called.id):
            say("number", number)


def idle(address: str) -> None:
    """A desk nobody touches: it only listens for what the others do."""
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
