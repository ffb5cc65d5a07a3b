"""What a clerk is shown of people and of confidential matters: the one place where it is decided.

National codes and mobiles: the reception, the secretariat, the follow-up and the manager work with them and see them
whole; a table sees them masked, enough to know who sits there; the caller and the administrator need neither.
Confidential matters (a category's own mark): open to the manager, to who holds the role «محرمانه», to who registered
the matter or ended its meeting, and to the tables while its visitor sits at one. Everyone else sees that it exists.
"""

from dataclasses import dataclass

from app.access.clerks import Clerk, current
from app.errors import Refused
from app.persian.text import masked
from db import Database

WHOLE = ("reception", "secretariat", "followup", "manager")
MASKED = ("table",)
CONFIDENTIAL = ("manager", "confidential")
JUDGING = {"report": ("manager", "followup"), "scorecard": ("manager", "followup")}
"""Papers that say how units did, and for whom they are."""
HIDDEN = "محرمانه"


@dataclass(frozen=True, slots=True)
class ReadingRights:
    """Of one clerk, by the roles he holds now."""

    db: Database
    clerk: Clerk

    @property
    def sees_identifiers(self) -> bool:
        """Whether codes and mobiles are shown as they are."""
        return self.clerk.may(*WHOLE)

    @property
    def sees_masked_identifiers(self) -> bool:
        return self.clerk.may(*MASKED) and not self.sees_identifiers

    def shown_identifier(self, text: str) -> str:
        """A national code or a mobile as this clerk sees it; '' where he sees none."""
        return text if self.sees_identifiers else masked(text) if self.sees_masked_identifiers else ""

    def may_read(self, visit_id: int, confidential: object = 1) -> bool:
        """Whether the words and the category of a visit are for him. `confidential`: its category's mark."""
        if not confidential or self.clerk.may(*CONFIDENTIAL):
            return True
        if self.clerk.may("table") and self.db.row(
            "SELECT id FROM visit WHERE id = :id AND state IN ('called', 'meeting')", id=visit_id):
            return True
        return self.db.row("SELECT id FROM journal WHERE subject = 'visit' AND subject_id = :id AND clerk_id = :clerk"
                           " AND action IN ('register', 'from_paper', 'done') LIMIT 1",
                           id=visit_id, clerk=self.clerk.id) is not None

    def may_list(self, kind: str) -> bool:
        """Whether a paper of this kind is for him at all."""
        return self.clerk.may(*JUDGING.get(kind, ()))

    def may_print(self, kind: str, visit_id: int | None) -> bool:
        """Whether he may have one more of a paper."""
        try:
            self.must_print(kind, visit_id)
        except Refused:
            return False
        return True

    def must_print(self, kind: str, visit_id: int | None) -> None:
        """Refused where a second print would show more than the screen does."""
        self.clerk.must(*JUDGING.get(kind, ()))
        if kind in ("slip", "receipt", "reminder") and not (self.sees_identifiers or self.sees_masked_identifiers):
            self.clerk.must(*WHOLE, *MASKED)
        if visit_id and not self.may_read(visit_id, self.is_confidential(visit_id)):
            raise Refused("این پرونده محرمانه است و برای نقش شما باز نمی‌شود.")

    def is_confidential(self, visit_id: int) -> bool:
        return bool(self.db.one("SELECT confidential FROM visit JOIN category ON category.id = category_id"
                                " WHERE visit.id = :id", id=visit_id)["confidential"])


def rights_of(db: Database, clerk: Clerk) -> ReadingRights:
    """By the roles the database knows now: one taken away hides at once."""
    return ReadingRights(db, current(db, clerk.id))
