"""Charts of black shapes and Persian labels, and large figures. Time and length run from right to left, as Persian is
read."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from app.persian.text import fa, isolate
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

Fill = Literal["solid", "striped", "open"]
"""How a surface is told from its neighbours in black and white; a tint would be scattered dots."""
STRIPES = 1.3 * MM
EDGE = 0.9 * MM
"""Least width of the stripes beside a number."""
LABEL_SIZES = (7.5, 7.0, 6.5, 6.0)
"""Type sizes of the labels under bars; the largest at which none touches its neighbour is taken."""
ROW = 3 * MM
"""Height of a row of labels. Every other label stands in a second row where one is wider than its bar's place."""
FOOT = 5 * MM + ROW
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
    notes: tuple[str, ...] = ()
    """Lines under the label, such as the number a share is taken of."""


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
    """Draw figures in one row, each with its value in the period before where it has one; return the height below."""
    across, height = width / len(figures), 20 * MM
    sheet.box(left, y, width, height, 2 * MM, 0.8)
    for place, figure in enumerate(figures):
        x = left + width - across * (place + 1)
        if place < len(figures) - 1:
            sheet.rule(x, y + 2 * MM, 0, height - 4 * MM, weight=0.3)
        sheet.write([Span(figure.label, 8.5)], x, y + 0.8 * MM, across, "centre")
        sheet.write([Span(figure.now, 16, "Bold")], x, y + 4.6 * MM, across, "centre")
        if figure.before:
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
    labels, size, rows = fit_labels([bar.label for bar in bars], step)
    notes = max((len(bar.notes) for bar in bars), default=0)
    base = box.top + box.height - FOOT - notes * ROW
    room = base - box.top - 4 * MM
    for place, bar in enumerate(bars):
        slot, height = box.right - (place + 1) * step, room * min(bar.value / top, 1.0)
        _fill(sheet, Box(slot + (step - thick) / 2, base - height, thick, height), bar.fill)
        sheet.write([Span(bar.shown, size)], slot - step, base - height - 4.2 * MM, 3 * step, "centre", 1.5)
        below = base + 0.8 * MM
        shown = [(labels[place], below + ROW * (place % rows))]
        shown += [(note, below + ROW * (rows + line)) for line, note in enumerate(bar.notes)]
        for text, y in shown:
            sheet.write([Span(text, size)], slot - step, y, 3 * step, "centre", 1.5)
    sheet.rule(box.left, base, box.width, weight=0.5)


def fit_labels(labels: Sequence[str], step: float) -> tuple[list[str], float, int]:
    """Return labels that do not touch where bars stand `step` apart, their type size, and in how many rows they stand
    by turns; what is too long even then ends in «…»."""
    for rows in (1, 2):
        for size in LABEL_SIZES:
            if all(_width(label, size) <= rows * step - 1 * MM for label in labels):
                return list(labels), size, rows
    return [_shortened(label, LABEL_SIZES[-1], 2 * step - 1 * MM) for label in labels], LABEL_SIZES[-1], 2


def _shortened(label: str, size: float, room: float) -> str:
    if _width(label, size) <= room:
        return label
    fitting = (label[:end] for end in range(len(label) - 1, 0, -1) if _width(f"{label[:end]}…", size) <= room)
    return f"{next(fitting, label[:1]).rstrip()}…"


def draw_parts(sheet: Sheet, box: Box, parts: Sequence[Bar], size: float = LABEL_SIZES[0]) -> None:
    """Draw one bar across, divided by share from the right, with the number of each part in it where it has room: white
    on black, and on white between stripes."""
    whole, right = sum(part.value for part in parts), box.right
    for part in parts if whole else ():
        width = box.width * part.value / whole
        left, room = right - width, _width(part.shown, size) + 1 * MM if part.shown else 0.0
        room += 2 * EDGE if part.fill == "striped" and room else 0.0
        inside = Box(left, box.top, width, box.height)
        if part.value and part.fill == "striped" and 0 < room <= width:
            side = (width - room) / 2 + EDGE
            for x in (left, left + width - side):
                sheet.stripes(x, box.top, side, box.height, STRIPES)
            sheet.box(*inside)
        else:
            _fill(sheet, inside, part.fill)
        if part.value and 0 < room <= width:
            line = lay_out((Span(part.shown, size, "Bold"),), 1e4)[0]
            middle = box.top + box.height / 2
            sheet.write_line(line, left, middle, width, "centre", 1.0 if part.fill == "solid" else 0.0)
        right -= width


def draw_key(sheet: Sheet, box: Box, parts: Sequence[Bar]) -> None:
    """Write the meaning of each fill with its share of the whole, from the right."""
    whole = sum(part.value for part in parts)
    slot = box.width / max(len(parts), 1)
    for place, part in enumerate(parts):
        x = box.right - slot * (place + 1)
        _fill(sheet, Box(x + slot - 4 * MM, box.top + 0.9 * MM, 4 * MM, 2.6 * MM), part.fill)
        spans = [Span(f"{part.label} ", 8), Span(percent(part.value / whole if whole else None), 8, "Bold")]
        sheet.write(spans, x, box.top, slot - 5 * MM)


def _width(text: str, size: float) -> float:
    return max((line.width for line in lay_out((Span(text, size),), 1e4)), default=0.0)


def _fill(sheet: Sheet, box: Box, fill: Fill) -> None:
    if not box.width or not box.height:
        return
    if fill == "solid":
        sheet.fill(*box)
    if fill == "striped":
        sheet.stripes(*box, STRIPES)
    sheet.box(*box)
