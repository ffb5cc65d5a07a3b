"""Gaps in the numbers: what was given after a backup that was put back. It stands on paper, so it is never given again.

A gap holds the numbers of referrals in a series and Jalali year, the rounds of a programme, the tickets of one
programme's session on one day, the ledgers, or the reminders of one referral.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from app.journal.writing import Change
from app.office.given_numbers import GivenNumbers, Series, given_numbers
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from db import Database

Kind = Literal["referral", "round", "ticket", "ledger", "reminder"]
TITLES: dict[Kind, str] = {
    "referral": "شمارهٔ ارجاع",
    "round": "شمارهٔ جلسه",
    "ticket": "نوبت جلسهٔ",
    "ledger": "دفتر ارسال",
    "reminder": "پیرو ارجاع",
}
REASON = "پس از بازگشت پشتیبان"
GIVEN_AFTER = "این {} پس از نسخهٔ پشتیبان {} صادر شده بود و در این داده‌ها نیست."
NEXT_TICKET = (
    "(SELECT MAX(given) + 1 FROM (SELECT 0 AS given"
    " UNION ALL SELECT MAX(ticket) FROM visit WHERE session_id = :session_id"
    " UNION ALL SELECT MAX(last) FROM number_gap JOIN session ON session.programme_id = number_gap.programme_id"
    " AND session.day = number_gap.day WHERE kind = 'ticket' AND session.id = :session_id) AS numbers)"
)
"""SQL for the next ticket of the session `:session_id`."""
NEXT_LEDGER = (
    "(SELECT MAX(given) + 1 FROM (SELECT 0 AS given UNION ALL SELECT MAX(id) FROM dispatch"
    " UNION ALL SELECT MAX(last) FROM number_gap WHERE kind = 'ledger') AS numbers)"
)
"""SQL for the number of the next ledger, which is the id of its dispatch."""
NEXT_REMINDER = (
    "(SELECT MAX(given) + 1 FROM (SELECT 0 AS given"
    " UNION ALL SELECT MAX(ordinal) FROM reminder WHERE referral_id = :id"
    " UNION ALL SELECT MAX(last) FROM number_gap JOIN referral ON referral.number = number_gap.number"
    " WHERE kind = 'reminder' AND referral.id = :id) AS numbers)"
)
"""SQL for the ordinal of the next reminder of the referral `:id`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An unbroken run of numbers that are void, because a backup of before them was put back."""

    kind: Kind
    programme_id: int
    series: str
    series_digit: int
    year: int
    """Jalali; 0 where `kind` is not 'referral'."""
    day: str
    """The session's day; '' where `kind` is not 'ticket'."""
    number: str
    """The referral's number; '' where `kind` is not 'reminder'."""
    first: int
    last: int
    backup_at: str
    """The moment of the last change in the backup that was put back."""

    @property
    def numbers(self) -> tuple[str, str]:
        """The first and the last number as they stand on paper."""
        return self._text(self.first), self._text(self.last)

    @property
    def words(self) -> str:
        """'۱۴۰۵/م/۰۰۱۱ تا ۱۴۰۵/م/۰۰۲۰'"""
        first, last = (isolate(fa(number)) for number in self.numbers)
        return first if first == last else f"{first} تا {last}"

    @property
    def titled(self) -> str:
        """'شمارهٔ ارجاع ۱۴۰۵/م/۰۰۱۱ تا ۱۴۰۵/م/۰۰۲۰'"""
        about = fa(jalali(self.day) if self.day else self.number)
        return f"{TITLES[self.kind]}{f' {isolate(about)}' if about else ''}: {self.words}"

    @property
    def reason(self) -> str:
        """'باطل، پس از بازگشت پشتیبان ۱۴۰۵/۰۹/۰۴ ساعت ۰۹:۰۰'"""
        return f"باطل، {REASON} {_moment(self.backup_at)}"

    def _text(self, serial: int) -> str:
        return f"{self.year}/{self.series}/{serial:05}" if self.kind == "referral" else str(serial)


_COLUMNS = "kind, programme_id, series, series_digit, year, day, number, first, last, backup_at"


def enter(change: Change, before: GivenNumbers, backup_at: str) -> list[Gap]:
    """Enter as void what `before` has given and the data do not hold, and return it. The next numbers follow it.

    `before`: the numbers given by the data that were replaced; `backup_at`: the moment of the backup's last change.
    """
    gaps = list(_missing(before, given_numbers(change.db), backup_at))
    for gap in gaps:
        row = change.db.required_row(
            f"INSERT INTO number_gap ({_COLUMNS}, at) VALUES"
            f" ({', '.join(f':{name}' for name in _COLUMNS.split(', '))}, :at) RETURNING id",
            **asdict(gap),
            at=change.now,
        )
        if gap.kind == "referral":
            change.db.send(
                "INSERT INTO numbering (series_digit, year, last) VALUES (:digit, :year, :last)"
                " ON CONFLICT (series_digit, year) DO UPDATE SET last = :last",
                digit=gap.series_digit,
                year=gap.year,
                last=gap.last,
            )
        first, last = gap.numbers
        noted = {"day": gap.day, "number": gap.number, "first": first, "last": last, "reason": REASON}
        change.record("void", f"{gap.kind}_number", row["id"], after=noted)
    return gaps


def last_round(db: Database, programme_id: int) -> int:
    """Return the last round of a programme that lies in a gap, or 0."""
    row = db.required_row(
        "SELECT COALESCE(MAX(last), 0) AS last FROM number_gap WHERE kind = 'round' AND programme_id = :id",
        id=programme_id,
    )
    return int(row["last"])


def of_tickets(db: Database, programme_id: int, day: str) -> list[Gap]:
    """Return the gaps in the tickets of a programme's session on one day."""
    return _read(db, "kind = 'ticket' AND programme_id = :programme AND day = :day", programme=programme_id, day=day)


def before_referrals(db: Database, series_digit: int, year: int, serials: Sequence[int]) -> list[Gap]:
    """Return the gaps of a series that end right before one of these serials."""
    found = _read(db, "kind = 'referral' AND series_digit = :digit AND year = :year", digit=series_digit, year=year)
    return [gap for gap in found if gap.last + 1 in serials]


def sentence(db: Database, year: int, serial: int, *, letter: str = "", digit: int | None = None) -> str:
    """Return what is to be said of the number of a referral that lies in a gap; '' when it lies in none. Its series is
    known by the letter or by the digit."""
    found = _read(
        db,
        "kind = 'referral' AND (series = :letter OR series_digit = :digit) AND year = :year"
        " AND :serial BETWEEN first AND last",
        letter=letter or None,
        digit=digit,
        year=year,
        serial=serial,
    )
    return GIVEN_AFTER.format("شماره", _moment(found[0].backup_at)) if found else ""


def ticket_sentence(db: Database, digit: int, session_round: int, ticket: int) -> str:
    """Return what is to be said of a ticket that lies in a gap, or whose session's round does; '' when neither does."""
    row = db.row(
        "SELECT backup_at FROM number_gap WHERE kind = 'round' AND series_digit = :digit"
        " AND :round BETWEEN first AND last"
        " UNION ALL SELECT backup_at FROM number_gap JOIN session ON session.programme_id = number_gap.programme_id"
        " AND session.day = number_gap.day WHERE kind = 'ticket' AND series_digit = :digit AND round = :round"
        " AND :ticket BETWEEN first AND last LIMIT 1",
        digit=digit,
        round=session_round,
        ticket=ticket,
    )
    return GIVEN_AFTER.format("نوبت", _moment(row["backup_at"])) if row else ""


def _moment(at: str) -> str:
    return f"{isolate(fa(jalali(local_day(at))))} ساعت {isolate(fa(local_time(at)))}"


def _read(db: Database, where: str, **values: int | str | None) -> list[Gap]:
    return [Gap(**row) for row in db.rows(f"SELECT {_COLUMNS} FROM number_gap WHERE {where} ORDER BY id", **values)]


def _missing(before: GivenNumbers, now: GivenNumbers, backup_at: str) -> Iterator[Gap]:
    by_digit = {each.digit: each for each in (*now.series, *before.series)}
    by_programme = {each.programme_id: each for each in (*now.series, *before.series)}

    def gap(kind: Kind, series: Series, first: int, last: int, year: int = 0, day: str = "", number: str = "") -> Gap:
        return Gap(kind, series.programme_id, series.letter, series.digit, year, day, number, first, last, backup_at)

    for (digit, year), last in sorted(before.referrals.items()):
        if (first := now.referrals.get((digit, year), 0) + 1) <= last:
            yield gap("referral", by_digit.get(digit, Series(0, "", digit)), first, last, year)
    for programme, rounds in sorted(before.rounds.items()):
        for first, last in _runs(rounds - now.rounds.get(programme, frozenset())):
            yield gap("round", by_programme.get(programme, Series(programme, "", 0)), first, last)
    for (programme, day), last in sorted(before.tickets.items()):
        if (first := now.tickets.get((programme, day), 0) + 1) <= last:
            yield gap("ticket", by_programme.get(programme, Series(programme, "", 0)), first, last, day=day)
    if now.ledgers < before.ledgers:
        yield gap("ledger", Series(0, "", 0), now.ledgers + 1, before.ledgers)
    for number, last in sorted(before.reminders.items()):
        if (first := now.reminders.get(number, 0) + 1) <= last:
            yield gap("reminder", Series(0, "", 0), first, last, number=number)


def _runs(numbers: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Return the first and last of each unbroken run."""
    first = last = 0
    for number in sorted(numbers):
        if first and number > last + 1:
            yield first, last
        if not first or number > last + 1:
            first = number
        last = number
    if first:
        yield first, last
