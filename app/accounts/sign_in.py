"""Signing in, and the changes to a clerk's account and to the recovery code.

The functions that take a `Change` are parts of a change under way; app/accounts/staff.py begins and commits one.
"""

from app.access.clerks import ROLES, Clerk, clerk_of, everyone
from app.accounts import attempts
from app.accounts.passwords import hashed, matches, new_code, normalized_code
from app.errors import Refused
from app.journal.writing import Change
from app.persian.text import checked, clean
from db import Database


def sign_in(db: Database, login: str, password: str) -> Clerk:
    """Return the clerk. Raise the same Refused for a wrong name as for a wrong password; after several in a row the
    name has to wait."""
    login = _normalized_login(login)
    attempts.refuse_if_locked(db, login)
    row = db.row(
        "SELECT id, login, name, roles, secret FROM clerk WHERE login = :login AND retired_on = ''", login=login
    )
    if not matches(row["secret"] if row else None, password) or row is None:
        raise attempts.count_wrong(db, login, row["id"] if row else None)
    attempts.reset(db, login)
    return clerk_of(row)


def add(change: Change, login: str, name: str, roles: frozenset[str], password: str) -> int:
    """Add a clerk and return the id. Raise Refused naming the field that is missing, wrong or already taken."""
    login, name = _checked_login(login), checked(name, "نام متصدی", "name", 80)
    if not name:
        raise Refused("نام متصدی را بنویسید.", "name")
    if change.db.row("SELECT id FROM clerk WHERE login = :login", login=login):
        raise Refused("این نام کاربری قبلاً به متصدی دیگری داده شده است.", "login")
    secret = hashed(password)
    row = change.db.required_row(
        "INSERT INTO clerk (login, name, secret, roles) VALUES (:login, :name, :secret, :roles) RETURNING id",
        login=login,
        name=name,
        secret=secret,
        roles=stored_roles(roles),
    )
    change.record("add", "clerk", row["id"], after={"login": login, "name": name, "roles": stored_roles(roles)})
    return int(row["id"])


def change(change: Change, clerk_id: int, *, name: str, roles: frozenset[str], retired_on: str = "") -> None:
    """Set name, roles and retirement. Raise Refused when no administrator would be left."""
    before = change.db.required_row("SELECT name, roles, retired_on FROM clerk WHERE id = :id", id=clerk_id)
    name = checked(name, "نام متصدی", "name", 80)
    if not name:
        raise Refused("نام متصدی را بنویسید.", "name")
    after = {"name": name, "roles": stored_roles(roles), "retired_on": retired_on}
    change.db.send(
        "UPDATE clerk SET name = :name, roles = :roles, retired_on = :retired_on WHERE id = :id", id=clerk_id, **after
    )
    if not any("administrator" in clerk.roles for clerk in everyone(change.db)):
        raise Refused("حداقل یک نفر باید مدیر سامانه بماند.", "roles")
    change.record("change", "clerk", clerk_id, before=before, after=after)


def set_password(change: Change, clerk_id: int, password: str) -> None:
    """Set the password. The journal says that it changed, never to what."""
    change.db.send("UPDATE clerk SET secret = :secret WHERE id = :id", secret=hashed(password), id=clerk_id)
    change.record("password", "clerk", clerk_id)


def make_recovery(change: Change) -> str:
    """Return a new one-time code for the recovery sheet; earlier codes stop working. Only the hash is stored."""
    code = new_code()
    change.db.send("UPDATE recovery SET used_at = :now WHERE used_at = ''", now=change.now)
    change.db.send("INSERT INTO recovery (secret, made_at) VALUES (:secret, :now)", secret=hashed(code), now=change.now)
    change.record("make", "recovery", None)
    return code


def recover(change: Change, code: str, login: str, password: str) -> int:
    """Set a new password for a locked-out administrator in exchange for the code of the recovery sheet; return the
    id."""
    row = change.db.row("SELECT id, secret FROM recovery WHERE used_at = '' ORDER BY id DESC LIMIT 1")
    if not matches(row["secret"] if row else None, normalized_code(code)) or row is None:
        raise Refused("کد بازیابی درست نیست یا قبلاً استفاده شده است.", "code")
    person = change.db.row(
        "SELECT id, roles FROM clerk WHERE login = :login AND retired_on = ''", login=_normalized_login(login)
    )
    if person is None or "administrator" not in person["roles"].split():
        raise Refused("کد بازیابی فقط برای مدیر سامانه است.", "login")
    change.db.send("UPDATE recovery SET used_at = :now WHERE id = :id", now=change.now, id=row["id"])
    set_password(change, person["id"], password)
    return int(person["id"])


def has_recovery(db: Database) -> bool:
    """Return whether a recovery sheet exists whose code still works."""
    return db.row("SELECT id FROM recovery WHERE used_at = ''") is not None


def _checked_login(login: str) -> str:
    login = _normalized_login(checked(login, "نام کاربری", "login", 40))
    if not login or " " in login:
        raise Refused("نام کاربری باید یک کلمه و بدون فاصله باشد.", "login")
    return login


def _normalized_login(login: str) -> str:
    """Return one spelling however it is typed: Caps Lock and the keyboard's kind of digits keep nobody out."""
    return clean(login).casefold()


def stored_roles(roles: frozenset[str]) -> str:
    """Return roles as they are stored. Raise Refused for none or an unknown one."""
    if not roles or roles - ROLES.keys():
        raise Refused("حداقل یک نقش انتخاب کنید.", "roles")
    return " ".join(role for role in ROLES if role in roles)
