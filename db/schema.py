"""Bringing a database up to date, as steps that run once each. A step that has shipped is never edited."""

from collections.abc import Callable
from importlib.resources import files

from db.base import TOPICS, Database
from db.errors import StorageError

STEPS = (
    "001_office.sql", "002_sessions.sql", "003_visits.sql", "004_paraphs.sql", "005_sign_in.sql", "006_followup.sql",
    "007_awaited.sql", "008_merging.sql", "009_one_index_a_list.sql",
    "010_reports.sql", "011_heads.sql", "012_gone.sql",
)

NOT_YET = "پایگاه داده هنوز آماده نشده است؛ نخست server-setup را با کاربر مدیر سرور اجرا کنید."
TOO_OLD = "پایگاه داده از نسخهٔ پیشین برنامه است؛ server-setup را با کاربر مدیر سرور اجرا کنید تا ارتقا یابد."


def version(database: Database) -> int:
    """How many steps the file has seen; 0 for an empty one."""
    if not database.has_table("revision"):
        return 0
    return int(database.one("SELECT n FROM revision WHERE topic = 'schema'")["n"])


def upgrade(database: Database, keep: Callable[[int], None]) -> None:
    """Run the missing steps, or refuse, untouched, a database made by a newer program.

    `keep` is handed the version of an older one before anything in it changes, while nobody else can write; what it
    raises leaves everything as it was.
    """
    if (done := version(database)) == len(STEPS):
        return
    refuse_newer(done)
    if not database.may_upgrade():
        raise StorageError(NOT_YET if done == 0 else TOO_OLD)
    with database.transaction():
        database.keep_others_out()
        done = version(database)  # again, under the lock: another program may have been first
        refuse_newer(done)
        if 0 < done < len(STEPS):
            keep(done)
        build(database, len(STEPS))


def refuse_newer(done: int) -> None:
    if done > len(STEPS):
        raise StorageError("این داده‌ها را نسخهٔ تازه‌تری از برنامه ساخته است. به آن دست زده نشد؛ برنامه را به‌روز کنید.")


def build(database: Database, goal: int) -> None:
    """Inside a transaction: whatever steps are missing up to `goal`."""
    done = version(database)
    for name in STEPS[done:goal]:
        for statement in statements(name):
            database.rows(statement.format(key=database.key, blob=database.blob))
    if done == 0:
        for topic in ("schema", *TOPICS):
            database.rows("INSERT INTO revision (topic, n) VALUES (:topic, 0)", topic=topic)
        database.prepare()
    database.guard()
    database.rows("UPDATE revision SET n = :n WHERE topic = 'schema'", n=goal)


def statements(name: str) -> list[str]:
    text = (files("db") / "steps" / name).read_text("utf-8")
    return [part.strip() for part in text.split(";\n") if part.strip()]
