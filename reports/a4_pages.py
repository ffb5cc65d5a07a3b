"""A4 papers of several pages: their margins, sections, page numbers and the notes at their end."""

from collections.abc import Sequence

from app.persian.text import fa
from reports.grid import Column, PageBounds, draw_grid
from reports.letter import PUNCH, Area
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

SIDE, TOP, BOTTOM = 12 * MM, 12 * MM, 16 * MM
"""Margins left, above and below; the right one is PUNCH."""
WIDTH, HEIGHT = A4
BOUNDS = PageBounds(SIDE, WIDTH - SIDE - PUNCH, TOP, HEIGHT - BOTTOM)
AREA = Area(SIDE, TOP, BOUNDS.width, HEIGHT - TOP - BOTTOM)


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
    return draw_grid(sheet, BOUNDS, y, columns, [[fa(text) for text in row] for row in rows], size) + 4 * MM


def draw_notes(sheet: Sheet, texts: Sequence[str], y: float) -> None:
    """Write the notes at the foot of the page where the paper ends at height `y`, or of one more page."""
    spans = [Span("\n".join(texts), 7, quiet=True)]
    start = sheet.checkpoint()
    height = sheet.write(spans, SIDE, y, BOUNDS.width)
    sheet.rewind(start)
    if y + height > BOUNDS.bottom:
        sheet.next_page()
    top = BOUNDS.bottom - height
    sheet.rule(SIDE, top - 1 * MM, BOUNDS.width, weight=0.3)
    sheet.write(spans, SIDE, top, BOUNDS.width)


def number_pages(sheet: Sheet) -> None:
    """Write «صفحهٔ ۱ از ۳» at the foot of every page."""
    y, last = HEIGHT - BOTTOM + 4 * MM, len(sheet.pages)
    for place in range(last):
        with sheet.on_page(place):
            sheet.rule(SIDE, y, BOUNDS.width, weight=0.3)
            text = f"صفحهٔ {fa(place + 1)} از {fa(last)}"
            sheet.write([Span(text, 8.5, quiet=True)], SIDE, y + 1 * MM, BOUNDS.width, "centre")
