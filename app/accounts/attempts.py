"""Wrong passwords: counted by login name in the database, so that they slow a guesser at every PC alike.

A name is stored as a hash, because clerks sometimes type a password into the field of the name.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from app.errors import Refused
from app.journal.writing import SYSTEM, Change, writing
from app.persian.calendar import local_time
from app.persian.text import fa, isolate
from db import Database

WRONG = "نام کاربری یا گذرواژه درست نیست."
PAUSES = {3: 5, 4: 30, 5: 300}
"""Seconds to wait after the third, fourth and fifth wrong password in a row; the first two are slips of a finger."""
LONGEST = 900
"""Seconds to wait after the sixth wrong password and every further one."""
FORGOTTEN_AFTER = timedelta(hours=12)
"""The count starts again this long after the last wrong password."""


def refuse_if_locked(db: Database, login: str) -> None:
    """Raise Refused while this login name has to wait, whether or not a clerk has the name."""
    now = db.now()
    row = db.row(
        f"SELECT locked_until FROM attempt WHERE login = :key AND {_LOCKED}",
        key=_hashed_name(login),
        **_lock_bounds(now),
    )
    if row:
        raise Refused(_wait_sentence(now, row["locked_until"]), "password")


def count_wrong(db: Database, login: str, clerk_id: int | None) -> Refused:
    """Count one more wrong password and return the refusal to raise. `clerk_id`: None when no clerk has the name."""
    with writing(db, SYSTEM, (), "clerks") as change:
        failures, now = _failures(change, login) + 1, db.now()
        pause = PAUSES.get(failures, LONGEST if failures > max(PAUSES) else 0)
        until = _moment_after(now, timedelta(seconds=pause)) if pause else ""
        db.send(
            "INSERT INTO attempt (login, failures, last_at, locked_until) VALUES (:key, :n, :now, :until)"
            " ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,"
            " locked_until = excluded.locked_until",
            key=_hashed_name(login),
            n=failures,
            now=now,
            until=until,
        )
        if pause >= 60 and clerk_id:
            change.record("lock", "clerk", clerk_id, after={"failures": failures, "until": until})
    return Refused(f"{WRONG} {_wait_sentence(now, until)}" if until else WRONG, "password")


def reset(db: Database, login: str) -> None:
    """Reset the count after a right password. A name without wrong passwords costs no write."""
    if db.row("SELECT login FROM attempt WHERE login = :key", key=_hashed_name(login)):
        with writing(db, SYSTEM, (), "clerks") as change:
            lift(change, login)


def lift(change: Change, login: str) -> None:
    """Let the name sign in at once, as part of a change under way."""
    change.db.send("DELETE FROM attempt WHERE login = :key", key=_hashed_name(login))


_LOCKED = "locked_until > :now AND locked_until <= :latest"
"""The condition of a lock. One that would last longer than `LONGEST` was made while the clock was ahead: it is
ignored."""


def _lock_bounds(now: str) -> dict[str, str]:
    return {"now": now, "latest": _moment_after(now, timedelta(seconds=LONGEST))}


def _failures(change: Change, login: str) -> int:
    now = change.db.now()
    change.db.send(
        "DELETE FROM attempt WHERE last_at < :then OR last_at > :now",
        then=_moment_after(now, -FORGOTTEN_AFTER),
        now=now,
    )
    row = change.db.row("SELECT failures FROM attempt WHERE login = :key", key=_hashed_name(login))
    return int(row["failures"]) if row else 0


def _wait_sentence(now: str, until: str) -> str:
    seconds = (datetime.fromisoformat(until) - datetime.fromisoformat(now)).total_seconds()
    if seconds < 60:
        return f"{fa(max(round(seconds), 1))} ثانیهٔ دیگر دوباره تلاش کنید."
    return (
        f"به دلیل چند بار گذرواژهٔ نادرست، ورود با این نام کاربری تا ساعت {isolate(fa(local_time(until)))} بسته است؛"
        " برای باز شدن زودتر، به مدیر سامانه مراجعه یا از برگهٔ بازیابی استفاده کنید."
    )


def _moment_after(moment: str, by: timedelta) -> str:
    then = datetime.fromisoformat(moment).astimezone(UTC) + by
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _hashed_name(login: str) -> str:
    return hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()
