"""The scorecard for the mayor: how units answered, with charts; and a page of its own for a unit."""

from collections.abc import Callable, Sequence

from app.figures.definitions import FIGURES, Tally
from app.figures.questions import what_to_ask
from app.figures.scorecard import CountedReferral, Scorecard
from app.figures.scorecard_sheet import ScorecardSheet
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_notes, draw_section, number_named_pages, running_name
from reports.charts import Box, draw_key, draw_parts, percent
from reports.grid import Column
from reports.letter import TITLE, draw_letterhead
from reports.scorecard_charts import draw_answer_times, draw_charts
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span, lay_out
from reports.unit_table import answer_parts, draw_units

OLDEST_OF_UNIT = 6
"""Open referrals listed on a unit's page, which stays one page."""
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
    """Draw all units on one page where they have room there; what is worth a second one stands on it."""
    first = len(sheet.pages)
    y = draw_letterhead(sheet, AREA, document.letterhead, [("تاریخ", jalali(document.day))])
    y = _draw_title(sheet, fa(f"{name} — {document.period}"), fa(card.progress), y)
    y = _draw_whole(sheet, card.whole, y) + 2 * MM
    y = draw_units(sheet, card.units, y) if is_whole else y
    y = draw_charts(sheet, card, what_to_ask(card), y)
    if not is_whole or len(sheet.pages) > first:
        y = draw_answer_times(sheet, card.whole, y)
        if not is_whole:
            y = draw_section(sheet, "همهٔ ارقام", *_all_figures(card.whole), y, SIZE)
        y = _draw_oldest(sheet, card, y, with_unit=is_whole)
    draw_notes(sheet, [" ".join(document.definitions)], y)


def _draw_title(sheet: Sheet, title: str, progress: str, y: float) -> float:
    """Write the title, and how far a running period has come left of it or, where it has no room there, beneath."""
    spans, said = [Span(title, TITLE, "Bold")], [Span(progress, 9)]
    height = sheet.write(spans, SIDE, y, BOUNDS.width, leading=1.5)
    beside = BOUNDS.width - lay_out(tuple(spans), BOUNDS.width)[0].width - 6 * MM
    if height < 2 * 1.5 * TITLE and lay_out(tuple(said), 1e4)[0].width <= beside:
        sheet.write(said, SIDE, y + 1 * MM, beside, "left")
    elif progress:
        height += sheet.write(said, SIDE, y + height, BOUNDS.width, leading=1.3)
    return y + height + 1 * MM


def _draw_whole(sheet: Sheet, tally: Tally, y: float) -> float:
    """Draw the answers of all in three parts, between the number of referrals and the two shares."""
    height, side = 18.5 * MM, 31 * MM
    sheet.box(SIDE, y, BOUNDS.width, height, 2 * MM, 0.8)
    right = SIDE + BOUNDS.width
    figures = (
        (right - side, "ارجاع", fa(tally["sent"]), fa(f"موعد رسیده {tally['promise_due']}")),
        (SIDE + side, "تأیید از پرسیده", percent(tally.accepted), fa(f"{tally['accepted']} از {tally.asked}")),
        (SIDE, "پاسخ تا وعده", percent(tally.in_promise), fa(f"{tally['in_promise']} از {tally['promise_due']}")),
    )
    for x, label, large, small in figures:
        sheet.write([Span(label, 8.5)], x, y + 0.8 * MM, side, "centre")
        sheet.write([Span(large, 16, "Bold")], x, y + 4 * MM, side, "centre")
        sheet.write([Span(small, 8)], x, y + 12.8 * MM, side, "centre")
    for x in (right - side, SIDE + side, SIDE + 2 * side):
        sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
    parts = answer_parts(tally)
    middle = Box(SIDE + 2 * side + 3 * MM, y, BOUNDS.width - 3 * side - 6 * MM, height)
    count = fa(int(sum(part.value for part in parts)))
    sheet.write([Span(f"{count} پاسخ واحدها، از زبان متقاضی", 8.5)], middle.left, y + 0.8 * MM, middle.width)
    draw_parts(sheet, Box(middle.left, y + 6 * MM, middle.width, 6 * MM), parts, 8.5)
    draw_key(sheet, Box(middle.left, y + 12.8 * MM, middle.width, 4 * MM), parts)
    return y + height


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
