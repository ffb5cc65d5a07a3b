"""Bringing a database up to date, by steps that run once each. A step that has shipped is never edited."""

from collections.abc import Callable
from importlib.resources import files

from db import search
from db.base import Database
from db.errors import StorageError

STEPS = (
    "001_office.sql",
    "002_sessions.sql",
    "003_visits.sql",
    "004_paraphs.sql",
    "005_sign_in.sql",
    "006_followup.sql",
    "007_awaited.sql",
    "008_merging.sql",
    "009_one_index_a_list.sql",
    "010_reports.sql",
    "011_heads.sql",
    "012_gone.sql",
    "013_print_jobs.sql",
    "014_awaits_room.sql",
    "015_closures.sql",
    "016_line_place.sql",
    "017_corrections.sql",
    "018_clock.sql",
    "019_number_gap.sql",
    "020_sent_slips.sql",
    "021_acts.sql",
    "022_moved_deadlines.sql",
    "023_wrong_clock.sql",
    "024_answer_files.sql",
    "025_reminder_letter.sql",
    "026_table_break.sql",
    "027_unit_sheets.sql",
    "028_messages.sql",
    "029_collective.sql",
    "030_outcome_solved.sql",
    "031_name_spelling.sql",
)
TOPICS = "topics.sql"
"""The topics of a new database. A later topic comes by a step of its own, which adds its row to `revision`."""

NOT_YET = "پایگاه داده هنوز آماده نشده است؛ ابتدا server-setup را با کاربر مدیر سرور اجرا کنید."
TOO_OLD = "پایگاه داده از نسخهٔ پیشین برنامه است؛ server-setup را با کاربر مدیر سرور اجرا کنید تا ارتقا یابد."


def version(database: Database) -> int:
    """The number of steps the database has seen; 0 for an empty one."""
    if not database.has_table("revision"):
        return 0
    return int(database.required_row("SELECT n FROM revision WHERE topic = 'schema'")["n"])


def upgrade(database: Database, back_up: Callable[[int], None]) -> None:
    """Run the missing steps. Raises StorageError, with nothing changed, for a database made by a newer program and for
    a user that may not upgrade it.

    `back_up` is called with an older database's version before anything in it changes, while nobody else can write; an
    error it raises leaves everything as it was.
    """
    if (done := version(database)) == len(STEPS):
        return
    refuse_newer(done)
    if not database.may_upgrade():
        raise StorageError(NOT_YET if done == 0 else TOO_OLD)
    with database.transaction():
        database.lock_schema()
        done = version(database)  # again, under the lock: another program may have been first
        refuse_newer(done)
        if 0 < done < len(STEPS):
            back_up(done)
        build(database, len(STEPS))


def refuse_newer(done: int) -> None:
    if done > len(STEPS):
        raise StorageError(
            "این داده‌ها با نسخهٔ جدیدتری از برنامه ساخته شده است. تغییری در آن داده نشد؛ برنامه را به‌روز کنید."
        )


def build(database: Database, goal: int) -> None:
    """Run the steps that are missing up to `goal`; inside a transaction."""
    done = version(database)
    for name in STEPS[done:goal]:
        for statement in statements(name):
            database.rows(statement.format(key=database.key, blob=database.blob))
    if done == 0:
        for statement in statements(TOPICS):
            database.rows(statement)
        search.create(database)
        database.create_guards()
    database.add_later_guards()
    database.rows("UPDATE revision SET n = :n WHERE topic = 'schema'", n=goal)


def statements(name: str) -> list[str]:
    text = (files("db") / "steps" / name).read_text("utf-8")
    return [part.strip() for part in text.split(";\n") if part.strip()]
