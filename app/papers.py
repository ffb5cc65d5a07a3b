"""What is to be printed, what came out, and what waits with its reason.

A paper is asked for in the transaction of the act it belongs to, so no power cut loses one.
"""

from dataclasses import dataclass

from app.calendar import local_day
from app.clerks import Clerk
from app.journal import Entry, writing
from db import Database

KINDS = {
    "ticket": "برگهٔ نوبت", "slip": "برگهٔ ارجاع", "receipt": "رسید", "minutes": "صورت‌جلسه", "recovery": "برگهٔ بازیابی",
}


@dataclass(frozen=True, slots=True)
class Paper:
    id: int
    kind: str
    subject_id: int
    """Of a ticket the visit, of a slip the referral, of a receipt the visit, of minutes the session."""
    asked_at: str
    state: str
    reason: str
    reprint: int
    """1 once an earlier one of the same came out: «المثنی». A repeat after a failed print is still the original."""


_SELECT = "SELECT id, kind, subject_id, asked_at, state, reason, reprint FROM paper"


def ask(entry: Entry, kind: str, subject_id: int) -> int:
    """Put a paper on the list; inside the write it belongs to."""
    out = entry.db.row("SELECT id FROM paper WHERE kind = :kind AND subject_id = :id AND state = 'printed' LIMIT 1",
                       kind=kind, id=subject_id)
    row = entry.db.one(
        "INSERT INTO paper (kind, subject_id, asked_at, asked_day, desk, state, reprint)"
        " VALUES (:kind, :id, :now, :day, :desk, 'waiting', :reprint) RETURNING id",
        kind=kind, id=subject_id, now=entry.now, day=local_day(entry.now), desk=entry.clerk.desk,
        reprint=int(out is not None),
    )
    if out:
        entry.record("reprint", kind, subject_id)
    return int(row["id"])


def again(db: Database, clerk: Clerk, kind: str, subject_id: int) -> int:
    """Print one more; marked «المثنی» when it had come out before."""
    with writing(db, clerk, (), "papers") as entry:
        return ask(entry, kind, subject_id)


def today_again(db: Database, clerk: Clerk) -> int:
    """All of today's papers once more, for a spooler that swallowed them; answers with how many."""
    with writing(db, clerk, (), "papers") as entry:
        rows = db.rows("SELECT DISTINCT kind, subject_id FROM paper WHERE asked_day = :day AND state = 'printed'"
                       " ORDER BY kind, subject_id", day=local_day(entry.now))
        for row in rows:
            ask(entry, row["kind"], row["subject_id"])
        return len(rows)


def waiting(db: Database, desk: str) -> list[Paper]:
    """Not yet out at this PC, oldest first; `reason` says why when it has been tried."""
    rows = db.rows(f"{_SELECT} WHERE state = 'waiting' AND desk = :desk ORDER BY id", desk=desk)
    return [Paper(**row) for row in rows]


def today(db: Database) -> list[Paper]:
    return [Paper(**row) for row in db.rows(f"{_SELECT} WHERE asked_day = :day ORDER BY id DESC",
                                            day=local_day(db.now()))]


def printed(db: Database, clerk: Clerk, paper_id: int) -> None:
    """The spooler took it."""
    with writing(db, clerk, (), "papers") as entry:
        db.rows("UPDATE paper SET state = 'printed', reason = '', printed_at = :now WHERE id = :id",
                now=entry.now, id=paper_id)
        entry.record("printed", "paper", paper_id)


def failed(db: Database, clerk: Clerk, paper_id: int, reason: str) -> None:
    """It did not come out; it waits with the reason."""
    with writing(db, clerk, (), "papers") as entry:
        db.rows("UPDATE paper SET reason = :reason WHERE id = :id", reason=reason, id=paper_id)
        entry.record("failed", "paper", paper_id, after={"reason": reason})


def drop(db: Database, clerk: Clerk, paper_id: int) -> None:
    """Not wanted any more: off the waiting list."""
    with writing(db, clerk, (), "papers") as entry:
        db.rows("DELETE FROM paper WHERE id = :id AND state = 'waiting'", id=paper_id)
        entry.record("drop", "paper", paper_id)
