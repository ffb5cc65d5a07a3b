"""Who works here: clerks hired, changed, retired and let back in. The administrator's doors."""

from app.access import clerks
from app.access.clerks import Clerk
from app.accounts import attempts, sign_in
from app.errors import Refused, refusals_beside
from app.journal.conflict import refuse_if_changed
from app.journal.writing import SYSTEM, writing
from app.office.settings import settings
from app.papers.documents import RecoverySheet
from app.persian.calendar import local_day
from db import Database, Row

ROLES = ("administrator",)


def add(db: Database, clerk: Clerk, *, login: str, name: str, roles: frozenset[str], password: str) -> int:
    with writing(db, clerk, ROLES, "clerks") as change:
        return sign_in.add(change, login, name, roles, password)


def change(db: Database, clerk: Clerk, clerk_id: int, *, name: str, roles: frozenset[str], password: str = "",
           seen: Row | None = None) -> int:
    """New name and roles, and a new password where one is given; answers with the id. `seen`: name and roles as the
    form was filled with them; EditConflict when somebody has saved others since."""
    with writing(db, clerk, ROLES, "clerks") as change:
        row = _one(db, clerk_id)
        stands, wanted = {"name": row["name"], "roles": row["roles"]}, {"name": name, "roles": sign_in.spelt(roles)}
        refuse_if_changed(db, "clerk", clerk_id, seen, stands, wanted)
        sign_in.change(change, clerk_id, name=name, roles=roles, retired_on=row["retired_on"])
        if password:
            sign_in.set_password(change, clerk_id, password)
            attempts.lift(change, _one(db, clerk_id)["login"])
        return clerk_id


def retire(db: Database, clerk: Clerk, clerk_id: int, *, back: bool = False) -> None:
    """He can do nothing from this moment on, wherever he is signed in; or `back`: he can again."""
    with writing(db, clerk, ROLES, "clerks") as change:
        row = _one(db, clerk_id)
        sign_in.change(change, clerk_id, name=row["name"], roles=frozenset(row["roles"].split()),
                      retired_on="" if back else local_day(change.now))


def everyone(db: Database) -> list[Row]:
    """The retired too; `locked_until` is the moment a name is open again after wrong passwords, '' when it is."""
    rows = clerks.everyone(db, retired=True)
    locked = attempts.locked_until(db, [row["login"] for row in rows])
    return [row | {"locked_until": locked.get(row["login"], "")} for row in rows]


def unlock(db: Database, clerk: Clerk, clerk_id: int) -> None:
    """Let a clerk try again at once who has mistaken his password too often."""
    with writing(db, clerk, ROLES, "clerks") as change:
        attempts.lift(change, _one(db, clerk_id)["login"])
        change.record("unlock", "clerk", clerk_id)


def change_own_password(db: Database, present: str, login: str, password: str) -> Clerk:
    """Anyone's own, in exchange for the present one."""
    with refusals_beside("present"):
        clerk = sign_in.sign_in(db, login, present)
    with writing(db, clerk, (), "clerks") as change:
        sign_in.set_password(change, clerk.id, password)
        return clerk


def new_recovery(db: Database, clerk: Clerk) -> RecoverySheet:
    """A fresh recovery sheet; the one before stops working."""
    with writing(db, clerk, ROLES, "clerks") as change:
        return RecoverySheet(settings(db).office, clerk.name, sign_in.make_recovery(change), change.now)


def recover(db: Database, code: str, login: str, password: str) -> Clerk:
    """Let a locked-out administrator in again with the code of the recovery sheet, once, under a new password."""
    with writing(db, SYSTEM, (), "clerks") as change:
        clerk = clerks.current(db, sign_in.recover(change, code, login, password))
        attempts.lift(change, clerk.login)
        return clerk


def _one(db: Database, clerk_id: int) -> Row:
    row = db.row("SELECT login, name, roles, retired_on FROM clerk WHERE id = :id", id=clerk_id)
    if row is None:
        raise Refused("چنین متصدی‌ای نیست.")
    return row
