"""A table that may run over pages: its head comes again on each."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.line import Span
from reports.sheet import MM, Align, Sheet

INSET = 1.5 * MM


class Column(NamedTuple):
    title: str
    share: float
    """Of the table's width, in any unit."""
    align: Align = "right"


class Pages(NamedTuple):
    """Between which heights a page holds what flows over it."""

    left: float
    width: float
    top: float
    bottom: float


def table(
    sheet: Sheet, pages: Pages, y: float, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float
) -> float:
    """The height below the last row, on the page it stands on. No row is cut; the first column is rightmost."""
    whole = sum(column.share for column in columns)
    widths = [pages.width * column.share / whole for column in columns]
    titles = [column.title for column in columns]
    y = row(sheet, pages, y, columns, widths, titles, Span("", size, quiet=True))
    for texts in rows:
        start = sheet.mark()
        below = row(sheet, pages, y, columns, widths, texts, Span("", size))
        if below > pages.bottom:
            sheet.rewind(start)
            sheet.next_page()
            y = row(sheet, pages, pages.top, columns, widths, titles, Span("", size, quiet=True))
            below = row(sheet, pages, y, columns, widths, texts, Span("", size))
        y = below
    return y


def row(
    sheet: Sheet,
    pages: Pages,
    y: float,
    columns: Sequence[Column],
    widths: Sequence[float],
    texts: Sequence[str],
    style: Span,
) -> float:
    x, height = pages.left + pages.width, 0.0
    for text, width, column in zip(texts, widths, columns, strict=True):
        x -= width
        room = width - 2 * INSET
        height = max(height, sheet.write([style._replace(text=text)], x + INSET, y, room, column.align, 1.6))
    y += height + 0.4 * MM
    sheet.rule(pages.left, y, pages.width, weight=0.9 if style.quiet else 0.3)
    return y + 0.4 * MM
