"""The units of a scorecard as a table: each with a bar of its answers in three parts, told apart by strokes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.figures.definitions import RANKED_FROM, Tally
from app.figures.scorecard import LOADS, UnitFigures
from app.persian.text import fa
from reports.a4_pages import BOUNDS, SIDE
from reports.charts import Bar, Box, Fill, draw_parts, percent
from reports.sheet import MM, Align, Sheet
from reports.text_line import Span, lay_out

SIZE, ROW, HEAD = 7.5, 5.8 * MM, 8 * MM
TWO_LINES = 6.4
"""Type size of a name that takes two lines: they fit a row."""
SHARE = 8 * MM
"""Width of a percentage before its numbers."""
ANSWERS: tuple[tuple[str, str, Fill], ...] = (
    ("accepted", "تأییدشده", "solid"),
    ("denied", "ردشده", "striped"),
    ("unasked", "پرسیده‌نشده", "open"),
)
"""The parts of the bar from the right."""


class UnitColumn(NamedTuple):
    title: str
    width: float
    """In millimetres."""
    texts: Callable[[UnitFigures], tuple[str, str]]
    """Its bold text, and the smaller text after it."""
    align: Align = "right"


def _out_of(share: float | None, part: int, whole: int) -> tuple[str, str]:
    return percent(share), fa(f"{part} از {whole}") if whole else ""


COLUMNS = (
    UnitColumn("رتبه", 9, lambda unit: (fa(unit.rank) if unit.rank else "—", ""), "centre"),
    UnitColumn("واحد", 37, lambda unit: ("", fa(unit.name))),
    UnitColumn("ارجاع", 9, lambda unit: ("", fa(unit.tally["sent"])), "centre"),
    UnitColumn("پاسخ‌ها: تأییدشده، ردشده، پرسیده‌نشده", 34, lambda unit: ("", ""), "centre"),
    UnitColumn(
        "تأیید از پرسیده", 22, lambda unit: _out_of(unit.tally.accepted, unit.tally["accepted"], unit.tally.asked)
    ),
    UnitColumn("به‌هنگام", 22, lambda unit: _out_of(unit.tally.in_time, unit.tally["in_time"], unit.tally["due"])),
    UnitColumn(
        "تا وعده", 22, lambda unit: _out_of(unit.tally.in_promise, unit.tally["in_promise"], unit.tally["promise_due"])
    ),
    UnitColumn("دیر و بدون پاسخ", 9, lambda unit: ("", fa(unit.tally["silent"])), "centre"),
    UnitColumn("بازگشت", 9, lambda unit: ("", fa(unit.tally["again"])), "centre"),
)


def answer_parts(tally: Tally) -> list[Bar]:
    return [Bar(label, float(tally[name]), fa(tally[name]), fill) for name, label, fill in ANSWERS]


def draw_units(sheet: Sheet, units: Sequence[UnitFigures], y: float) -> float:
    """Draw a group for each load, so that units stand only beside those with as many referrals; return the height
    below."""
    if not units:
        return y
    rule = f"  رتبه در هر گروه بار، با «تأیید از پرسیده»؛ با کمتر از {fa(RANKED_FROM)} پرسیده رتبه‌ای نیست"
    y = _draw_head(
        sheet, y + sheet.write([Span("واحدها", 11, "Bold"), Span(rule, 8)], SIDE, y, BOUNDS.width, "right", 1.4)
    )
    for least, load in LOADS:
        like = [unit for unit in units if unit.load == load]
        for place, unit in enumerate(like):
            if y + ROW * (1 if place else 2) > BOUNDS.bottom:
                sheet.next_page()
                head = [Span("واحدها (ادامه)", 10, "Bold")]
                y = _draw_head(sheet, BOUNDS.top + sheet.write(head, SIDE, BOUNDS.top, BOUNDS.width))
            if not place:
                more = f"، {fa(least)} ارجاع و بیشتر" if least else ""
                spans = [Span(load, 8.5, "Bold"), Span(more, SIZE)]
                sheet.write(spans, SIDE, y + 0.6 * MM, BOUNDS.width)
                y += ROW
                sheet.rule(SIDE, y, BOUNDS.width, weight=0.8)
            y = _draw_unit(sheet, unit, y)
    return y + 3 * MM


def _slots() -> list[tuple[UnitColumn, float, float]]:
    """Return each column with its left edge and width."""
    scale = BOUNDS.width / sum(column.width for column in COLUMNS)
    x, found = SIDE + BOUNDS.width, []
    for column in COLUMNS:
        x -= column.width * scale
        found.append((column, x, column.width * scale))
    return found


def _draw_head(sheet: Sheet, y: float) -> float:
    with sheet.one_paragraph():
        for column, x, width in _slots():
            title = [Span(column.title, SIZE)]
            lines = len(lay_out(tuple(title), width))
            sheet.write(title, x, y + HEAD - 1 * MM - lines * 1.3 * SIZE, width, column.align, 1.3)
    sheet.rule(SIDE, y + HEAD, BOUNDS.width, weight=1.2)
    return y + HEAD


def _draw_unit(sheet: Sheet, unit: UnitFigures, y: float) -> float:
    middle = y + ROW / 2
    with sheet.one_paragraph():
        for column, x, width in _slots():
            large, small = column.texts(unit)
            if large and small:
                _write_middle(sheet, Span(large, 8.5, "Bold"), Box(x + width - SHARE, middle, SHARE, 0))
                _write_middle(sheet, Span(small, SIZE - 0.5), Box(x, middle, width - SHARE - 1 * MM, 0))
            else:
                style = Span(large, 8.5, "Bold") if large else Span(small, SIZE)
                place = Box(x, middle, width - (column.title == "واحد") * 1.5 * MM, 0)
                _write_middle(sheet, style, place, column.align)
            if column.title.startswith("پاسخ‌ها"):
                bar = Box(x + 1 * MM, y + 0.9 * MM, width - 2 * MM, ROW - 1.8 * MM)
                draw_parts(sheet, bar, answer_parts(unit.tally), SIZE - 0.5)
    sheet.rule(SIDE, y + ROW, BOUNDS.width, weight=0.3)
    return y + ROW


def _write_middle(sheet: Sheet, span: Span, place: Box, align: Align = "right") -> None:
    """Write a text of at most two lines, its middle at the height of the place."""
    lines = lay_out((span,), place.width) if span.text else ()
    if len(lines) > 1:
        span = span._replace(size=TWO_LINES)
        lines = lay_out((span,), place.width)[:2]
    for number, line in enumerate(lines):
        y = place.top + (number - (len(lines) - 1) / 2) * 1.25 * span.size
        sheet.write_line(line, place.left, y, place.width, align)
