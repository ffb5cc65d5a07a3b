"""The last numbers on paper, which the clerk is asked for where no data tell what was given after a backup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import Refused, refusals_beside
from app.office.given_numbers import GivenNumbers, given_numbers
from app.persian.calendar import jalali_year, local_day
from app.persian.text import ascii_digits, fa, isolate
from app.referrals import numbers
from app.referrals.numbers import Number
from db import Database

MOST_AFTER = 20_000
"""Numbers after a backup that are believed; more of them are a slip of the finger, which would use up the series."""


@dataclass(frozen=True, slots=True)
class SeriesInBackup:
    """The last numbers of one programme that a backup knows."""

    programme_id: int
    programme: str
    letter: str
    digit: int
    number: Number | None
    round: int
    """0 before the first session."""
    ticket_day: str
    """The day of the session that is open in the backup or was to be held today; '' without one."""
    ticket: int


@dataclass(frozen=True, slots=True)
class LastOnPaper:
    """The last numbers of one programme on paper, as typed."""

    number: str = ""
    round: str = ""
    ticket: str = ""


def series_in(backup: Database, now: str) -> tuple[SeriesInBackup, ...]:
    """Return the programmes of a backup that are in use, with the last numbers it knows."""
    given, today = given_numbers(backup), local_day(now)
    rows = backup.rows(
        "SELECT id, name, series, series_digit, (SELECT MIN(day) FROM session WHERE programme_id = programme.id AND"
        " (state = 'open' OR (state = 'planned' AND day = :today))) AS day FROM programme WHERE retired_on = ''"
        " ORDER BY position, id",
        today=today,
    )
    return tuple(
        SeriesInBackup(
            row["id"],
            row["name"],
            row["series"],
            row["series_digit"],
            _last_number(given, row["series"], row["series_digit"]),
            max(given.rounds.get(row["id"], [0])),
            row["day"] or "",
            given.tickets.get((row["id"], row["day"]), 0),
        )
        for row in rows
    )


def given_on_paper(asked: Sequence[SeriesInBackup], typed: Mapping[int, LastOnPaper], now: str) -> GivenNumbers:
    """Return the numbers that were given by what stands on paper. `typed`: by programme.

    Refused, beside `number-`, `round-` or `ticket-` and the programme's id, where one is missing or cannot be.
    """
    referrals: dict[tuple[int, int], int] = {}
    rounds: dict[int, frozenset[int]] = {}
    tickets: dict[tuple[int, str], int] = {}
    for each in asked:
        paper = typed.get(each.programme_id, LastOnPaper())
        if number := _number(each, paper.number, jalali_year(local_day(now))):
            referrals[each.digit, number.year] = number.serial
        last = _count(paper.round, each.round, "شمارهٔ جلسه", f"round-{each.programme_id}")
        rounds[each.programme_id] = frozenset(range(each.round + 1, last + 1))
        if each.ticket_day:
            tickets[each.programme_id, each.ticket_day] = _count(
                paper.ticket, each.ticket, "نوبت", f"ticket-{each.programme_id}"
            )
    return GivenNumbers((), referrals, rounds, tickets)


def _last_number(given: GivenNumbers, letter: str, digit: int) -> Number | None:
    years = [year for found, year in given.referrals if found == digit]
    return Number(max(years), letter, digit, given.referrals[digit, max(years)]) if years else None


def _number(series: SeriesInBackup, typed: str, this_year: int) -> Number | None:
    field, known = f"number-{series.programme_id}", series.number
    if not typed.strip():
        if known is None:
            return None
        raise Refused("آخرین شمارهٔ ارجاع را از روی برگه‌ها بنویسید.", field)
    with refusals_beside(field):
        found = numbers.parse_typed(typed)
    if found.series_digit not in (series.digit, None) or found.series not in (series.letter, ""):
        raise Refused(f"این شماره از «{series.programme}» نیست؛ حرف آن «{series.letter}» است.", field)
    if found.year > this_year:
        raise Refused("این شماره از سالی است که هنوز نیامده است.", field)
    if known and (found.year, found.serial) < (known.year, known.serial):
        raise Refused(f"این شماره پیش از آخرین شمارهٔ پشتیبان، {isolate(fa(known.text))}، است.", field)
    before = known.serial if known and known.year == found.year else 0
    if found.serial > before + MOST_AFTER:
        raise Refused("این شماره بسیار بزرگ‌تر از آخرین شمارهٔ پشتیبان است؛ آن را بررسی کنید.", field)
    return Number(found.year, series.letter, series.digit, found.serial)


def _count(typed: str, known: int, name: str, field: str) -> int:
    text = ascii_digits(typed).strip()
    if not text:
        if not known:
            return 0
        raise Refused(f"آخرین {name} را از روی برگه‌ها بنویسید.", field)
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise Refused(f"{name} را با رقم بنویسید.", field)
    if int(text) < known:
        raise Refused(f"این {name} پیش از آخرین {name} پشتیبان، {isolate(fa(known))}، است.", field)
    return int(text)
