"""Builds an office with any number of earlier visits in bulk, with the rows the program itself would have written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from app.access import clerks
from app.accounts import first_run, sign_in
from app.office import programmes
from app.persian.calendar import jalali_year
from app.persian.text import sort_key
from app.referrals.numbers import Number
from app.sessions import sessions
from app.visits.index import index_words
from benchmarks import people, referral_outcomes
from db import Database, open_database

PER_SESSION = 1000
VISITS_EACH = 3
"""Visits of one visitor, on average."""
PASSWORD = "123456"
NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
Sessions = list[tuple[int, str, int]]
"""Id, day and Jalali year of each session."""


def build(path: Path, visits: int) -> Path:
    """Build an office with `visits` earlier visits in closed sessions and today's session open and empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(open_database(str(path), clock=lambda: NOW)) as db:
        first_run.set_up(db, office="شهرداری کرج", login="bench", name="متصدی آزمون", password=PASSWORD)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _fill(connection, visits)
    with closing(open_database(str(path), clock=lambda: NOW)) as db:
        sessions.open_today(db, sign_in.sign_in(db, "bench", PASSWORD), programmes.active(db)[0].id)
    return path


def connect(path: Path) -> tuple[Database, clerks.Clerk, sessions.Session]:
    """Open the office as the program does; return it with a clerk who has every role, and the open session."""
    db = open_database(str(path))
    session = sessions.opened(db)
    assert session is not None
    return db, clerks.current(db, clerks.everyone(db)[0].id), session


def _fill(connection: sqlite3.Connection, visits: int) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('visitor', 'visit', 'period', 'paraph', 'referral', 'followup', 'paper', 'journal')"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    held = _hold_sessions(connection, visits // PER_SESSION)
    _add_people(connection, visits, held)
    for statement in _FOLLOWING:
        connection.execute(statement)
    _refer(connection, held)
    for statement in *referral_outcomes.statements(), _PAPERS, _JOURNAL:
        connection.execute(statement)
    for _, statement in indexes:
        connection.execute(statement)
    _index(connection)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _hold_sessions(connection: sqlite3.Connection, count: int) -> Sessions:
    """Insert one session a week, on Wednesdays, the last one a week ago."""
    last = date(2026, 11, 18)
    held = [(n, (last - timedelta(weeks=count - n)).isoformat()) for n in range(1, count + 1)]
    connection.executemany(
        "INSERT INTO session (id, programme_id, round, day, state, opened_at, closed_at)"
        " VALUES (?1, 1, ?1, ?2, 'closed', ?2 || 'T04:30:00.000Z', ?2 || 'T11:00:00.000Z')",
        held,
    )
    return [(n, day, jalali_year(day)) for n, day in held]


def _add_people(connection: sqlite3.Connection, visits: int, held: Sessions) -> None:
    persons = visits // VISITS_EACH
    connection.executemany(
        "INSERT INTO visitor (id, kind, code, first_name, last_name, father, gender, mobile, sort_key)"
        " VALUES (?, 'person', ?, ?, ?, ?, ?, ?, ?)",
        (
            (n, people.code(n), first, last, father, gender, people.mobile(n), _sorted_by(f"{last} {first}"))
            for n, (first, last, father, gender) in enumerate(people.names(persons), 1)
        ),
    )
    connection.executemany(
        "INSERT INTO visit (id, session_id, ticket, visitor_id, state, arrived_at, line_at, category_id, matter,"
        " district_id, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _visits(held, persons),
    )


_sorted_by = cache(sort_key)


def _visits(held: Sessions, persons: int) -> Iterator[tuple[object, ...]]:
    for session, day, _ in held:
        for ticket in range(1, PER_SESSION + 1):
            n = (session - 1) * PER_SESSION + ticket
            came = f"{day}T{4 + ticket // 200:02}:{ticket * 7 % 60:02}:{ticket % 60:02}.000Z"
            absent = n % 12 == 0
            yield (
                n,
                session,
                ticket,
                n * 48271 % persons + 1,
                "no_show" if absent else "done",
                came,
                came,
                n % 12 + 1,
                people.matter(n),
                n % 10 + 15,
                "no_show" if absent else "referred" if n % 26 < 17 else "settled",
            )


_FOLLOWING = (
    "INSERT INTO period (visit_id, state, started_at, ended_at, clerk_id, table_id) SELECT visit.id, step.column1,"
    " arrived_at, arrived_at, 1, CASE WHEN step.column1 = 'waiting' THEN NULL ELSE visit.id % 5 + 1 END"
    " FROM visit CROSS JOIN (VALUES ('waiting'), ('called'), ('meeting')) AS step"
    " WHERE state = 'done' OR step.column1 <> 'meeting'",
    "INSERT INTO paraph (visit_id, official_id, official_post, official_name, outcome, words, written_at, table_id,"
    " state) SELECT visit.id, official.id, post, holder, outcome, text, arrived_at, visit.id % 5 + 1, 'valid'"
    " FROM visit JOIN official ON official.id = visit.id % 5 + 1 JOIN phrase ON phrase.id = visit.id % 20 + 1"
    " WHERE state = 'done'",
)
_PAPERS = (
    "INSERT INTO paper (kind, subject_id, asked_at, asked_day, state, printed_at)"
    " SELECT 'ticket', id, arrived_at, substr(arrived_at, 1, 10), 'printed', arrived_at FROM visit"
    " UNION ALL SELECT 'receipt', visit_id, written_at, substr(written_at, 1, 10), 'printed', written_at FROM paraph"
    " UNION ALL SELECT 'slip', id, issued_at, substr(issued_at, 1, 10), 'printed', issued_at FROM referral"
)
_JOURNAL = (  # the links are random, since nobody verifies the chain of an invented office
    "INSERT INTO journal (at, clerk_id, clerk, action, subject, subject_id, before, after, chain)"
    " SELECT arrived_at, 1, 'متصدی آزمون', action.column1, 'visit', visit.id, '{\"state\":\"waiting\"}',"
    " '{\"category_id\":' || category_id || ',\"matter\":\"' || matter || '\"}', lower(hex(randomblob(32)))"
    " FROM visit CROSS JOIN (VALUES ('register'), ('called'), ('done')) AS action"
)


def _refer(connection: sqlite3.Connection, held: Sessions) -> None:
    """Insert six referrals for ten visits, numbered year by year, each with a deadline of ten working days."""
    years = {day: year for _, day, year in held}
    last = dict.fromkeys(years.values(), 0)

    def rows() -> Iterator[tuple[object, ...]]:
        for paraph, visit, unit, name, addressed_as, at in connection.execute(
            "SELECT paraph.id, visit_id, unit.id, unit.name, addressed_as, written_at FROM paraph"
            " JOIN unit ON unit.id = visit_id % 40 + 1 WHERE outcome = 'referred' ORDER BY paraph.id"
        ):
            year = years[at[:10]]
            last[year] += 1
            number = Number(year, "م", 1, last[year])
            due = (date.fromisoformat(at[:10]) + timedelta(days=14)).isoformat()
            yield paraph, visit, unit, name, addressed_as, number.text, number.barcode, 10, due, at

    connection.executemany(
        "INSERT INTO referral (paraph_id, visit_id, unit_id, unit_name, addressed_as, part, number, barcode, urgency,"
        " working_days, due_day, issued_at, state) VALUES (?, ?, ?, ?, ?, 'lead', ?, ?, 'عادی', ?, ?, ?, 'issued')",
        rows(),
    )
    connection.executemany("INSERT INTO numbering (series_digit, year, last) VALUES (1, ?, ?)", last.items())


def _index(connection: sqlite3.Connection) -> None:
    """Index the words of every visit. Repeated texts are cut once, and the index is built in memory: half the time."""
    _configure(connection, "hashsize", 64 << 20)
    found = connection.execute(
        "SELECT visit.id, first_name, last_name, father, code, mobile, visit.matter, category.name, paraph.words,"
        " number, barcode, unit_name FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id LEFT JOIN paraph ON paraph.visit_id = visit.id"
        " LEFT JOIN referral ON referral.visit_id = visit.id ORDER BY visit.id"
    )
    connection.executemany(
        "INSERT INTO visit_words (rowid, words) VALUES (?, ?)",
        ((visit, " ".join(_words(*texts))) for visit, *texts in found),
    )
    _configure(connection, "hashsize", 1 << 20)
    # the merges of so many years' evenings; otherwise one registration would have to do them all
    connection.execute("INSERT INTO visit_words (visit_words) VALUES ('optimize')")


def _configure(connection: sqlite3.Connection, name: str, value: int) -> None:
    connection.execute("INSERT INTO visit_words (visit_words, rank) VALUES (?, ?)", (name, value))


def _words(first: str, last: str, father: str, code: str, mobile: str, matter: str, *rare: str | None) -> list[str]:
    """Return the words that `index_words` would."""
    category, phrase, number, barcode, unit = (text or "" for text in rare)
    place, _, plate = matter.rpartition(" ")
    words = [*_name(first, last), *_cut(father), code, mobile, *_cut(place), plate, *_cut(category), *_cut(phrase)]
    words += [*index_words([number], "", ""), barcode, *_cut(unit)]
    return [word for word in dict.fromkeys(words) if word]


@cache
def _cut(text: str) -> tuple[str, ...]:
    return tuple(index_words([text], "", ""))


@cache
def _name(first: str, last: str) -> tuple[str, ...]:
    return tuple(index_words([first, last], first, last))
