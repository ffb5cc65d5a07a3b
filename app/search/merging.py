"""One person written down twice: found, made one by a clerk, and made two again with nothing lost.

The visits of the double move to the person who is kept, so that whatever reads «this person's visits» counts them; the
record of the merging names each of them, and taking it back moves exactly those again.
"""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.persian.text import checked, joined_key, person_key
from app.search import search
from app.visits import index, visitors
from app.visits.visitors import Visitor
from db import Database, Row
from db import search as full_text

ROLES = ("reception", "followup", "manager")
TOPICS: tuple[Topic, ...] = ("queue", "visitors", "paraphs")
LIMIT = 20
REACH = 200
"""Visits of alike names that are looked through."""


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same person, and why."""

    visitor: Visitor
    why: str
    visits: int
    last_day: str


@dataclass(frozen=True, slots=True)
class Merging:
    id: int
    kept_id: int
    gone: Visitor
    visits: int
    """How many moved."""
    at: str
    clerk: str
    reason: str


def doubles(db: Database, visitor_id: int) -> list[Double]:
    """Who may be the same person: the same mobile or code, or the same name once titles and spaces are left out, unless
    fathers or codes tell them apart."""
    him = visitors.get(db, visitor_id)
    ids = _same_numbers(db, him) | _same_names(db, him)
    found = [(visitors.get(db, other), why) for other in sorted(ids - {him.id}) if (why := _why(db, him, other))]
    return [Double(other, why, *_seen(db, other.id)) for other, why in found][:LIMIT]


def merge(db: Database, clerk: Clerk, kept_id: int, gone_id: int, reason: str) -> int:
    """Make two one; answers with the merging's id. What is written of the one who is kept stays as it is."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        why = checked(reason, "علت", "reason", 200)
        if not why:
            raise Refused("علت را بنویسید.", "reason")
        _must_be_two(db, kept_id, gone_id)
        visits = _ids(db.rows("SELECT id FROM visit WHERE visitor_id = :id ORDER BY id", id=gone_id))
        people = _ids(db.rows("SELECT id FROM visitor WHERE merged_into = :id ORDER BY id", id=gone_id))
        row = db.required_row(
            "INSERT INTO merging (kept_id, gone_id, visits, people, at, clerk, reason)"
            " VALUES (:kept, :gone, :visits, :people, :at, :clerk, :reason) RETURNING id",
            kept=kept_id,
            gone=gone_id,
            visits=_listed(visits),
            people=_listed(people),
            at=change.now,
            clerk=change.clerk.name,
            reason=why,
        )
        _move(change, kept_id, [gone_id, *people], visits)
        change.record(
            "merge",
            "visitor",
            gone_id,
            before={"merged_into": None},
            after={"merged_into": kept_id, "visits": _listed(visits), "reason": why},
        )
        return int(row["id"])


def unmerge(db: Database, clerk: Clerk, merging_id: int) -> None:
    """Two again: each has exactly the visits he had, and what these were carried on to. Newer ones stay with who was
    kept."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        row = db.required_row(
            "SELECT kept_id, gone_id, visits, people, undone_at FROM merging WHERE id = :id", id=merging_id
        )
        now = db.required_row("SELECT merged_into FROM visitor WHERE id = :id", id=row["gone_id"])["merged_into"]
        if row["undone_at"] or now is None:
            raise Refused("یکی کردن این دو قبلاً بازگردانده شده است.")
        if now != row["kept_id"]:
            raise Refused("آن شخص با شخص دیگری یکی شده است؛ ابتدا آن را بازگردانید.")
        visits = _carried(db, _read(row["visits"]))
        _move(change, row["gone_id"], _read(row["people"]), visits)
        db.send("UPDATE visitor SET merged_into = NULL WHERE id = :id", id=row["gone_id"])
        _remember(db, row["kept_id"], row["gone_id"])
        db.send("UPDATE merging SET undone_at = :now WHERE id = :id", now=change.now, id=merging_id)
        change.record(
            "unmerge",
            "visitor",
            row["gone_id"],
            before={"merged_into": row["kept_id"]},
            after={"merged_into": None, "visits": _listed(visits)},
        )


def mergings(db: Database, visitor_id: int) -> list[Merging]:
    """Who was found to be this person, the latest first."""
    rows = db.rows(
        "SELECT id, kept_id, gone_id, visits, at, clerk, reason FROM merging"
        " WHERE kept_id = :id AND undone_at = '' ORDER BY id DESC",
        id=visitor_id,
    )
    return [
        Merging(
            row["id"],
            row["kept_id"],
            visitors.get(db, row["gone_id"]),
            len(_read(row["visits"])),
            row["at"],
            row["clerk"],
            row["reason"],
        )
        for row in rows
    ]


def name_key(visitor: Visitor) -> str:
    """The same for one name however it is spelt: without titles, joined."""
    return joined_key(person_key(visitor.name))


def _must_be_two(db: Database, kept_id: int, gone_id: int) -> None:
    if kept_id == gone_id:
        raise Refused("این دو یک شخص هستند.")
    people = db.rows(
        "SELECT id, kind, code, merged_into FROM visitor WHERE id IN (:kept, :gone)", kept=kept_id, gone=gone_id
    )
    if len(people) < 2 or any(row["merged_into"] for row in people):
        raise Refused("یکی از این دو قبلاً با شخص دیگری یکی شده است.")
    kept, gone = sorted(people, key=lambda row: row["id"] != kept_id)
    if {kept["kind"], gone["kind"]} & {"group", "legal"}:
        raise Refused("فقط اشخاص حقیقی را می‌توان یکی کرد.")
    if gone["code"] and not kept["code"]:
        raise Refused("شخص دارای کد ملی باقی می‌ماند؛ جای دو شخص را عوض کنید.", "kept")


def _move(change: Change, to: int, people: list[int], visits: list[int]) -> None:
    db = change.db
    for visit_id in visits:
        db.send("UPDATE visit SET visitor_id = :to WHERE id = :id", to=to, id=visit_id)
    for visitor_id in people:
        db.send("UPDATE visitor SET merged_into = :to WHERE id = :id", to=to, id=visitor_id)
    _remember(db, to)


def _remember(db: Database, *people: int) -> None:
    """Under every spelling of his name."""
    for visitor_id in people:
        for visit_id in _ids(db.rows("SELECT id FROM visit WHERE visitor_id = :id ORDER BY id", id=visitor_id)):
            index.remember(db, visit_id)


def _carried(db: Database, visits: list[int]) -> list[int]:
    """With the visits they were carried on to in later sessions."""
    found, fresh = list(visits), list(visits)
    while fresh:
        fresh = _ids(db.rows(f"SELECT id FROM visit WHERE moved_from IN ({', '.join(map(str, fresh))}) ORDER BY id"))
        fresh = [visit_id for visit_id in fresh if visit_id not in found]
        found += fresh
    return found


def _same_numbers(db: Database, him: Visitor) -> set[int]:
    return set(
        _ids(
            db.rows(
                "SELECT id FROM visitor WHERE merged_into IS NULL AND kind NOT IN ('group', 'legal')"
                " AND ((mobile = :mobile AND mobile <> '') OR (code = :code AND code <> '')) ORDER BY id LIMIT 50",
                mobile=him.mobile,
                code=him.code,
            )
        )
    )


def _same_names(db: Database, him: Visitor) -> set[int]:
    visits = {visit for way in search.spellings(person_key(him.name)) for visit in full_text.find(db, way, REACH)}
    if not visits:
        return set()
    people = db.rows(f"SELECT DISTINCT visitor_id AS id FROM visit WHERE id IN ({', '.join(map(str, sorted(visits)))})")
    key = name_key(him)
    return {found for found in _ids(people) if name_key(visitors.get(db, found)) == key}


def _why(db: Database, him: Visitor, other_id: int) -> str:
    """In words; '' when something tells them apart."""
    other = visitors.get(db, other_id)
    if {him.kind, other.kind} & {"group", "legal"}:
        return ""
    named = name_key(him) == name_key(other)
    if him.code and him.code == other.code:
        return "همان کد"
    if him.mobile and him.mobile == other.mobile:
        return "همان نام و تلفن همراه" if named else "همان تلفن همراه"
    fathers = joined_key(him.father), joined_key(other.father)
    if all(fathers):
        return "همان نام و نام پدر" if fathers[0] == fathers[1] else ""
    return "" if him.code and other.code else "همان نام؛ کد ملی هر دو ثبت نشده است"


def _seen(db: Database, visitor_id: int) -> tuple[int, str]:
    row = db.required_row(
        "SELECT COUNT(*) AS n, COALESCE(MAX(session.day), '') AS last FROM visit"
        " JOIN session ON session.id = session_id WHERE visitor_id = :id",
        id=visitor_id,
    )
    return int(row["n"]), str(row["last"])


def _ids(rows: list[Row]) -> list[int]:
    return [int(row["id"]) for row in rows]


def _listed(ids: list[int]) -> str:
    return " ".join(map(str, ids))


def _read(listed: str) -> list[int]:
    return [int(each) for each in listed.split()]
