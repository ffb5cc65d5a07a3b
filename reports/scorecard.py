"""The scorecard for the mayor: how units answered, with charts; and a page of its own for a unit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.figures.definitions import FIGURES, RANKED_FROM, Tally
from app.figures.scorecard import LOADS, Scorecard, Standing
from app.figures.scorecard_sheet import ScorecardSheet
from app.persian.calendar import MONTHS, jalali
from app.persian.text import fa, isolate
from reports.charts import ACCENT, GREY, PALE, WARM, Bar, Box, bars, heading, percent, stacked
from reports.letter import Area, head, title
from reports.line import Span
from reports.minutes import BOTTOM, PAGES, SIDE, TOP, WIDTH, numbered, section
from reports.sheet import A4, MM, Sheet
from reports.table import Column

Row = Mapping[str, Any]
LONGEST = 15
"""Working days from which the distribution has one bar for all."""
PAIRS = 4
"""Of a name and its figure in a line."""
COLUMNS = (
    Column("رتبه", 1.3), Column("واحد", 6), Column("ارجاع", 1.5, "centre"), Column("پاسخ", 1.5, "centre"),
    Column("به‌هنگام", 1.9, "centre"), Column("تا وعده", 1.8, "centre"), Column("حل", 1.5, "centre"),
    Column("تأیید", 1.5, "centre"), Column("میانه", 1.5, "centre"), Column("صدک ۹۰", 2.1, "centre"),
    Column("دیرشده", 1.8, "centre"), Column("اعتراض", 1.8, "centre"), Column("قانونی", 1.7, "centre"),
    Column("نه‌ما", 1.4, "centre"), Column("سپرده", 1.6, "centre"),
)
OLDEST: tuple[tuple[Column, Callable[[Row], str]], ...] = (
    (Column("شماره", 3), lambda row: isolate(row["number"])),
    (Column("مراجعه‌کننده", 4), lambda row: row["visitor"] or "—"),
    (Column("موضوع", 4), lambda row: row["category"]),
    (Column("واحد", 4.5), lambda row: row["unit_name"]),
    (Column("صدور", 2.1), lambda row: isolate(jalali(row["issued_day"]))),
    (Column("مهلت واحد", 2.1), lambda row: isolate(jalali(row["unit_due_day"] or row["due_day"]))),
    (Column("پیرو", 1), lambda row: str(row["reminders"])),
)


def scorecard(document: ScorecardSheet) -> bytes:
    sheet = Sheet(*A4, f"کارنامهٔ پاسخ‌گویی {document.period}")
    page(sheet, document, document.whole, document.title, is_whole=document.whole.scope.unit_id is None)
    for name, card in document.units:
        sheet.next_page()
        page(sheet, document, card, f"کارنامهٔ {name}", is_whole=False)
    numbered(sheet)
    return sheet.save()


def page(sheet: Sheet, document: ScorecardSheet, card: Scorecard, name: str, *, is_whole: bool) -> None:
    area = Area(SIDE, TOP, PAGES.width, A4[1] - TOP - BOTTOM)
    y = head(sheet, area, document.letterhead, [("تاریخ", jalali(document.day))])
    y = title(sheet, area, y, fa(f"{name} — {document.period}"), [])
    y = figures(sheet, card, y) + 5 * MM
    y = charts(sheet, card, y) + 4 * MM
    if not is_whole:
        y = section(sheet, "همهٔ شمارها", *others(card.whole), y, 7.5)
    y = oldest(sheet, card, y, with_unit=is_whole)
    y = units(sheet, card, y) if is_whole else y
    definitions(sheet, document.definitions, y)


def figures(sheet: Sheet, card: Scorecard, y: float) -> float:
    """Six large figures, under each that of the period before."""
    now, then = card.whole, card.before
    shown = [(FIGURES["sent"].label, fa(now["sent"]), fa(then["sent"])),
             (FIGURES["answered"].label, fa(now["answered"]), fa(then["answered"])),
             ("به‌هنگام", percent(now.in_time), percent(then.in_time)),
             ("حل‌شده", percent(now.solved), percent(then.solved)),
             ("میانهٔ روز کاری", days(now.median), days(then.median)),
             ("باز و دیرشده", fa(now["overdue"]), fa(then["overdue"]))]
    return boxes(sheet, shown, y)


def boxes(sheet: Sheet, shown: Sequence[tuple[str, str, str]], y: float) -> float:
    """Large figures in one row: name, value now, value in the period before."""
    width, height = PAGES.width / len(shown), 20 * MM
    sheet.box(SIDE, y, PAGES.width, height, 2 * MM, 0.8)
    for place, (label, value, before) in enumerate(shown):
        x = SIDE + PAGES.width - width * (place + 1)
        if place < len(shown) - 1:
            sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
        sheet.write([Span(label, 8.5, quiet=True)], x, y + 0.8 * MM, width, "centre")
        sheet.write([Span(value, 16, "Bold")], x, y + 4.6 * MM, width, "centre")
        sheet.write([Span(f"دورهٔ پیش: {before}", 8, quiet=True)], x, y + 14 * MM, width, "centre")
    return y + height


def charts(sheet: Sheet, card: Scorecard, y: float) -> float:
    """The months, and the lengths of the answers, beside each other; under them the whole by its state."""
    gap, height = 8 * MM, 40 * MM
    half = (PAGES.width - gap) / 2
    place = heading(sheet, Box(SIDE + half + gap, y, half, height), "روند", "سهم پاسخ به‌هنگام در هر ماه")
    bars(sheet, place, [Bar(MONTHS[int(month[5:]) - 1], tally.in_time or 0.0, percent(tally.in_time))
                        for month, tally in card.months[-12:]], 1.0)
    place = heading(sheet, Box(SIDE, y, half, height), "زمان پاسخ", "شمار پاسخ‌ها به روز کاری از وصول")
    bars(sheet, place, spread(card.whole))
    y += height + 3 * MM
    place = heading(sheet, Box(SIDE, y, PAGES.width, 18 * MM), "سهم", "وضع ارجاع‌های این دوره")
    stacked(sheet, place, states(card.whole))
    return place.top + 15 * MM


def spread(tally: Tally) -> list[Bar]:
    counts = [sum(n for length, n in tally.days.items() if length == day) for day in range(LONGEST)]
    counts.append(sum(n for length, n in tally.days.items() if length >= LONGEST))
    labels = [fa(day) for day in range(LONGEST)] + [isolate(f"{fa(LONGEST)}+")]
    return [Bar(label, float(n), fa(n) if n else "") for label, n in zip(labels, counts, strict=True)]


def states(tally: Tally) -> list[Bar]:
    late = tally["answered"] - tally["in_time"]
    waiting = tally["sent"] - tally["answered"] - tally["owed"]
    parts = (("پاسخ به‌هنگام", tally["in_time"], ACCENT), ("پاسخ دیرهنگام", late, PALE),
             ("دیرشدهٔ بی‌پاسخ", tally["owed"], WARM), ("در مهلت و دیگر", waiting, GREY))
    return [Bar(label, float(n), "", colour) for label, n, colour in parts]


def days(count: int | None) -> str:
    return "—" if count is None else fa(count)


def units(sheet: Sheet, card: Scorecard, y: float) -> float:
    """A table for each load, so that only like stands beside like."""
    for least, load in LOADS:
        like = [unit for unit in card.units if unit.load == load]
        name = f"واحدهای {load}" if least else f"واحدهایی با کمتر از {fa(RANKED_FROM)} ارجاع، بی رتبه"
        y = section(sheet, name, COLUMNS, [cells(unit) for unit in like], y, 7.5)
    return y


def cells(unit: Standing) -> list[str]:
    tally = unit.tally
    return [str(unit.rank or "—"), unit.name, str(tally["sent"]), str(tally["answered"]), percent(tally.in_time),
            percent(tally.in_promise), percent(tally.solved), percent(tally.accepted), days(tally.median),
            days(tally.ninth), *(str(tally[name]) for name in ("overdue", "objected", "barred", "not_ours", "passed"))]


def others(tally: Tally) -> tuple[Sequence[Column], list[list[str]]]:
    """Every figure by its name, some pairs in a line."""
    pairs = [[figure.label, fa(tally[name])] for name, figure in FIGURES.items()]
    pairs += [["به‌هنگام", percent(tally.in_time)], ["تا روز وعده", percent(tally.in_promise)],
              ["حل‌شده", percent(tally.solved)], ["تأیید", percent(tally.accepted)],
              ["میانهٔ روز کاری", days(tally.median)], ["صدک نود", days(tally.ninth)]]
    pairs += [["", ""]] * (-len(pairs) % PAIRS)
    rows = [[text for pair in pairs[n : n + PAIRS] for text in pair] for n in range(0, len(pairs), PAIRS)]
    return [Column("عنوان", 4), Column("شمار", 1.6)] * PAIRS, rows


def oldest(sheet: Sheet, card: Scorecard, y: float, *, with_unit: bool) -> float:
    """Without the unit where it is the same in every line."""
    kept = [(column, of) for column, of in OLDEST if with_unit or column.title != "واحد"]
    rows = [[of(row) for _, of in kept] for row in card.oldest]
    return section(sheet, "کهنه‌ترین ارجاع‌های باز", [column for column, _ in kept], rows, y, 7.5)


def definitions(sheet: Sheet, texts: Sequence[str], y: float) -> None:
    """At the foot of the page where it ends, or of one more."""
    size, room = 7, WIDTH - 2 * SIDE
    spans = [Span("\n".join(texts), size, quiet=True)]
    start = sheet.mark()
    height = sheet.write(spans, SIDE, y, room)
    sheet.rewind(start)
    if y + height > PAGES.bottom:
        sheet.next_page()
        y = PAGES.top
    top = PAGES.bottom - height
    sheet.rule(SIDE, top - 1 * MM, room, weight=0.3)
    sheet.write(spans, SIDE, top, room)
