"""The scorecard for the mayor: how units answered, with charts; and a page of its own for a unit."""

from collections.abc import Callable, Sequence

from app.figures.definitions import FIGURES, Tally, add_up
from app.figures.equal_age import Standing
from app.figures.scorecard import CountedReferral, Scorecard
from app.figures.scorecard_sheet import ScorecardSheet
from app.persian.calendar import MONTHS, jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_notes, draw_section, number_named_pages, running_name
from reports.charts import Bar, Box, draw_bars, draw_chart_title, draw_key, draw_parts, percent
from reports.grid import Column
from reports.letter import draw_letterhead, draw_title
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span
from reports.unit_table import answer_parts, draw_units

ANSWER_TIMES = (2, 5, 10, 15, 20, 30, 45, 60, 90)
"""The greatest working days of each bar of the distribution; the last bar holds all longer times."""
OLDEST_OF_UNIT = 6
"""Open referrals listed on a unit's page, which stays one page."""
MONTHS_SHOWN = 13
"""A longer span is drawn by years, so that none of it is left out."""
PAIRS = 4
"""Name and figure, so many times in a row."""
SIZE = 7.5
"""Type size of the tables, in points."""
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
    if card.progress:
        y += sheet.write([Span(fa(card.progress), 9)], SIDE, y - 1 * MM, BOUNDS.width, "centre", 1.3)
    y = _draw_whole(sheet, card.whole, y) + 3 * MM
    y = draw_units(sheet, card.units, y) if is_whole else y
    y = _draw_charts(sheet, card, y)
    if not is_whole:
        y = draw_section(sheet, "همهٔ ارقام", *_all_figures(card.whole), y, SIZE)
    y = _draw_oldest(sheet, card, y, with_unit=is_whole)
    draw_notes(sheet, document.definitions, y)


def _draw_whole(sheet: Sheet, tally: Tally, y: float) -> float:
    """Draw the answers of all in three parts, between the number of referrals and the two shares."""
    height, side = 20 * MM, 31 * MM
    sheet.box(SIDE, y, BOUNDS.width, height, 2 * MM, 0.8)
    right = SIDE + BOUNDS.width
    figures = (
        (right - side, "ارجاع", fa(tally["sent"]), fa(f"موعد رسیده {tally['promise_due']}")),
        (SIDE + side, "تأیید از پرسیده", percent(tally.accepted), fa(f"{tally['accepted']} از {tally.asked}")),
        (SIDE, "پاسخ تا وعده", percent(tally.in_promise), fa(f"{tally['in_promise']} از {tally['promise_due']}")),
    )
    for x, label, large, small in figures:
        sheet.write([Span(label, 8.5)], x, y + 0.8 * MM, side, "centre")
        sheet.write([Span(large, 16, "Bold")], x, y + 4.6 * MM, side, "centre")
        sheet.write([Span(small, 8)], x, y + 14 * MM, side, "centre")
    for x in (right - side, SIDE + side, SIDE + 2 * side):
        sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
    parts = answer_parts(tally)
    middle = Box(SIDE + 2 * side + 3 * MM, y, BOUNDS.width - 3 * side - 6 * MM, height)
    count = fa(int(sum(part.value for part in parts)))
    sheet.write([Span(f"{count} پاسخ واحدها، از زبان متقاضی", 8.5)], middle.left, y + 0.8 * MM, middle.width)
    draw_parts(sheet, Box(middle.left, y + 6 * MM, middle.width, 6 * MM), parts, 8.5)
    draw_key(sheet, Box(middle.left, y + 13.6 * MM, middle.width, 4 * MM), parts)
    return y + height


def _draw_charts(sheet: Sheet, card: Scorecard, y: float) -> float:
    """Draw equal ages and answer times beside each other, under them the months; return the height below."""
    gap, height = 8 * MM, 31 * MM
    if y + height + 38 * MM > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    half = (BOUNDS.width - gap) / 2
    box = draw_chart_title(
        sheet, Box(SIDE + half + gap, y, half, height), "مقایسه در همان روز", "هر دوره به همان اندازه که این دوره گذشته"
    )
    _draw_standings(sheet, box, card.standings)
    box = draw_chart_title(sheet, Box(SIDE, y, half, height), "زمان پاسخ", "تعداد پاسخ‌ها به روز کاری از آغاز مهلت")
    draw_bars(sheet, box, answer_time_bars(card.whole))
    y += height + 1 * MM
    title = "تأیید از پرسیده، ماه به ماه"
    quiet = "راه‌راه: موعد همهٔ ارجاع‌ها نرسیده است. عدد زیر ماه: تعداد پرسیده"
    box = draw_chart_title(sheet, Box(SIDE, y, BOUNDS.width, 34 * MM), title, quiet)
    draw_bars(sheet, box, month_bars(card.months), 1.0)
    return y + 36 * MM


def _draw_standings(sheet: Sheet, box: Box, standings: Sequence[Standing]) -> None:
    name, bar, share, promised = (box.width * part for part in (0.36, 0.24, 0.22, 0.18))
    heads = ((bar + share, promised, "تأیید از پرسیده"), (promised, 0.0, "تا وعده"))
    for width, x, text in heads:
        sheet.write([Span(text, SIZE)], box.left + x, box.top, width, "right" if x else "left")
    for place, each in enumerate(standings):
        y, tally = box.top + 5 * MM + place * 7 * MM, each.tally
        sheet.write([Span(fa(each.period.name), 8, "Regular" if place else "Bold")], box.right - name, y, name)
        parts = [
            Bar("", float(tally["accepted"]), "", "striped" if place else "solid"),
            Bar("", float(tally["denied"]), "", "open"),
        ]
        draw_parts(sheet, Box(box.right - name - bar, y + 0.8 * MM, bar, 3.6 * MM), parts)
        spans = [Span(f"{percent(tally.accepted)} ", 8, "Bold"), Span(fa(f"از {tally.asked}"), SIZE)]
        sheet.write(spans, box.left + promised, y, share - 2 * MM)
        sheet.write([Span(percent(tally.in_promise), 8, "Bold")], box.left, y, promised, "left")


def month_bars(months: Sequence[tuple[str, Tally]]) -> list[Bar]:
    """Return a bar for each month, or for each year of a longer span, hatched while not all promises have come."""
    if len(months) <= MONTHS_SHOWN:
        named = [(MONTHS[int(month[5:]) - 1], tally) for month, tally in months]
    else:
        years = sorted({month[:4] for month, _ in months})
        named = [(fa(year), add_up([tally for month, tally in months if month[:4] == year])) for year in years]
    return [
        Bar(
            name,
            tally.accepted or 0.0,
            percent(tally.accepted),
            "striped" if tally["ahead"] else "solid",
            (fa(tally.asked), "ناتمام") if tally["ahead"] else (fa(tally.asked),),
        )
        for name, tally in named
    ]


def answer_time_bars(tally: Tally) -> list[Bar]:
    """Return how many answers took so many working days, up to those of ANSWER_TIMES and longer."""
    bars, first = [], 0
    for last in ANSWER_TIMES:
        count = sum(n for length, n in tally.days.items() if first <= length <= last)
        bars.append(Bar(isolate(fa(f"{first}–{last}")), float(count), fa(count) if count else ""))
        first = last + 1
    count = sum(n for length, n in tally.days.items() if length >= first)
    return [*bars, Bar(isolate(fa(f"{first}+")), float(count), fa(count) if count else "")]


def _days(count: int | None) -> str:
    return "—" if count is None else fa(count)


def _all_figures(tally: Tally) -> tuple[Sequence[Column], list[list[str]]]:
    """Return columns and rows with every figure by its name, PAIRS of them in a row."""
    pairs = [[figure.label, fa(tally[name])] for name, figure in FIGURES.items()]
    pairs += [
        ["تأیید از پرسیده", percent(tally.accepted)],
        ["سهم به‌هنگام", percent(tally.in_time)],
        ["سهم تا وعده", percent(tally.in_promise)],
        ["میانهٔ روز کاری", _days(tally.median)],
        ["صدک ۹۰", _days(tally.percentile_90)],
    ]
    pairs += [["", ""]] * (-len(pairs) % PAIRS)
    rows = [[text for pair in pairs[n : n + PAIRS] for text in pair] for n in range(0, len(pairs), PAIRS)]
    return [Column("عنوان", 4), Column("تعداد", 1.6)] * PAIRS, rows


def _draw_oldest(sheet: Sheet, card: Scorecard, y: float, *, with_unit: bool) -> float:
    """Draw the oldest open referrals; the unit is left out where it is the same in every row."""
    kept = [(column, cell) for column, cell in OLDEST if with_unit or column.title != "واحد"]
    shown = card.oldest if with_unit else card.oldest[:OLDEST_OF_UNIT]
    rows = [[cell(referral) for _, cell in kept] for referral in shown]
    return draw_section(sheet, "قدیمی‌ترین ارجاع‌های باز", [column for column, _ in kept], rows, y, SIZE)
