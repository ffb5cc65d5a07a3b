"""The list of papers to be printed: requested, printed, or waiting with a reason.

A paper is requested in the transaction of the act it belongs to, so no power cut loses one. No row is ever deleted: the
printer may be at work on it, and its id must not become another paper's. It is `gone` instead: 'dropped' by a clerk,
who may ask for it again, or 'withdrawn' because it is not true any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import privacy
from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.persian.calendar import local_day
from app.persian.text import clean
from db import Database, Deferred, Row

KINDS = {
    "ticket": "برگهٔ نوبت",
    "slip": "برگهٔ ارجاع",
    "receipt": "رسید",
    "minutes": "صورت‌جلسه",
    "recovery": "برگهٔ بازیابی",
    "ledger": "دفتر ارسال",
    "reminder": "برگهٔ پیرو",
    "reminder_letter": "نامهٔ پیرو واحد",
    "deadlines": "نامهٔ تغییر مهلت",
    "annulment": "نامهٔ ابطال ارجاع",
    "unit_sheet": "برگهٔ واحدها",
    "scorecard": "کارنامهٔ واحدها",
    "report": "گزارش دوره‌ای",
    "person": "پروندهٔ شخص",
}
REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Paper:
    id: int
    kind: str
    subject_id: int
    """The visit of a ticket or receipt, the referral of a slip or annulment, the session of minutes, the dispatch of a
    ledger, the reminder, the letter of reminders, or the row that requested a report or the sheets of units."""
    asked_at: str
    state: str
    """'waiting' · 'printed' · 'dropped'"""
    reason: str
    reprint: int
    """1 when the same paper was printed before: «المثنی». A repeat after a failed print is still the original."""


_IS_OUT = "state = 'printed' OR claim <> '' OR in_queue = 1"
_SELECT = "SELECT id, kind, subject_id, asked_at, state, reason, reprint FROM paper"


def ask(change: Change, kind: str, subject_id: int, *, renewed: bool = False) -> Deferred[list[Row]]:
    """Put a paper on the list of this PC, inside the write it belongs to; return its `id`.

    A paper that still waits, or was dropped, is not listed twice: it moves to this PC and is tried again.
    One that another PC is printing, or has in its printer's queue, stays there: this PC makes a copy.
    `renewed`: its text has changed, so it is no copy of the earlier one.
    """
    earlier = {
        row["state"]: row["id"]
        for row in change.db.rows(
            "SELECT id, CASE WHEN (claim <> '' OR in_queue = 1) AND desk <> :desk THEN 'printed' ELSE state END"
            " AS state FROM paper WHERE kind = :kind AND subject_id = :id AND gone <> 'withdrawn'",
            kind=kind,
            id=subject_id,
            desk=change.clerk.desk,
        )
    }
    reprint = int("printed" in earlier and not renewed)
    if waits := earlier.get("waiting"):
        return change.db.send(
            "UPDATE paper SET desk = :desk, reason = '', gone = '', reprint = reprint * :copy WHERE id = :id"
            " RETURNING id",
            desk=change.clerk.desk,
            copy=int(not renewed),
            id=waits,
        )
    if reprint:
        change.record("reprint", kind, subject_id)
    return ask_first(change, kind, subject_id, reprint=reprint)


def ask_first(change: Change, kind: str, subject_id: int, *, reprint: int = 0) -> Deferred[list[Row]]:
    """Put the paper of a new subject on the list, which cannot hold it yet; return its `id`."""
    return change.db.send(
        "INSERT INTO paper (kind, subject_id, asked_at, asked_day, desk, state, reprint)"
        " VALUES (:kind, :id, :now, :day, :desk, 'waiting', :reprint) RETURNING id",
        kind=kind,
        id=subject_id,
        now=change.now,
        day=local_day(change.now),
        desk=change.clerk.desk,
        reprint=reprint,
    )


def withdraw(change: Change, kind: str, subject_id: int, *, renewed: bool = False) -> bool:
    """Withdraw the papers of a subject that are not true any more and still wait; return whether one was printed, or is
    being printed. `renewed`: its first paper is true again, only those asked for after it are not."""
    rows = change.db.rows(
        f"SELECT id, ({_IS_OUT}) AS is_out FROM paper WHERE kind = :kind AND subject_id = :id AND gone = ''"
        " ORDER BY id",
        kind=kind,
        id=subject_id,
    )
    rows = rows[1:] if renewed else rows
    for row in rows:
        if not row["is_out"]:
            change.db.send("UPDATE paper SET gone = 'withdrawn' WHERE id = :id", id=row["id"])
    return any(row["is_out"] for row in rows)


def is_printed(db: Database, kind: str, subject_id: int) -> bool:
    """Whether a paper of this subject was printed, or is being printed."""
    return (
        db.row(
            f"SELECT id FROM paper WHERE kind = :kind AND subject_id = :id AND ({_IS_OUT}) LIMIT 1",
            kind=kind,
            id=subject_id,
        )
        is not None
    )


def print_again(db: Database, clerk: Clerk, kind: str, subject_id: int) -> int:
    """Request one more; it is marked «المثنی» when it was printed before."""
    with writing(db, clerk, (), "papers") as change:
        if kind not in KINDS:
            raise Refused("این برگه یافت نشد.")
        privacy.rights_of(db, clerk).must_print(kind, _visit_id(db, kind, subject_id))
        if _was_taken_back(db, kind, subject_id):
            raise Refused("این برگه پس گرفته شده است و دوباره چاپ نمی‌شود.")
        return int(ask(change, kind, subject_id).required_row()["id"])


def _visit_id(db: Database, kind: str, subject_id: int) -> int | None:
    """Return the visit a paper is about; None for papers of sessions, dispatches and reports."""
    if kind == "reminder":
        subject_id = db.required_row("SELECT referral_id FROM reminder WHERE id = :id", id=subject_id)["referral_id"]
    if kind in ("slip", "reminder", "annulment"):
        return int(db.required_row("SELECT visit_id FROM referral WHERE id = :id", id=subject_id)["visit_id"])
    return subject_id if kind in ("ticket", "receipt") else None


def print_today_again(db: Database, clerk: Clerk) -> int:
    """Request all papers printed at this PC today once more, for a spooler that lost them; return how many.

    Slips that are void by now are left out, and so are papers that were taken back and those the clerk may not print
    again.
    """
    with writing(db, clerk, (), "papers") as change:
        rows = db.rows(
            "SELECT kind, subject_id, MIN(paper.id) AS first FROM paper"
            " LEFT JOIN referral ON referral.id = subject_id AND kind = 'slip'"
            " WHERE asked_day = :day AND desk = :desk AND paper.state = 'printed'"
            " AND COALESCE(referral.state, '') <> 'void' GROUP BY kind, subject_id ORDER BY first",
            day=local_day(change.now),
            desk=clerk.desk,
        )
        rights = privacy.rights_of(db, clerk)
        allowed = [
            (kind, subject_id)
            for kind, subject_id in ((row["kind"], row["subject_id"]) for row in rows)
            if rights.may_print(kind, _visit_id(db, kind, subject_id)) and not _was_taken_back(db, kind, subject_id)
        ]
        for kind, subject_id in allowed:
            ask(change, kind, subject_id)
        return len(allowed)


def _was_taken_back(db: Database, kind: str, subject_id: int) -> bool:
    """Whether the reminder, every one of the letter, or every slip of the ledger, was taken back."""
    if kind in ("reminder", "reminder_letter"):
        column = "id" if kind == "reminder" else "letter_id"
        return not db.row(f"SELECT id FROM reminder WHERE {column} = :id AND taken_back = 0 LIMIT 1", id=subject_id)
    return kind == "ledger" and not db.row(
        "SELECT id FROM referral_step WHERE dispatch_id = :id AND kind = 'dispatched' AND taken_back_at = '' LIMIT 1",
        id=subject_id,
    )


def waiting(db: Database, desk: str) -> list[Paper]:
    """Return the papers not yet printed at this PC, oldest first; `reason` is set on those that failed."""
    rows = db.rows(f"{_SELECT} WHERE state = 'waiting' AND gone = '' AND desk = :desk ORDER BY id", desk=desk)
    return [Paper(**row) for row in rows]


def retry_failed(db: Database, clerk: Clerk) -> int:
    """Try every paper that failed at this PC once more; return how many."""
    with writing(db, clerk, (), "papers") as change:
        rows = db.rows(
            "UPDATE paper SET reason = '' WHERE state = 'waiting' AND reason <> '' AND gone = ''"
            " AND desk = :desk RETURNING id",
            desk=clerk.desk,
        )
        change.record("retry", "paper", None, after={"papers": len(rows)})
        return len(rows)


def retry(db: Database, clerk: Clerk, paper_id: int) -> None:
    """Try one paper that failed at this PC once more."""
    with writing(db, clerk, (), "papers") as change:
        rows = db.rows(
            "UPDATE paper SET reason = '' WHERE id = :id AND state = 'waiting' AND reason <> ''"
            " AND gone = '' AND desk = :desk RETURNING id",
            id=paper_id,
            desk=clerk.desk,
        )
        if rows:
            change.record("retry", "paper", paper_id)


def mark_printed(db: Database, clerk: Clerk, paper_ids: Sequence[int], job: str = "") -> None:
    """Record that the spooler took the papers, even those withdrawn meanwhile. `job`: its numbers in the spooler, which
    is asked for its end; '' where the spooler tells none."""
    with writing(db, clerk, (), "papers") as change:
        for paper_id in paper_ids:
            db.send(
                "UPDATE paper SET state = 'printed', reason = '', awaits_room = 0, gone = '', printed_at = :now,"
                " claim = '', job = :job, in_queue = :in_queue WHERE id = :id",
                now=change.now,
                job=job,
                in_queue=int(bool(job)),
                id=paper_id,
            )
            change.record("printed", "paper", paper_id)


def mark_failed(
    db: Database, clerk: Clerk, paper_ids: Sequence[int], reason: str, *, awaits_room: bool = False
) -> None:
    """Record why the papers were not printed; they wait. The reason may be a driver's own words.

    `awaits_room`: the printer's queue is full, and the program tries again by itself; the journal says so once.
    """
    reason = clean(reason)[:REASON_LIMIT]
    with writing(db, clerk, (), "papers") as change:
        for paper_id in paper_ids:
            before = db.required_row("SELECT reason FROM paper WHERE id = :id", id=paper_id)
            db.send(
                "UPDATE paper SET reason = :reason, awaits_room = :awaits, claim = '' WHERE id = :id",
                reason=reason,
                awaits=int(awaits_room),
                id=paper_id,
            )
            if before["reason"] != reason:
                change.record("failed", "paper", paper_id, after={"reason": reason})


def drop(db: Database, clerk: Clerk, paper_id: int) -> None:
    """Take a paper off the waiting list; it stays among the day's papers."""
    with writing(db, clerk, (), "papers") as change:
        db.send("UPDATE paper SET gone = 'dropped' WHERE id = :id AND state = 'waiting' AND gone = ''", id=paper_id)
        change.record("drop", "paper", paper_id)
