"""Reading rights: every screen, paper and exported file asks here, and nowhere else is it decided who may read what.

National codes and mobiles
    whole:   the roles reception, secretariat, followup and manager, which work with them
    masked:  the role table («049***0899»), enough to know who sits there
    hidden:  every other role

A confidential matter, one whose category is marked so
    open:    to the roles manager and confidential; to the clerk who registered it or ended its meeting; to the role
             table while its visitor is at a table
    covered: to every other clerk, who sees that it exists, its visitor, its days and its stages, but neither the
             category nor anything that was written of it: matter, paraph, answer, attachments
    Papers that pass through many hands (minutes, ledger, unit sheets, reports) cover it, to every clerk.

Reports and the scorecard, which say how units did
    only the roles manager and followup; the sheets of units also secretariat, which hands them out

Roles are read from the database at each question, so one that is taken away hides at once.
tests/access/test_cover.py plants a confidential matter and reads every view, paper and export as each role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from app.access.clerks import Clerk, current
from app.errors import Refused
from app.persian.text import masked
from db import Database

WHOLE_IDENTIFIERS = ("reception", "secretariat", "followup", "manager")
MASKED_IDENTIFIERS = ("table",)
CONFIDENTIAL = ("manager", "confidential")
JUDGING = {
    "report": ("manager", "followup"),
    "scorecard": ("manager", "followup"),
    "unit_sheet": ("manager", "followup", "secretariat"),
}
"""By kind of paper, for those that say how units did: the roles that may list and print it."""
HIDDEN = "محرمانه"
_HANDLING = "('register', 'from_paper', 'done')"

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover over one matter for one reader. Every text passes through it into a view, paper or export."""

    is_open: bool

    def label(self, text: str) -> str:
        """Return a name that must stand for something (a category, a unit): «محرمانه» where it is covered."""
        return text if self.is_open else HIDDEN

    def words(self, text: str) -> str:
        """Return a text that may be missing: '' where it is covered."""
        return text if self.is_open else ""

    def items(self, items: Iterable[_Item]) -> tuple[_Item, ...]:
        """Return what belongs to the matter: nothing where it is covered. A covered iterable is not read at all."""
        return tuple(items) if self.is_open else ()


def cover_on_paper(confidential: object) -> Cover:
    """Return the cover for a paper that passes through many hands. `confidential`: the mark of the category."""
    return Cover(not confidential)


@dataclass(frozen=True, slots=True)
class ReadingRights:
    """The reading rights of one clerk, by the roles the clerk holds now."""

    db: Database
    clerk: Clerk

    @property
    def sees_identifiers(self) -> bool:
        """Whether codes and mobiles are shown whole."""
        return self.clerk.may(*WHOLE_IDENTIFIERS)

    @property
    def sees_masked_identifiers(self) -> bool:
        return self.clerk.may(*MASKED_IDENTIFIERS) and not self.sees_identifiers

    def shown_identifier(self, text: str) -> str:
        """Return a national code or a mobile as this clerk sees it; '' where it is hidden."""
        return text if self.sees_identifiers else masked(text) if self.sees_masked_identifiers else ""

    def may_read(self, visit_id: int, confidential: object) -> bool:
        """Whether the matter of a visit is open to this clerk. `confidential`: the mark of its category."""
        if not confidential or self.clerk.may(*CONFIDENTIAL):
            return True
        return (self.clerk.may("table") and self._is_at_a_table(visit_id)) or self._has_handled(visit_id)

    def cover(self, visit_id: int, confidential: object) -> Cover:
        """Return the cover over the matter of a visit. `confidential`: the mark of its category."""
        return Cover(self.may_read(visit_id, confidential))

    def open_matters(self) -> tuple[str, dict[str, int]]:
        """Return the same as SQL over `visit` and `category`, with its values: for a search by what may be covered."""
        if self.clerk.may(*CONFIDENTIAL):
            return "1 = 1", {}
        at_a_table = " OR visit.state IN ('called', 'meeting')" if self.clerk.may("table") else ""
        handled = (
            "EXISTS (SELECT 1 FROM journal WHERE subject = 'visit' AND subject_id = visit.id"
            f" AND clerk_id = :reader AND action IN {_HANDLING})"
        )
        return f"(category.confidential = 0{at_a_table} OR {handled})", {"reader": self.clerk.id}

    def is_confidential(self, visit_id: int) -> bool:
        return bool(
            self.db.required_row(
                "SELECT confidential FROM visit JOIN category ON category.id = category_id WHERE visit.id = :id",
                id=visit_id,
            )["confidential"]
        )

    def may_list(self, kind: str) -> bool:
        """Whether papers of this kind are on this clerk's list."""
        return self.clerk.may(*JUDGING.get(kind, ()))

    def may_print(self, kind: str, visit_id: int | None) -> bool:
        try:
            self.must_print(kind, visit_id)
        except Refused:
            return False
        return True

    def must_print(self, kind: str, visit_id: int | None) -> None:
        """Refuse another print of a paper that would show this clerk more than the screen does. `visit_id`: the visit
        the paper is about, None where it is about none."""
        self.clerk.must(*JUDGING.get(kind, ()))
        if kind in ("slip", "receipt", "reminder", "annulment", "person"):
            self.clerk.must(*WHOLE_IDENTIFIERS, *MASKED_IDENTIFIERS)
        if visit_id:
            self.must_read(visit_id)

    def must_read(self, visit_id: int) -> None:
        """Refuse an act on a matter that this clerk may not read."""
        if not self.may_read(visit_id, self.is_confidential(visit_id)):
            raise Refused("این پرونده محرمانه است و برای نقش شما باز نمی‌شود.")

    def _is_at_a_table(self, visit_id: int) -> bool:
        return (
            self.db.row("SELECT id FROM visit WHERE id = :id AND state IN ('called', 'meeting')", id=visit_id)
            is not None
        )

    def _has_handled(self, visit_id: int) -> bool:
        """Whether this clerk registered the visit or ended its meeting."""
        return (
            self.db.row(
                "SELECT id FROM journal WHERE subject = 'visit' AND subject_id = :id AND clerk_id = :clerk"
                f" AND action IN {_HANDLING} LIMIT 1",
                id=visit_id,
                clerk=self.clerk.id,
            )
            is not None
        )


def rights_of(db: Database, clerk: Clerk) -> ReadingRights:
    """Return the rights by the roles the database knows now. Refused for a clerk who is retired."""
    return ReadingRights(db, current(db, clerk.id))
