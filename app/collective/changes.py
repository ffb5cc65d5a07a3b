"""Making, naming and emptying a collective case. A confidential matter is never in one: its name would tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.persian.text import checked, search_key
from db import Database, Row

ROLES = ("manager", "followup")
TOPICS: tuple[Topic, ...] = ("paraphs",)
LONGEST = 80
"""The most letters of a name."""
GONE = "این پروندهٔ جمعی دیگر نیست؛ فهرست را دوباره ببینید."


@dataclass(frozen=True, slots=True)
class Gathered:
    """The outcome of adding visits to a collective case."""

    collective_id: int
    added: int
    already: int
    confidential: int
    """Those that were left out."""


def make(db: Database, clerk: Clerk, name: str, visit_ids: Sequence[int]) -> Gathered:
    """Make a collective case of these visits. Refused beside `name` where another one has it."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        kept = _free_name(db, name)
        made = db.required_row(
            "INSERT INTO collective_case (name, at, clerk) VALUES (:name, :at, :clerk) RETURNING id",
            name=kept,
            at=change.now,
            clerk=change.clerk.name,
        )["id"]
        return _gather(change, {"id": made, "name": kept}, visit_ids, "make")


def add(db: Database, clerk: Clerk, collective_id: int, visit_ids: Sequence[int]) -> Gathered:
    """Add visits to a collective case; one that is in it stays in it once."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        return _gather(change, _known(db, collective_id), visit_ids, "add")


def rename(db: Database, clerk: Clerk, collective_id: int, name: str) -> None:
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = _known(db, collective_id)
        kept = _free_name(db, name, but=collective_id)
        if kept != was["name"]:
            db.rows("UPDATE collective_case SET name = :name WHERE id = :id", name=kept, id=collective_id)
            change.record(
                "change", "collective_case", collective_id, before={"name": was["name"]}, after={"name": kept}
            )


def take_off(db: Database, clerk: Clerk, collective_id: int, visit_id: int) -> bool:
    """Take a visit out of a collective case; return whether it was the last one, with which the case ends."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        was = _known(db, collective_id)
        if not db.rows(
            "DELETE FROM collective_visit WHERE collective_id = :id AND visit_id = :visit RETURNING id",
            id=collective_id,
            visit=visit_id,
        ):
            raise Refused("این مراجعه در پروندهٔ جمعی نیست.")
        left = db.required_row("SELECT COUNT(*) AS n FROM collective_visit WHERE collective_id = :id", id=collective_id)
        if not left["n"]:
            db.rows("DELETE FROM collective_case WHERE id = :id", id=collective_id)
        change.record("take_off", "collective_case", collective_id, before={"name": was["name"], "visits": [visit_id]})
        return not left["n"]


def _gather(change: Change, case: Row, visit_ids: Sequence[int], action: str) -> Gathered:
    db, wanted = change.db, sorted({int(each) for each in visit_ids})
    among = ", ".join(map(str, wanted)) or "0"
    found = db.rows(
        "SELECT visit.id AS id, confidential, collective_visit.id AS member FROM visit"
        " JOIN category ON category.id = category_id LEFT JOIN collective_visit"
        f" ON visit_id = visit.id AND collective_id = :id WHERE visit.id IN ({among}) ORDER BY visit.id",
        id=case["id"],
    )
    new = [row["id"] for row in found if not row["confidential"] and row["member"] is None]
    hidden = sum(bool(row["confidential"]) for row in found)
    already = len(found) - len(new) - hidden
    if not new and not already:
        raise Refused("مراجعه‌ای برای این پرونده نیست؛ پروندهٔ محرمانه در پروندهٔ جمعی نمی‌آید.")
    for visit_id in new:
        db.send(
            "INSERT INTO collective_visit (collective_id, visit_id) VALUES (:id, :visit)", id=case["id"], visit=visit_id
        )
    if new:
        told = {"name": case["name"], "members": len(new), "visits": new}
        change.record(action, "collective_case", case["id"], after=told)
    return Gathered(int(case["id"]), len(new), already, hidden)


def _known(db: Database, collective_id: int) -> Row:
    row = db.row("SELECT id, name FROM collective_case WHERE id = :id", id=collective_id)
    if row is None:
        raise Refused(GONE)
    return row


def _free_name(db: Database, name: str, but: int = 0) -> str:
    kept = checked(name, "نام پرونده", "name", LONGEST)
    if not kept:
        raise Refused("نام پروندهٔ جمعی را بنویسید.", "name")
    taken = db.rows("SELECT name FROM collective_case WHERE id <> :id", id=but)
    if search_key(kept) in {search_key(row["name"]) for row in taken}:
        raise Refused("پروندهٔ جمعی دیگری با این نام هست؛ مراجعه‌ها را به آن اضافه کنید یا نام دیگری بنویسید.", "name")
    return kept
