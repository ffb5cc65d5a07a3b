"""The scorecard for the mayor: how units answered, with charts; and a page of its own for a unit."""

from collections.abc import Callable, Sequence

from app.figures.definitions import FIGURES, RANKED_FROM, Tally
from app.figures.scorecard import LOADS, CountedReferral, Scorecard, UnitFigures
from app.figures.scorecard_sheet import ScorecardSheet
from app.persian.calendar import MONTHS, jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_notes, draw_section, number_named_pages, running_name
from reports.charts import (
    Bar,
    Box,
    Fill,
    LargeFigure,
    draw_bars,
    draw_chart_title,
    draw_compared,
    draw_large_figures,
    draw_stacked_bar,
    percent,
)
from reports.grid import Column
from reports.letter import draw_letterhead, draw_title
from reports.sheet import A4, MM, Sheet

LAST_BAR = 15
"""Working days from which the distribution has one bar for all."""
PAIRS = 4
"""Name and figure, so many times in a row."""
SIZE = 7.5
"""Type size of the tables, in points."""
UNIT_COLUMNS = (
    Column("رتبه", 1.3),
    Column("واحد", 3.5),
    Column("ارجاع", 1.6, "centre"),
    Column("پاسخ", 1.7, "centre"),
    Column("به‌هنگام", 2.4, "centre"),
    Column("تا وعده", 1.6, "centre"),
    Column("حل", 1.3, "centre"),
    Column("تأیید", 1.6, "centre"),
    Column("میانه", 1.7, "centre"),
    Column("صدک ۹۰", 1.7, "centre"),
    Column("دیرشده", 2.15, "centre"),
    Column("مختومهٔ دیر", 2.35, "centre"),
    Column("اعتراض", 2.1, "centre"),
    Column("منع قانونی", 1.9, "centre"),
    Column("خارج از وظایف", 2, "centre"),
    Column("واگذاری", 2.1, "centre"),
    Column("باطل", 1.75, "centre"),
)
UNIT_COUNTS = ("overdue", "closed_late", "objected", "barred", "not_ours", "passed", "voided")
"""The figures of the last columns."""
OLDEST: tuple[tuple[Column, Callable[[CountedReferral], str]], ...] = (
    (Column("شماره", 3), lambda referral: isolate(referral.number)),
    (Column("مراجعه‌کننده", 4), lambda referral: referral.visitor or "—"),
    (Column("موضوع", 4), lambda referral: referral.category),
    (Column("واحد", 4.5), lambda referral: referral.unit),
    (Column("صدور", 2.1), lambda referral: isolate(jalali(referral.issued_day))),
    (Column("مهلت واحد", 2.1), lambda referral: isolate(jalali(referral.unit_due_day or referral.due_day))),
    (Column("پیرو", 1), lambda referral: str(referral.reminders)),
)


def scorecard_pdf(document: ScorecardSheet) -> bytes:
    sheet = Sheet(*A4, f"کارنامهٔ پاسخ‌گویی {document.period}", document.letterhead.office)
    _draw_page(sheet, document, document.whole, document.title, is_whole=document.whole.scope.unit_id is None)
    names = [document.title] * len(sheet.pages)
    for unit, card in document.units:
        sheet.next_page()
        _draw_page(sheet, document, card, f"کارنامهٔ {unit}", is_whole=False)
        names += [f"کارنامهٔ {unit}"] * (len(sheet.pages) - len(names))
    day = isolate(jalali(document.day))
    number_named_pages(sheet, [running_name(name, document.period, day) for name in names])
    return sheet.save()


def _draw_page(sheet: Sheet, document: ScorecardSheet, card: Scorecard, name: str, *, is_whole: bool) -> None:
    y = draw_letterhead(sheet, AREA, document.letterhead, [("تاریخ", jalali(document.day))])
    y = draw_title(sheet, AREA, y, fa(f"{name} — {document.period}"), [])
    y = draw_compared(sheet, SIDE, y, BOUNDS.width, document.compared)
    y = draw_large_figures(sheet, SIDE, y, BOUNDS.width, _large_figures(card)) + 5 * MM
    y = _draw_charts(sheet, card, y) + 4 * MM
    if not is_whole:
        y = draw_section(sheet, "همهٔ ارقام", *_all_figures(card.whole), y, SIZE)
    y = _draw_oldest(sheet, card, y, with_unit=is_whole)
    y = _draw_units(sheet, card, y) if is_whole else y
    draw_notes(sheet, document.definitions, y)


def _large_figures(card: Scorecard) -> list[LargeFigure]:
    now, then = card.whole, card.before
    return [
        LargeFigure(FIGURES["sent"].label, fa(now["sent"]), fa(then["sent"])),
        LargeFigure(FIGURES["answered"].label, fa(now["answered"]), fa(then["answered"])),
        LargeFigure("به‌هنگام", percent(now.in_time), percent(then.in_time)),
        LargeFigure("حل‌شده", percent(now.solved), percent(then.solved)),
        LargeFigure("میانهٔ روز کاری", _days(now.median), _days(then.median)),
        LargeFigure("باز و دیرشده", fa(now["overdue"]), fa(then["overdue"])),
    ]


def _draw_charts(sheet: Sheet, card: Scorecard, y: float) -> float:
    """Draw months and answer times beside each other, under them the whole by its state; return the height below."""
    gap, height = 8 * MM, 40 * MM
    half = (BOUNDS.width - gap) / 2
    box = draw_chart_title(sheet, Box(SIDE + half + gap, y, half, height), "روند", "سهم پاسخ به‌هنگام در هر ماه")
    months = [
        Bar(MONTHS[int(month[5:]) - 1], tally.in_time or 0.0, percent(tally.in_time))
        for month, tally in card.months[-12:]
    ]
    draw_bars(sheet, box, months, 1.0)
    box = draw_chart_title(sheet, Box(SIDE, y, half, height), "زمان پاسخ", "تعداد پاسخ‌ها به روز کاری از وصول")
    draw_bars(sheet, box, answer_time_bars(card.whole))
    y += height + 3 * MM
    box = draw_chart_title(sheet, Box(SIDE, y, BOUNDS.width, 18 * MM), "سهم", "وضع ارجاع‌های این دوره")
    draw_stacked_bar(sheet, box, state_parts(card.whole))
    return box.top + 15 * MM


def answer_time_bars(tally: Tally) -> list[Bar]:
    """Return how many answers took each number of working days; one bar holds LAST_BAR days and more."""
    counts = [sum(n for length, n in tally.days.items() if length == day) for day in range(LAST_BAR)]
    counts.append(sum(n for length, n in tally.days.items() if length >= LAST_BAR))
    labels = [fa(day) for day in range(LAST_BAR)] + [isolate(f"{fa(LAST_BAR)}+")]
    return [Bar(label, float(n), fa(n) if n else "") for label, n in zip(labels, counts, strict=True)]


def state_parts(tally: Tally) -> list[Bar]:
    """Return the referrals by state: all whose deadline has come, also those that were then passed on or voided, and
    those that wait."""
    silent = sum(tally[name] for name in ("owed", "closed_late", "passed_late", "void_late"))
    late = tally["due"] - tally["in_time"] - silent
    waiting = tally["sent"] - tally["answered"] - tally["owed"] - tally["closed_late"]
    parts: tuple[tuple[str, int, Fill], ...] = (
        ("پاسخ به‌هنگام", tally["in_time"], "solid"),
        ("پاسخ دیرهنگام", late, "striped"),
        ("دیرشدهٔ بی‌پاسخ", silent, "crossed"),
        ("در مهلت و دیگر", waiting, "open"),
    )
    return [Bar(label, float(n), "", fill) for label, n, fill in parts]


def _days(count: int | None) -> str:
    return "—" if count is None else fa(count)


def _draw_units(sheet: Sheet, card: Scorecard, y: float) -> float:
    """Draw a table for each load, so that units stand only beside those with as many referrals."""
    for least, load in LOADS:
        like = [unit for unit in card.units if unit.load == load]
        name = f"واحدهای {load}" if least else f"واحدهایی با کمتر از {fa(RANKED_FROM)} ارجاع، بدون رتبه"
        y = draw_section(sheet, name, UNIT_COLUMNS, [_cells(unit) for unit in like], y, SIZE)
    return y


def _cells(unit: UnitFigures) -> list[str]:
    tally = unit.tally
    return [
        str(unit.rank or "—"),
        unit.name,
        str(tally["sent"]),
        str(tally["answered"]),
        percent(tally.in_time),
        percent(tally.in_promise),
        percent(tally.solved),
        percent(tally.accepted),
        _days(tally.median),
        _days(tally.percentile_90),
        *(str(tally[name]) for name in UNIT_COUNTS),
    ]


def _all_figures(tally: Tally) -> tuple[Sequence[Column], list[list[str]]]:
    """Return columns and rows with every figure by its name, PAIRS of them in a row."""
    pairs = [[figure.label, fa(tally[name])] for name, figure in FIGURES.items()]
    pairs += [
        ["به‌هنگام", percent(tally.in_time)],
        ["تا روز وعده", percent(tally.in_promise)],
        ["حل‌شده", percent(tally.solved)],
        ["تأیید", percent(tally.accepted)],
        ["میانهٔ روز کاری", _days(tally.median)],
        ["صدک ۹۰", _days(tally.percentile_90)],
    ]
    pairs += [["", ""]] * (-len(pairs) % PAIRS)
    rows = [[text for pair in pairs[n : n + PAIRS] for text in pair] for n in range(0, len(pairs), PAIRS)]
    return [Column("عنوان", 4), Column("تعداد", 1.6)] * PAIRS, rows


def _draw_oldest(sheet: Sheet, card: Scorecard, y: float, *, with_unit: bool) -> float:
    """Draw the oldest open referrals; the unit is left out where it is the same in every row."""
    kept = [(column, cell) for column, cell in OLDEST if with_unit or column.title != "واحد"]
    rows = [[cell(referral) for _, cell in kept] for referral in card.oldest]
    return draw_section(sheet, "قدیمی‌ترین ارجاع‌های باز", [column for column, _ in kept], rows, y, SIZE)
