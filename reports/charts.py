"""Charts in PDF's own words: filled shapes and Persian lines. Time and length run from right to left, as the reader's
eye does."""

from collections.abc import Sequence
from typing import NamedTuple

from app.persian.text import fa, isolate
from reports.line import Span
from reports.sheet import MM, Sheet

Colour = tuple[float, float, float]
ACCENT: Colour = (0.043, 0.431, 0.431)
PALE: Colour = (0.68, 0.82, 0.82)
WARM: Colour = (0.76, 0.36, 0.16)
GREY: Colour = (0.8, 0.82, 0.84)
LABEL = 7.5
FOOT = 5 * MM


class Box(NamedTuple):
    """Where a chart stands."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width


def fill(sheet: Sheet, box: Box, colour: Colour) -> None:
    shade = " ".join(f"{part:g}" for part in colour)
    sheet.ink(f"q {shade} rg {box.left:.2f} {-box.top - box.height:.2f} {box.width:.2f} {box.height:.2f} re f Q")


def percent(share: float | None) -> str:
    return "—" if share is None else isolate(f"{fa(round(share * 100))}٪")


def heading(sheet: Sheet, box: Box, name: str, quiet: str = "") -> Box:
    """The chart's name over it; answers with what is left for the chart."""
    spans = [Span(name, 10, "Bold"), Span(f" — {quiet}" if quiet else "", 8, quiet=True)]
    height = sheet.write(spans, box.left, box.top, box.width) + 1.5 * MM
    return Box(box.left, box.top + height, box.width, box.height - height)


class Bar(NamedTuple):
    label: str
    value: float
    shown: str
    colour: Colour = ACCENT


def bars(sheet: Sheet, box: Box, found: Sequence[Bar], most: float = 0.0) -> None:
    """Upright, the first rightmost, each with its value over it. `most`: what a whole height stands for; 0: the
    tallest of them."""
    top = most or max((bar.value for bar in found), default=0.0) or 1.0
    room, base = box.height - FOOT - 4 * MM, box.top + box.height - FOOT
    step = box.width / max(len(found), 1)
    thick = min(0.68 * step, 9 * MM)
    small = LABEL if len(found) <= 8 or step > 11 * MM else LABEL - 1.5
    for place, bar in enumerate(found):
        slot, height = box.right - (place + 1) * step, room * min(bar.value / top, 1.0)
        fill(sheet, Box(slot + (step - thick) / 2, base - height, thick, height), bar.colour)
        sheet.write([Span(bar.shown, small)], slot - step, base - height - 4.2 * MM, 3 * step, "centre", 1.5)
        sheet.write([Span(bar.label, small, quiet=True)], slot - step, base + 0.8 * MM, 3 * step, "centre", 1.5)
    sheet.rule(box.left, base, box.width, weight=0.5)


def stacked(sheet: Sheet, box: Box, parts: Sequence[Bar]) -> None:
    """One bar across, cut by share from the right, and under it what each colour stands for."""
    whole = sum(part.value for part in parts) or 1.0
    right, height = box.right, 8 * MM
    for part in parts:
        width = box.width * part.value / whole
        fill(sheet, Box(right - width, box.top, width, height), part.colour)
        right -= width
    slot = box.width / max(len(parts), 1)
    for place, part in enumerate(parts):
        x, y = box.right - slot * (place + 1), box.top + height + 1.5 * MM
        fill(sheet, Box(x + slot - 3 * MM, y + 1.2 * MM, 3 * MM, 3 * MM), part.colour)
        share = f"{fa(int(part.value))} ({percent(part.value / whole)})"
        spans = [Span(f"{part.label}: ", 8, quiet=True), Span(share, 8)]
        sheet.write(spans, x, y, slot - 4.2 * MM)
