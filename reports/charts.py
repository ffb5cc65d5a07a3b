"""Charts of black shapes and Persian labels, and large figures. Time and length run from right to left, as Persian is
read."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from app.persian.text import fa, isolate
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

Fill = Literal["solid", "striped", "crossed", "open"]
"""How a surface is told from its neighbours in black and white; a tint would be scattered dots."""
STRIPES = 1.3 * MM
LABEL_SIZE = 7.5
LABEL_SIZE_OF_MANY = LABEL_SIZE - 1.5
SECOND_ROW = 3 * MM
"""How much lower every other label stands where one is wider than its bar's place."""
FOOT = 5 * MM + SECOND_ROW
"""Height of the labels under the bars; the same for all, so that charts beside each other stand on one line."""


class Box(NamedTuple):
    """Where a chart stands, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width


class Bar(NamedTuple):
    label: str
    value: float
    shown: str
    """The value in words and Persian digits."""
    fill: Fill = "solid"


class LargeFigure(NamedTuple):
    label: str
    now: str
    before: str
    """Its value in the period before."""


def percent(share: float | None) -> str:
    return "—" if share is None else isolate(f"{fa(round(share * 100))}٪")


def draw_compared(sheet: Sheet, left: float, y: float, width: float, period: str) -> float:
    """Name the period that the large figures are compared with; return the height below."""
    return y + sheet.write([Span(f"دورهٔ قبل: {fa(period)}", 8)], left, y, width, "centre") + 1 * MM


def draw_large_figures(sheet: Sheet, left: float, y: float, width: float, figures: Sequence[LargeFigure]) -> float:
    """Draw figures in one row, each with its value in the period before; return the height below them."""
    across, height = width / len(figures), 20 * MM
    sheet.box(left, y, width, height, 2 * MM, 0.8)
    for place, figure in enumerate(figures):
        x = left + width - across * (place + 1)
        if place < len(figures) - 1:
            sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
        sheet.write([Span(figure.label, 8.5)], x, y + 0.8 * MM, across, "centre")
        sheet.write([Span(figure.now, 16, "Bold")], x, y + 4.6 * MM, across, "centre")
        sheet.write([Span(f"دورهٔ قبل: {figure.before}", 8)], x, y + 14 * MM, across, "centre")
    return y + height


def draw_chart_title(sheet: Sheet, box: Box, name: str, quiet: str = "") -> Box:
    """Write the chart's name and, smaller, what it measures; return the part of the box left for the chart."""
    spans = [Span(name, 10, "Bold"), Span(f" — {quiet}" if quiet else "", 8)]
    height = sheet.write(spans, box.left, box.top, box.width) + 1.5 * MM
    return Box(box.left, box.top + height, box.width, box.height - height)


def draw_bars(sheet: Sheet, box: Box, bars: Sequence[Bar], whole: float = 0.0) -> None:
    """Draw upright bars, the first rightmost, each with its value over it.

    `whole`: the value that fills the box's height; 0 takes the highest bar's.
    """
    top = whole or max((bar.value for bar in bars), default=0.0) or 1.0
    step = box.width / max(len(bars), 1)
    thick = min(0.68 * step, 9 * MM)
    size = LABEL_SIZE if len(bars) <= 8 or step > 11 * MM else LABEL_SIZE_OF_MANY
    lower = SECOND_ROW if any(_width(bar.label, size) > step - 0.5 * MM for bar in bars) else 0.0
    base = box.top + box.height - FOOT
    room = base - box.top - 4 * MM
    for place, bar in enumerate(bars):
        slot, height = box.right - (place + 1) * step, room * min(bar.value / top, 1.0)
        _fill(sheet, Box(slot + (step - thick) / 2, base - height, thick, height), bar.fill)
        sheet.write([Span(bar.shown, size)], slot - step, base - height - 4.2 * MM, 3 * step, "centre", 1.5)
        below = base + 0.8 * MM + lower * (place % 2)
        sheet.write([Span(bar.label, size)], slot - step, below, 3 * step, "centre", 1.5)
    sheet.rule(box.left, base, box.width, weight=0.5)


def draw_stacked_bar(sheet: Sheet, box: Box, parts: Sequence[Bar]) -> None:
    """Draw one bar across, divided by share from the right, and under it the meaning of each fill."""
    whole = sum(part.value for part in parts) or 1.0
    right, height = box.right, 8 * MM
    for part in parts:
        width = box.width * part.value / whole
        _fill(sheet, Box(right - width, box.top, width, height), part.fill)
        right -= width
    slot = box.width / max(len(parts), 1)
    for place, part in enumerate(parts):
        x, y = box.right - slot * (place + 1), box.top + height + 1.5 * MM
        _fill(sheet, Box(x + slot - 3 * MM, y + 1.2 * MM, 3 * MM, 3 * MM), part.fill)
        share = f"{fa(int(part.value))} ({percent(part.value / whole)})"
        spans = [Span(f"{part.label}: ", 8), Span(share, 8, "Bold")]
        sheet.write(spans, x, y, slot - 4.2 * MM)


def _width(text: str, size: float) -> float:
    return max((line.width for line in lay_out((Span(text, size),), 1e4)), default=0.0)


def _fill(sheet: Sheet, box: Box, fill: Fill) -> None:
    if not box.width or not box.height:
        return
    if fill == "solid":
        sheet.fill(*box)
    if fill in ("striped", "crossed"):
        sheet.stripes(*box, STRIPES)
    if fill == "crossed":
        sheet.stripes(*box, STRIPES, falling=True)
    sheet.box(*box)
