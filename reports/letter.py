"""The parts all letters of the office share: letterhead, title with its marks, applicant, barcode."""

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from reportlab.graphics.barcode.code128 import Code128

from app.papers.documents import Applicant, Letterhead
from app.persian.text import fa, isolate
from reports import emblem
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span, lay_out
from reports.typeface import Weight

SIDE, EDGE = 12 * MM, 9 * MM
"""Margins of an A5 letter: beside it, and above and below."""
WIDTH = A5_ACROSS[0]
FOOT = 17 * MM
"""Height of the barcode and the signature at the foot of a letter."""
CONFIDENTIAL, REPRINT = "محرمانه", "المثنی"


class Area(NamedTuple):
    """The part of a sheet inside a letter's margins; `scale` shrinks its type when there is much to say."""

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
        """Return «label: value», or nothing without a value."""
        return [self.label(f"{label}: ", size), self.span(value, weight, size)] if value else []


def join_fields(*fields: list[Span]) -> list[Span]:
    """Put fields beside each other, with room between them."""
    found: list[Span] = []
    for field in filter(None, fields):
        found += [Span("    ", field[0].size), *field] if found else field
    return found


def applicant_fields(area: Area, person: Applicant) -> list[Span]:
    name = f"{person.name}، فرزند {person.father}" if person.father else person.name
    return join_fields(
        area.field("متقاضی", fa(name)),
        area.field(person.code_label or "شناسه", isolate(fa(person.code)) if person.code else ""),
        area.field("تلفن", isolate(fa(person.mobile)) if person.mobile else ""),
    )


def draw_letterhead(
    sheet: Sheet, area: Area, letterhead: Letterhead, facts: list[tuple[str, str]], confidential: bool = False
) -> float:
    """Draw emblem and office right, the name of God in the middle, number and date left; return the height below."""
    across, side = 13 * MM, 66 * MM
    name_right = area.right - across - 2.5 * MM
    if picture := emblem.as_jpeg(letterhead.emblem or b""):
        sheet.picture(picture, area.right - across, area.top, across, across)
    else:
        sheet.box(area.right - across, area.top, across, across, across / 2, 0.8)
    y = area.top - 1
    y += sheet.write([Span(letterhead.office, 11.5, "Bold")], name_right - side, y, side)
    y += sheet.write([Span(letterhead.programme, 10.5)], name_right - side, y, side)
    sheet.write([Span("بسمه تعالی", 10.5)], area.left, area.top - 1, area.width, "centre")
    if confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + area.width / 2, area.top + 11 * MM)
    left = area.top - 1
    for label, value in facts:
        spans = [Span(f"{label}: ", 10, quiet=True), Span(isolate(fa(value)), 10)]
        left += sheet.write(spans, area.left, left, 40 * MM)
    return max(y, left, area.top + across) + 1 * MM


def draw_title(sheet: Sheet, area: Area, top: float, text: str, marks: list[str]) -> float:
    """Draw the title in the middle, its marks («فوری», «المثنی») boxed to its left, and the rule under them."""
    size = 13.5
    spans = (Span(text, size, "Bold"),)
    width = lay_out(spans, area.width)[0].width
    boxes = [lay_out((Span(mark, 11, "Bold"),), area.width)[0].width + 5 * MM for mark in marks]
    whole = width + sum(boxes) + 3 * MM * len(boxes)
    right = area.left + (area.width + whole) / 2
    height = sheet.write(spans, right - width, top, width + 1)
    x = right - width
    for mark, box in zip(marks, boxes, strict=True):
        x -= 3 * MM + box
        draw_tag(sheet, mark, x + box / 2, top + height / 2)
    sheet.rule(area.left, top + height + 1.5 * MM, area.width, weight=1)
    return top + height + 3 * MM


def reprint_marks(reprint: bool) -> list[str]:
    return [REPRINT] if reprint else []


def session_suffix(round: int) -> str:
    """Return « — جلسهٔ ۶۲», or nothing for a session without a number."""
    return f" — جلسهٔ {fa(round)}" if round else ""


def draw_tag(sheet: Sheet, text: str, centre: float, middle: float, size: float = 11.0) -> None:
    """Draw a word in a small box."""
    line = lay_out((Span(text, size, "Bold"),), 200)[0]
    width, height = line.width + 5 * MM, size * 1.75
    sheet.box(centre - width / 2, middle - height / 2, width, height, 1.2 * MM, 0.9)
    sheet.write_line(line, centre - width / 2, middle, width, "centre")


def draw_watermark(sheet: Sheet, area: Area, text: str) -> None:
    """Draw a large, pale, slanting word; call it before the text that stands on it."""
    line = lay_out((Span(text, 96, "Bold"),), 1000)[0]
    cos, sin = 0.94, 0.342
    x = area.left + (area.width - line.width * cos) / 2
    y = -area.top - area.height / 2 - line.width * sin / 2 - 30
    sheet.draw_text(line, f"{cos} {sin} {-sin} {cos} {x:.2f} {y:.2f}", grey=0.86)


def draw_barcode(sheet: Sheet, digits: str, right: float, top: float, label: str = "") -> None:
    """Draw Code 128, fifty millimetres wide for twelve digits, with the digits readable under it; nothing without
    digits."""
    if not digits:
        return
    module, height = 0.495 * MM, 9 * MM
    widths, bars = code128_bars(digits)
    left = right - sum(widths) * module
    starts = accumulate(widths, initial=0)
    drawn = (
        f"{left + start * module:.2f} {-top - height:.2f} {width * module:.2f} {height:.2f} re"
        for start, width, bar in zip(starts, widths, bars, strict=False)
        if bar
    )
    sheet.add_code(f"0 g {' '.join(drawn)} f")
    below = [Span(f"{label}: ", 9, quiet=True)] if label else []
    sheet.write([*below, Span(fa(digits), 9)], left, top + height + 0.5 * MM, right - left)


@lru_cache(maxsize=256)
def code128_bars(digits: str) -> tuple[list[int], list[bool]]:
    """Return the widths of bars and gaps in modules, and whether each is black."""
    code = Code128(digits, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    return ["ABCD".index(sign.upper()) + 1 for sign in code.decomposed], [sign.isupper() for sign in code.decomposed]
