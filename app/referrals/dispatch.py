"""Sending slips to their units, and the units' acknowledgement, which starts their own clock."""

from collections.abc import Sequence

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.office.number_gaps import NEXT_LEDGER
from app.papers import requests
from app.persian.calendar import jalali, local_day
from app.persian.text import checked, fa, isolate
from app.referrals import lifecycle, to_send
from app.referrals.state import ReferralState
from db import Database, Row

ROLES = ("secretariat", "followup")
TOPICS: tuple[Topic, ...] = ("paraphs", "papers")
MODES = {"hand": "به دست متقاضی", "secretariat": "دبیرخانه", "automation": "اتوماسیون اداری"}


def send(
    db: Database, clerk: Clerk, referral_ids: Sequence[int], mode: str, office_number: str = "", day: str = ""
) -> list[int]:
    """Send slips, one dispatch with a ledger for each unit, and return the ids of the dispatches.

    `office_number`: the number in the office automation; `day` as typed, '' for today.
    """
    if mode not in MODES:
        raise Refused("شیوهٔ ارسال را انتخاب کنید.", "mode")
    office_number = checked(office_number, "شمارهٔ اتوماسیون", "office_number", 60)
    if mode == "automation" and not office_number:
        raise Refused("شمارهٔ اتوماسیون را بنویسید.", "office_number")
    with writing(db, clerk, ROLES, *TOPICS) as change:
        sent = [lifecycle.get(db, referral_id) for referral_id in dict.fromkeys(referral_ids)]
        if not sent:
            raise Refused("برگه‌ای برای ارسال انتخاب نشده است.")
        when = lifecycle.parse_past_day(day, local_day(change.now), since=max(each.issued_day for each in sent))
        units = dict.fromkeys(each.unit_id for each in sent)
        return [
            _dispatch(change, [each for each in sent if each.unit_id == unit], mode, office_number, when)
            for unit in units
        ]


def acknowledge(db: Database, clerk: Clerk, referral_ids: Sequence[int], day: str = "") -> None:
    """Record that the units have the slips since `day` (as typed, '' for today)."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        for referral_id in referral_ids:
            add_acknowledgement(change, referral_id, day)


def add_acknowledgement(change: Change, referral_id: int, day: str, act: int = 0) -> None:
    """Record in a change under way that the unit has a slip. `act`: as for `lifecycle.advance`."""
    was = lifecycle.get(change.db, referral_id)
    was.must_allow("acknowledge")
    when = lifecycle.parse_past_day(day, local_day(change.now))
    if when < (sent := was.dispatched_day or was.issued_day):
        done = "ارسال" if was.dispatched_day else "صدور"
        raise Refused(f"وصول نمی‌تواند پیش از {done} برگه ({isolate(fa(jalali(sent)))}) باشد.", "day")
    lifecycle.advance(change, was, "acknowledged", when, act=act)


def acknowledge_dispatches(db: Database, clerk: Clerk, dispatch_ids: Sequence[int], day: str = "") -> int:
    """Record that the units have whole dispatches since `day` (as typed, '' for today) and return how many slips."""
    slips = [slip for each in dispatch_ids for slip in to_send.unacknowledged(db, each)]
    acknowledge(db, clerk, [slip.referral_id for slip in slips], day)
    return len(slips)


def ledger(db: Database, dispatch_id: int) -> tuple[Row, list[Row]]:
    """Return one dispatch and its slips, also those voided since. Refused when the dispatch was taken back."""
    head = db.required_row(
        "SELECT id, unit_id, unit_name, addressed_as, mode, office_number, day, at, clerk FROM dispatch WHERE id = :id",
        id=dispatch_id,
    )
    rows = db.rows(
        "SELECT referral.id AS referral_id, number, part, urgency, referral.due_day AS due_day, issued_day, first_name,"
        " last_name, category.name AS category, confidential, referral.state AS state FROM referral_step"
        " JOIN followup ON followup.referral_id = referral_step.referral_id"
        " JOIN referral ON referral.id = referral_step.referral_id"
        " JOIN visit ON visit.id = visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = visit.category_id WHERE referral_step.dispatch_id = :id"
        " AND referral_step.kind = 'dispatched' AND taken_back_at = '' ORDER BY referral.id",
        id=dispatch_id,
    )
    if not rows:
        raise Refused("این ارسال پس گرفته شده است.")
    return head, rows


def _dispatch(change: Change, sent: Sequence[ReferralState], mode: str, office_number: str, day: str) -> int:
    db = change.db
    unit = db.required_row("SELECT unit_name, addressed_as FROM referral WHERE id = :id", id=sent[0].referral_id)
    dispatch_id = int(
        db.required_row(
            "INSERT INTO dispatch (id, unit_id, unit_name, addressed_as, mode, office_number, day, at, clerk)"
            f" VALUES ({NEXT_LEDGER}, :unit, :name, :to, :mode, :number, :day, :at, :clerk) RETURNING id",
            unit=sent[0].unit_id,
            name=unit["unit_name"],
            to=unit["addressed_as"],
            mode=mode,
            number=office_number,
            day=day,
            at=change.now,
            clerk=change.clerk.name,
        )["id"]
    )
    for each in sent:
        each.must_allow("dispatch")
        lifecycle.advance(change, each, "dispatched", day, words=MODES[mode], dispatch_id=dispatch_id)
    requests.ask(change, "ledger", dispatch_id)
    return dispatch_id
