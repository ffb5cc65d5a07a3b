"""The time a clerk waits for a registration and for a call, on a million earlier visits."""

import functools
from collections.abc import Callable
from contextlib import closing
from itertools import count

from app.access import privacy
from app.access.clerks import Clerk
from app.journal.writing import writing
from app.line import standing, steps
from app.reception import registering, registration_warnings
from app.reception.arrival import Arrival
from app.sessions.carry_over import end_visit
from app.sessions.sessions import Session
from app.visits import visits
from app.visits.visitors import Visitor, with_code
from benchmarks import people
from benchmarks.invented_office import connect
from benchmarks.measure import Action, Bench, Metric, bare_insert, median, p95, race
from db import Database

TIMES = 1000
IN_LINE = 200
BARE = "one bare fsynced INSERT"


def register(bench: Bench) -> list[Metric]:
    """Register new and known people by turns."""
    million, small = connect(bench.million), connect(bench.small)
    with closing(million[0]), closing(small[0]):
        times = race(
            TIMES,
            million=_registering(*million),
            small=_registering(*small),
            bare=bare_insert(bench.folder / "register.db"),
        )
    return _against("register", times)


def call_next(bench: Bench) -> list[Metric]:
    """Call from a line of 200; the meeting before is ended between two calls."""
    million, small = connect(bench.million), connect(bench.small)
    with closing(million[0]), closing(small[0]):
        times = race(
            TIMES, million=calling(*million), small=calling(*small), bare=bare_insert(bench.folder / "call.db")
        )
    return _against("call_next", times)


def _against(name: str, times: dict[str, list[float]]) -> list[Metric]:
    million, small, bare = times["million"], times["small"], times["bare"]
    return [
        Metric(f"{name}.median", median(million), "ms", BARE, median(bare), 4),
        Metric(f"{name}.p95", p95(million), "ms", BARE, p95(bare), 4),
        Metric(f"{name}.growth", p95(million), "ms", "p95 on 10,000 visits", p95(small), 1.5),
    ]


def _registering(db: Database, clerk: Clerk, session: Session) -> Action:
    """Prepare registrations of new people and of people with earlier visits by turns, the categories in turn."""
    categories = [row["id"] for row in db.rows("SELECT id FROM category WHERE audience = 'citizen' ORDER BY id")]
    registered = db.required_row("SELECT COUNT(*) AS n FROM visit WHERE session_id = :id", id=session.id)["n"]
    codes = count(1 + registered)

    def prepare(n: int) -> Callable[[], object]:
        visitor = _known(db, next(codes)) if n % 2 else _newcomer(next(codes))
        category = categories[n % len(categories)]
        rights = privacy.rights_of(db, clerk)
        warnings = registration_warnings.warnings(rights, session.id, visitor.id, category) if visitor.id else []
        arrival = Arrival(visitor, category, people.matter(n), accepted=frozenset(warning.kind for warning in warnings))
        return functools.partial(registering.register, db, clerk, session.id, arrival)

    return prepare


def _known(db: Database, n: int) -> Visitor:
    """Return the visitor as the clerk finds it by its code, before the form is filled."""
    return with_code(db, people.code(n))[0]


def _newcomer(n: int) -> Visitor:
    first, last, father, gender = next(people.names(1, n))
    return Visitor(
        code=people.code(5_000_000 + n),
        first_name=first,
        last_name=last,
        father=father,
        gender=gender,
        mobile=people.mobile(5_000_000 + n),
    )


def calling(db: Database, clerk: Clerk, session: Session) -> Action:
    """Prepare calls from a line of IN_LINE: before each the meeting ends and one more visitor registers."""
    arrive = _registering(db, clerk, session)
    waiting = [visit.id for visit in standing.line(db, session.id).next]
    _end(db, clerk, waiting[IN_LINE:])
    for n in range(IN_LINE - len(waiting)):
        arrive(n)()

    def prepare(n: int) -> Callable[[], object]:
        if busy := visits.at_table(db, 1):
            _end(db, clerk, [busy.id])
            arrive(n)()
        return functools.partial(steps.call_next, db, clerk, session.id, 1)

    return prepare


def _end(db: Database, clerk: Clerk, visits: list[int]) -> None:
    with writing(db, clerk, (), "queue") as change:
        for visit_id in visits:
            end_visit(change, visit_id, "done", "settled")
