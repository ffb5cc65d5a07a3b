"""A4 papers of several pages: their margins, sections, page numbers and the notes at their end."""

from collections.abc import Sequence

from app.persian.text import fa
from reports.grid import Column, PageBounds, draw_grid
from reports.letter import PUNCH, Area
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span, lay_out

SIDE, TOP, BOTTOM = 12 * MM, 12 * MM, 16 * MM
"""Margins left, above and below; the right one is PUNCH."""
WIDTH, HEIGHT = A4
BOUNDS = PageBounds(SIDE, WIDTH - SIDE - PUNCH, TOP, HEIGHT - BOTTOM)
AREA = Area(SIDE, TOP, BOUNDS.width, HEIGHT - TOP - BOTTOM)


NOTE_LEADING = 1.4


def draw_section(
    sheet: Sheet, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], y: float, size: float = 9
) -> float:
    """Draw a heading with its grid, begun where at least two rows fit; nothing without rows."""
    if not rows:
        return y
    if y > BOUNDS.bottom - 30 * MM:
        sheet.next_page()
        y = BOUNDS.top
    y += sheet.write([Span(name, 11, "Bold")], SIDE, y, BOUNDS.width)
    return draw_grid(sheet, BOUNDS, y, columns, [[fa(text) for text in row] for row in rows], size, name) + 4 * MM


def draw_notes(sheet: Sheet, texts: Sequence[str], y: float) -> None:
    """Write the notes at the foot of the page where the paper ends at height `y`, or of one more page."""
    spans = [Span("\n".join(texts), 7)]
    start = sheet.checkpoint()
    height = sheet.write(spans, SIDE, y, BOUNDS.width, leading=NOTE_LEADING)
    sheet.rewind(start)
    if y + height > BOUNDS.bottom:
        sheet.next_page()
    top = BOUNDS.bottom - height
    sheet.rule(SIDE, top - 1 * MM, BOUNDS.width, weight=0.3)
    sheet.write(spans, SIDE, top, BOUNDS.width, leading=NOTE_LEADING)


def running_name(*parts: str) -> str:
    """Return what a page belongs to, «دفتر ارسال ۳۱ · منطقه ۵ · ۱۴۰۵/۰۹/۰۴»; empty parts are left out."""
    return fa(" · ".join(filter(None, parts)))


def number_pages(sheet: Sheet, name: str) -> None:
    """Write at the foot of every page what it belongs to and «صفحهٔ ۱ از ۳»."""
    number_named_pages(sheet, [name] * len(sheet.pages))


def number_named_pages(sheet: Sheet, names: Sequence[str]) -> None:
    """Number the pages, each of which belongs to something of its own."""
    y, half = HEIGHT - BOTTOM + 4 * MM, 32 * MM
    for place, name in enumerate(names):
        with sheet.on_page(place):
            sheet.rule(SIDE, y, BOUNDS.width, weight=0.3)
            line = lay_out((Span(name, 8.5),), BOUNDS.width - half)[0]
            sheet.write_line(line, SIDE + half, y + 3.4 * MM, BOUNDS.width - half, "right")
            text = f"صفحهٔ {fa(place + 1)} از {fa(len(names))}"
            sheet.write_line(lay_out((Span(text, 8.5),), half)[0], SIDE, y + 3.4 * MM, half, "left")
