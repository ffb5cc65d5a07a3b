"""Duplicates: one person who was entered twice is found, merged into one, and separated again with nothing lost.

The visits of the duplicate move to the person who is kept, so that every count of «this person's visits» has them. The
record of the merging names each of them, and separating moves back exactly those.
"""

from dataclasses import dataclass

from app.access.clerks import Clerk, current
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.persian.name_spellings import NameSpellings
from app.persian.text import checked, person_key
from app.referrals.spellings import spellings
from app.visits import index, visitors
from app.visits.name_spellings import name_spellings
from app.visits.visitors import Visitor
from db import Database, Row
from db import search as full_text

ROLES = ("reception", "followup", "manager")
TOPICS: tuple[Topic, ...] = ("queue", "visitors", "paraphs")
LIMIT = 20
NAMES_COMPARED = 200
"""Visits with a similar name that are compared."""


@dataclass(frozen=True, slots=True)
class Double:
    """A visitor who may be the same person."""

    visitor: Visitor
    why: str
    """In words, for the clerk."""
    visits: int
    last_day: str


@dataclass(frozen=True, slots=True)
class Merging:
    id: int
    kept_id: int
    gone: Visitor
    visits: int
    """The number of visits that moved."""
    at: str
    clerk: str
    reason: str


def doubles(db: Database, clerk: Clerk, visitor_id: int) -> list[Double]:
    """Return the visitors who may be the same person: with the same mobile or code, or with the same name once titles
    and spaces are left out, unless fathers or codes tell them apart."""
    current(db, clerk.id).must(*ROLES)
    person = visitors.get(db, visitor_id)
    others = [visitors.get(db, other) for other in sorted(_same_numbers(db, person) | _same_names(db, person))]
    found = [
        (other, why) for other in others if other.id != person.id and (why := _why(person, other, name_spellings(db)))
    ]
    return [Double(other, why, *_visit_count_and_last_day(db, other.id)) for other, why in found[:LIMIT]]


def merge(db: Database, clerk: Clerk, kept_id: int, gone_id: int, reason: str) -> int:
    """Merge the visitor `gone_id` into `kept_id` and return the merging's id. Nothing written of the kept one
    changes."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        why = checked(reason, "علت", "reason", 200)
        if not why:
            raise Refused("علت را بنویسید.", "reason")
        _refuse_unless_two_people(db, kept_id, gone_id)
        visits = _ids(db.rows("SELECT id FROM visit WHERE visitor_id = :id ORDER BY id", id=gone_id))
        people = _ids(db.rows("SELECT id FROM visitor WHERE merged_into = :id ORDER BY id", id=gone_id))
        row = db.required_row(
            "INSERT INTO merging (kept_id, gone_id, visits, people, at, clerk, reason)"
            " VALUES (:kept, :gone, :visits, :people, :at, :clerk, :reason) RETURNING id",
            kept=kept_id,
            gone=gone_id,
            visits=_joined(visits),
            people=_joined(people),
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
            after={"merged_into": kept_id, "visits": _joined(visits), "reason": why},
        )
        return int(row["id"])


def unmerge(db: Database, clerk: Clerk, merging_id: int) -> None:
    """Separate two merged visitors: the one who was gone gets back exactly the visits that moved, and those that these
    were carried over to. Newer visits stay with the kept one."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        row = db.required_row(
            "SELECT kept_id, gone_id, visits, people, undone_at FROM merging WHERE id = :id", id=merging_id
        )
        now = db.required_row("SELECT merged_into FROM visitor WHERE id = :id", id=row["gone_id"])["merged_into"]
        if row["undone_at"] or now is None:
            raise Refused("یکی کردن این دو قبلاً بازگردانده شده است.")
        if now != row["kept_id"]:
            raise Refused("آن شخص با شخص دیگری یکی شده است؛ ابتدا آن را بازگردانید.")
        visits = _carried(db, _split(row["visits"]))
        _move(change, row["gone_id"], _split(row["people"]), visits)
        db.send("UPDATE visitor SET merged_into = NULL WHERE id = :id", id=row["gone_id"])
        _index_again(db, row["kept_id"], row["gone_id"])
        db.send("UPDATE merging SET undone_at = :now WHERE id = :id", now=change.now, id=merging_id)
        change.record(
            "unmerge",
            "visitor",
            row["gone_id"],
            before={"merged_into": row["kept_id"]},
            after={"merged_into": None, "visits": _joined(visits)},
        )


def mergings(db: Database, clerk: Clerk, visitor_id: int) -> list[Merging]:
    """Return the mergings into this person that hold, the latest first."""
    current(db, clerk.id).must(*ROLES)
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
            len(_split(row["visits"])),
            row["at"],
            row["clerk"],
            row["reason"],
        )
        for row in rows
    ]


def _refuse_unless_two_people(db: Database, kept_id: int, gone_id: int) -> None:
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
    _index_again(db, to)


def _index_again(db: Database, *people: int) -> None:
    """Index all visits of these people under every spelling of their names."""
    for visitor_id in people:
        for visit_id in _ids(db.rows("SELECT id FROM visit WHERE visitor_id = :id ORDER BY id", id=visitor_id)):
            index.remember(db, visit_id)


def _carried(db: Database, visits: list[int]) -> list[int]:
    """Return the visits together with those they were carried over to in later sessions."""
    found, fresh = list(visits), list(visits)
    while fresh:
        fresh = _ids(db.rows(f"SELECT id FROM visit WHERE moved_from IN ({', '.join(map(str, fresh))}) ORDER BY id"))
        fresh = [visit_id for visit_id in fresh if visit_id not in found]
        found += fresh
    return found


def _same_numbers(db: Database, person: Visitor) -> set[int]:
    """Return the ids of the people with the same mobile or code, the visitor among them."""
    return set(
        _ids(
            db.rows(
                "SELECT id FROM visitor WHERE merged_into IS NULL AND kind NOT IN ('group', 'legal')"
                " AND ((mobile = :mobile AND mobile <> '') OR (code = :code AND code <> '')) ORDER BY id LIMIT 50",
                mobile=person.mobile,
                code=person.code,
            )
        )
    )


def _same_names(db: Database, person: Visitor) -> set[int]:
    """Return the ids of the people with the same name, the visitor among them."""
    names = name_spellings(db)
    visits = {
        visit for way in spellings(person_key(person.name), names) for visit in full_text.find(db, way, NAMES_COMPARED)
    }
    if not visits:
        return set()
    people = db.rows(f"SELECT DISTINCT visitor_id AS id FROM visit WHERE id IN ({', '.join(map(str, sorted(visits)))})")
    key = names.name_key(person.name)
    return {found for found in _ids(people) if names.name_key(visitors.get(db, found).name) == key}


def _why(person: Visitor, other: Visitor, names: NameSpellings) -> str:
    """Return why the two may be the same person, in words; '' when something tells them apart."""
    if {person.kind, other.kind} & {"group", "legal"}:
        return ""
    named = names.name_key(person.name) == names.name_key(other.name)
    if person.code and person.code == other.code:
        return "همان کد"
    if person.mobile and person.mobile == other.mobile:
        return "همان نام و تلفن همراه" if named else "همان تلفن همراه"
    fathers = names.name_key(person.father), names.name_key(other.father)
    if all(fathers):
        return "همان نام و نام پدر" if fathers[0] == fathers[1] else ""
    return "" if person.code and other.code else "همان نام؛ کد ملی هر دو ثبت نشده است"


def _visit_count_and_last_day(db: Database, visitor_id: int) -> tuple[int, str]:
    row = db.required_row(
        "SELECT COUNT(*) AS n, COALESCE(MAX(session.day), '') AS last FROM visit"
        " JOIN session ON session.id = session_id WHERE visitor_id = :id",
        id=visitor_id,
    )
    return int(row["n"]), str(row["last"])


def _ids(rows: list[Row]) -> list[int]:
    return [int(row["id"]) for row in rows]


def _joined(ids: list[int]) -> str:
    return " ".join(map(str, ids))


def _split(joined: str) -> list[int]:
    return [int(each) for each in joined.split()]
