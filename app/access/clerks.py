"""Clerks and their roles."""

from dataclasses import dataclass

from app.errors import Refused
from db import Database, Deferred, Row

ROLES = {
    "reception": "پذیرش",
    "caller": "فراخوان",
    "table": "میز ملاقات",
    "secretariat": "دبیرخانه",
    "followup": "پیگیری",
    "manager": "مدیر برنامه",
    "administrator": "مدیر سامانه",
    "confidential": "موارد محرمانه",
}


@dataclass(frozen=True, slots=True)
class Clerk:
    id: int
    login: str
    name: str
    roles: frozenset[str]
    desk: str = ""
    """The PC the clerk sits at: what the clerk asks to be printed comes out there."""
    retired_on: str = ""
    """ISO day; '' while the clerk is in office."""

    def may(self, *roles: str) -> bool:
        """Whether the clerk holds one of the roles; without any named, every clerk may."""
        return not roles or bool(self.roles & set(roles))

    def must(self, *roles: str) -> None:
        """Raise Refused unless the clerk holds one of the roles."""
        if not self.may(*roles):
            names = " یا ".join(f"«{ROLES[role]}»" for role in roles)
            raise Refused(f"برای این کار نقش {names} لازم است؛ این نقش به {self.name} داده نشده است.")


def current(db: Database, clerk_id: int) -> Clerk:
    """Return the clerk as the database knows the clerk now: a role taken away counts at once. Refused when retired."""
    return current_deferred(db, clerk_id)()


def current_deferred(db: Database, clerk_id: int) -> Deferred[Clerk]:
    """Raises Refused, when it is looked at, for a clerk who is retired."""
    found = db.send("SELECT id, login, name, roles, retired_on FROM clerk WHERE id = :id", id=clerk_id)
    return found.map_row(_must_be_active)


def _must_be_active(row: Row | None) -> Clerk:
    if row is None or row["retired_on"]:
        raise Refused("این متصدی دیگر در برنامه فعال نیست؛ با نام کاربری دیگری وارد شوید.")
    return clerk_of(row)


def everyone(db: Database, *, retired: bool = False) -> list[Clerk]:
    """Return the clerks in office by name; with `retired` the others too."""
    rows = db.rows("SELECT id, login, name, roles, retired_on FROM clerk ORDER BY name, id")
    return [clerk_of(row) for row in rows if retired or not row["retired_on"]]


def clerk_of(row: Row) -> Clerk:
    roles = frozenset(row["roles"].split())
    return Clerk(row["id"], row["login"], row["name"], roles, retired_on=row.get("retired_on", ""))
