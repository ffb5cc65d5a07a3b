"""The paraph, the official's directive on a visit: written, amended or voided with a reason."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.conflict import edit_conflict, last_editor
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.line import steps
from app.office import lists
from app.papers import requests
from app.persian.calendar import jalali, local_day
from app.persian.text import checked, fa, isolate
from app.referrals import complaint, issuing
from app.referrals.issuing import PARTS, Addressee, Referral, deadline
from app.sessions import sessions
from app.sessions.sessions import REOPENERS, Session
from app.visits import visits
from app.visits.index import remember
from db import Database, Row

__all__ = [
    "PARTS",
    "Addressee",
    "Draft",
    "Paraph",
    "Saved",
    "amend",
    "deadline",
    "of_visit",
    "referrals",
    "save",
    "void",
]

ROLES = ("table",)
AMENDERS = ("table", "manager")
"""Those who may amend and void on any day."""
WRITERS = ("table", "manager", "administrator")
"""Those who may write in one session or another: see `_must_write_in`."""
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
class Saved:
    paraph_id: int
    visit_id: int
    ticket: int
    numbers: tuple[str, ...]
    void: tuple[str, ...] = ()
    """Numbers that became void: their slips must come back."""
    amended: bool = False
    """It stands in the place of an earlier paraph."""
    taken_back: bool = False
    """The paraph was voided and nothing stands in its place."""


def save(db: Database, clerk: Clerk, visit_id: int, draft: Draft, *, table_id: int | None = None) -> Saved:
    """Write the paraph, number its referrals, ask for the papers and free the table: all or nothing. `table_id`: the
    table it is written at; Refused where the visitor sits at another one."""
    with writing(db, clerk, WRITERS, *TOPICS) as change:
        visit, session = visits.get(db, visit_id), sessions.of_visit_deferred(db, visit_id)()
        _must_write_in(change, session)
        change.rights.must_read(visit_id)
        if _has_lost_its_paraph(db, visit, session):
            saved = _write(change, visit, draft)
            db.send("UPDATE visit SET outcome = :outcome WHERE id = :id", outcome=draft.outcome, id=visit_id)
            return saved
        saved = _write(change, meeting(db, visit_id, table_id), draft)
        steps.finish(change, visit_id, draft.outcome)
        return saved


def _must_write_in(change: Change, session: Session) -> None:
    """Refuse a clerk who may not write paraphs in this session: at the table while it is open, for the manager as well
    once it is over, and for those who may correct it alone while it is being corrected."""
    if session.is_corrected_now:
        change.clerk.must(*REOPENERS)
    elif session.state == "open":
        change.clerk.must(*ROLES)
    else:
        change.clerk.must(*ROLES, "manager")


def _has_lost_its_paraph(db: Database, visit: visits.Visit, session: Session) -> bool:
    """Whether the meeting took place in a session that is over, and its paraph was voided."""
    valid = db.row("SELECT id FROM paraph WHERE visit_id = :id AND state = 'valid'", id=visit.id)
    return visit.state == "done" and session.state == "closed" and valid is None


def meeting(db: Database, visit_id: int, table_id: int | None) -> visits.Visit:
    """Return the visit, whose meeting is at this table (None: at any) and may end; Refused otherwise."""
    visit = visits.get(db, visit_id)
    visit.must_allow("finish")
    if table_id not in (None, visit.table_id):
        raise Refused(f"نوبت {fa(visit.ticket)} دیگر پای این میز نیست؛ نتیجهٔ آن را {fa(visit.table)} ثبت می‌کند.")
    return visit


def amend(
    db: Database, clerk: Clerk, paraph_id: int, draft: Draft, reason: str, *, accepts_sent: bool = False
) -> Saved:
    """Write a new paraph in place of a saved one, whose numbers become void and are never used again. `accepts_sent`:
    the manager, asked, voids slips that units have."""
    with writing(db, clerk, WRITERS, *TOPICS) as change:
        before, gone = _void(change, paraph_id, reason, "amended", instead=draft, accepts_sent=accepts_sent)
        saved = _write(change, visits.get(db, before["visit_id"]), draft, paraph_id, gone)
        db.send("UPDATE visit SET outcome = :outcome WHERE id = :id", outcome=draft.outcome, id=before["visit_id"])
        return saved


def void(db: Database, clerk: Clerk, paraph_id: int, reason: str, *, accepts_sent: bool = False) -> Saved:
    """Void a paraph altogether. While the session is open its visitor is in line again, at the old place.
    `accepts_sent`: see `amend`."""
    with writing(db, clerk, WRITERS, *TOPICS) as change:
        before, gone = _void(change, paraph_id, reason, "void", accepts_sent=accepts_sent)
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


def _write(
    change: Change, visit: visits.Visit, draft: Draft, replaces: int | None = None, gone: list[Referral] | None = None
) -> Saved:
    db = change.db
    outcome = db.row("SELECT referral FROM visit_outcome WHERE code = :code", code=draft.outcome)
    if outcome is None or draft.outcome in STEPS:
        raise Refused("نتیجهٔ ملاقات را انتخاب کنید.", "outcome")
    words = draft.must_be_whole(referral=bool(outcome["referral"]))
    complaint.must_be_accepted(change, visit.id, [each.unit_id for each in draft.addressees], draft.accepted)
    given_at = given(db, visit, replaces, change.now)
    paraph_id = insert(change, visit, draft, words, replaces, given_at=given_at)
    paraph = {"id": paraph_id, "visit_id": visit.id, "session_id": visit.session_id, "given_at": given_at}
    numbers = issuing.issue(change, paraph, draft.addressees, gone or [])
    requests.ask(change, "receipt", visit.id, renewed=True)
    remember(db, visit.id)
    return Saved(paraph_id, visit.id, visit.ticket, numbers, _numbers(gone or []), amended=replaces is not None)


def given(db: Database, visit: visits.Visit, replaces: int | None, now: str) -> str:
    """Return the moment that a paraph and its slips bear: the end of the meeting where a paper form is entered, or an
    entry of today is put right; else now, because the unit gets its slip now."""
    if not visit.on_paper or (replaces and not _was_written_on(db, replaces, local_day(now))):
        return now
    row = db.required_row("SELECT paper_ended_at FROM visit WHERE id = :id", id=visit.id)
    return str(row["paper_ended_at"])


def _was_written_on(db: Database, paraph_id: int, day: str) -> bool:
    row = db.required_row(
        "SELECT at FROM journal WHERE subject = 'paraph' AND subject_id = :id AND action = 'write'", id=paraph_id
    )
    return local_day(row["at"]) == day


def insert(
    change: Change, visit: visits.Visit, draft: Draft, words: str, replaces: int | None, *, given_at: str = ""
) -> int:
    """Write the paraph alone, without its referrals, and return its id. Its official held the post on the session's
    day, whenever it is written."""
    session = sessions.get(change.db, visit.session_id)
    official = lists.holder(change.db, draft.official_id, session.day)
    if official is None:
        day = "امروز" if session.day == local_day(change.now) else f"در {isolate(fa(jalali(session.day)))}"
        raise Refused(f"ایشان {day} در این سمت نیستند؛ مقام دیگری را انتخاب کنید.", "official_id")
    values: dict[str, Any] = {
        "visit_id": visit.id,
        "official_id": draft.official_id,
        "official_post": official["post"],
        "official_name": official["holder"],
        "outcome": draft.outcome,
        "words": words,
        "written_at": given_at or change.now,
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


def _must_amend_in(change: Change, session: Session) -> None:
    """Refuse a clerk who may not amend paraphs of this session: the administrator only while it is being corrected."""
    change.clerk.must(*(WRITERS if session.is_corrected_now else AMENDERS))


def _must_change_something(before: Row, gone: Sequence[Referral], draft: Draft) -> None:
    """Refuse an amendment that changes nothing: it would cost each unit a new number."""
    words = checked(draft.words, "متن پاراف", "words", WORDS_LIMIT, lines=True)
    same = (before["official_id"], before["outcome"], before["words"]) == (draft.official_id, draft.outcome, words)
    old = {each.unit_id: each for each in gone if each.stage != "passed"}
    to_the_same = old.keys() == {each.unit_id for each in draft.addressees}
    if same and to_the_same and all(each.repeats(old[each.unit_id]) for each in draft.addressees):
        raise Refused("در این پاراف چیزی تغییر نکرده است؛ آن را اصلاح کنید یا بازگردید.")


def _void(
    change: Change, paraph_id: int, reason: str, state: str, *, accepts_sent: bool, instead: Draft | None = None
) -> tuple[Row, list[Referral]]:
    """Return the paraph as it was, and its referrals as they were, which are void now. `instead`: the amendment."""
    before = change.db.required_row(
        "SELECT visit_id, official_id, official_post, outcome, words, state FROM paraph WHERE id = :id", id=paraph_id
    )
    _must_amend_in(change, sessions.of_visit_deferred(change.db, before["visit_id"])())
    change.rights.must_read(before["visit_id"])
    reason = checked(reason, "علت", "reason", 200)
    if not reason:
        raise Refused("علت را بنویسید.", "reason")
    if before["state"] != "valid":
        raise _gone(change, paraph_id, before["visit_id"], amends=state == "amended")
    gone = referrals(change.db, paraph_id)
    if instead:
        _must_change_something(before, gone, instead)
    sent = issuing.must_accept_sent(change, paraph_id, accepts_sent=accepts_sent)
    change.db.send(
        "UPDATE paraph SET state = :state, reason = :reason WHERE id = :id", state=state, reason=reason, id=paraph_id
    )
    issuing.void(change, paraph_id, reason)
    for each in sent:
        requests.ask(change, "annulment", each.id)
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
