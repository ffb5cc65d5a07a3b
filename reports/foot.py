"""The foot of a letter: where the answer goes, who sends the letter, and the line to sign on."""

from collections.abc import Iterable

from app.papers.documents import Letterhead
from app.persian.text import fa, isolate
from reports.letter import LINE, NBSP, Area
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

POST = "مسئول دبیرخانهٔ ملاقات‌های مردمی"
"""The post of the sender where the office's settings name none."""


def sender_spans(letterhead: Letterhead) -> list[list[Span]]:
    """Return the lines of a letter's foot that say where an answer goes and who sends the letter."""
    sender, size = letterhead.sender, 8.6
    phone = f"تلفن:{NBSP}{isolate(fa(sender.phone))}" if sender.phone else ""
    place = " · ".join(filter(None, (fa(sender.address), phone)))
    person = "، ".join(filter(None, (sender.name, sender.post)))
    found = [
        [Span(f"پاسخ{NBSP}به:{NBSP}", size, "Bold"), Span(place, size)]
        if sender.address
        else [Span(place, size)]
        if place
        else []
    ]
    found.append([Span(f"فرستنده:{NBSP}", size, "Bold"), Span(fa(person), size)] if person else [])
    return [line for line in found if line]


def draw_sender(sheet: Sheet, area: Area, lines: Iterable[list[Span]], top: float) -> None:
    """Write the sender's lines between the barcode and the signature, the last at the foot."""
    left, width = area.left + 44 * MM, area.width - 44 * MM - 56 * MM
    whole = list(lines)
    height = sum(len(lay_out(tuple(line), width)) * 8.6 * LINE for line in whole)
    y = max(top, area.bottom - height)
    for line in whole:
        y += sheet.write(line, left, y, width, leading=LINE)


def draw_signature(sheet: Sheet, area: Area, text: str) -> None:
    """Draw the line to sign on at the left of the foot, and under it who signs."""
    width, height = 40 * MM, 8.6 * LINE
    sheet.rule(area.left, area.bottom - height - 0.6 * MM, width, weight=0.96)
    sheet.write([Span(text, 8.6)], area.left, area.bottom - height, width, "centre", LINE)


def draw_sent_by(sheet: Sheet, area: Area, letterhead: Letterhead, top: float) -> None:
    """Write name and post of the sender at the left, as a letter is signed."""
    sender, width = letterhead.sender, 70 * MM
    y = top
    for text in filter(None, (sender.name, sender.post or POST)):
        y += sheet.write(
            [area.span(fa(text), "Bold" if text == sender.name else "Regular")], area.left, y, width, "centre", LINE
        )
