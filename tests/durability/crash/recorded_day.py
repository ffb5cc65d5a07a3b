"""A day at one PC, with every write recorded: visitors register, are called and leave with paraphs; the program is
closed and opened in between. After each transaction the recording holds a digest of the whole database."""

import hashlib
import sqlite3
import sys
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from app.access import clerks
from app.line import steps
from app.office import lists, programmes
from app.office import settings as office
from app.papers import requests
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.table import paraphs
from app.visits import attachments
from app.visits.attachments import NewAttachment
from app.visits.visitors import Visitor
from db import open_database, sqlite
from tests.conftest import Clock
from tests.durability.crash.lossy_disk import Recorder

VISITS = 120
HOURS = 3
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def content(path: str) -> str:
    """Return a digest of every row of every table, those of the search index included."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'visit_words' ORDER BY name"
            )
        ]
        digest = hashlib.sha256()
        for name in names:
            digest.update(repr((name, connection.execute(f"SELECT * FROM {name}").fetchall())).encode())
        return digest.hexdigest()


class Day:
    def __init__(self, path: str, recorder: Recorder) -> None:
        self._path, self._recorder = path, recorder
        self._clock, self._names = Clock(), count(1)

    def run(self) -> None:
        self._recorder.say(content(self._path))
        for hour in range(HOURS):
            with closing(self._open()) as db:
                clerk = clerks.current(db, clerks.everyone(db)[0].id)
                if hour == 0:
                    sessions.open_today(db, clerk, programmes.active(db)[0].id)
                for _ in range(VISITS // HOURS):
                    self._serve(db, clerk)
                office.change_settings(db, clerk, phone=f"026-{hour}")
                if hour == HOURS - 1:
                    sessions.close(db, clerk, sessions.opened(db).id, "next")

    def _serve(self, db, clerk) -> None:
        n = next(self._names)
        self._clock.turn(minutes=1)
        session = sessions.opened(db).id
        visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"آزمایشی {n}")
        category = lists.entries(db, "category")[n % 5]["id"]
        visit = register(db, clerk, session, Arrival(visitor, category, "درخواست آسفالت کوچه " * (n % 7)))
        requests.mark_printed(db, clerk, [paper.id for paper in requests.waiting(db, clerk.desk)])
        if n % 6 == 0:
            attachments.add(db, clerk, visit.id, NewAttachment("عکس.png", PICTURE))
        if n % 3:
            self._call(db, clerk, session, n)

    def _call(self, db, clerk, session, n) -> None:
        table = lists.entries(db, "meeting_table")[0]
        called = steps.call_next(db, clerk, session, table["id"])
        if n % 7 == 0:
            steps.no_show(db, clerk, called.id)
            return
        steps.came(db, clerk, called.id)
        unit = next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")
        paraphs.save(
            db,
            clerk,
            called.id,
            paraphs.Draft(
                lists.entries(db, "official")[0]["id"],
                "referred",
                "بازدید و اقدام شود.",
                (paraphs.Addressee(unit, working_days=15),),
            ),
        )

    def _open(self):
        db = open_database(self._path, clock=self._clock)
        transaction = db.transaction

        @contextmanager
        def recorded():
            with transaction():
                yield
            self._recorder.say(content(self._path))

        db.transaction = recorded
        return db


def main() -> None:
    """Arguments: the office's file, where the recording goes, and SQLite settings that replace the program's."""
    path, recording, *settings = sys.argv[1:]
    sqlite.SETTINGS = (*sqlite.SETTINGS, *settings)
    recorder = Recorder(str(Path(path).parent))
    Day(path, recorder).run()
    recorder.save(recording)


if __name__ == "__main__":
    main()
