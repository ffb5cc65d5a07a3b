"""Issuing referrals: a paraph goes to units, to each with a number, a part, a deadline and a slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.errors import Refused, refusals_beside
from app.journal.writing import Change
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import jalali, jalali_year, local_day, parse_jalali
from app.persian.text import fa, isolate, search_key
from app.referrals import lifecycle, numbers
from app.referrals.state import STAGES, ReferralState
from app.sessions import sessions
from db import Database, Row

PARTS = {"lead": "اقدام", "partner": "همکار", "copy": "رونوشت"}
_NOT_SENT = ("issued", "passed", "void")
"""The stages in which no unit has a slip that must come back: one that was passed on, another unit has."""
LONGEST = 250
"""Working days a deadline can have."""


class PhraseDeadline(Protocol):
    """The deadline that a phrase of the office gives to a referral whose words contain it."""

    @property
    def text(self) -> str: ...
    @property
    def answer_needed(self) -> int: ...
    @property
    def working_days(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Referral:
    """One slip of a paraph, void ones too; the unit's name and form of address as they were on its day."""

    id: int
    unit_id: int
    unit_name: str
    addressed_as: str
    part: str
    number: str
    barcode: str
    urgency: str
    working_days: int | None
    due_day: str
    """'' where no answer is needed."""
    issued_at: str
    state: str
    """'issued' or 'void'."""
    replaces: str
    """The voided number this one stands for, or ''."""
    stage: str
    """The stage of the follow-up."""


@dataclass(frozen=True, slots=True)
class Addressee:
    unit_id: int
    part: str = "lead"
    """'lead' acts, 'partner' acts with it, 'copy' is only told."""
    urgency: str = ""
    """'' for the ordinary one."""
    working_days: int | None = None
    answer_needed: bool = True
    due: str = ""
    """The Jalali day that stands on a slip written by hand, as typed; '' where the working days decide."""

    @property
    def waits(self) -> bool:
        """Whether the office waits for an answer."""
        return self.answer_needed and self.part != "copy"

    def repeats(self, sent: Referral) -> bool:
        """Return whether a referral to the same unit says just this."""
        if (self.part, self.urgency) != (sent.part, sent.urgency) or self.waits != (sent.working_days is not None):
            return False
        if self.waits and self.due.strip():
            return parse_jalali(self.due) == sent.due_day
        return not self.waits or self.working_days == sent.working_days

    def must_be_whole(self) -> None:
        if self.part not in PARTS:
            raise Refused("نقش واحد را از فهرست انتخاب کنید.", "addressees")
        if self.waits and self.due.strip():
            with refusals_beside("working_days"):
                parse_jalali(self.due)
            return
        if self.waits and self.working_days is None:
            raise Refused("مهلت پاسخ را بنویسید؛ این ارجاع نیاز به پاسخ دارد.", "working_days")
        if self.waits and not 1 <= (self.working_days or 0) <= LONGEST:
            raise Refused("مهلت پاسخ باید بین ۱ تا ۲۵۰ روز کاری باشد.", "working_days")

    def promised(self, days: WorkingDays, day: str) -> tuple[int, str]:
        """Return the working days of the answer and the day it is due, counted from the paraph's day."""
        if not self.due.strip():
            count = self.working_days or 0
            return count, days.after(day, count)
        due = parse_jalali(self.due)
        if due <= day:
            raise Refused(f"مهلت روی برگه باید پس از روز پاراف ({isolate(fa(jalali(day)))}) باشد.", "working_days")
        if (count := days.between(day, due)) > LONGEST:
            raise Refused("مهلت پاسخ باید بین ۱ تا ۲۵۰ روز کاری باشد.", "working_days")
        return max(count, 1), due


def must_address(addressees: Sequence[Addressee], *, referral: bool) -> None:
    """Raise Refused unless the units fit the outcome: a referral has a unit that acts, any other outcome has none."""
    units = [each.unit_id for each in addressees]
    if not referral and units:
        raise Refused("این نتیجه ارجاع ندارد؛ واحدها را حذف یا «ارجاع شد» را انتخاب کنید.", "outcome")
    if referral and not any(each.part == "lead" for each in addressees):
        raise Refused("حداقل یک واحد اقدام‌کننده انتخاب کنید.", "addressees")
    if len(set(units)) < len(units):
        raise Refused("یک واحد دو بار انتخاب شده است.", "addressees")
    for each in addressees:
        each.must_be_whole()


def issue(change: Change, paraph: Row, addressees: Sequence[Addressee], old: Sequence[Referral]) -> tuple[str, ...]:
    """Number the referrals of a paraph (its id, visit_id, session_id and given_at), ask for their slips and return the
    numbers. `old`: the voided referrals they replace."""
    instead = replaced(old, [each.unit_id for each in addressees])
    return tuple(_issue(change, paraph, each, number) for each, number in zip(addressees, instead, strict=True))


class AlreadySent(Refused):
    """A question to the manager. The yes is the same act once more with `accepts_sent`."""

    def __init__(self, sent: Sequence[Referral]) -> None:
        named = "، ".join(f"{isolate(each.number)} {each.unit_name} ({STAGES[each.stage]})" for each in sent)
        super().__init__(fa(f"برگه نزد واحد است: {named}. نامهٔ ابطال برای واحد چاپ شود؟"), "sent")


def must_accept_sent(change: Change, paraph_id: int, *, accepts_sent: bool) -> list[Referral]:
    """Return the referrals of a paraph whose slips have left the office, so that the units must be told. Refused for a
    clerk who may not void these, and AlreadySent until the manager accepts."""
    sent = [each for each in of_paraph(change.db, paraph_id) if each.stage not in _NOT_SENT]
    if sent and not change.clerk.may("manager"):
        raise Refused("برگهٔ این پاراف برای واحد ارسال شده است؛ اصلاح یا ابطال آن بر عهدهٔ «مدیر برنامه» است.")
    if sent and not accepts_sent:
        raise AlreadySent(sent)
    return sent


def void(change: Change, paraph_id: int, why: str) -> list[Referral]:
    """Void every referral of a paraph and return them. Their numbers stay taken, their follow-up is kept as void; slips
    not yet printed are not printed."""
    for state in lifecycle.of_paraph(change.db, paraph_id):
        lifecycle.advance(change, state, "void", local_day(change.now), words=why)
    change.db.send("UPDATE referral SET state = 'void' WHERE paraph_id = :id", id=paraph_id)
    change.db.send(
        "UPDATE paper SET gone = 'withdrawn' WHERE kind = 'slip' AND state = 'waiting' AND subject_id IN"
        " (SELECT id FROM referral WHERE paraph_id = :id)",
        id=paraph_id,
    )
    return of_paraph(change.db, paraph_id)


def of_paraph(db: Database, paraph_id: int) -> list[Referral]:
    """Return the referrals of a paraph, void ones too, in the order it named the units."""
    rows = db.rows(
        "SELECT id, referral.unit_id AS unit_id, unit_name, addressed_as, part, number, barcode, urgency,"
        " referral.working_days AS working_days, referral.due_day AS due_day, issued_at, state, replaces, stage"
        " FROM referral JOIN followup ON referral_id = id WHERE paraph_id = :id ORDER BY id",
        id=paraph_id,
    )
    return [Referral(**row) for row in rows]


def deadline(db: Database, working_days: int, moment: str) -> str:
    """Return the day an answer is due, `working_days` from the day of a moment."""
    return WorkingDays.load(db).after(local_day(moment), working_days)


def replaced(old: Sequence[Referral], unit_ids: Sequence[int]) -> list[str]:
    """Return for each unit the voided number that its new slip replaces: the unit's own, else one that no other slip
    replaces, or ''."""
    own = {each.unit_id: each.number for each in old}
    left = [number for unit_id, number in own.items() if unit_id not in unit_ids]
    return [own.get(unit_id) or (left.pop(0) if left else "") for unit_id in unit_ids]


def suggested(words: str, phrases: Sequence[PhraseDeadline], urgency_days: int, *, ordinary: bool) -> int:
    """Return the working days a referral gets unless the clerk changes them; 0: no answer is needed.

    An urgency above the ordinary one decides by its own days. Otherwise the shortest deadline of the phrases that occur
    in the words decides, or the ordinary days where no phrase has one.
    """
    key = search_key(words)
    held = [phrase for phrase in phrases if search_key(phrase.text) in key]
    if not ordinary or not held:
        return urgency_days
    if not any(phrase.answer_needed for phrase in held):
        return 0
    return min((phrase.working_days for phrase in held if phrase.working_days), default=urgency_days)


def _unit(db: Database, unit_id: int) -> Row:
    unit = db.row("SELECT name, addressed_as FROM unit WHERE id = :id AND retired_on = ''", id=unit_id)
    if unit is None:
        raise Refused("واحد را از فهرست انتخاب کنید.", "addressees")
    return unit


def _issue(change: Change, paraph: Row, each: Addressee, replaces: str) -> str:
    """Issue one referral with its number and slip, and with the unit's name as it is today; return the number."""
    db = change.db
    session = sessions.get_deferred(db, paraph["session_id"])
    unit = _unit(db, each.unit_id)
    day = local_day(paraph["given_at"])
    number = _next_number(change, session(), day)
    days, due_day = each.promised(WorkingDays.load(db), day) if each.waits else (None, "")
    values: dict[str, Any] = {
        "paraph_id": paraph["id"],
        "visit_id": paraph["visit_id"],
        "unit_id": each.unit_id,
        "unit_name": unit["name"],
        "addressed_as": unit["addressed_as"],
        "part": each.part,
        "number": number.text,
        "barcode": number.barcode,
        "urgency": each.urgency,
        "working_days": days,
        "due_day": due_day,
        "issued_at": paraph["given_at"],
        "state": "issued",
        "replaces": replaces,
    }
    _insert(change, values)
    return number.text


def issue_onward(change: Change, was: ReferralState, unit_id: int) -> str:
    """Issue the same directive to another unit and return its new number. The slip gives the unit its own days from
    today; the day promised to the visitor stays."""
    db = change.db
    old = db.required_row(
        "SELECT paraph_id, visit_id, part, urgency, working_days FROM referral WHERE id = :id", id=was.referral_id
    )
    unit = _unit(db, unit_id)
    must_be_new_to(db, was.referral_id, unit_id)
    number = _next_number(change, sessions.of_visit_deferred(db, old["visit_id"])(), local_day(change.now))
    values = {
        **old,
        "unit_id": unit_id,
        "unit_name": unit["name"],
        "addressed_as": unit["addressed_as"],
        "number": number.text,
        "barcode": number.barcode,
        "due_day": deadline(db, old["working_days"], change.now),
        "issued_at": change.now,
        "state": "issued",
        "replaces": "",
    }
    _insert(change, values, passed_from=was)
    requests.ask(change, "receipt", old["visit_id"], renewed=True)
    return number.text


def must_be_new_to(db: Database, referral_id: int, unit_id: int) -> None:
    """Refuse to send a referral's paraph to a unit that has it already."""
    if db.row(
        "SELECT 1 AS yes FROM referral JOIN followup ON followup.referral_id = referral.id WHERE"
        " paraph_id = (SELECT paraph_id FROM referral WHERE id = :id)"
        " AND referral.unit_id = :unit AND stage NOT IN ('passed', 'void')",
        id=referral_id,
        unit=unit_id,
    ):
        raise Refused("همین پاراف قبلاً به این واحد ارجاع شده است.", "unit_id")


def _next_number(change: Change, session: sessions.Session, day: str) -> numbers.Number:
    return numbers.allocate(change.db, session.series, session.series_digit, jalali_year(day))


def _insert(change: Change, values: dict[str, Any], *, passed_from: ReferralState | None = None) -> None:
    """Insert a referral with its follow-up, and ask for its slip."""
    names = ", ".join(values)
    row = change.db.required_row(
        f"INSERT INTO referral ({names}) VALUES ({', '.join(':' + name for name in values)}) RETURNING id", **values
    )
    lifecycle.open_followup(change, row["id"], values, day=local_day(values["issued_at"]), passed_from=passed_from)
    change.record("issue", "referral", row["id"], after=values)
    requests.ask_first(change, "slip", row["id"])
