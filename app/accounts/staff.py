"""Who works here: clerks hired, changed, retired and let back in. The administrator's doors."""

from app.access import clerk as clerks
from app.access.clerk import Clerk
from app.accounts import attempts
from app.accounts import sign_in as accounts
from app.errors import Refused
from app.journal.conflict import must_stand
from app.journal.writing import SYSTEM, writing
from app.office.settings import settings
from app.papers.documents import RecoverySheet
from app.persian.calendar import local_day
from db import Database, Row

ROLES = ("administrator",)


def add(db: Database, clerk: Clerk, *, login: str, name: str, roles: frozenset[str], password: str) -> int:
    with writing(db, clerk, ROLES, "clerks") as entry:
        return accounts.add(entry, login, name, roles, password)


def change(db: Database, clerk: Clerk, clerk_id: int, *, name: str, roles: frozenset[str], password: str = "",
           seen: Row | None = None) -> int:
    """New name and roles, and a new password where one is given; answers with the id. `seen`: name and roles as the
    form was filled with them; Overtaken when somebody has saved others since."""
    with writing(db, clerk, ROLES, "clerks") as entry:
        row = _one(db, clerk_id)
        stands, wanted = {"name": row["name"], "roles": row["roles"]}, {"name": name, "roles": accounts.spelt(roles)}
        must_stand(db, "clerk", clerk_id, seen, stands, wanted)
        accounts.change(entry, clerk_id, name=name, roles=roles, retired_on=row["retired_on"])
        if password:
            accounts.set_password(entry, clerk_id, password)
            attempts.lift(entry, _one(db, clerk_id)["login"])
        return clerk_id


def retire(db: Database, clerk: Clerk, clerk_id: int, *, back: bool = False) -> None:
    """He can do nothing from this moment on, wherever he is signed in; or `back`: he can again."""
    with writing(db, clerk, ROLES, "clerks") as entry:
        row = _one(db, clerk_id)
        accounts.change(entry, clerk_id, name=row["name"], roles=frozenset(row["roles"].split()),
                      retired_on="" if back else local_day(entry.now))


def everyone(db: Database) -> list[Row]:
    """The retired too; `locked_until` is the moment a name is open again after wrong passwords, '' when it is."""
    rows = clerks.everyone(db, retired=True)
    locked = attempts.locked_until(db, [row["login"] for row in rows])
    return [row | {"locked_until": locked.get(row["login"], "")} for row in rows]


def unlock(db: Database, clerk: Clerk, clerk_id: int) -> None:
    """Let a clerk try again at once who has mistaken his password too often."""
    with writing(db, clerk, ROLES, "clerks") as entry:
        attempts.lift(entry, _one(db, clerk_id)["login"])
        entry.record("unlock", "clerk", clerk_id)


def change_own_password(db: Database, present: str, login: str, password: str) -> Clerk:
    """Anyone's own, in exchange for the present one."""
    try:
        clerk = accounts.sign_in(db, login, present)
    except Refused as refused:
        raise Refused(refused.sentence, "present") from None
    with writing(db, clerk, (), "clerks") as entry:
        accounts.set_password(entry, clerk.id, password)
        return clerk


def new_recovery(db: Database, clerk: Clerk) -> RecoverySheet:
    """A fresh recovery sheet; the one before stops working."""
    with writing(db, clerk, ROLES, "clerks") as entry:
        return RecoverySheet(settings(db).office, clerk.name, accounts.make_recovery(entry), entry.now)


def recover(db: Database, code: str, login: str, password: str) -> Clerk:
    """Let a locked-out administrator in again with the code of the recovery sheet, once, under a new password."""
    with writing(db, SYSTEM, (), "clerks") as entry:
        clerk = clerks.current(db, accounts.recover(entry, code, login, password))
        attempts.lift(entry, clerk.login)
        return clerk


def _one(db: Database, clerk_id: int) -> Row:
    row = db.row("SELECT login, name, roles, retired_on FROM clerk WHERE id = :id", id=clerk_id)
    if row is None:
        raise Refused("چنین متصدی‌ای نیست.")
    return row
