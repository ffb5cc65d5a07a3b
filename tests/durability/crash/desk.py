"""A desk in a process of its own: it registers visitors, calls them, and prints what the program says is saved.

Its lines on stdout are 'ticket 12', 'called 7' and 'no <sentence>', each printed after the commit of its transaction.
"""

import argparse
import os
from itertools import count
from pathlib import Path

import icu  # noqa: F401 - early: after `--nobody` the process may read no file of the program any more
import jdatetime  # noqa: F401 - likewise

import db.sqlite  # noqa: F401 - likewise
from app.access import clerks
from app.access.clerks import Clerk
from app.journal.writing import writing
from app.line import steps
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import carry_over, sessions
from app.visits.visitors import Visitor
from db import Database, StorageError, open_database


def say(*words: object) -> None:
    """Print in one system call: a kill leaves a whole line or none."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def arrival(name: str) -> Arrival:
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=name)
    return Arrival(visitor, 1, "درخواست آسفالت کوچه")


def register_visitor(database: Database, clerk: Clerk, name: str) -> None:
    session = sessions.opened(database)
    assert session
    say("ticket", register(database, clerk, session.id, arrival(name)).ticket)


def call_next(database: Database, clerk: Clerk, table_id: int) -> None:
    """Call the next visitor and end the visit at once."""
    session = sessions.opened(database)
    assert session
    if visit := steps.call_next(database, clerk, session.id, table_id):
        say("called", visit.ticket)
        with writing(database, clerk, (), "queue") as change:
            carry_over.end_visit(change, visit.id, "done", "settled")


def work(path: str, times: int | None, table_id: int) -> None:
    """Register (and, with a table, call) `times` times; None: until killed."""
    database = open_database(path)
    clerk = clerks.current(database, clerks.everyone(database)[0].id)
    for n in range(times) if times is not None else count():
        register_visitor(database, clerk, f"شمارهٔ {os.getpid()}-{n}")
        if table_id:
            call_next(database, clerk, table_id)
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("times", type=int)
    parser.add_argument("--table", type=int, default=0)
    parser.add_argument("--ballast", help="a file to delete when the disk is full, before one more registration")
    parser.add_argument("--nobody", action="store_true", help="run as the user nobody")
    options = parser.parse_args()
    if options.nobody and os.getuid() == 0:
        os.setuid(65534)
    try:
        work(options.path, options.times, options.table)
    except StorageError as error:
        say("no", error.sentence)
        if options.ballast:
            Path(options.ballast).unlink()
            work(options.path, 1, options.table)


if __name__ == "__main__":
    main()
