"""The dossier of one referral: the visitor, the matter, its state, its history and its answers."""

from dataclasses import dataclass, replace

from app.access import privacy
from app.access.clerks import Clerk
from app.office import lists
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals import answers, decisions, lifecycle, reminders, taking_back
from app.referrals.answers import Outcome, SavedAnswer
from app.referrals.deadlines import days_late, legal_day
from app.referrals.history import Step
from app.referrals.state import ReferralState
from app.referrals.taking_back import LastAct
from app.visits import visitors
from app.visits.attachments import Attachment
from app.visits.visitors import Visitor
from db import Database


@dataclass(frozen=True, slots=True)
class Dossier:
    referral_id: int
    visit_id: int
    number: str
    unit: str
    part: str
    visitor: Visitor
    category: str
    """«محرمانه», and no words anywhere, where the clerk may not read the matter."""
    matter: str
    official: str
    words: str
    """The words of the paraph."""
    issued_at: str
    legal_day: str
    now: ReferralState
    days_late: int
    """Working days past the deadline; 0 in time."""
    late_since: str
    """The first late day of an answer that is awaited, or never came; '' in time."""
    is_confirmed: bool
    """Whether the holidays of the year of the unit's deadline are confirmed."""
    origin: str
    """Number and unit of the referral it was passed on from; '' without one."""
    steps: tuple[Step, ...]
    """Oldest first, from the first unit on when the referral was passed on."""
    answers: tuple[SavedAnswer, ...]
    reminded_lately: bool
    """Whether it gets no reminder yet, because of the last one."""
    scans: tuple[Attachment, ...]
    """The attachments of its answers."""
    outcomes: tuple[Outcome, ...]
    """The outcomes a final answer can have."""
    units: tuple[tuple[int, str], ...]
    """Id and name of the units it can be passed on to."""
    last_act: LastAct | None
    """The last act that the clerk may take back; None without one."""
    decision_to_take_back: int | None
    """The id of the last decision, if the clerk may take it back."""


def load(db: Database, clerk: Clerk, referral_id: int) -> Dossier:
    """Read the dossier as the clerk may see it, that of a void referral too."""
    now, rights, history = lifecycle.get(db, referral_id), privacy.rights_of(db, clerk), _history(db, referral_id)
    today, days = local_day(db.now()), WorkingDays.load(db)
    row = db.required_row(
        "SELECT referral.visit_id AS visit_id, number, unit_name, part, issued_at, visitor_id, matter,"
        " category.name AS category, confidential, official_post, paraph.words AS words"
        " FROM referral"
        " JOIN paraph ON paraph.id = paraph_id JOIN visit ON visit.id = referral.visit_id"
        " JOIN category ON category.id = category_id"
        " WHERE referral.id = :id",
        id=referral_id,
    )
    cover = rights.cover(row["visit_id"], row["confidential"])
    return Dossier(
        referral_id,
        row["visit_id"],
        row["number"],
        row["unit_name"],
        row["part"],
        visitors.get(db, row["visitor_id"]).shown_to(rights),
        cover.label(row["category"]),
        cover.words(row["matter"]),
        cover.words(row["official_post"]),
        cover.words(row["words"]),
        row["issued_at"],
        legal_day(now.registered_day),
        now,
        days_late(now, today, days),
        days.after(now.in_time_until, 1) if now.in_time_until and now.in_time_until < today else "",
        not now.unit_due_day or days.are_confirmed(now.unit_due_day),
        _origin(db, now.passed_from),
        tuple(replace(step, words=cover.words(step.words)) for each in history for step in _steps(db, each)),
        tuple(
            replace(answer, words=cover.words(answer.words), outcome_name=cover.words(answer.outcome_name))
            for each in history
            for answer in answers.of_referral(db, each)
        ),
        bool(reminders.lately_reminded_on(db, referral_id)),
        cover.items(_scans(db, row["visit_id"], history)),
        tuple(answers.outcomes(db)),
        tuple(unit for unit in lists.choices(db, "unit") if unit[0] != now.unit_id),
        taking_back.last_act(db, clerk, referral_id),
        decisions.to_take_back(db, clerk, referral_id),
    )


def _history(db: Database, referral_id: int) -> list[int]:
    """Return the referral and those it was passed on from, the first one first: they are one history."""
    found: list[int] = []
    at: int | None = referral_id
    while at is not None:
        found.insert(0, at)
        row = db.row("SELECT passed_from FROM followup WHERE referral_id = :id", id=at)
        at = row["passed_from"] if row else None
    return found


def _steps(db: Database, referral_id: int) -> list[Step]:
    """Return what happened to a referral, the days that moved its deadline and the decisions about it, as they were
    recorded."""
    rows = db.rows(
        "SELECT moved_deadline.id AS id, day, at, clerk, closed_day, reason, letter, after_day FROM moved_deadline"
        " JOIN deadline_letter ON deadline_letter.id = letter_id JOIN day_change ON day_change.id = change_id"
        " WHERE referral_id = :id",
        id=referral_id,
    )
    moved = [
        Step(
            row["id"],
            "moved",
            row["day"],
            row["at"],
            row["clerk"],
            f"{'تعطیلی' if row['closed_day'] else 'منتفی شدن تعطیلی'}: {row['reason']}",
            row["after_day"],
            letter=row["letter"],
        )
        for row in rows
    ]
    decided = [
        Step(each.id, "decided", each.day, each.at, each.clerk, each.words)
        for each in decisions.of_referral(db, referral_id)
    ]
    return sorted([*lifecycle.steps(db, referral_id), *moved, *decided], key=lambda step: step.at)


def _origin(db: Database, referral_id: int | None) -> str:
    row = db.row("SELECT number, unit_name FROM referral WHERE id = :id", id=referral_id) if referral_id else None
    return f"{row['number']} · {row['unit_name']}" if row else ""


def _scans(db: Database, visit_id: int, history: list[int]) -> list[Attachment]:
    rows = db.rows(
        "SELECT attachment.id AS id, name, attachment.kind AS kind, referral_id FROM attachment"
        " JOIN response ON response.id = response_id WHERE attachment.visit_id = :id AND taken_back = 0"
        " ORDER BY attachment.id",
        id=visit_id,
    )
    return [Attachment(row["id"], row["name"], row["kind"]) for row in rows if row["referral_id"] in history]
