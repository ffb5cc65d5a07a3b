"""What every letter of the office shares: its head, its title with marks, its barcode."""

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from reportlab.graphics.barcode.code128 import Code128

from app.papers.documents import Letterhead
from app.persian.text import fa, isolate
from reports import emblem
from reports.line import Span, layout
from reports.sheet import MM, Sheet
from reports.typeface import Weight


class Area(NamedTuple):
    """Where on a sheet a letter stands, within its margins; `scale` shrinks its type when there is much to say."""

    left: float
    top: float
    width: float
    height: float
    scale: float = 1.0

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def span(self, text: str, weight: Weight = "Regular", size: float = 11.0) -> Span:
        return Span(text, size * self.scale, weight)

    def label(self, text: str, size: float = 11.0) -> Span:
        return Span(text, size * self.scale, quiet=True)

    def field(self, label: str, value: str, weight: Weight = "Regular", size: float = 11.0) -> list[Span]:
        """«label: value», or nothing without a value."""
        return [self.label(f"{label}: ", size), self.span(value, weight, size)] if value else []


def row(*fields: list[Span]) -> list[Span]:
    """Fields beside each other, with room between them."""
    found: list[Span] = []
    for field in filter(None, fields):
        found += [Span("    ", field[0].size), *field] if found else field
    return found


def head(
    sheet: Sheet, area: Area, letterhead: Letterhead, facts: list[tuple[str, str]], confidential: bool = False
) -> float:
    """Emblem and office right, the name of God in the middle, number and date left; answers with where it ends."""
    across, side = 13 * MM, 66 * MM
    name_right = area.right - across - 2.5 * MM
    if picture := emblem.ready(letterhead.emblem or b""):
        sheet.picture(picture, area.right - across, area.top, across, across)
    else:
        sheet.box(area.right - across, area.top, across, across, across / 2, 0.8)
    y = area.top - 1
    y += sheet.write([Span(letterhead.office, 11.5, "Bold")], name_right - side, y, side)
    y += sheet.write([Span(letterhead.programme, 10.5)], name_right - side, y, side)
    sheet.write([Span("بسمه تعالی", 10.5)], area.left, area.top - 1, area.width, "centre")
    if confidential:
        tag(sheet, "محرمانه", area.left + area.width / 2, area.top + 11 * MM)
    left = area.top - 1
    for label, value in facts:
        spans = [Span(f"{label}: ", 10, quiet=True), Span(isolate(fa(value)), 10)]
        left += sheet.write(spans, area.left, left, 40 * MM)
    return max(y, left, area.top + across) + 1 * MM


def title(sheet: Sheet, area: Area, top: float, text: str, marks: list[str]) -> float:
    """The title in the middle, its marks («فوری», «المثنی») boxed to its left, and the rule under them."""
    size = 13.5
    spans = (Span(text, size, "Bold"),)
    width = layout(spans, area.width)[0].width
    boxes = [layout((Span(mark, 11, "Bold"),), area.width)[0].width + 5 * MM for mark in marks]
    whole = width + sum(boxes) + 3 * MM * len(boxes)
    right = area.left + (area.width + whole) / 2
    height = sheet.write(spans, right - width, top, width + 1)
    x = right - width
    for mark, box in zip(marks, boxes, strict=True):
        x -= 3 * MM + box
        tag(sheet, mark, x + box / 2, top + height / 2)
    sheet.rule(area.left, top + height + 1.5 * MM, area.width, weight=1)
    return top + height + 3 * MM


def session(round: int) -> str:
    """«— جلسهٔ ۶۲», or nothing for a session without a number."""
    return f" — جلسهٔ {fa(round)}" if round else ""


def tag(sheet: Sheet, text: str, centre: float, middle: float, size: float = 11.0) -> None:
    """A word in a small box."""
    line = layout((Span(text, size, "Bold"),), 200)[0]
    width, height = line.width + 5 * MM, size * 1.75
    sheet.box(centre - width / 2, middle - height / 2, width, height, 1.2 * MM, 0.9)
    sheet.line(line, centre - width / 2, middle, width, "centre")


def watermark(sheet: Sheet, area: Area, text: str) -> None:
    """Large, pale and aslant, to be drawn before what stands on it."""
    line = layout((Span(text, 96, "Bold"),), 1000)[0]
    cos, sin = 0.94, 0.342
    x = area.left + (area.width - line.width * cos) / 2
    y = -area.top - area.height / 2 - line.width * sin / 2 - 30
    sheet.glyphs(line, f"{cos} {sin} {-sin} {cos} {x:.2f} {y:.2f}", grey=0.86)


def barcode(sheet: Sheet, digits: str, right: float, top: float, label: str = "") -> None:
    """Code 128, fifty millimetres wide for twelve digits, the digits under it for a person; nothing without digits."""
    if not digits:
        return
    module, height = 0.495 * MM, 9 * MM
    widths, bars = bars_of(digits)
    left = right - sum(widths) * module
    starts = accumulate(widths, initial=0)
    drawn = (
        f"{left + start * module:.2f} {-top - height:.2f} {width * module:.2f} {height:.2f} re"
        for start, width, bar in zip(starts, widths, bars, strict=False)
        if bar
    )
    sheet.ink(f"0 g {' '.join(drawn)} f")
    below = [Span(f"{label}: ", 9, quiet=True)] if label else []
    sheet.write([*below, Span(fa(digits), 9)], left, top + height + 0.5 * MM, right - left)


@lru_cache(maxsize=256)
def bars_of(digits: str) -> tuple[list[int], list[bool]]:
    """Widths in modules, and whether each is black."""
    code = Code128(digits, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    return ["ABCD".index(sign.upper()) + 1 for sign in code.decomposed], [sign.isupper() for sign in code.decomposed]
