"""Gathers the data of each paper from the database.

A slip keeps the names of its day: units and officials are stored in its own rows; names that are only linked (category,
district, programme) are those of that moment, read from the journal.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.access.privacy import cover_on_paper
from app.figures import reports as period_reports
from app.figures import scorecard_sheet
from app.figures.scorecard_sheet import ScorecardSheet
from app.line import standing
from app.papers.annulment import Annulment
from app.papers.deadline_letter import DeadlineLetter
from app.papers.documents import Ledger, LedgerRow, Minutes, Receipt, ReceiptReferral, Slip, Ticket
from app.papers.period_report import PeriodReport
from app.papers.person_file import PersonFile
from app.papers.reminders import Reminder, ReminderLetter
from app.papers.requests import Paper
from app.papers.unit_sheet import UnitSheets
from app.persian.calendar import local_day
from app.printing.deadline_letter import deadline_letter
from app.printing.earlier_visits import times_and_number
from app.printing.minutes_additions import with_additions
from app.printing.parts import applicant, letterhead, name_then, visit_row
from app.printing.person_file import person_file
from app.printing.reminder_letter import reminder_letter
from app.printing.unit_sheets import requested_sheets
from app.referrals import dispatch, lifecycle, numbers, reminders
from app.referrals.deadlines import legal_day
from app.referrals.denials import NO_DENIAL, last_denials
from app.referrals.ticket_codes import ticket_code
from app.sessions.minutes import gather as gather_minutes
from app.visits import visits
from db import Database, Row

Document = (
    Ticket
    | Slip
    | Receipt
    | Minutes
    | Ledger
    | Reminder
    | ReminderLetter
    | Annulment
    | DeadlineLetter
    | UnitSheets
    | PeriodReport
    | ScorecardSheet
    | PersonFile
)


def document(db: Database, paper: Paper) -> Document:
    return _GATHER[paper.kind](db, paper.subject_id, bool(paper.reprint))


def ticket(db: Database, visit_id: int, reprint: bool = False) -> Ticket:
    row, visit = visit_row(db, visit_id), visits.get(db, visit_id)
    expected = standing.expected_wait(db, visit)
    return Ticket(
        letterhead(db, row, visit.arrived_at),
        row["round"] or 0,
        row["day"],
        visit.ticket,
        applicant(db, row).name,
        visit.category,
        row["wanted_table"],
        expected.ahead,
        expected.minutes,
        visit.arrived_at,
        bool(visit.priority),
        bool(visit.on_paper),
        ticket_code(row["series_digit"], row["round"] or 0, visit.ticket),
        reprint,
    )


def slip(db: Database, referral_id: int, reprint: bool = False) -> Slip:
    sent = db.required_row(
        "SELECT referral.paraph_id AS paraph_id, referral.visit_id AS visit_id, referral.addressed_as AS addressed_as,"
        " referral.unit_id AS unit_id, referral.part AS part, referral.number AS number,"
        " referral.barcode AS barcode, referral.urgency AS urgency,"
        " referral.working_days AS working_days, referral.due_day AS due_day, referral.issued_at AS issued_at,"
        " referral.state AS state, referral.replaces AS replaces, COALESCE(earlier.number, '') AS passed_number,"
        " COALESCE(earlier.unit_name, '') AS passed_unit FROM referral"
        " LEFT JOIN followup ON followup.referral_id = referral.id"
        " LEFT JOIN referral AS earlier ON earlier.id = passed_from WHERE referral.id = :id",
        id=referral_id,
    )
    paraph = db.required_row(
        "SELECT official_post, official_name, words FROM paraph WHERE id = :id", id=sent["paraph_id"]
    )
    row, then = visit_row(db, sent["visit_id"]), sent["issued_at"]
    objected = next((step for step in reversed(lifecycle.steps(db, referral_id)) if step.kind == "objected"), None)
    return Slip(
        letterhead=letterhead(db, row, then),
        round=row["round"] or 0,
        number=sent["number"],
        barcode=sent["barcode"],
        day=local_day(then),
        enclosures=row["enclosures"],
        urgency=sent["urgency"],
        confidential=bool(row["confidential"]),
        addressed_as=sent["addressed_as"],
        applicant=applicant(db, row),
        category=name_then(db, "category", row["category_id"], then),
        matter=row["matter"],
        district=name_then(db, "unit", row["district_id"], then),
        official_post=paraph["official_post"],
        official_name=paraph["official_name"],
        words=paraph["words"],
        part=sent["part"],
        working_days=sent["working_days"],
        due_day=objected.to_day if objected else sent["due_day"],
        **units_by_part(_others(db, sent["paraph_id"], referral_id)),
        **before(db, sent["visit_id"], row, sent["unit_id"]),
        replaces=sent["replaces"],
        passed_number=sent["passed_number"],
        passed_unit=sent["passed_unit"],
        objected_day=objected.day if objected else "",
        objection=objected.words if objected else "",
        void=sent["state"] == "void",
        reprint=reprint,
    )


def before(db: Database, visit_id: int, row: Row, unit_id: int | None = None) -> dict[str, Any]:
    return dict(zip(("times", "follows"), times_and_number(db, visit_id, row["confidential"], unit_id), strict=True))


def _others(db: Database, paraph_id: int, referral_id: int) -> list[tuple[str, str]]:
    """Return part and unit of the paraph's other referrals, without those that were passed on: the unit that has
    taken over stands for them."""
    rows = db.rows(
        "SELECT unit_name, part FROM referral LEFT JOIN followup ON referral_id = id"
        " WHERE paraph_id = :paraph AND id <> :id AND COALESCE(stage, '') <> 'passed' ORDER BY id",
        paraph=paraph_id,
        id=referral_id,
    )
    return [(row["part"], row["unit_name"]) for row in rows]


def units_by_part(others: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        field: tuple(name for part, name in others if part == wanted)
        for field, wanted in (("leads", "lead"), ("partners", "partner"), ("copies", "copy"))
    }


def receipt(db: Database, visit_id: int, reprint: bool = False) -> Receipt:
    """Return the receipt of the visit's paraph as it is now; without referrals when there is none."""
    row = visit_row(db, visit_id)
    paraph = db.row(
        "SELECT paraph.id AS id, written_at, outcome AS code, COALESCE(visit_outcome.name, '') AS outcome FROM paraph"
        " LEFT JOIN visit_outcome ON visit_outcome.code = outcome"
        " WHERE visit_id = :id AND paraph.state = 'valid' ORDER BY paraph.id DESC LIMIT 1",
        id=visit_id,
    ) or {"id": None, "written_at": row["arrived_at"], "code": row["outcome_code"], "outcome": row["outcome"]}
    sent = db.rows(
        "SELECT number, barcode, unit_name, CASE WHEN objections > 0 THEN unit_due_day"
        " ELSE followup.due_day END AS due_day, part FROM referral JOIN followup ON referral_id = referral.id"
        " WHERE paraph_id = :id AND state = 'issued' AND stage <> 'passed' ORDER BY referral.id",
        id=paraph["id"],
    )
    responsible = next((each["barcode"] for each in sent if each["part"] == "lead"), "")
    return Receipt(
        letterhead=letterhead(db, row, paraph["written_at"]),
        round=row["round"] or 0,
        ticket=row["ticket"],
        written_at=paraph["written_at"],
        applicant=applicant(db, row),
        category=cover_on_paper(row["confidential"]).words(
            name_then(db, "category", row["category_id"], paraph["written_at"])
        ),
        outcome_code=paraph["code"],
        outcome=paraph["outcome"],
        legal_day=legal_day(visits.registered_day(db, visit_id)) if any(each["due_day"] for each in sent) else "",
        referrals=tuple(
            ReceiptReferral(each["number"], each["unit_name"], each["due_day"], each["part"]) for each in sent
        ),
        barcode=numbers.paper_code(responsible, "receipt"),
        **before(db, visit_id, row),
        reprint=reprint,
    )


def minutes(db: Database, session_id: int, reprint: bool = False) -> Minutes:
    """Return the minutes, a draft while the session is open. `reprint` changes nothing: a second print is no copy."""
    row = db.required_row("SELECT programme_id, closed_at FROM session WHERE id = :id", id=session_id)
    return with_additions(
        db, gather_minutes(db, session_id, letterhead(db, row, row["closed_at"] or db.now())), session_id
    )


def ledger(db: Database, dispatch_id: int, reprint: bool = False) -> Ledger:
    head, rows = dispatch.ledger(db, dispatch_id)
    session = db.required_row("SELECT programme_id FROM followup WHERE referral_id = :id", id=rows[0]["referral_id"])
    return Ledger(
        letterhead=letterhead(db, session, head["at"]),
        number=dispatch_id,
        day=head["day"],
        addressed_as=head["addressed_as"],
        unit=head["unit_name"],
        mode=dispatch.MODES[head["mode"]],
        office_number=head["office_number"],
        clerk=head["clerk"],
        reprint=reprint,
        rows=tuple(_ledger_row(row) for row in rows),
    )


def _ledger_row(row: Row) -> LedgerRow:
    """Leave name and matter out where confidential: the ledger passes through the carrier's hands."""
    cover = cover_on_paper(row["confidential"])
    return LedgerRow(
        row["number"],
        row["issued_day"],
        cover.words(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        row["due_day"],
        row["part"] == "copy",
        row["urgency"],
        row["state"] == "void",
    )


def reminder(db: Database, reminder_id: int, reprint: bool = False) -> Reminder:
    referral_id = db.required_row("SELECT referral_id FROM reminder WHERE id = :id", id=reminder_id)["referral_id"]
    sent = reminders.of_referral(db, referral_id)
    known, about = next(each for each in sent if each.id == reminder_id), slip(db, referral_id)
    at = db.required_row("SELECT at FROM reminder WHERE id = :id", id=reminder_id)["at"]
    denial = last_denials(db, "SELECT :referral", at, referral=referral_id).get(referral_id, NO_DENIAL)
    return Reminder(
        letterhead=about.letterhead,
        ordinal=known.ordinal,
        number=numbers.reminder_number(about.number, known.ordinal),
        slip_number=about.number,
        barcode=numbers.paper_code(about.barcode, "reminder"),
        day=known.day,
        slip_day=about.day,
        addressed_as=about.addressed_as,
        confidential=about.confidential,
        applicant=about.applicant,
        category=about.category,
        matter=about.matter,
        words=about.words,
        due_day=known.due_day,
        late_days=known.late_days,
        earlier=tuple(each.day for each in sent if each.ordinal < known.ordinal and not each.taken_back),
        answered_day=denial.answered_day,
        answer=" ".join(filter(None, (denial.outcome and f"{denial.outcome}.", denial.answer))),
        objected_day=denial.objected_day,
        objection=denial.objection,
        official_post=about.official_post,
        reprint=reprint,
    )


def annulment(db: Database, referral_id: int, reprint: bool = False) -> Annulment:
    about = slip(db, referral_id)
    then = next(step for step in reversed(lifecycle.steps(db, referral_id)) if step.kind == "void")
    row = db.required_row(
        "SELECT referral.unit_id AS unit_id, referral.number AS number, reason FROM referral"
        " JOIN paraph ON paraph.id = paraph_id WHERE referral.id = :id",
        id=referral_id,
    )
    instead = db.row(
        "SELECT number FROM referral WHERE replaces = :number AND unit_id = :unit AND state = 'issued'",
        number=row["number"],
        unit=row["unit_id"],
    )
    return Annulment(
        letterhead=about.letterhead,
        number=about.number,
        barcode=numbers.paper_code(about.barcode, "annulment"),
        day=then.day,
        slip_day=about.day,
        addressed_as=about.addressed_as,
        confidential=about.confidential,
        applicant=about.applicant,
        category=about.category,
        reason=row["reason"],
        instead=instead["number"] if instead else "",
        official_post=about.official_post,
        official_name=about.official_name,
        reprint=reprint,
    )


_GATHER: dict[str, Callable[[Database, int, bool], Document]] = {
    "ticket": ticket,
    "slip": slip,
    "receipt": receipt,
    "minutes": minutes,
    "ledger": ledger,
    "reminder": reminder,
    "reminder_letter": reminder_letter,
    "deadlines": deadline_letter,
    "annulment": annulment,
    "unit_sheet": requested_sheets,
    "report": period_reports.gather_requested,
    "scorecard": scorecard_sheet.gather_requested,
    "person": person_file,
}
