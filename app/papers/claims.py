"""Which program prints a paper now, and what became of it in the printer's queue.

A paper is claimed before it is sent, so that two programs make one original of it. A claim that outlives its program is
looked up in the queue: the claim's token stands in the job's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from time import time
from uuid import uuid4

from app.journal.writing import SYSTEM, Change, writing
from app.persian.text import clean
from db import Database

REASON_LIMIT = 200
UNKNOWN = (
    "برنامه هنگام ارسال این برگه به چاپگر بسته شد و معلوم نیست چاپ شده باشد؛ اگر چاپ نشده است، دوباره ارسال کنید."
    " برگهٔ جدید نشان «المثنی» دارد."
)


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """Papers that one printer's queue took, or may have taken, and has not finished as far as is known."""

    printer: str
    number: str
    """The queue's numbers with commas; of a claim, its token."""
    papers: tuple[int, ...]
    reason: str = ""
    """Why they are listed as not printed; '' while nothing is wrong with them."""


def new_token(desk: str) -> str:
    """Return the token of a claim that begins now. The moment stands in it, by this PC's own clock: the history of a
    queue is compared with it."""
    return f"{desk}-{int(time()):08x}.{uuid4().hex[:4]}"


def begun_at(token: str) -> int:
    """Return when the claim began, in seconds since 1970; 0 where its token does not say."""
    told = re.search(r"-([0-9a-f]{8})\.[0-9a-f]{4}$", token)
    return int(told[1], 16) if told else 0


def claim(db: Database, desk: str, paper_ids: Sequence[int], token: str, printer: str) -> bool:
    """Take this PC's papers for printing. Return False, and take none, when another program has one of them, one waits
    no more, or another PC has asked for it meanwhile.

    A claim may be repeated with its token, because the answer of the first one may have been lost.
    """
    with writing(db, SYSTEM, ()) as change:
        taken = 0
        for paper_id in paper_ids:
            taken += len(
                db.rows(
                    "UPDATE paper SET claim = :token, claimed_at = :now, printer = :printer WHERE id = :id"
                    " AND claim IN ('', :token) AND state = 'waiting' AND (reason = '' OR awaits_room = 1)"
                    " AND gone = '' AND desk = :desk RETURNING id",
                    token=token,
                    now=change.now,
                    printer=printer,
                    desk=desk,
                    id=paper_id,
                )
            )
        if taken < len(paper_ids):
            db.send("UPDATE paper SET claim = '' WHERE claim = :token", token=token)
        return taken == len(paper_ids)


def left_over(db: Database, desk: str) -> list[QueuedJob]:
    """Return the claims of this PC that a program did not live to settle: all there are, when one has just begun."""
    return _grouped(db, "claim <> ''", "claim", desk)


def in_queue(db: Database, desk: str) -> list[QueuedJob]:
    """Return this PC's jobs whose end is not known yet."""
    return _grouped(db, "in_queue = 1", "job", desk)


def _grouped(db: Database, holds: str, number: str, desk: str) -> list[QueuedJob]:
    found: dict[tuple[str, str], QueuedJob] = {}
    for row in db.rows(
        f"SELECT id, printer, {number} AS number, reason FROM paper WHERE {holds} AND desk = :desk ORDER BY id",
        desk=desk,
    ):
        key = row["printer"], row["number"]
        papers = (*(found[key].papers if key in found else ()), row["id"])
        found[key] = QueuedJob(row["printer"], row["number"], papers, row["reason"])
    return list(found.values())


def release(db: Database, papers: Sequence[int]) -> None:
    """Give back papers that were claimed and never sent: they are printed as if nothing had happened."""
    with writing(db, SYSTEM, (), "papers"):
        for paper_id in papers:
            db.send("UPDATE paper SET claim = '' WHERE id = :id", id=paper_id)


def mark_unknown(db: Database, papers: Sequence[int], reason: str = UNKNOWN) -> None:
    """Let papers wait that may have been printed; what is printed of them later is marked as a copy."""
    with writing(db, SYSTEM, (), "papers") as change:
        for paper_id in papers:
            db.send(
                "UPDATE paper SET claim = '', reason = :reason, awaits_room = 0, reprint = 1 WHERE id = :id",
                reason=reason,
                id=paper_id,
            )
            change.record("failed", "paper", paper_id, after={"reason": reason})


def mark_held(db: Database, papers: Sequence[int], reason: str) -> None:
    """List papers as not printed while the queue keeps them; it may still print them."""
    with writing(db, SYSTEM, (), "papers") as change:
        _fail(change, papers, reason, in_queue=1)


def mark_lost(db: Database, papers: Sequence[int], reason: str) -> None:
    """List papers as not printed whose job the queue has given up."""
    with writing(db, SYSTEM, (), "papers") as change:
        _fail(change, papers, reason, in_queue=0)


def _fail(change: Change, papers: Sequence[int], reason: str, in_queue: int) -> None:
    reason = clean(reason)[:REASON_LIMIT]
    for paper_id in papers:
        change.db.send(
            "UPDATE paper SET state = 'waiting', reason = :reason, in_queue = :in_queue"
            " WHERE id = :id AND in_queue = 1",
            reason=reason,
            in_queue=in_queue,
            id=paper_id,
        )
        change.record("failed", "paper", paper_id, after={"reason": reason})


def mark_ended(db: Database, papers: Sequence[int], *, is_done: bool) -> None:
    """Record that the queue has printed the papers, or that it goes on with them (`is_done` False)."""
    with writing(db, SYSTEM, (), "papers"):
        for paper_id in papers:
            db.send(
                "UPDATE paper SET state = 'printed', reason = '', in_queue = :in_queue WHERE id = :id AND in_queue = 1",
                in_queue=int(not is_done),
                id=paper_id,
            )


def forget(db: Database, printer: str, number: str) -> None:
    """Record that a job is in the queue no more, for all its papers: each is printed anew where it still waits."""
    with writing(db, SYSTEM, (), "papers"):
        db.send("UPDATE paper SET in_queue = 0 WHERE printer = :printer AND job = :job", printer=printer, job=number)
