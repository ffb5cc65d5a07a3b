"""The data of the letters to late units: of one referral, or of many in a table."""

from dataclasses import dataclass

from app.papers.documents import Applicant, Letterhead


@dataclass(frozen=True, slots=True)
class Reminder:
    """«پیرو»: a letter to a late unit about one referral."""

    letterhead: Letterhead
    ordinal: int
    """Its number within its referral, from 1."""
    number: str
    """Its own: the referral's with the ordinal, '1405/م/00871/پ2'."""
    slip_number: str
    barcode: str
    day: str
    slip_day: str
    addressed_as: str
    confidential: bool
    applicant: Applicant
    category: str
    matter: str
    words: str
    """Those of the paraph."""
    due_day: str
    late_days: int
    """Working days."""
    earlier: tuple[str, ...]
    """Days of the reminders before this one."""
    answered_day: str
    """The day of the answer that the visitor objected to; '' like the next three where the unit has given none."""
    answer: str
    """Its outcome and words."""
    objected_day: str
    objection: str
    official_post: str
    reprint: bool


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One referral in the letter to its unit. Of a confidential matter number and days alone: the letter passes through
    many hands."""

    number: str
    """That of its reminder."""
    barcode: str
    visitor: str
    """'' when the category is confidential."""
    category: str
    matter: str
    official_post: str
    words: str
    """Those of the paraph."""
    due_day: str
    late_days: int
    answered_day: str
    answer: str
    objected_day: str
    """'' where the unit has given no answer."""
    objection: str


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """The reminders to one unit in one letter."""

    letterhead: Letterhead
    number: str
    """That of the first reminder in it."""
    barcode: str
    day: str
    addressed_as: str
    unit: str
    rows: tuple[ReminderRow, ...]
    reprint: bool
