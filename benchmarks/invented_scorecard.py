"""Invented scorecards of any number of units, for drawing."""

from app.figures.definitions import Scope, Tally, add_up
from app.figures.equal_age import Standing
from app.figures.footnotes import answer_footnotes
from app.figures.scorecard import CountedReferral, Scorecard, UnitFigures, rank_units
from app.figures.scorecard_sheet import ScorecardSheet
from app.papers.documents import Letterhead
from app.persian.period import Period

HEAD = Letterhead("شهرداری کرج", "چهارشنبه‌های مردمی", None, "137")
UNITS = ("منطقه 5", "سازمان مدیریت حمل‌ونقل بار و مسافر", "معاونت شهرسازی و معماری", "ادارهٔ کل بازرسی")


def tally(n: int) -> Tally:
    sent = 5 + n * 13 % 190
    answered = sent * 3 // 4
    judged, in_time = answered - answered // 12, answered * (50 + n * 7 % 50) // 100
    asked = judged * (30 + n * 11 % 50) // 100
    denied = asked * (10 + n * 17 % 50) // 100
    counts = {
        "sent": sent,
        "answered": answered,
        "in_time": in_time,
        "in_promise": in_time * 9 // 10,
        "open": sent - answered,
        "overdue": sent // 9,
        "owed": sent // 11,
        "due": answered + sent // 11,
        "promise_due": answered + sent // 10,
        "accepted": asked - denied,
        "denied": denied,
        "unasked": judged - asked,
        "ahead": n % 7 // 5,
        "silent": sent // 11,
        "objected": denied,
        "barred": answered // 20,
        "not_ours": answered // 30,
        "passed": n % 4,
        "interim": n % 6,
        "reminded": n % 9,
    }
    return Tally(counts, {day: max(0, (20 - abs(day - 7) * 2) * sent // 60) for day in range(1, 22)}, "2026-05-01")


def _standings(whole: Tally) -> tuple[Standing, ...]:
    return tuple(
        Standing(Period(since, until), counted, until)
        for since, until, counted in (("2026-03-21", "2027-03-20", whole), ("2025-03-21", "2026-03-20", tally(40)))
    )


def sheet(units: int, *, pages: int = 0) -> ScorecardSheet:
    """Return a scorecard of so many units; the first `pages` of them have a page of their own."""
    standing = rank_units([UnitFigures(n, f"{UNITS[n % len(UNITS)]} / {n}", tally(n)) for n in range(units)])
    oldest = tuple(
        CountedReferral(
            n,
            n,
            f"1405/م/{n:05}",
            UNITS[n % len(UNITS)],
            "سارا نمونه‌ای",
            "شهرسازی و ساختمان",
            "2026-05-01",
            "2026-05-15",
            "",
            "issued",
            n % 3,
        )
        for n in range(10)
    )
    whole = add_up([unit.tally for unit in standing])
    months = tuple((f"1405/{month:02}", tally(month * 5 + 3)) for month in range(1, 13))
    card = Scorecard(
        Scope("2026-03-21", "2027-03-20", 1),
        whole,
        _standings(whole),
        "تا روز 250 از 365، هنوز 115 روز مانده",
        standing,
        months,
        oldest,
    )
    alone = tuple((unit.name, card) for unit in standing[:pages])
    return ScorecardSheet(HEAD, "2026-11-25", "کارنامهٔ پاسخ‌گویی واحدها", "سال 1405", card, alone, answer_footnotes())
