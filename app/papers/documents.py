"""The data that stands on papers, gathered by app/printing and drawn by reports/.

Days are ISO Gregorian, moments ISO UTC, digits ASCII; the drawing makes them Jalali and Persian.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """The secretariat that sends the office's letters; each field is left out where it is ''."""

    address: str = ""
    """Where units return the slips to."""
    phone: str = ""
    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    office: str
    programme: str
    emblem: bytes | None
    """PNG or JPEG; None leaves its place to the name."""
    phone: str
    """Follow-up telephone, '137' for example; '' leaves it out."""
    sender: Sender = Sender()


@dataclass(frozen=True, slots=True)
class Ticket:
    letterhead: Letterhead
    round: int
    day: str
    number: int
    visitor: str
    category: str
    table: str
    """'' when any table may call."""
    people_ahead: int
    wait: tuple[int, int] | None
    """Least and most minutes; None while nobody can know."""
    """None until the session has a pace to estimate from."""
    arrived_at: str
    priority: bool
    on_paper: bool
    """Served on paper while the power was out, and entered later."""
    barcode: str
    """Twelve digits: kind 4, series 1, session 5, ticket 4, check digit 1; '' in a session without a number."""
    reprint: bool


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    """Includes the title: «آقای نمونه آزمایشی‌فر», «شرکت …», «گروه ۱۲ نفره …»."""
    father: str
    code: str
    """National code, foreigner's or legal identifier, or personnel number; '' when there is none."""
    code_label: str
    """«کد ملی», «شناسهٔ ملی», «شناسه اتباع», «کد پرسنلی»."""
    mobile: str
    workplace: str
    """Staff only, else ''."""
    companion: str
    """Representative or companion, else ''."""


@dataclass(frozen=True, slots=True)
class Slip:
    letterhead: Letterhead
    round: int
    number: str
    """'1405/م/00123'"""
    barcode: str
    """Twelve digits: year 4, series 1, serial 6, check digit 1; '' while there is no number yet."""
    day: str
    enclosures: int
    urgency: str
    """'' when ordinary."""
    confidential: bool
    addressed_as: str
    applicant: Applicant
    category: str
    matter: str
    district: str
    """The property's; '' when none."""
    official_post: str
    official_name: str
    words: str
    part: str
    """'lead' is responsible, 'partner' acts with it, 'copy' is only told: it has no deadline and no report."""
    working_days: int | None
    due_day: str
    """'' when no answer is needed."""
    leads: tuple[str, ...]
    """The other units that are responsible for the same paraph."""
    partners: tuple[str, ...]
    """The other units that act with them."""
    copies: tuple[str, ...]
    times: int
    """1 where the visitor came about this matter for the first time, 2 for the second …"""
    follows: str
    """Number of the earlier referral about it, else ''."""
    replaces: str
    """Number of the voided slip this one replaces, else ''."""
    passed_number: str
    """Number of the slip that the unit before passed on, else ''."""
    passed_unit: str
    objected_day: str
    """Day of the visitor's last objection; '' while there is none. The deadline is then the one set that day."""
    objection: str
    """The visitor's words that day."""
    void: bool
    reprint: bool
    """The slip was printed before: «المثنی»."""


@dataclass(frozen=True, slots=True)
class ReceiptReferral:
    number: str
    unit: str
    due_day: str
    part: str
    """As of a slip."""


@dataclass(frozen=True, slots=True)
class Receipt:
    letterhead: Letterhead
    round: int
    ticket: int
    written_at: str
    """When the paraph was written; without one, when the visitor arrived."""
    applicant: Applicant
    """Holds the whole code; the drawing masks it."""
    category: str
    """'' when the category is confidential."""
    outcome_code: str
    """The code in visit_outcome; the receipt's advice depends on it."""
    outcome: str
    legal_day: str
    """The last day the law leaves for a definite answer; '' where no answer is awaited."""
    referrals: tuple[ReceiptReferral, ...]
    """Empty when the visit ended without one."""
    barcode: str
    """The barcode of the first responsible unit's number; '' without one."""
    times: int
    """1 where the visitor came about this matter for the first time, 2 for the second …"""
    follows: str
    """Number of the earlier referral about it, else ''."""
    reprint: bool


@dataclass(frozen=True, slots=True)
class NamedCount:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MinutesTable:
    name: str
    official: str
    visits: int
    service_minutes: int | None
    """Median."""


@dataclass(frozen=True, slots=True)
class MinutesReferral:
    number: str
    ticket: int
    visitor: str
    category: str
    """'محرمانه', and neither visitor nor matter, where the category is confidential."""
    matter: str
    unit: str
    official: str
    due_day: str
    void: bool


@dataclass(frozen=True, slots=True)
class MinutesReturn:
    visitor: str
    """'' where the category is confidential."""
    times: int
    """Visits to the programme, with this session's."""


@dataclass(frozen=True, slots=True)
class MinutesFate:
    """How many promises have one fate."""

    label: str
    given: int
    """Those given at the session before."""
    due: int
    """Those whose day came since, whenever they were given."""


@dataclass(frozen=True, slots=True)
class MinutesPromises:
    round: int
    """The number of the session before."""
    day: str
    until: str
    """The day up to which the fates are known."""
    fates: tuple[MinutesFate, ...]


@dataclass(frozen=True, slots=True)
class MinutesChange:
    """The entries and corrections after the session's end."""

    at: str
    clerk: str
    words: str


@dataclass(frozen=True, slots=True)
class MinutesGap:
    """A run of void numbers, in words."""

    numbers: str
    reason: str


@dataclass(frozen=True, slots=True)
class Minutes:
    letterhead: Letterhead
    round: int
    day: str
    opened_at: str
    closed_at: str
    """'' while the session is open."""
    draft: bool
    """Marked «پیش‌نویس»: the session is open or being corrected."""
    clerk: str
    officials: tuple[str, ...]
    registered: int
    people: int
    """Groups counted by their members."""
    met: int
    no_show: int
    left: int
    postponed: int
    on_paper: int
    referrals: int
    priority: int
    wait_median: int | None
    wait_longest: int | None
    service_median: int | None
    by_table: tuple[MinutesTable, ...]
    by_outcome: tuple[NamedCount, ...]
    by_unit: tuple[NamedCount, ...]
    by_category: tuple[NamedCount, ...]
    referral_list: tuple[MinutesReferral, ...]
    changes: tuple[MinutesChange, ...]
    """After the session's end, oldest first; with any, these are the corrected minutes."""
    journal_head: str
    """Id of the journal's last row and the first 16 hex digits of its link, '1234-3fa91b07c44d2e10'."""
    gaps: tuple[MinutesGap, ...] = ()
    """Its numbers that are void because an earlier backup was put back."""
    returns: tuple[MinutesReturn, ...] = ()
    """The visitors who had been before, those who came most often first."""
    promised: tuple[tuple[str, int], ...] = ()
    """The days promised to visitors, and how many answers for each."""
    before: MinutesPromises | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    number: str
    day: str
    """The day the slip was issued."""
    visitor: str
    """'' when the category is confidential."""
    category: str
    due_day: str
    """'' when no answer is needed."""
    copy: bool
    urgency: str
    void: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The slips handed to one unit in one dispatch, to be signed for."""

    letterhead: Letterhead
    number: int
    day: str
    addressed_as: str
    unit: str
    mode: str
    """«به دست متقاضی», «دبیرخانه», «اتوماسیون اداری»."""
    office_number: str
    """Number in the office automation; '' without one."""
    clerk: str
    rows: tuple[LedgerRow, ...]
    reprint: bool


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    office: str
    clerk: str
    code: str
    """Groups of digits, '4821-0937-5516-2084'."""
    made_at: str
