"""A grid of ruled rows that may run over pages; its column titles are repeated on each."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.sheet import MM, Align, Sheet
from reports.text_line import Span

INSET = 1.5 * MM
TITLE_RULE = 1.2
LEAST_TITLE = 7.5
"""The smallest type of column titles, in points."""


class Column(NamedTuple):
    title: str
    share: float
    """Share of the grid's width, in any unit."""
    align: Align = "right"


class PageBounds(NamedTuple):
    """Where on each page the text that runs over pages may stand."""

    left: float
    width: float
    top: float
    bottom: float


def draw_grid(
    sheet: Sheet,
    bounds: PageBounds,
    y: float,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    size: float,
    name: str,
) -> float:
    """Return the height below the last row, on the page where it stands.

    A row that does not fit goes to the next page whole; there «name (ادامه)» stands over the titles. The first column
    is rightmost. `size`: of the type, in points.
    """
    whole = sum(column.share for column in columns)
    widths = [bounds.width * column.share / whole for column in columns]
    titles = [column.title for column in columns]
    title, style = title_style(size), Span("", size)
    y = _draw_row(sheet, bounds, y, columns, widths, titles, title, TITLE_RULE)
    for texts in rows:
        start = sheet.checkpoint()
        below = _draw_row(sheet, bounds, y, columns, widths, texts, style)
        if below > bounds.bottom:
            sheet.rewind(start)
            sheet.next_page()
            y = bounds.top + sheet.write([Span(f"{name} (ادامه)", 10, "Bold")], bounds.left, bounds.top, bounds.width)
            y = _draw_row(sheet, bounds, y, columns, widths, titles, title, TITLE_RULE)
            below = _draw_row(sheet, bounds, y, columns, widths, texts, style)
        y = below
    return y


def title_style(size: float) -> Span:
    """Return the type of column titles over rows of this size: smaller, not grey, which a device of black dots would
    scatter."""
    return Span("", max(size - 1, LEAST_TITLE))


def _draw_row(
    sheet: Sheet,
    bounds: PageBounds,
    y: float,
    columns: Sequence[Column],
    widths: Sequence[float],
    texts: Sequence[str],
    style: Span,
    rule: float = 0.3,
) -> float:
    x, height = bounds.left + bounds.width, 0.0
    with sheet.one_paragraph():
        for text, width, column in zip(texts, widths, columns, strict=True):
            x -= width
            room = width - 2 * INSET
            height = max(height, sheet.write([style._replace(text=text)], x + INSET, y, room, column.align, 1.6))
    y += height + 0.4 * MM
    sheet.rule(bounds.left, y, bounds.width, weight=rule)
    return y + 0.4 * MM
