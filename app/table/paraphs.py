"""The paraph, the official's directive on a visit: written, amended or voided with a reason."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.errors import Refused
from app.journal.conflict import edit_conflict, last_editor
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.line import steps
from app.office import lists
from app.papers import requests
from app.persian.calendar import at, local_day
from app.persian.text import checked, fa
from app.referrals import complaint, issuing
from app.referrals.issuing import PARTS, Addressee, Referral, deadline
from app.visits import visits
from app.visits.index import remember
from db import Database, Row

__all__ = [
    "PARTS",
    "Addressee",
    "Draft",
    "Paraph",
    "Saved",
    "TodayMatter",
    "amend",
    "at_table",
    "deadline",
    "of_visit",
    "referrals",
    "save",
    "void",
]

ROLES = ("table",)
TOPICS: tuple[Topic, ...] = ("queue", "paraphs", "papers")
WORDS_LIMIT = 2000
STEPS = ("no_show", "postponed")
"""Outcomes that are steps of the line, never written as a paraph."""
referrals = issuing.of_paraph


@dataclass(frozen=True, slots=True)
class Draft:
    official_id: int
    outcome: str
    """The code of a visit outcome."""
    words: str
    addressees: tuple[Addressee, ...] = ()
    accepted: tuple[int, ...] = ()
    """Units complained of to which the clerk, asked, sends the complaint all the same."""

    def must_be_whole(self, *, referral: bool) -> str:
        """Return the words as they are stored; Refused, with the field, when something is missing. `referral`: whether
        the outcome goes to units."""
        words = checked(self.words, "متن پاراف", "words", WORDS_LIMIT, lines=True)
        if not self.official_id:
            raise Refused("پاراف‌کننده را انتخاب کنید.", "official_id")
        if referral and not words:
            raise Refused("متن پاراف را بنویسید.", "words")
        issuing.must_address(self.addressees, referral=referral)
        return words


@dataclass(frozen=True, slots=True)
class Paraph:
    """A paraph as it was written; the official's post and name as they were on its day."""

    id: int
    official_id: int
    official_post: str
    official_name: str
    outcome: str
    """The code of a visit outcome."""
    outcome_name: str | None
    words: str
    written_at: str
    state: str
    """'valid', 'amended' or 'void'."""
    reason: str
    """Why it was amended or voided."""
    replaces: int | None


@dataclass(frozen=True, slots=True)
class TodayMatter:
    """A visit that a table wrote about today, or has yet to write about because it was held on paper."""

    visit_id: int
    paraph_id: int | None
    """None: held on paper, without a paraph yet."""
    ticket: int
    first_name: str
    last_name: str
    category: str
    confidential: int
    words: str | None
    written_at: str | None
    outcome: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def key(self) -> tuple[int, int]:
        """The visit and its paraph, 0 without one."""
        return self.visit_id, self.paraph_id or 0

    def shown_to(self, rights: ReadingRights) -> "TodayMatter":
        cover = rights.cover(self.visit_id, self.confidential)
        return replace(self, category=cover.label(self.category), words=cover.words(self.words or ""))


@dataclass(frozen=True, slots=True)
class Saved:
    paraph_id: int
    visit_id: int
    ticket: int
    numbers: tuple[str, ...]
    void: tuple[str, ...] = ()
    """Numbers that became void: their slips must come back."""
    taken_back: bool = False
    """The paraph was voided and nothing stands in its place."""


def save(db: Database, clerk: Clerk, visit_id: int, draft: Draft, *, table_id: int | None = None) -> Saved:
    """Write the paraph, number its referrals, ask for the papers and free the table: all or nothing. `table_id`: the
    table it is written at; Refused where the visitor sits at another one."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        visit = meeting(db, visit_id, table_id)
        saved = _write(change, visit, draft)
        steps.finish(change, visit_id, draft.outcome)
        return saved


def meeting(db: Database, visit_id: int, table_id: int | None) -> visits.Visit:
    """Return the visit, whose meeting is at this table (None: at any) and may end; Refused otherwise."""
    visit = visits.get(db, visit_id)
    visit.must_allow("finish")
    if table_id not in (None, visit.table_id):
        raise Refused(f"نوبت {fa(visit.ticket)} دیگر پای این میز نیست؛ نتیجهٔ آن را {fa(visit.table)} ثبت می‌کند.")
    return visit


def amend(db: Database, clerk: Clerk, paraph_id: int, draft: Draft, reason: str) -> Saved:
    """Write a new paraph in place of a saved one, whose numbers become void and are never used again."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        before, gone = _void(change, paraph_id, reason, "amended")
        saved = _write(change, visits.get(db, before["visit_id"]), draft, paraph_id, gone)
        db.send("UPDATE visit SET outcome = :outcome WHERE id = :id", outcome=draft.outcome, id=before["visit_id"])
        return saved


def void(db: Database, clerk: Clerk, paraph_id: int, reason: str) -> Saved:
    """Void a paraph altogether. While the session is open its visitor is in line again, at the old place."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        before, gone = _void(change, paraph_id, reason, "void")
        visit = steps.reopen(change, before["visit_id"])
        remember(db, visit.id)
        return Saved(paraph_id, visit.id, visit.ticket, (), _numbers(gone), taken_back=True)


def of_visit(db: Database, visit_id: int) -> list[Paraph]:
    """Every paraph of a visit, newest first, amended and void ones too."""
    rows = db.rows(
        "SELECT paraph.id AS id, official_id, official_post, official_name, outcome,"
        " visit_outcome.name AS outcome_name, words, written_at, state, reason, replaces FROM paraph"
        " LEFT JOIN visit_outcome ON visit_outcome.code = outcome WHERE visit_id = :id ORDER BY paraph.id DESC",
        id=visit_id,
    )
    return [Paraph(**row) for row in rows]


def at_table(db: Database, table_id: int) -> list[TodayMatter]:
    """What this table may still write about or amend, newest first: visits from paper without a paraph, then today's
    valid paraphs."""
    morning = at(local_day(db.now()), "00:00")
    rows = db.rows(
        "SELECT visit.id AS visit_id, paraph.id AS paraph_id, ticket, first_name, last_name, category.name AS category,"
        " confidential, words, written_at, COALESCE(visit_outcome.name, '') AS outcome FROM visit"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        " LEFT JOIN paraph ON paraph.visit_id = visit.id AND paraph.state = 'valid'"
        " LEFT JOIN visit_outcome ON visit_outcome.code = paraph.outcome"
        " WHERE (visit.table_id = :table AND on_paper = 1 AND visit.state = 'meeting')"
        " OR (paraph.table_id = :table AND written_at >= :morning) ORDER BY visit.id DESC",
        table=table_id,
        morning=morning,
    )
    matters = [TodayMatter(**row) for row in rows]
    return sorted(matters, key=lambda matter: (matter.paraph_id is None, matter.paraph_id), reverse=True)


def _write(
    change: Change, visit: visits.Visit, draft: Draft, replaces: int | None = None, gone: list[Referral] | None = None
) -> Saved:
    db = change.db
    outcome = db.row("SELECT referral FROM visit_outcome WHERE code = :code", code=draft.outcome)
    if outcome is None or draft.outcome in STEPS:
        raise Refused("نتیجهٔ ملاقات را انتخاب کنید.", "outcome")
    words = draft.must_be_whole(referral=bool(outcome["referral"]))
    complaint.must_be_accepted(change, visit.id, [each.unit_id for each in draft.addressees], draft.accepted)
    paraph_id = insert(change, visit, draft, words, replaces)
    paraph = {"id": paraph_id, "visit_id": visit.id, "session_id": visit.session_id}
    numbers = issuing.issue(change, paraph, draft.addressees, gone or [])
    requests.ask(change, "receipt", visit.id, renewed=True)
    remember(db, visit.id)
    return Saved(paraph_id, visit.id, visit.ticket, numbers, _numbers(gone or []))


def insert(change: Change, visit: visits.Visit, draft: Draft, words: str, replaces: int | None) -> int:
    """Write the paraph alone, without its referrals, and return its id."""
    official = change.db.row(
        "SELECT post, holder, from_day, to_day FROM official WHERE id = :id AND retired_on = ''", id=draft.official_id
    )
    if official is None or not lists.holds(official, local_day(change.now)):
        raise Refused("ایشان امروز در این سمت نیستند؛ مقام دیگری را انتخاب کنید.", "official_id")
    values: dict[str, Any] = {
        "visit_id": visit.id,
        "official_id": draft.official_id,
        "official_post": official["post"],
        "official_name": official["holder"],
        "outcome": draft.outcome,
        "words": words,
        "written_at": change.now,
        "table_id": visit.table_id,
        "state": "valid",
        "replaces": replaces,
    }
    row = change.db.required_row(
        f"INSERT INTO paraph ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)}) RETURNING id",
        **values,
    )
    change.record("write", "paraph", row["id"], after=values)
    return int(row["id"])


def _void(change: Change, paraph_id: int, reason: str, state: str) -> tuple[Row, list[Referral]]:
    """Return the paraph as it was, and its referrals, which are void now."""
    reason = checked(reason, "علت", "reason", 200)
    if not reason:
        raise Refused("علت را بنویسید.", "reason")
    before = change.db.required_row(
        "SELECT visit_id, official_post, outcome, words, state FROM paraph WHERE id = :id", id=paraph_id
    )
    if before["state"] != "valid":
        raise _gone(change, paraph_id, before["visit_id"], amends=state == "amended")
    change.db.send(
        "UPDATE paraph SET state = :state, reason = :reason WHERE id = :id", state=state, reason=reason, id=paraph_id
    )
    gone = issuing.void(change, paraph_id)
    change.db.send(
        "UPDATE paper SET gone = 'withdrawn' WHERE kind = 'receipt' AND state = 'waiting' AND subject_id = :id",
        id=before["visit_id"],
    )
    change.record(
        state,
        "paraph",
        paraph_id,
        before=before,
        after={"state": state, "reason": reason, "void": " ".join(_numbers(gone))},
    )
    return before, gone


def _gone(change: Change, paraph_id: int, visit_id: int, *, amends: bool) -> Refused:
    """Say that somebody amended or voided this paraph already. A clerk who amends it too, and may read the matter, is
    shown the paraph that is valid instead."""
    db, rights = change.db, change.rights
    valid = next((paraph for paraph in of_visit(db, visit_id) if paraph.state == "valid"), None)
    if valid and amends and rights.may_read(visit_id, rights.is_confidential(visit_id)):
        units = "، ".join(referral.unit_name for referral in referrals(db, valid.id))
        return edit_conflict(db, "paraph", valid.id, asdict(valid) | {"units": units})
    return Refused(f"این پاراف قبلاً اصلاح یا باطل شده است: {last_editor(db, 'paraph', paraph_id)}.")


def _numbers(gone: list[Referral]) -> tuple[str, ...]:
    return tuple(referral.number for referral in gone)
