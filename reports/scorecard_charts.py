"""The charts of a scorecard: equal ages, months and answer times, and what to ask."""

from collections.abc import Callable, Sequence
from itertools import groupby

from app.figures.definitions import Tally, add_up
from app.figures.equal_age import Standing
from app.figures.scorecard import Scorecard
from app.persian.calendar import MONTHS
from app.persian.period import SEASONS
from app.persian.text import fa, isolate
from reports.a4_pages import BOUNDS, SIDE
from reports.charts import Bar, Box, draw_bars, draw_chart_title, draw_parts, percent
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

ANSWER_TIMES = (2, 5, 10, 15, 20, 30, 45, 60, 90)
"""The greatest working days of each bar of the distribution; the last bar holds all longer times."""
MONTHS_SHOWN = 13
"""A longer span is drawn by years, so that none of it is left out."""
SIZE, SMALL = 7.5, 6.0
HEIGHT, GAP = 32 * MM, 7 * MM
"""Height of a row of charts, and the room between two beside each other."""
MONTHS_WIDTH = 0.58
"""Share of the width that the months take: «ناتمام» has room under each of a year."""
LINE = 5.4 * MM
"""Height of a period among equal ages."""


def charts_height(questions: Sequence[str]) -> float:
    """Return at least what `draw_charts` takes."""
    return HEIGHT + 2 * MM + (len(questions) * 2 + 1) * 4 * MM * bool(questions)


def draw_charts(sheet: Sheet, card: Scorecard, questions: Sequence[str], y: float) -> float:
    """Draw equal ages and months beside each other, and under them what to ask; return the height below."""
    if y + charts_height(questions) > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    left = (BOUNDS.width - GAP) * MONTHS_WIDTH
    right = Box(SIDE + left + GAP, y, BOUNDS.width - GAP - left, HEIGHT)
    _draw_standings(sheet, draw_chart_title(sheet, right, "دوره‌ها در همان روز"), card.standings)
    quiet = "زیر هر ماه: تعداد پرسیده. راه‌راه: موعد همه نرسیده"
    box = draw_chart_title(sheet, Box(SIDE, y, left, HEIGHT), "تأیید از پرسیده", quiet)
    draw_bars(sheet, box, month_bars(card.months), 1.0)
    y += HEIGHT + 2 * MM
    return _draw_questions(sheet, questions, y) if questions else y


def _draw_questions(sheet: Sheet, questions: Sequence[str], y: float) -> float:
    """Write what to ask beside a thick rule at the right, so that it is found without reading the rest."""
    inset, top = 3 * MM, y
    y += sheet.write([Span("چه باید پرسید؟", 10, "Bold")], SIDE, y, BOUNDS.width - inset)
    for question in questions:
        y += sheet.write([Span(question, 9)], SIDE, y, BOUNDS.width - inset, leading=1.5)
    sheet.fill(SIDE + BOUNDS.width - 1 * MM, top + 1 * MM, 1 * MM, y - top - 1 * MM)
    return y + 3 * MM


def draw_answer_times(sheet: Sheet, tally: Tally, y: float) -> float:
    if y + HEIGHT > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    box = draw_chart_title(
        sheet, Box(SIDE, y, BOUNDS.width, HEIGHT), "زمان پاسخ", "تعداد پاسخ‌ها به روز کاری از آغاز مهلت"
    )
    draw_bars(sheet, box, answer_time_bars(tally))
    return y + HEIGHT + 1 * MM


def _draw_standings(sheet: Sheet, box: Box, standings: Sequence[Standing]) -> None:
    name, bar, share, promised = (box.width * part for part in (0.38, 0.19, 0.28, 0.15))
    heads = ((bar + share, promised, "تأیید از پرسیده"), (promised, 0.0, "تا وعده"))
    for width, x, text in heads:
        sheet.write([Span(text, SIZE)], box.left + x, box.top, width, "right" if x else "left", 1.3)
    for place, each in enumerate(standings):
        y, tally = box.top + 4.4 * MM + place * LINE, each.tally
        title = Span(fa(each.period.name), 8, "Regular" if place else "Bold")
        if lay_out((title,), 1e4)[0].width > name:
            title = title._replace(size=SMALL)
        sheet.write([title], box.right - name, y, name)
        if not tally["sent"]:
            sheet.write([Span("ارجاعی نبوده است", SIZE)], box.left, y, box.width - name)
            continue
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
        return [_bar(MONTHS[int(month[5:]) - 1], tally) for month, tally in months]
    return _together(months, lambda month: fa(month[:4]))


def season_bars(months: Sequence[tuple[str, Tally]]) -> list[Bar]:
    """Return a bar for each season, where months have no room."""
    return _together(months, lambda month: fa(f"{SEASONS[(int(month[5:]) - 1) // 3]} {month[:4]}"))


def _together(months: Sequence[tuple[str, Tally]], name: Callable[[str], str]) -> list[Bar]:
    """Return a bar for all months that have the same name together; the months are in their order."""
    return [
        _bar(each, add_up([tally for _, tally in some])) for each, some in groupby(months, key=lambda one: name(one[0]))
    ]


def _bar(name: str, tally: Tally) -> Bar:
    return Bar(
        name,
        tally.accepted or 0.0,
        percent(tally.accepted),
        "striped" if tally["ahead"] else "solid",
        (fa(tally.asked), "ناتمام") if tally["ahead"] else (fa(tally.asked),),
    )


def answer_time_bars(tally: Tally) -> list[Bar]:
    """Return how many answers took so many working days, up to those of ANSWER_TIMES and longer."""
    bars, first = [], 0
    for last in ANSWER_TIMES:
        count = sum(n for length, n in tally.days.items() if first <= length <= last)
        bars.append(Bar(isolate(fa(f"{first}–{last}")), float(count), fa(count) if count else ""))
        first = last + 1
    count = sum(n for length, n in tally.days.items() if length >= first)
    return [*bars, Bar(isolate(fa(f"{first}+")), float(count), fa(count) if count else "")]
