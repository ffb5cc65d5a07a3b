"""Papers as a clerk may read them on the screen. A printed paper is whole: it is for the unit and the visitor."""

from dataclasses import replace

from app.access.privacy import HIDDEN, ReadingRights
from app.papers.documents import (
    Applicant,
    FollowupSheet,
    Ledger,
    Minutes,
    PeriodReport,
    Receipt,
    Reminder,
    Slip,
    Ticket,
)

Document = Ticket | Slip | Receipt | Minutes | Ledger | Reminder | FollowupSheet | PeriodReport


def redacted(rights: ReadingRights, document: Document, visit_id: int) -> Document:
    """Return the paper without the codes, mobiles and confidential matters that this clerk may not read."""
    if isinstance(document, Slip | Receipt | Reminder):
        document = replace(document, applicant=_applicant(rights, document.applicant))
    if isinstance(document, Slip) and not rights.may_read(visit_id, document.confidential):
        return replace(document, category=HIDDEN, matter=HIDDEN, words=HIDDEN, district="", official_name="",
                       official_post="", addressed_as=HIDDEN, partners=(), copies=())
    if isinstance(document, Receipt) and not rights.may_read(visit_id, rights.is_confidential(visit_id)):
        referrals = tuple(replace(row, unit=HIDDEN) for row in document.referrals)
        return replace(document, category=HIDDEN, outcome="", referrals=referrals)
    if isinstance(document, Reminder) and not rights.may_read(visit_id, document.confidential):
        return replace(document, category=HIDDEN, official_post="", addressed_as=HIDDEN)
    if isinstance(document, Ticket) and not rights.may_read(visit_id, rights.is_confidential(visit_id)):
        return replace(document, category=HIDDEN)
    return document


def _applicant(rights: ReadingRights, applicant: Applicant) -> Applicant:
    return replace(applicant, code=rights.shown_identifier(applicant.code),
                   mobile=rights.shown_identifier(applicant.mobile))
