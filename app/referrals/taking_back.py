"""Taking back what was entered in the follow-up by mistake: afterwards it is as if it had not been.

Only the last step of a referral can be taken back, because later ones rest on it. The clerk who entered it may do so on
the same day, the manager later too. What was entered in one act for many slips is taken back for all of them, or for
one. Nothing is deleted: the step is marked, and the state is made anew from the others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.papers import requests
from app.persian.calendar import local_day
from app.persian.text import fa, isolate
from app.referrals import lifecycle, reminders
from db import Database, Row

ROLES = ("followup", "secretariat", "reception", "manager")
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
NAMES = {
    "dispatched": "ارسال",
    "acknowledged": "وصول",
    "interim": "پاسخ میانی",
    "answered": "پاسخ واحد",
    "returned": "برگشت پاسخ",
    "extended": "تمدید مهلت",
    "paused": "توقف مهلت",
    "resumed": "ادامهٔ مهلت",
    "reminded": "پیرو",
    "called": "تماس با متقاضی",
    "accepted": "تأیید متقاضی",
    "objected": "اعتراض متقاضی",
    "closed": "مختومه",
}
"""The steps that can be taken back."""
NAMED = 3
"""Printed papers that a notice names; of more it says how many there are."""
_STEP = (
    "SELECT referral_step.id AS id, referral_step.referral_id AS referral_id, referral_step.kind AS kind, day, at,"
    " clerk_id, clerk, act, dispatch_id, response_id, number, taken_back_at,"
    " (SELECT MAX(later.id) FROM referral_step AS later WHERE later.referral_id = referral_step.referral_id"
    " AND later.taken_back_at = '') AS last"
    " FROM referral_step JOIN referral ON referral.id = referral_step.referral_id"
)


@dataclass(frozen=True, slots=True)
class LastAct:
    """The last thing entered about a referral, which a clerk may take back."""

    step_id: int
    kind: str
    """A key of NAMES."""
    number: str
    """The number of the slip that the step is about."""
    day: str
    at: str
    clerk: str
    slips: int
    """How many slips it was entered for at once and stands for still."""

    @property
    def name(self) -> str:
        return NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class TakenBack:
    name: str
    slips: int
    to_collect: tuple[str, ...]
    """The printed papers that must be collected, each a name with its number."""

    @property
    def sentence(self) -> str:
        many = f" {fa(self.slips)} برگه" if self.slips > 1 else ""
        named = "، ".join(self.to_collect[:NAMED])
        more = f" و {fa(len(self.to_collect) - NAMED)} برگهٔ دیگر" if len(self.to_collect) > NAMED else ""
        collect = f" چاپ شده و باید جمع‌آوری شود: {named}{more}." if named else ""
        return f"«{self.name}»{many} پس گرفته شد.{collect}"


def last_act(db: Database, clerk: Clerk, referral_id: int) -> LastAct | None:
    """Return what this clerk may take back of a referral now; None for nothing."""
    row = db.row(
        f"{_STEP} WHERE referral_step.referral_id = :id AND taken_back_at = '' ORDER BY referral_step.id DESC LIMIT 1",
        id=referral_id,
    )
    if row is None or _refusal(row, clerk, local_day(db.now())):
        return None
    return _last_act(db, row)


def latest(db: Database, clerk: Clerk, kinds: Collection[str]) -> LastAct | None:
    """Return this clerk's last act of these kinds, if the clerk may take it back; None for nothing."""
    among = ", ".join(f"'{kind}'" for kind in kinds if kind in NAMES)
    row = db.row(
        f"{_STEP} WHERE referral_step.id = (SELECT id FROM referral_step WHERE clerk_id = :clerk"
        f" AND kind IN ({among}) AND taken_back_at = '' ORDER BY id DESC LIMIT 1)",
        clerk=clerk.id,
    )
    if row is None or local_day(row["at"]) != local_day(db.now()) or _refusal(row, clerk, local_day(db.now())):
        return None
    return _last_act(db, row)


def take_back(db: Database, clerk: Clerk, step_id: int, *, whole: bool = False) -> TakenBack:
    """Take back one step or, with `whole`, the act it was a part of, for all its slips or none.

    Refused when a later step rests on it, and for a clerk who may not.
    """
    with writing(db, clerk, ROLES, *TOPICS) as change:
        first = db.required_row(f"{_STEP} WHERE referral_step.id = :id", id=step_id)
        rows = _of_act(db, first) if whole else [first]
        for row in rows:
            if refusal := _refusal(row, change.clerk, local_day(change.now)):
                raise refusal
        for row in rows:
            _take_back(change, row)
        printed = [name for row in rows for name in _withdraw_papers(change, row)]
        return TakenBack(NAMES[first["kind"]], len(rows), tuple(dict.fromkeys(printed)))


def _of_act(db: Database, step: Row) -> list[Row]:
    """Return the steps of an act that stand, in their order."""
    return db.rows(
        f"{_STEP} WHERE act = :act AND referral_step.kind = :kind AND taken_back_at = '' ORDER BY referral_step.id",
        act=step["act"],
        kind=step["kind"],
    )


def _last_act(db: Database, row: Row) -> LastAct:
    slips = len(_of_act(db, row))
    return LastAct(row["id"], row["kind"], row["number"], row["day"], row["at"], row["clerk"], slips)


def _refusal(row: Row, clerk: Clerk, today: str) -> Refused | None:
    """Return why this clerk cannot take back a step now; None when nothing is in the way."""
    number = isolate(fa(row["number"]))
    if row["taken_back_at"]:
        return Refused("این کار قبلاً پس گرفته شده است.")
    if row["kind"] not in NAMES:
        return Refused("این کار پس گرفته نمی‌شود.")
    if row["id"] != row["last"]:
        return Refused(f"پس از این کار دربارهٔ ارجاع {number} کار دیگری ثبت شده است؛ ابتدا آن را پس بگیرید.")
    is_own = row["clerk_id"] == clerk.id and local_day(row["at"]) == today
    if not is_own and not clerk.may("manager"):
        return Refused("فقط ثبت‌کننده در همان روز، یا مدیر برنامه، می‌تواند این کار را پس بگیرد.")
    return None


def _take_back(change: Change, row: Row) -> None:
    db, was = change.db, lifecycle.get(change.db, row["referral_id"])
    db.send(
        "UPDATE referral_step SET taken_back_at = :now, taken_back_by = :clerk WHERE id = :id",
        now=change.now,
        clerk=change.clerk.name,
        id=row["id"],
    )
    if row["kind"] in ("answered", "interim"):
        db.send("UPDATE response SET taken_back = 1 WHERE id = :id", id=row["response_id"])
    if row["kind"] == "returned":
        db.send("UPDATE response SET returned = 0 WHERE id = :id", id=row["response_id"])
    now = lifecycle.make_anew(change, row["referral_id"])
    after: dict[str, Any] = {"stage": now.stage, "step": row["kind"], "day": row["day"]}
    change.record("taken_back", "referral", row["referral_id"], before={"stage": was.stage}, after=after)


def _withdraw_papers(change: Change, row: Row) -> Sequence[str]:
    """Withdraw the papers of a step that wait, and name those that were printed."""
    number = isolate(fa(row["number"]))
    if row["kind"] == "dispatched":
        return _withdraw_ledger(change, row["dispatch_id"])
    if row["kind"] == "reminded":
        return _withdraw_reminder(change, row["referral_id"], number)
    if row["kind"] == "objected":
        slip = f"برگهٔ «اعتراض» ارجاع {number}"
        return [slip] if requests.withdraw(change, "slip", row["referral_id"], renewed=True) else []
    return []


def _withdraw_reminder(change: Change, referral_id: int, number: str) -> Sequence[str]:
    """Withdraw a reminder's paper; a letter with others is printed without its row, or was printed with it."""
    reminder = change.db.required_row(
        "UPDATE reminder SET taken_back = 1 WHERE id = (SELECT MAX(id) FROM reminder WHERE referral_id = :id"
        " AND taken_back = 0) RETURNING id, ordinal, letter_id",
        id=referral_id,
    )
    if (letter_id := reminder["letter_id"]) is None:
        named = f"نامهٔ پیرو {fa(reminder['ordinal'])} ارجاع {number}"
        return [named] if requests.withdraw(change, "reminder", reminder["id"]) else []
    left = change.db.row("SELECT id FROM reminder WHERE letter_id = :id AND taken_back = 0 LIMIT 1", id=letter_id)
    printed = (
        requests.is_printed(change.db, "reminder_letter", letter_id)
        if left
        else requests.withdraw(change, "reminder_letter", letter_id)
    )
    return [f"نامهٔ پیرو واحد {isolate(fa(reminders.letter_number(change.db, letter_id)))}"] if printed else []


def _withdraw_ledger(change: Change, dispatch_id: int) -> Sequence[str]:
    """Withdraw a ledger with no slip left; one with others is printed without the slip, or was printed with it."""
    left = change.db.row(
        "SELECT id FROM referral_step WHERE dispatch_id = :id AND kind = 'dispatched' AND taken_back_at = '' LIMIT 1",
        id=dispatch_id,
    )
    printed = (
        requests.is_printed(change.db, "ledger", dispatch_id)
        if left
        else requests.withdraw(change, "ledger", dispatch_id)
    )
    return [f"دفتر ارسال {fa(dispatch_id)}"] if printed else []
