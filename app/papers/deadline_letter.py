"""The data of the letter that tells a unit of deadlines which moved."""

from dataclasses import dataclass

from app.papers.documents import Letterhead


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A referral whose deadline moved."""

    number: str
    visitor: str
    """'' when the category is confidential."""
    category: str
    before_day: str
    after_day: str


@dataclass(frozen=True, slots=True)
class DeadlineLetter:
    """Tells a unit of the deadlines that moved because a day was closed or opened."""

    letterhead: Letterhead
    number: int
    day: str
    addressed_as: str
    unit: str
    closed_day: str
    """'' where a day was opened alone."""
    opened_day: str
    """'' where a day was closed alone."""
    reason: str
    """Name of the holiday, or the reason of the closure."""
    decree: str
    """Number of the letter that closed the day; '' without one."""
    rows: tuple[MovedRow, ...]
    reprint: bool
