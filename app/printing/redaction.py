"""Papers as a clerk may read them on the screen. A printed paper is whole: it is for the unit and the visitor."""

from dataclasses import replace

from app.access.privacy import Cover, ReadingRights
from app.papers.annulment import Annulment
from app.papers.deadline_letter import DeadlineLetter
from app.papers.documents import Applicant, Ledger, Minutes, Receipt, Slip, Ticket
from app.papers.period_report import PeriodReport
from app.papers.person_file import PersonFile
from app.papers.reminders import Reminder, ReminderLetter
from app.papers.unit_sheet import UnitSheets
from app.printing.earlier_visits import cover_before

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
    | PersonFile
)


def redacted(rights: ReadingRights, document: Document, visit_id: int) -> Document:
    """Return the paper without the codes, mobiles and confidential matters that this clerk may not read."""
    if isinstance(document, Slip | Receipt | Reminder | Annulment):
        document = replace(document, applicant=_applicant(rights, document.applicant))
    if isinstance(document, Slip | Receipt) and document.follows:
        document = replace(document, follows=cover_before(rights, visit_id).words(document.follows))
    if isinstance(document, Slip):
        return _slip(document, rights.cover(visit_id, document.confidential))
    if isinstance(document, Reminder | Annulment):
        cover = rights.cover(visit_id, document.confidential)
        document = replace(
            document,
            category=cover.label(document.category),
            official_post=cover.words(document.official_post),
            addressed_as=cover.label(document.addressed_as),
        )
        return _annulment(document, cover) if isinstance(document, Annulment) else _reminder(document, cover)
    if isinstance(document, Receipt):
        cover = rights.cover(visit_id, rights.is_confidential(visit_id))
        referrals = tuple(replace(row, unit=cover.label(row.unit)) for row in document.referrals)
        return replace(
            document,
            category=cover.label(document.category),
            outcome=cover.words(document.outcome),
            outcome_code=cover.words(document.outcome_code),
            referrals=referrals,
        )
    if isinstance(document, Ticket):
        cover = rights.cover(visit_id, rights.is_confidential(visit_id))
        return replace(document, category=cover.label(document.category))
    return document


def _annulment(annulment: Annulment, cover: Cover) -> Annulment:
    reason, giver = cover.words(annulment.reason), cover.words(annulment.official_name)
    return replace(annulment, reason=reason, official_name=giver)


def _reminder(reminder: Reminder, cover: Cover) -> Reminder:
    return replace(
        reminder,
        matter=cover.words(reminder.matter),
        words=cover.words(reminder.words),
        answer=cover.words(reminder.answer),
        objection=cover.words(reminder.objection),
    )


def _slip(slip: Slip, cover: Cover) -> Slip:
    return replace(
        slip,
        category=cover.label(slip.category),
        matter=cover.label(slip.matter),
        words=cover.label(slip.words),
        district=cover.words(slip.district),
        official_name=cover.words(slip.official_name),
        official_post=cover.words(slip.official_post),
        addressed_as=cover.label(slip.addressed_as),
        leads=cover.items(slip.leads),
        partners=cover.items(slip.partners),
        copies=cover.items(slip.copies),
        passed_unit=cover.words(slip.passed_unit),
        objection=cover.words(slip.objection),
    )


def _applicant(rights: ReadingRights, applicant: Applicant) -> Applicant:
    return replace(
        applicant, code=rights.shown_identifier(applicant.code), mobile=rights.shown_identifier(applicant.mobile)
    )
