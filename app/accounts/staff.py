"""Adding, changing, retiring and readmitting clerks, which only an administrator may; passwords and recovery."""

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


def change(
    db: Database,
    clerk: Clerk,
    clerk_id: int,
    *,
    name: str,
    roles: frozenset[str],
    password: str = "",
    seen: Clerk | None = None,
) -> int:
    """Set name and roles, and a new password if one is given, which also ends a lock. Return the id.

    `seen`: the clerk the form was filled with. Raise EditConflict if somebody has saved another name or other roles
    since.
    """
    with writing(db, clerk, ROLES, "clerks") as change:
        row = _clerk_row(db, clerk_id)
        stored, wanted = (
            {"name": row["name"], "roles": row["roles"]},
            {"name": name, "roles": sign_in.stored_roles(roles)},
        )
        filled = {"name": seen.name, "roles": sign_in.stored_roles(seen.roles)} if seen else None
        refuse_if_changed(db, "clerk", clerk_id, filled, stored, wanted)
        sign_in.change(change, clerk_id, name=name, roles=roles, retired_on=row["retired_on"])
        if password:
            sign_in.set_password(change, clerk_id, password)
            attempts.lift(change, _clerk_row(db, clerk_id)["login"])
        return clerk_id


def retire(db: Database, clerk: Clerk, clerk_id: int, *, back: bool = False) -> None:
    """Take every right from a clerk at once, wherever the clerk is signed in; with `back`, return them."""
    with writing(db, clerk, ROLES, "clerks") as change:
        row = _clerk_row(db, clerk_id)
        sign_in.change(
            change,
            clerk_id,
            name=row["name"],
            roles=frozenset(row["roles"].split()),
            retired_on="" if back else local_day(change.now),
        )


def change_own_password(db: Database, present: str, login: str, password: str) -> Clerk:
    """Replace a clerk's own password in exchange for the present one."""
    with refusals_beside("present"):
        clerk = sign_in.sign_in(db, login, present)
    with writing(db, clerk, (), "clerks") as change:
        sign_in.set_password(change, clerk.id, password)
        return clerk


def new_recovery(db: Database, clerk: Clerk) -> RecoverySheet:
    """Make a new recovery sheet; the one before stops working."""
    with writing(db, clerk, ROLES, "clerks") as change:
        return RecoverySheet(settings(db).office, clerk.name, sign_in.make_recovery(change), change.now)


def recover(db: Database, code: str, login: str, password: str) -> Clerk:
    """Let a locked-out administrator in again with the code of the recovery sheet, once, under a new password."""
    with writing(db, SYSTEM, (), "clerks") as change:
        clerk = clerks.current(db, sign_in.recover(change, code, login, password))
        attempts.lift(change, clerk.login)
        return clerk


def _clerk_row(db: Database, clerk_id: int) -> Row:
    row = db.row("SELECT login, name, roles, retired_on FROM clerk WHERE id = :id", id=clerk_id)
    if row is None:
        raise Refused("این متصدی در فهرست نیست.")
    return row
