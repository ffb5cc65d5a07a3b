"""The ticket: an 80 mm roll, as long as its text."""

from app.papers.documents import Ticket
from app.persian.calendar import local_time, long_day
from app.persian.text import fa, isolate
from reports import emblem
from reports.letter import REPRINT, session_suffix
from reports.sheet import MM, Sheet
from reports.text_line import Span

WIDTH, SIDE = 80 * MM, 5 * MM
ROOM = WIDTH - 2 * SIDE
"""70 mm; a printer of 80 mm rolls reaches the middle 72."""


def ticket_pdf(ticket: Ticket) -> bytes:
    sheet = Sheet(WIDTH, 0, f"نوبت {ticket.number}")
    y = _draw_head(sheet, ticket, 4 * MM)
    y += sheet.write([Span("شمارهٔ نوبت", 11, quiet=True)], SIDE, y + 2 * MM, ROOM, "centre") + 2 * MM
    y += sheet.write([Span(fa(ticket.number), 64, "Bold")], SIDE, y, ROOM, "centre", 1.15)
    for text in _notes(ticket):
        y += sheet.write([Span(text, 11, "Bold")], SIDE, y, ROOM, "centre")
    y = _draw_rule(sheet, y + 2 * MM)
    for label, value in _facts(ticket):
        y += sheet.write([Span(f"{label}: ", 10.5, quiet=True), Span(value, 10.5)], SIDE, y, ROOM)
    y = _draw_rule(sheet, y + 2 * MM)
    y += sheet.write([Span("لطفاً تا فراخوان شماره، در سالن بمانید.", 9.5)], SIDE, y, ROOM, "centre")
    sheet.height = y + 5 * MM
    return sheet.save()


def _draw_rule(sheet: Sheet, y: float) -> float:
    sheet.rule(SIDE, y, ROOM, weight=0.6)
    return y + 2 * MM


def _draw_head(sheet: Sheet, ticket: Ticket, y: float) -> float:
    letterhead = ticket.letterhead
    if picture := emblem.as_jpeg(letterhead.emblem or b""):
        sheet.picture(picture, WIDTH / 2 - 7 * MM, y, 14 * MM, 14 * MM)
        y += 15 * MM
    for span in (
        Span(letterhead.office, 13, "Bold"),
        Span(letterhead.programme + session_suffix(ticket.round), 10.5),
        Span(long_day(ticket.day), 10.5),
    ):
        y += sheet.write([span], SIDE, y, ROOM, "centre")
    return _draw_rule(sheet, y + 1.5 * MM) - 2 * MM


def _notes(ticket: Ticket) -> list[str]:
    found = [(REPRINT, ticket.reprint), ("با اولویت", ticket.priority), ("ثبت از روی برگهٔ کاغذی", ticket.on_paper)]
    return [text for text, holds in found if holds]


def _facts(ticket: Ticket) -> list[tuple[str, str]]:
    ahead = f"{fa(ticket.people_ahead)} نفر" if ticket.people_ahead else "هیچ‌کس"
    wait = f"حدود {fa(ticket.wait_minutes)} دقیقه" if ticket.wait_minutes is not None else ""
    found = [
        ("نام", fa(ticket.visitor)),
        ("موضوع", fa(ticket.category)),
        ("میز", fa(ticket.table) or "هر میزی که آزاد شود"),
        ("ساعت پذیرش", isolate(fa(local_time(ticket.arrived_at)))),
        ("پیش از شما", ahead),
        ("انتظار", wait),
    ]
    if ticket.on_paper:  # served already: nobody is ahead
        found = found[:4]
    return [(label, value) for label, value in found if value]
