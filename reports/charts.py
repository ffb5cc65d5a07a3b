"""Charts of filled shapes and Persian labels, and large figures. Time and length run from right to left, as Persian is
read."""

from collections.abc import Sequence
from typing import NamedTuple

from app.persian.text import fa, isolate
from reports.sheet import MM, Sheet
from reports.text_line import Span

Colour = tuple[float, float, float]
ACCENT: Colour = (0.043, 0.431, 0.431)
PALE: Colour = (0.68, 0.82, 0.82)
WARM: Colour = (0.76, 0.36, 0.16)
GREY: Colour = (0.8, 0.82, 0.84)
LABEL_SIZE = 7.5
LABEL_SIZE_OF_MANY = LABEL_SIZE - 1.5
FOOT = 5 * MM
"""Height of the labels under the bars."""


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
    colour: Colour = ACCENT


class LargeFigure(NamedTuple):
    label: str
    now: str
    before: str
    """Its value in the period before."""


def percent(share: float | None) -> str:
    return "—" if share is None else isolate(f"{fa(round(share * 100))}٪")


def draw_compared(sheet: Sheet, left: float, y: float, width: float, period: str) -> float:
    """Name the period that the large figures are compared with; return the height below."""
    return y + sheet.write([Span(f"دورهٔ قبل: {fa(period)}", 8, quiet=True)], left, y, width, "centre") + 1 * MM


def draw_large_figures(sheet: Sheet, left: float, y: float, width: float, figures: Sequence[LargeFigure]) -> float:
    """Draw figures in one row, each with its value in the period before; return the height below them."""
    across, height = width / len(figures), 20 * MM
    sheet.box(left, y, width, height, 2 * MM, 0.8)
    for place, figure in enumerate(figures):
        x = left + width - across * (place + 1)
        if place < len(figures) - 1:
            sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
        sheet.write([Span(figure.label, 8.5, quiet=True)], x, y + 0.8 * MM, across, "centre")
        sheet.write([Span(figure.now, 16, "Bold")], x, y + 4.6 * MM, across, "centre")
        sheet.write([Span(f"دورهٔ قبل: {figure.before}", 8, quiet=True)], x, y + 14 * MM, across, "centre")
    return y + height


def draw_chart_title(sheet: Sheet, box: Box, name: str, quiet: str = "") -> Box:
    """Write the chart's name and, in grey, what it measures; return the part of the box left for the chart."""
    spans = [Span(name, 10, "Bold"), Span(f" — {quiet}" if quiet else "", 8, quiet=True)]
    height = sheet.write(spans, box.left, box.top, box.width) + 1.5 * MM
    return Box(box.left, box.top + height, box.width, box.height - height)


def draw_bars(sheet: Sheet, box: Box, bars: Sequence[Bar], whole: float = 0.0) -> None:
    """Draw upright bars, the first rightmost, each with its value over it.

    `whole`: the value that fills the box's height; 0 takes the highest bar's.
    """
    top = whole or max((bar.value for bar in bars), default=0.0) or 1.0
    room, base = box.height - FOOT - 4 * MM, box.top + box.height - FOOT
    step = box.width / max(len(bars), 1)
    thick = min(0.68 * step, 9 * MM)
    size = LABEL_SIZE if len(bars) <= 8 or step > 11 * MM else LABEL_SIZE_OF_MANY
    for place, bar in enumerate(bars):
        slot, height = box.right - (place + 1) * step, room * min(bar.value / top, 1.0)
        _fill(sheet, Box(slot + (step - thick) / 2, base - height, thick, height), bar.colour)
        sheet.write([Span(bar.shown, size)], slot - step, base - height - 4.2 * MM, 3 * step, "centre", 1.5)
        sheet.write([Span(bar.label, size, quiet=True)], slot - step, base + 0.8 * MM, 3 * step, "centre", 1.5)
    sheet.rule(box.left, base, box.width, weight=0.5)


def draw_stacked_bar(sheet: Sheet, box: Box, parts: Sequence[Bar]) -> None:
    """Draw one bar across, divided by share from the right, and under it the meaning of each colour."""
    whole = sum(part.value for part in parts) or 1.0
    right, height = box.right, 8 * MM
    for part in parts:
        width = box.width * part.value / whole
        _fill(sheet, Box(right - width, box.top, width, height), part.colour)
        right -= width
    slot = box.width / max(len(parts), 1)
    for place, part in enumerate(parts):
        x, y = box.right - slot * (place + 1), box.top + height + 1.5 * MM
        _fill(sheet, Box(x + slot - 3 * MM, y + 1.2 * MM, 3 * MM, 3 * MM), part.colour)
        share = f"{fa(int(part.value))} ({percent(part.value / whole)})"
        spans = [Span(f"{part.label}: ", 8, quiet=True), Span(share, 8)]
        sheet.write(spans, x, y, slot - 4.2 * MM)


def _fill(sheet: Sheet, box: Box, colour: Colour) -> None:
    shade = " ".join(f"{part:g}" for part in colour)
    sheet.add_code(f"q {shade} rg {box.left:.2f} {-box.top - box.height:.2f} {box.width:.2f} {box.height:.2f} re f Q")
