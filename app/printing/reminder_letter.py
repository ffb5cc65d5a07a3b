"""Gathers the letter of many reminders to one unit, also before the reminders are written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.access.privacy import cover_on_paper
from app.errors import Refused
from app.office.working_days import WorkingDays
from app.papers.reminders import ReminderLetter, ReminderRow
from app.persian.calendar import local_day
from app.printing.parts import letterhead
from app.referrals import numbers, reminders
from app.referrals.deadlines import days_past
from app.referrals.denials import NO_DENIAL, Denial, last_denials
from app.referrals.reminders import ReminderPlan
from app.referrals.state import IS_LATE
from db import Database, Row

_COLUMNS = (
    "followup.referral_id AS referral_id, followup.programme_id AS programme_id, number, barcode, unit_name,"
    " addressed_as, first_name, last_name, category.name AS category, confidential, matter, official_post,"
    " paraph.words AS words"
)
_JOINED = (
    " JOIN referral ON referral.id = followup.referral_id JOIN paraph ON paraph.id = paraph_id"
    " JOIN visit ON visit.id = referral.visit_id JOIN visitor ON visitor.id = visitor_id"
    " JOIN category ON category.id = visit.category_id"
)


def reminder_letter(db: Database, letter_id: int, reprint: bool = False) -> ReminderLetter:
    """Return the letter with what was known when it was written, without the reminders taken back since. Refused when
    all were."""
    rows = db.rows(
        f"SELECT {_COLUMNS}, ordinal, reminder.day AS day, reminder.at AS at, reminder.due_day AS due_day, late_days"
        f" FROM reminder JOIN followup ON followup.referral_id = reminder.referral_id{_JOINED}"
        " WHERE letter_id = :id AND taken_back = 0 ORDER BY reminder.id",
        id=letter_id,
    )
    if not rows:
        raise Refused("این نامه پس گرفته شده است.")
    among = "SELECT referral_id FROM reminder WHERE letter_id = :letter"
    denials = last_denials(db, among, rows[0]["at"], letter=letter_id)
    made = _letter(db, rows, denials, rows[0]["day"], rows[0]["at"])
    number = reminders.letter_number(db, letter_id)
    code = numbers.paper_code(_slip_code(db, number), "reminder")
    return replace(made, number=number, barcode=code, reprint=reprint)


def drafts(db: Database, plan: ReminderPlan) -> list[ReminderLetter]:
    """Return the letters that a plan would bring, without those to units with one referral, which are a page each."""
    now = db.now()
    today, days = local_day(now), WorkingDays.load(db)
    rows = db.rows(
        f"SELECT {_COLUMNS}, reminders + 1 AS ordinal, unit_due_day AS due_day, in_time_until"
        f" FROM followup{_JOINED} WHERE {IS_LATE} ORDER BY in_time_until, followup.referral_id",
        today=today,
    )
    by_id = {row["referral_id"]: row | {"late_days": days_past(row["in_time_until"], today, days)} for row in rows}
    denials = last_denials(db, f"SELECT referral_id FROM followup WHERE {IS_LATE}", now, today=today)
    return [
        _letter(db, [by_id[each] for each in unit.referral_ids if each in by_id], denials, today, now)
        for unit in plan.units
        if len(unit.referral_ids) > 1
    ]


def _letter(db: Database, rows: Sequence[Row], denials: Mapping[int, Denial], day: str, at: str) -> ReminderLetter:
    """Return the letter of rows in their order, numbered by the first."""
    latest = max(rows, key=lambda row: int(row["referral_id"]))
    heads = {row["programme_id"]: letterhead(db, row, at) for row in rows}
    head = replace(heads[latest["programme_id"]], programme=" و ".join(each.programme for each in heads.values()))
    told = tuple(_row(row, denials.get(row["referral_id"], NO_DENIAL)) for row in rows)
    return ReminderLetter(
        letterhead=head,
        number=told[0].number,
        barcode=told[0].barcode,
        day=day,
        addressed_as=latest["addressed_as"],
        unit=latest["unit_name"],
        rows=told,
        reprint=False,
    )


def _row(row: Row, denial: Denial) -> ReminderRow:
    cover = cover_on_paper(row["confidential"])
    return ReminderRow(
        number=numbers.reminder_number(row["number"], row["ordinal"]),
        barcode=numbers.paper_code(row["barcode"], "reminder"),
        visitor=cover.words(f"{row['first_name']} {row['last_name']}".strip()),
        category=cover.label(row["category"]),
        matter=cover.words(row["matter"]),
        official_post=cover.words(row["official_post"]),
        words=cover.words(row["words"]),
        due_day=row["due_day"],
        late_days=row["late_days"],
        answered_day=denial.answered_day,
        answer=cover.words(" ".join(filter(None, (denial.outcome and f"{denial.outcome}.", denial.answer)))),
        objected_day=denial.objected_day,
        objection=cover.words(denial.objection),
    )


def _slip_code(db: Database, number: str) -> str:
    found = numbers.parse_number(number)
    return str(db.required_row("SELECT barcode FROM referral WHERE number = :number", number=found)["barcode"])
