"""The letter that takes a slip back from a unit."""

from dataclasses import dataclass

from app.papers.documents import Applicant, Letterhead


@dataclass(frozen=True, slots=True)
class Annulment:
    """«ابطال ارجاع»: a letter to a unit that was sent a slip which is void now."""

    letterhead: Letterhead
    number: str
    """That of the void referral."""
    barcode: str
    day: str
    slip_day: str
    addressed_as: str
    confidential: bool
    applicant: Applicant
    category: str
    reason: str
    instead: str
    """The number of the referral to the same unit that stands in its place; '' without one."""
    official_post: str
    official_name: str
    reprint: bool
