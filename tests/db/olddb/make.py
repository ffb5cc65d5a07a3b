"""Make a small office of invented people in the present schema, which is kept here to test upgrades from it later.

Run it when an issue has ended: `PYTHONPATH=. python tests/db/olddb/make.py tests/db/olddb`.
"""

import gzip
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from app.access import clerks
from app.accounts import first_run, sign_in
from app.followup import view as followup
from app.followup.query import ListQuery
from app.invented.people import invented_code
from app.invented.set_clock import SetClock
from app.journal.writing import writing
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.reception import invitees
from app.reception.arrival import Arrival, Served
from app.reception.from_paper import enter_from_paper
from app.reception.registering import register
from app.referrals import answers, deadlines, dispatch, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.search import merging
from app.sessions import sessions
from app.spreadsheets.reading import Spreadsheet
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import attachments
from app.visits.visitors import Visitor
from db import open_database
from db.schema import STEPS

PASSWORD = "123456"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NUMBER = count(1)


def make(folder):
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "office.db"
        furnish(path)
        with closing(sqlite3.connect(path)) as bare:
            bare.execute("PRAGMA journal_mode = DELETE")
            bare.execute("VACUUM")
        packed = gzip.compress(path.read_bytes(), mtime=0)
    (folder / f"{len(STEPS):03}.db.gz").write_bytes(packed)


def furnish(path):
    clock = SetClock(datetime.fromisoformat("2026-10-21T05:30:00+00:00"))
    with closing(open_database(str(path), clock=clock)) as db:
        first_run.set_up(
            db, office="شهرداری نمونه", login="admin", name="ن. نمونه‌ای", password=PASSWORD, emblem=PICTURE
        )
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        with writing(db, clerk, (), "clerks") as change:
            sign_in.add(change, "caller", "ف. فرضی", frozenset({"caller"}), PASSWORD)
        hold_a_session(db, clerk, clock)
        follow(db, clerk, clock)
        clock.set("2026-11-25T05:30:00+00:00")
        have_one_under_way(db, clerk, clock)


def hold_a_session(db, clerk, clock):
    """Hold a whole session and close it: visits served, amended, voided, entered from paper, absent, left and
    postponed."""
    session = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    tables, units = lists.entries(db, "meeting_table"), lists.entries(db, "unit")
    visits = [arrive(db, clerk, clock, session.id) for _ in range(8)]
    scan = attachments.NewAttachment("عریضه.png", PICTURE)
    visits.append(arrive(db, clerk, clock, session.id, attachments=(scan,), enclosures="1"))
    two = (Addressee(units[0]["id"], "lead", "", 15), Addressee(units[3]["id"], "copy"))
    serve(db, clerk, clock, visits[0], tables[0], Draft(tables[0]["official_id"], "referred", "بررسی و گزارش شود", two))
    amended = serve(
        db,
        clerk,
        clock,
        visits[1],
        tables[1],
        Draft(tables[1]["official_id"], "referred", "اقدام شود", (Addressee(units[1]["id"], "lead", "", 10),)),
    )
    paraphs.amend(
        db,
        clerk,
        amended.paraph_id,
        Draft(tables[1]["official_id"], "referred", "با اولویت اقدام شود", (Addressee(units[2]["id"], "lead", "", 5),)),
        "واحد اشتباه بود",
    )
    void = serve(db, clerk, clock, visits[8], tables[0], Draft(tables[0]["official_id"], "settled", "در محل حل شد"))
    paraphs.void(db, clerk, void.paraph_id, "برای دیگری بود")
    steps.call(db, clerk, visits[2].id, tables[0]["id"])
    steps.no_show(db, clerk, visits[2].id)
    steps.leave(db, clerk, visits[3].id)
    steps.postpone(db, clerk, visits[4].id)
    clock.turn(3600)
    enter_from_paper(
        db, clerk, session.id, Arrival(person(), category(db)), Served("09:50", "10:00", "10:10", tables[0]["id"])
    )
    requests.mark_printed(db, clerk, [paper.id for paper in requests.waiting(db, clerk.desk)][:5])
    merging.merge(db, clerk, visits[3].visitor_id, visits[4].visitor_id, "یک نفر با دو نوشته")
    sessions.close(db, clerk, session.id, "next")


def follow(db, clerk, clock):
    """Follow two referrals: one reminded and answered, to which the visitor objects; one extended and passed on."""
    board = followup.every_row(db, clerk, ListQuery("open"))
    answered, slow = board[0].referral_id, board[-1].referral_id
    dispatch.send(db, clerk, [answered, slow], "automation", "۱۲۳/الف")
    dispatch.acknowledge(db, clerk, [answered, slow])
    clock.set("2026-11-16T05:30:00+00:00")
    reminders.remind(db, clerk, [answered])
    deadlines.extend(db, clerk, slow, "3", "بازدید مانده است", "شهردار")
    clock.turn(3600)
    answers.record_interim(db, clerk, answered, UnitAnswer("", "در دست بررسی است", promised_day="1405/09/10"))
    reply = attachments.NewAttachment("پاسخ.png", PICTURE)
    answers.record_final(db, clerk, answered, UnitAnswer("done", "آسفالت شد", scans=(reply,)))
    verdicts.phoned_without_word(db, clerk, [answered], "no_contact")
    verdicts.object_to(db, clerk, answered, "هنوز چاله دارد")
    answers.pass_on(db, clerk, slow, lists.entries(db, "unit")[4]["id"], "کار این واحد نیست")


def have_one_under_way(db, clerk, clock):
    """Hold a session that is under way: a visitor in every state of the line, and a list of invitees."""
    session = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    tables = lists.entries(db, "meeting_table")
    visits = [arrive(db, clerk, clock, session.id) for _ in range(6)]
    steps.call(db, clerk, visits[0].id, tables[0]["id"])
    steps.came(db, clerk, visits[0].id)
    steps.call(db, clerk, visits[1].id, tables[1]["id"])
    steps.call(db, clerk, visits[2].id, tables[2]["id"])
    steps.hold(db, clerk, visits[2].id, "12:30")
    sheet = Spreadsheet(("نام", "نام خانوادگی"), (("مهتاب", "دعوتی"), ("سهراب", "خوانده")), (2, 3))
    invitees.load(db, clerk, session.id, sheet, {"first_name": 0, "last_name": 1})


def arrive(db, clerk, clock, session_id, **more):
    clock.turn(60)
    return register(db, clerk, session_id, Arrival(person(), category(db), "درخواست آسفالت کوچهٔ بهار", **more))


def serve(db, clerk, clock, visit, table, draft):
    steps.call(db, clerk, visit.id, table["id"])
    clock.turn(300)
    return paraphs.save(db, clerk, visit.id, draft)


def person():
    n = next(NUMBER)
    return Visitor(
        code=invented_code(f"{990000000 + n * 37}"),
        first_name="نمونه",
        last_name=f"آزمایشی {n}",
        father="فرضی",
        mobile=f"0900000{n:04}",
    )


def category(db):
    return next(row["id"] for row in lists.entries(db, "category") if row["audience"] == "citizen")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
