"""What a clerk is shown of people and of confidential matters: the one place where it is decided.

National codes and mobiles: the reception, the secretariat, the follow-up and the manager work with them and see them
whole; a table sees them masked, enough to know who sits there; the caller and the administrator need neither.
Confidential matters (a category's own mark): open to the manager, to who holds the role «محرمانه», to who registered
the matter or ended its meeting, and to the tables while its visitor sits at one. Everyone else sees that it exists.
"""

from dataclasses import dataclass, replace

from app.clerks import Clerk, current
from app.documents import Applicant, FollowupSheet, Ledger, Minutes, PeriodReport, Receipt, Reminder, Slip, Ticket
from app.errors import Refused
from app.pasts import Past
from app.text import masked
from app.visitors import Visitor
from app.visits import Visit
from db import Database

WHOLE = ("reception", "secretariat", "followup", "manager")
MASKED = ("table",)
CONFIDENTIAL = ("manager", "confidential")
JUDGING = {"report": ("manager", "followup"), "scorecard": ("manager", "followup")}
"""Papers that say how units did, and for whom they are."""
HIDDEN = "محرمانه"
Document = Ticket | Slip | Receipt | Minutes | Ledger | Reminder | FollowupSheet | PeriodReport


@dataclass(frozen=True, slots=True)
class Sight:
    """Of one clerk, by the roles he holds now."""

    db: Database
    clerk: Clerk

    @property
    def is_whole(self) -> bool:
        """Whether codes and mobiles are shown as they are."""
        return self.clerk.may(*WHOLE)

    @property
    def is_masked(self) -> bool:
        return self.clerk.may(*MASKED) and not self.is_whole

    def code(self, text: str) -> str:
        """A national code or a mobile as this clerk sees it; '' where he sees none."""
        return text if self.is_whole else masked(text) if self.is_masked else ""

    def opens(self, visit_id: int, confidential: object = 1) -> bool:
        """Whether the words and the category of a visit are for him. `confidential`: its category's mark."""
        if not confidential or self.clerk.may(*CONFIDENTIAL):
            return True
        if self.clerk.may("table") and self.db.row(
            "SELECT id FROM visit WHERE id = :id AND state IN ('called', 'meeting')", id=visit_id):
            return True
        return self.db.row("SELECT id FROM journal WHERE subject = 'visit' AND subject_id = :id AND clerk_id = :clerk"
                           " AND action IN ('register', 'from_paper', 'done') LIMIT 1",
                           id=visit_id, clerk=self.clerk.id) is not None

    def visitor(self, visitor: Visitor) -> Visitor:
        if self.is_whole:
            return visitor
        return replace(visitor, code=self.code(visitor.code), mobile=self.code(visitor.mobile))

    def visit(self, visit: Visit) -> Visit:
        if self.opens(visit.id, visit.confidential):
            return visit
        return replace(visit, category=HIDDEN, matter="", line_note="")

    def past(self, past: Past) -> Past:
        """Of a hidden matter only when it was and whether it is settled."""
        if self.opens(past.visit_id, past.confidential):
            return past
        return replace(past, category_id=0, category=HIDDEN, matter="", district_id=None, outcome="", official="",
                       words="", units="", numbers="")

    def document(self, document: Document, visit_id: int) -> Document:
        """A paper as it is looked at. What comes out of a printer is whole: it is for the unit and the visitor."""
        if isinstance(document, Slip | Receipt | Reminder):
            document = replace(document, applicant=self._applicant(document.applicant))
        if isinstance(document, Slip) and not self.opens(visit_id, document.confidential):
            return replace(document, category=HIDDEN, matter=HIDDEN, words=HIDDEN, district="", official_name="",
                           official_post="", addressed_as=HIDDEN, partners=(), copies=())
        if isinstance(document, Receipt) and not self.opens(visit_id, self._is_confidential(visit_id)):
            lines = tuple(replace(line, unit=HIDDEN) for line in document.lines)
            return replace(document, category=HIDDEN, outcome="", lines=lines)
        if isinstance(document, Reminder) and not self.opens(visit_id, document.confidential):
            return replace(document, category=HIDDEN, official_post="", addressed_as=HIDDEN)
        if isinstance(document, Ticket) and not self.opens(visit_id, self._is_confidential(visit_id)):
            return replace(document, category=HIDDEN)
        return document

    def lists(self, kind: str) -> bool:
        """Whether a paper of this kind is for him at all."""
        return self.clerk.may(*JUDGING.get(kind, ()))

    def prints(self, kind: str, visit_id: int | None) -> bool:
        """Whether he may have one more of a paper."""
        try:
            self.must_print(kind, visit_id)
        except Refused:
            return False
        return True

    def must_print(self, kind: str, visit_id: int | None) -> None:
        """Refused where a second print would show more than the screen does."""
        self.clerk.must(*JUDGING.get(kind, ()))
        if kind in ("slip", "receipt", "reminder") and not (self.is_whole or self.is_masked):
            self.clerk.must(*WHOLE, *MASKED)
        if visit_id and not self.opens(visit_id, self._is_confidential(visit_id)):
            raise Refused("این پرونده محرمانه است و برای نقش شما باز نمی‌شود.")

    def _applicant(self, applicant: Applicant) -> Applicant:
        return replace(applicant, code=self.code(applicant.code), mobile=self.code(applicant.mobile))

    def _is_confidential(self, visit_id: int) -> bool:
        return bool(self.db.one("SELECT confidential FROM visit JOIN category ON category.id = category_id"
                                " WHERE visit.id = :id", id=visit_id)["confidential"])


def of(db: Database, clerk: Clerk) -> Sight:
    """By the roles the database knows now: one taken away hides at once."""
    return Sight(db, current(db, clerk.id))
