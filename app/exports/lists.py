"""The lists that leave the program as files: all their rows, as the exporting clerk may read them."""

from collections.abc import Iterator
from functools import partial
from itertools import chain as together
from typing import Any

from app.access import privacy
from app.access.clerks import Clerk
from app.audit import reading as journal_reading
from app.audit.reading import JournalQuery
from app.audit.words import WRONG_CLOCK, ChangedValue
from app.exports.referral_details import ReferralDetails, with_details
from app.followup import phone_calls
from app.followup import view as followup
from app.followup.lists import LISTS
from app.followup.query import ListQuery
from app.followup.view import ListedReferral
from app.journal.writing import writing
from app.persian.text import clean
from app.printing import jobs
from app.referrals import dispatch, to_send
from app.referrals.state import STAGES
from app.referrals.to_send import SlipRow
from app.search import search
from app.spreadsheets.writing import Column, Listing
from app.visits.visits import STATES
from db import Database

ALL = 2**31 - 1
"""Limit of rows; lists on the screen stop earlier."""
_FOLLOWED = (
    Column("شمارهٔ ارجاع"),
    Column("واحد"),
    Column("مراجعه‌کننده"),
    Column("موضوع"),
    Column("شرح درخواست", "words"),
    Column("پاراف", "words"),
    Column("پاراف‌کننده"),
    Column("منطقهٔ ملک"),
    Column("برنامه"),
    Column("جلسه", "number"),
    Column("روز جلسه", "day"),
    Column("وضعیت"),
    Column("صدور", "day"),
    Column("وعده به متقاضی", "day"),
    Column("مهلت واحد", "day"),
    Column("وعدهٔ واحد", "day"),
    Column("مهلت قانونی", "day"),
    Column("پاسخ", "day"),
    Column("نتیجهٔ پاسخ"),
    Column("متن پاسخ", "words"),
    Column("اعتراض متقاضی", "words"),
    Column("پیروها", "number"),
    Column("روز کاری دیرکرد", "number"),
)
_CALLS = (
    Column("شمارهٔ ارجاع"),
    Column("واحد"),
    Column("مراجعه‌کننده"),
    Column("تلفن همراه"),
    Column("موضوع"),
    Column("شرح درخواست", "words"),
    Column("پاراف", "words"),
    Column("پاراف‌کننده"),
    Column("منطقهٔ ملک"),
    Column("برنامه"),
    Column("جلسه", "number"),
    Column("روز جلسه", "day"),
    Column("نتیجهٔ پاسخ"),
    Column("متن پاسخ", "words"),
    Column("پاسخ", "day"),
    Column("اعتراض متقاضی", "words"),
    Column("تماس‌ها", "number"),
    Column("تماس بعدی", "day"),
)
_SENDING = (
    Column("وضعیت"),
    Column("واحد"),
    Column("شمارهٔ ارجاع"),
    Column("نام"),
    Column("نام خانوادگی"),
    Column("صدور", "day"),
    Column("دفتر ارسال", "number"),
    Column("شیوه"),
    Column("شمارهٔ اتوماسیون"),
    Column("ارسال", "day"),
)
_HITS = (
    Column("مراجعه‌کننده"),
    Column("کد ملی"),
    Column("تلفن همراه"),
    Column("برنامه"),
    Column("جلسه", "number"),
    Column("روز", "day"),
    Column("نوبت", "number"),
    Column("موضوع"),
    Column("شرح", "words"),
    Column("وضعیت"),
    Column("شمارهٔ ارجاع‌ها"),
    Column("وضعیت ارجاع"),
    Column("روز دیرکرد", "number"),
)
_VISITS = (
    Column("نوبت", "number"),
    Column("نام"),
    Column("نام خانوادگی"),
    Column("کد ملی"),
    Column("تلفن همراه"),
    Column("موضوع"),
    Column("شرح", "words"),
    Column("اولویت"),
    Column("تعداد افراد", "number"),
    Column("ورود", "moment"),
    Column("وضعیت"),
    Column("نتیجه"),
)
_JOURNAL = (
    Column("ردیف", "number"),
    Column("زمان", "moment"),
    Column("علامت"),
    Column("متصدی"),
    Column("کار"),
    Column("دربارهٔ"),
    Column("تغییر", "words"),
)
_PAPERS = (Column("برگه"), Column("دربارهٔ"), Column("زمان", "moment"), Column("وضعیت"), Column("علت"))
_PAPER_STATES = {"printed": "چاپ شد", "dropped": "کنار گذاشته شد"}


def record_export(db: Database, clerk: Clerk, name: str) -> None:
    """Journal the export of a list; call it before the file is written."""
    with writing(db, clerk, ()) as change:
        change.record("export", "lists", None, after={"name": clean(name)})


def followup_listing(db: Database, clerk: Clerk, wanted: ListQuery) -> Listing:
    """Return what is in sight of one of the follow-up lists."""
    listed = followup.every_row(db, clerk, wanted)
    rows = (_followed(*each) for each in with_details(privacy.rights_of(db, clerk), listed))
    return Listing(LISTS[wanted.key].title, _FOLLOWED, rows)


def _about(category: str, details: ReferralDetails) -> tuple[Any, ...]:
    """Return what a referral is about and where it was given: its columns from the category to the session's day."""
    return (
        category,
        details.matter,
        details.paraph,
        details.official,
        details.district,
        details.programme,
        details.round,
        details.session_day,
    )


def _followed(each: ListedReferral, details: ReferralDetails) -> tuple[Any, ...]:
    return (
        each.number,
        each.unit,
        each.visitor,
        *_about(each.category, details),
        STAGES[each.stage],
        each.issued_day,
        each.due_day,
        each.unit_due_day,
        each.promised_day,
        each.legal_day,
        each.last_answer_day,
        details.outcome,
        details.answer,
        details.objection,
        each.reminders,
        each.late,
    )


def phone_call_listing(db: Database, clerk: Clerk) -> Listing:
    people = phone_calls.visitors_to_phone(db, clerk)
    whose = {each.referral_id: person for person in people for each in person.answers}
    waiting = [each for person in people for each in person.answers]
    rows = (
        (
            each.number,
            each.unit,
            whose[each.referral_id].visitor,
            whose[each.referral_id].mobile,
            *_about(each.category, details),
            each.outcome,
            each.words,
            each.answered_day,
            details.objection,
            each.phone_calls,
            each.call_again_day,
        )
        for each, details in with_details(privacy.rights_of(db, clerk), waiting)
    )
    return Listing("تماس‌ها", _CALLS, rows)


def dispatch_listing(db: Database, clerk: Clerk, session_id: int | None) -> Listing:
    """Return the slips to be sent, by unit, of one session or of all, then every sent slip that its unit has not
    acknowledged. It holds no word of a confidential matter."""
    found = to_send.load(db, session_id)
    waiting = (
        ("برای ارسال", parcel.unit, *_slip(slip), None, "", "", "") for parcel in found.parcels for slip in parcel.slips
    )
    on_its_way = (
        (
            "منتظر وصول",
            sent.unit_name,
            *_slip(slip),
            sent.dispatch_id,
            dispatch.MODES[sent.mode],
            sent.office_number,
            sent.day,
        )
        for sent in found.dispatches
        for slip in to_send.unacknowledged(db, sent.dispatch_id)
    )
    return Listing("ارسال و وصول", _SENDING, together(waiting, on_its_way))


def _slip(slip: SlipRow) -> tuple[Any, ...]:
    return slip.number, slip.first_name, slip.last_name, slip.issued_day


def search_listing(db: Database, clerk: Clerk, typed: str) -> Listing:
    rows = (
        (
            hit.visitor,
            hit.code,
            hit.mobile,
            hit.programme,
            hit.round,
            hit.day,
            hit.ticket,
            hit.category,
            hit.matter,
            STATES[hit.state],
            hit.numbers,
            STAGES.get(hit.stage, ""),
            hit.late,
        )
        for hit in search.find_for(db, clerk, typed, ALL)[1]
    )
    return Listing("جست‌وجو", _HITS, rows)


def visit_listing(db: Database, clerk: Clerk, session_id: int) -> Listing:
    """Return all visits of a session, by ticket."""
    return Listing("مراجعه‌کنندگان جلسه", _VISITS, _visits(db, privacy.rights_of(db, clerk), session_id))


def journal_listing(db: Database, clerk: Clerk, query: JournalQuery) -> Listing:
    """Return the journal's rows; refuse, as the screen does, a clerk who is neither manager nor administrator."""
    rows = (
        (
            each.id,
            each.at,
            WRONG_CLOCK if each.wrong_clock else "",
            each.clerk,
            each.action,
            each.about,
            "؛ ".join(map(_changed, each.changes)),
        )
        for each in journal_reading.every_row(db, clerk, query)
    )
    return Listing("سوابق تغییرات", _JOURNAL, rows)


def paper_listing(db: Database, clerk: Clerk, which: str) -> Listing:
    """Return the papers of today or the waiting ones. `which`: 'today' or 'waiting'."""
    title, read = {
        "today": ("برگه‌های امروز", partial(jobs.papers_of_today, db, clerk)),
        "waiting": ("چاپ‌نشده‌ها", partial(jobs.waiting_papers, db, clerk)),
    }[which]
    rows = (
        (
            each.name,
            each.about,
            each.paper.asked_at,
            _PAPER_STATES.get(each.paper.state, "در انتظار"),
            each.paper.reason,
        )
        for each in read()
    )
    return Listing(title, _PAPERS, rows)


def _visits(db: Database, rights: privacy.ReadingRights, session_id: int) -> Iterator[tuple[Any, ...]]:
    rows = db.rows(
        "SELECT visit.id AS id, ticket, first_name, last_name, visitor.code AS code, mobile, category.name AS category,"
        " confidential, matter, COALESCE(priority_group.name, '') AS priority, people, arrived_at, state,"
        " COALESCE(visit_outcome.name, '') AS outcome FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id LEFT JOIN priority_group ON priority_group.id = priority_group_id"
        " LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
        " WHERE session_id = :session ORDER BY ticket",
        session=session_id,
    )
    for row in rows:
        cover = rights.cover(row["id"], row["confidential"])
        yield (
            row["ticket"],
            row["first_name"],
            row["last_name"],
            rights.shown_identifier(row["code"]),
            rights.shown_identifier(row["mobile"]),
            cover.label(row["category"]),
            cover.words(row["matter"]),
            row["priority"],
            row["people"],
            row["arrived_at"],
            STATES[row["state"]],
            cover.words(row["outcome"]),
        )


def _changed(each: ChangedValue) -> str:
    return f"{each.label}: {each.before} ← {each.after}" if each.before else f"{each.label}: {each.after}"
