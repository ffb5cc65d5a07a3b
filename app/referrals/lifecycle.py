"""The life of a referral after it is issued: each act is a row of `referral_step`, from which its row in `followup` is
made anew.

`referral_step` holds the facts, one row a step. `followup` holds what follows from them, one row a referral, for lists
and figures; nothing writes the columns that follow from facts but `_store`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from app.errors import Refused, refusals_beside
from app.journal.writing import Change
from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, parse_jalali
from app.persian.text import checked, fa
from app.referrals.history import Step, fold, issued
from app.referrals.state import IS_OPEN, ReferralState
from app.visits import visits
from db import Database, Row

WORDS_LIMIT = 2000
_COLUMNS = tuple(field.name for field in fields(ReferralState))
_STEPS = (
    "SELECT referral_step.referral_id AS referral_id, referral_step.id AS id, referral_step.kind AS kind,"
    " referral_step.day AS day, referral_step.at AS at, referral_step.clerk AS clerk, referral_step.words AS words,"
    " to_day, working_days, letter, dispatch_id, COALESCE(outcome, '') AS outcome FROM referral_step"
    " LEFT JOIN response ON response.id = response_id WHERE taken_back_at = ''"
)
_TOUCHED = (
    f"{IS_OPEN} OR unit_due_day >= :day OR referral_id IN (SELECT referral_id FROM referral_step WHERE day >= :day"
    " AND taken_back_at = '' AND kind IN ('answered', 'closed', 'passed', 'void'))"
)
"""SQL of the referrals that a change of the working day `day` can touch."""
_Both = tuple[ReferralState, ReferralState]
"""A state before and after it was made anew."""
_DERIVED_FROM_DEADLINE = ("extended", "resumed", "objected")
"""Steps whose `to_day` is the deadline that follows from them."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A referral whose deadline was made anew, because the office's working days changed."""

    referral_id: int
    before: str
    after: str
    """The unit's deadline; the day promised to the visitor never moves."""


def get(db: Database, referral_id: int) -> ReferralState:
    row = db.required_row(f"SELECT {', '.join(_COLUMNS)} FROM followup WHERE referral_id = :id", id=referral_id)
    return ReferralState(**row)


def of_visit(db: Database, visit_id: int) -> list[ReferralState]:
    names = ", ".join(f"followup.{name}" for name in _COLUMNS)
    rows = db.rows(
        f"SELECT {names} FROM followup JOIN referral ON referral.id = referral_id"
        " WHERE visit_id = :id ORDER BY referral_id",
        id=visit_id,
    )
    return [ReferralState(**row) for row in rows]


def of_paraph(db: Database, paraph_id: int) -> list[ReferralState]:
    """Return the states of a paraph's referrals, also of those passed on from it, without void ones."""
    names = ", ".join(f"followup.{name}" for name in _COLUMNS)
    rows = db.rows(
        f"SELECT {names} FROM followup JOIN referral ON referral.id = referral_id"
        " WHERE paraph_id = :id AND stage <> 'void' ORDER BY referral_id",
        id=paraph_id,
    )
    return [ReferralState(**row) for row in rows]


def steps(db: Database, referral_id: int) -> list[Step]:
    """Return the steps of a referral that were not taken back, in the order they were recorded."""
    return _steps_by_referral(db.rows(f"{_STEPS} AND referral_step.referral_id = :id ORDER BY id", id=referral_id)).get(
        referral_id, []
    )


def open_followup(
    change: Change, referral_id: int, values: dict[str, Any], *, day: str, passed_from: ReferralState | None = None
) -> None:
    """Insert the state of a referral that has just been issued. `values`: the referral's own columns. The day promised
    to the visitor is that of the referral it was passed on from, if there is one."""
    db = change.db
    state = fold(
        issued(
            referral_id=referral_id,
            unit_id=values["unit_id"],
            registered_day=visits.registered_day(db, values["visit_id"]),
            issued_day=day,
            working_days=values["working_days"],
            acknowledge_days=settings(db).acknowledge_days,
            due_day=passed_from.due_day if passed_from else values["due_day"],
            passed_from=passed_from.referral_id if passed_from else None,
        ),
        (),
        WorkingDays.load(db),
    )
    db.send(
        f"INSERT INTO followup ({', '.join(_COLUMNS)}, programme_id, category_id, official_id, table_id)"
        f" SELECT {', '.join(f':{name}' for name in _COLUMNS)}, session.programme_id, visit.category_id,"
        " paraph.official_id, paraph.table_id FROM paraph"
        " JOIN visit ON visit.id = paraph.visit_id JOIN session ON session.id = visit.session_id"
        " WHERE paraph.id = :paraph",
        paraph=values["paraph_id"],
        **asdict(state),
    )


def advance(
    change: Change,
    was: ReferralState,
    kind: str,
    day: str,
    *,
    words: str = "",
    to_day: str = "",
    working_days: int | None = None,
    letter: str = "",
    dispatch_id: int | None = None,
    response_id: int | None = None,
    outcome: str = "",
    act: int = 0,
) -> ReferralState:
    """Record what happened to a referral, make its state anew and journal both; return the new state.

    `outcome`: of the response. `letter`: the number of what proves the day. `act`: the change with which the step is
    taken back; 0 for this one.
    """
    db, days = change.db, WorkingDays.load(change.db)
    new = Step(0, kind, day, change.now, change.clerk.name, words, to_day, working_days, letter, dispatch_id, outcome)
    now = fold(was, (*steps(db, was.referral_id), new), days)
    db.send(
        "INSERT INTO referral_step (referral_id, kind, day, at, clerk_id, clerk, words, to_day, working_days, letter,"
        " dispatch_id, response_id, act) VALUES (:id, :kind, :day, :at, :clerk_id, :clerk, :words, :to_day,"
        " :working_days, :letter, :dispatch_id, :response_id, :act)",
        id=was.referral_id,
        kind=kind,
        day=day,
        at=change.now,
        clerk_id=change.clerk.id or None,
        clerk=change.clerk.name,
        words=words,
        to_day=now.unit_due_day if kind in _DERIVED_FROM_DEADLINE else to_day,
        working_days=working_days,
        letter=letter,
        dispatch_id=dispatch_id,
        response_id=response_id,
        act=act or change.place,
    )
    changes, given = _store(change, was, now), {"working_days": working_days} if working_days else {}
    change.record(
        kind,
        "referral",
        was.referral_id,
        before={name: getattr(was, name) for name in changes},
        after={**changes, **given, "day": day, "words": words, **({"letter": letter} if letter else {})},
    )
    return now


def make_anew(change: Change, referral_id: int) -> ReferralState:
    """Make the state of a referral anew from its steps, after one was taken back; return the new state."""
    was = get(change.db, referral_id)
    now = fold(was, steps(change.db, referral_id), WorkingDays.load(change.db))
    _store(change, was, now)
    return now


def move_clocks(change: Change, day: str) -> list[Moved]:
    """Make the states anew that a change of the working day `day` can touch: of every open referral, and of those that
    ended or were due on that day or later. Return the open ones whose deadline moved."""
    return _moved(_remake(change, _TOUCHED, day=day))


def would_move(db: Database, days: WorkingDays, day: str) -> list[Moved]:
    """Return what `move_clocks` would, if the office worked on `days`; change nothing."""
    return _moved(_made_anew(db, days, _TOUCHED, day=day))


def make_all_anew(change: Change) -> int:
    """Make every state anew from its steps; return how many differ from what was kept."""
    return len(_remake(change, "1 = 1"))


def _remake(change: Change, wanted: str, **values: Any) -> list[_Both]:
    """Store anew the states that an SQL condition on `followup` selects; return those that differ, before and after."""
    differ = _made_anew(change.db, WorkingDays.load(change.db), wanted, **values)
    for was, now in differ:
        _store(change, was, now)
    return differ


def _made_anew(db: Database, days: WorkingDays, wanted: str, **values: Any) -> list[_Both]:
    """Make states anew without storing them; return those that differ, before and after."""
    states = [
        ReferralState(**row) for row in db.rows(f"SELECT {', '.join(_COLUMNS)} FROM followup WHERE {wanted}", **values)
    ]
    told = _steps_by_referral(
        db.rows(
            f"{_STEPS} AND referral_step.referral_id IN (SELECT referral_id FROM followup WHERE {wanted})"
            " ORDER BY referral_step.id",
            **values,
        )
    )
    both = [(was, fold(was, told.get(was.referral_id, ()), days)) for was in states]
    return [(was, now) for was, now in both if was != now]


def _moved(differ: Sequence[_Both]) -> list[Moved]:
    return [
        Moved(was.referral_id, was.unit_due_day, now.unit_due_day)
        for was, now in differ
        if now.awaited and was.unit_due_day != now.unit_due_day
    ]


def _store(change: Change, was: ReferralState, now: ReferralState) -> dict[str, Any]:
    """Write the columns of `followup` that differ, and return them."""
    changes = {name: getattr(now, name) for name in _COLUMNS if getattr(now, name) != getattr(was, name)}
    if changes:
        columns = ", ".join(f"{name} = :{name}" for name in changes)
        change.db.send(
            f"UPDATE followup SET {columns} WHERE referral_id = :referral_id", referral_id=was.referral_id, **changes
        )
    return changes


def _steps_by_referral(rows: Sequence[Row]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for row in rows:
        found.setdefault(row.pop("referral_id"), []).append(Step(**row))
    return found


def parse_past_day(typed: str, today: str, field: str = "day", *, since: str = "") -> str:
    """Return the ISO day a clerk typed; `today` when nothing was typed. Refused when it is no day, lies after today or
    before `since`."""
    if not typed.strip():
        return today
    with refusals_beside(field):
        day = parse_jalali(typed)
    if day > today:
        raise Refused("این تاریخ هنوز نیامده است.", field)
    if since and day < since:
        raise Refused(f"این تاریخ نباید پیش از {fa(jalali(since))} باشد.", field)
    return day


def required_words(words: str, label: str = "علت", field: str = "words") -> str:
    """Return the checked text; Refused when it is empty."""
    text = checked(words, label, field, WORDS_LIMIT, lines=True)
    if not text:
        raise Refused(f"{label} را بنویسید.", field)
    return text
