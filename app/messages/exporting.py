"""The file of messages for an SMS panel: mobile, name, text. Who stands in one is marked and stands in no other.

The file leaves the office, so each is journalled, and the messages are kept: the last file can be had once more, which
is journalled too.
"""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.messages.due import DueMessage, due_messages
from app.persian.calendar import local_day
from app.spreadsheets.writing import csv_bytes
from db import Database

ROLES = ("followup",)
HEADER = ("تلفن همراه", "نام", "متن")
NO_FILE = "هنوز فایل پیامی ساخته نشده است."


@dataclass(frozen=True, slots=True)
class PendingMessages:
    messages: int
    without_number: int
    """Messages to visitors without a mobile: they are told on the telephone or when they come."""
    day: str


@dataclass(frozen=True, slots=True)
class MessageFile:
    data: bytes
    """CSV."""
    messages: int
    """0 where nothing is new: then nothing was marked either."""
    without_number: int


def pending(db: Database, clerk: Clerk) -> PendingMessages:
    """Count what the next file would hold; nothing is marked."""
    clerk.must(*ROLES)
    due = due_messages(db)
    return PendingMessages(sum(bool(each.mobile) for each in due), _without_number(due), local_day(db.now()))


def export(db: Database, clerk: Clerk) -> MessageFile:
    """Return the file of the messages that stood in none yet, one a visitor and kind, and mark them."""
    with writing(db, clerk, ROLES, "paraphs") as change:
        due = due_messages(db)
        sent = [each for each in due if each.mobile]
        if sent:
            file_id = _store(change, sent)
            counts = {"messages": len(sent), "without_number": _without_number(due)}
            change.record("export", "messages", file_id, after=counts)
        lines = [(each.mobile, each.name, each.words) for each in sent]
        return MessageFile(csv_bytes([HEADER, *lines]), len(sent), _without_number(due))


def export_again(db: Database, clerk: Clerk) -> MessageFile:
    """Return the last file once more, as it was, for a clerk whose file was lost. Refused when there is none."""
    with writing(db, clerk, ROLES) as change:
        rows = db.rows(
            "SELECT file_id, mobile, name, words FROM message WHERE file_id = (SELECT MAX(id) FROM message_file)"
            " ORDER BY id"
        )
        if not rows:
            raise Refused(NO_FILE)
        change.record("export_again", "messages", rows[0]["file_id"], after={"messages": len(rows)})
        return MessageFile(
            csv_bytes([HEADER, *[(row["mobile"], row["name"], row["words"]) for row in rows]]), len(rows), 0
        )


def _store(change: Change, messages: list[DueMessage]) -> int:
    """Keep the messages of a new file and mark what they tell; return the file's id."""
    row = change.db.required_row(
        "INSERT INTO message_file (at, clerk) VALUES (:at, :clerk) RETURNING id", at=change.now, clerk=change.clerk.name
    )
    kept = [
        change.db.send(
            "INSERT INTO message (file_id, kind, mobile, name, words) VALUES (:file, :kind, :mobile, :name, :words)"
            " RETURNING id",
            file=row["id"],
            kind=each.kind,
            mobile=each.mobile,
            name=each.name,
            words=each.words,
        )
        for each in messages
    ]
    for message, stored in zip(messages, kept, strict=True):
        message_id = stored.required_row()["id"]
        for told in message.events:
            change.db.send(
                "INSERT INTO told (message_id, event, subject_id, session_id)"
                " VALUES (:message, :event, :subject, :session)",
                message=message_id,
                event=told.event,
                subject=told.subject_id,
                session=told.session_id,
            )
    return int(row["id"])


def _without_number(due: list[DueMessage]) -> int:
    return sum(not each.mobile for each in due)
