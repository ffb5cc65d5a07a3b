"""The entries and corrections after a session's end, as its corrected minutes say them."""

from collections.abc import Iterable
from itertools import groupby
from json import loads

from app.access.privacy import cover_on_paper
from app.papers.documents import MinutesChange
from app.persian.calendar import local_day
from app.persian.text import fa, isolate
from app.sessions.corrections import closing
from db import Database, Row

_GROUPED = {"from_paper": "{} از روی کاغذ ثبت شد", "write": "پاراف {} ثبت شد"}
"""Acts that are told of several tickets in one sentence."""


def after_the_end(db: Database, session_id: int) -> list[MinutesChange]:
    """Return what happened to a session's visits and paraphs after its last closing, oldest first; nothing where it was
    opened for corrections and nothing was corrected."""
    closed = closing(db, session_id)
    if closed is None:
        return []
    rows = _rows(db, session_id, closed["id"])
    if all(row["action"] == "correct" for row in rows):
        return []
    kinds = groupby(rows, lambda row: (row["action"] in _GROUPED, row["clerk"], local_day(row["at"])))
    return [change for (grouped, _, _), run in kinds for change in (_grouped(run) if grouped else map(_single, run))]


def _rows(db: Database, session_id: int, closed_id: int) -> list[Row]:
    """Return the journal's rows. A paraph in place of an amended one is told with the amendment."""
    return db.rows(
        "SELECT journal.id AS id, at, clerk, action, after, ticket, confidential FROM journal"
        " LEFT JOIN paraph ON subject = 'paraph' AND paraph.id = subject_id"
        " LEFT JOIN visit ON visit.id = CASE subject WHEN 'visit' THEN subject_id WHEN 'paraph' THEN visit_id END"
        " LEFT JOIN category ON category.id = category_id WHERE"
        " (subject = 'visit' AND action = 'from_paper' AND journal.id > :closed AND subject_id IN"
        " (SELECT id FROM visit WHERE session_id = :session))"
        " OR (subject = 'paraph' AND journal.id > :closed AND (action IN ('amended', 'void')"
        " OR (action = 'write' AND replaces IS NULL)) AND subject_id IN"
        " (SELECT paraph.id FROM paraph JOIN visit ON visit.id = visit_id WHERE session_id = :session))"
        " OR (subject = 'session' AND subject_id = :session AND"
        " (journal.id = :closed AND action = 'enter_past' OR journal.id > :closed AND action = 'correct'))"
        " ORDER BY journal.id",
        session=session_id,
        closed=closed_id,
    )


def _grouped(rows: Iterable[Row]) -> list[MinutesChange]:
    """Tell of one clerk's entries of one day, kind by kind."""
    run = list(rows)
    told = []
    for action, sentence in _GROUPED.items():
        if some := [row for row in run if row["action"] == action]:
            tickets = sorted({row["ticket"] for row in some})
            named = ("نوبت " if len(tickets) == 1 else "نوبت‌های ") + "، ".join(map(str, tickets))
            told.append(MinutesChange(some[-1]["at"], some[-1]["clerk"], fa(f"{sentence.format(named)}.")))
    return told


def _single(row: Row) -> MinutesChange:
    after = loads(row["after"])
    reason = cover_on_paper(row["confidential"]).words(str(after.get("reason", "")))
    void = "، ".join(isolate(number) for number in str(after.get("void", "")).split())
    said = {
        "enter_past": "جلسه از روی برگه‌های کاغذی ثبت شد",
        "correct": "جلسه برای اصلاح بازگشایی شد",
        "amended": f"پاراف نوبت {row['ticket']} اصلاح شد",
        "void": f"پاراف نوبت {row['ticket']} باطل شد",
    }[row["action"]]
    parts = (said, f"شمارهٔ باطل‌شده: {void}" if void else "", f"علت: {reason}" if reason else "")
    return MinutesChange(row["at"], row["clerk"], fa("؛ ".join(filter(None, parts)) + "."))
