"""Wrong passwords: counted by login name in the database, so that they slow a guesser at every PC alike.

The names themselves are not kept: now and then somebody types his password there.
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
"""Seconds after the third, fourth and fifth wrong password in a row; the first two are slips of a finger."""
LONGEST = 900
"""Seconds after every further one."""
FORGOTTEN = timedelta(hours=12)
"""After the last wrong one, counting begins anew."""


def must_be_open(db: Database, login: str) -> None:
    """Refused while this name has to wait, whoever bears it or nobody."""
    now = db.now()
    row = db.row(f"SELECT locked_until FROM attempt WHERE login = :key AND {_CLOSED}", key=_key(login), **_span(now))
    if row:
        raise Refused(_closed(now, row["locked_until"]), "password")


def refuse(db: Database, login: str, clerk_id: int | None) -> Refused:
    """Count one more wrong password; answers with what is said. `clerk_id`: whose name it is, None for nobody's."""
    with writing(db, SYSTEM, (), "clerks") as change:
        failures, now = _failures(change, login) + 1, db.now()
        pause = PAUSES.get(failures, LONGEST if failures > max(PAUSES) else 0)
        until = _later(now, timedelta(seconds=pause)) if pause else ""
        db.send(
            "INSERT INTO attempt (login, failures, last_at, locked_until) VALUES (:key, :n, :now, :until)"
            " ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,"
            " locked_until = excluded.locked_until",
            key=_key(login),
            n=failures,
            now=now,
            until=until,
        )
        if pause >= 60 and clerk_id:
            change.record("lock", "clerk", clerk_id, after={"failures": failures, "until": until})
    return Refused(f"{WRONG} {_closed(now, until)}" if until else WRONG, "password")


def forget(db: Database, login: str) -> None:
    """He is who he says; a name without wrong passwords costs no write."""
    if db.row("SELECT login FROM attempt WHERE login = :key", key=_key(login)):
        with writing(db, SYSTEM, (), "clerks") as change:
            lift(change, login)


def lift(change: Change, login: str) -> None:
    change.db.send("DELETE FROM attempt WHERE login = :key", key=_key(login))


def locked_until(db: Database, logins: list[str]) -> dict[str, str]:
    """Of these names the ones that have to wait, each with the moment."""
    closed = {
        row["login"]: row["locked_until"]
        for row in db.rows(f"SELECT login, locked_until FROM attempt WHERE {_CLOSED}", **_span(db.now()))
    }
    return {login: closed[_key(login)] for login in logins if _key(login) in closed}


_CLOSED = "locked_until > :now AND locked_until <= :latest"
"""No lock lasts longer than the longest: what seems to was made while the clock was ahead, and is none."""


def _span(now: str) -> dict[str, str]:
    return {"now": now, "latest": _later(now, timedelta(seconds=LONGEST))}


def _failures(change: Change, login: str) -> int:
    now = change.db.now()
    change.db.send("DELETE FROM attempt WHERE last_at < :then OR last_at > :now", then=_later(now, -FORGOTTEN), now=now)
    row = change.db.row("SELECT failures FROM attempt WHERE login = :key", key=_key(login))
    return int(row["failures"]) if row else 0


def _closed(now: str, until: str) -> str:
    seconds = (datetime.fromisoformat(until) - datetime.fromisoformat(now)).total_seconds()
    if seconds < 60:
        return f"{fa(max(round(seconds), 1))} ثانیهٔ دیگر دوباره تلاش کنید."
    return (
        f"به دلیل چند بار گذرواژهٔ نادرست، ورود با این نام کاربری تا ساعت {isolate(fa(local_time(until)))} بسته است؛"
        " برای باز شدن زودتر، به مدیر سامانه مراجعه یا از برگهٔ بازیابی استفاده کنید."
    )


def _later(moment: str, by: timedelta) -> str:
    then = datetime.fromisoformat(moment).astimezone(UTC) + by
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _key(login: str) -> str:
    return hashlib.sha256(login.encode("utf-8", "replace")).hexdigest()
