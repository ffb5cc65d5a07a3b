"""The ticket: a roll of 80 or 58 mm, as long as its text. A head of dots prints it: nothing on it is grey or thin, and
rules, bars and the paper's end lie on whole dots."""

from math import ceil
from typing import Literal, NamedTuple

from app.line.expected_wait import range_words
from app.papers.documents import Ticket
from app.persian.calendar import WEEKDAYS, local_time, long_day, short_day, weekday
from app.persian.text import fa, isolate
from reports import emblem
from reports.barcode import code_width, draw_bars
from reports.letter import LINE, NBSP, REPRINT
from reports.marks import draw_tag
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out
from reports.typeface import Weight

Roll = Literal[80, 58]
DOT = MM / 8
"""A dot of a thermal head; rules are three of them."""
EDGE = 1 * MM
"""Text keeps this from the ends of the head's reach: paper runs a little to one side."""

GAP = 1.2
"""Between label and value, for each point of their size: nearer, poppler takes the two for one line and turns it."""


class _Form(NamedTuple):
    width: float
    side: float
    """Margin that the head does not reach: it prints 72 mm of an 80 mm roll, 48 of a 58 mm one."""
    number: float
    """Size of the number, in points; as of the texts below."""
    office: float
    text: float
    module: int
    """Dots of the barcode's thinnest bar; of its height."""
    bars: int
    closing: tuple[str, ...]


FORMS: dict[Roll, _Form] = {
    80: _Form(
        80 * MM,
        4 * MM,
        68,
        11.7,
        9.6,
        4,
        84,
        ("لطفاً تا فراخوان شماره در سالن بمانید.", "این برگه را تا پایان نگه دارید."),
    ),
    58: _Form(58 * MM, 5 * MM, 56, 10.3, 8.5, 3, 72, ("تا فراخوان شماره در سالن بمانید.",)),
}


def ticket_pdf(ticket: Ticket, roll: Roll = 80) -> bytes:
    """`roll`: width of the paper in millimetres."""
    form = FORMS[roll]
    sheet = Sheet(form.width, 0, f"نوبت {ticket.number}", ticket.letterhead.office)
    y = _draw_rule(sheet, form, _draw_head(sheet, form, ticket, 3 * MM))
    y = _write(sheet, form, "شمارهٔ نوبت", y)
    y = _write(sheet, form, fa(ticket.number), y, "Bold", form.number, 1.1)
    y = _draw_table(sheet, form, fa(ticket.table) or "نخستین میز آزاد", y + 1 * MM)
    for text in _notes(ticket):
        y = _write(sheet, form, text, y, "Bold", form.text)
    y = _draw_rule(sheet, form, y + 1.5 * MM)
    y = _draw_facts(sheet, form, _facts(ticket), y)
    y = _draw_rule(sheet, form, y + 1.5 * MM)
    y = _draw_barcode(sheet, form, ticket.barcode, y)
    for text in form.closing:
        y = _write(sheet, form, text, y)
    sheet.height = whole_dots(y + 4 * MM)
    return sheet.save()


def _room(form: _Form) -> float:
    """Return the width that text may take."""
    return form.width - 2 * (form.side + EDGE)


def fill_dots(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    """Draw a black surface of whole dots. A hundredth less: PDFium rounds every length up, and coordinates have two
    decimals."""
    sheet.fill(left, top, width - 0.01, height - 0.01)


def whole_dots(length: float) -> float:
    return ceil(length / DOT - 0.01) * DOT


def _write(
    sheet: Sheet, form: _Form, text: str, y: float, weight: Weight = "Medium", size: float = 0.0, leading: float = 1.55
) -> float:
    """Write a text in the middle; return the height below it."""
    span = Span(text, size or form.text, weight)
    return y + sheet.write([span], form.side + EDGE, y, _room(form), "centre", leading)


def _draw_rule(sheet: Sheet, form: _Form, y: float) -> float:
    top = whole_dots(y)
    fill_dots(sheet, form.side, top, form.width - 2 * form.side, 3 * DOT)
    return top + 1.2 * MM


def _draw_head(sheet: Sheet, form: _Form, ticket: Ticket, y: float) -> float:
    letterhead = ticket.letterhead
    if picture := emblem.as_jpeg(letterhead.emblem or b""):
        sheet.picture(picture, form.width / 2 - 7 * MM, y, 14 * MM, 14 * MM)
        y += 15 * MM
    y = _write(sheet, form, fa(letterhead.office), y, "Bold", form.office, LINE)
    session = f"جلسهٔ{NBSP}{fa(ticket.round)}" if ticket.round else ""
    y = _write(sheet, form, " · ".join(filter(None, (fa(letterhead.programme), session))), y)
    day = long_day(ticket.day) if form is FORMS[80] else f"{WEEKDAYS[weekday(ticket.day)]} {short_day(ticket.day)}"
    time = f"ساعت{NBSP}{isolate(fa(local_time(ticket.arrived_at)))}"
    return _write(sheet, form, f"{day.replace(' ', NBSP)} · {time}", y) + 1 * MM


def _draw_table(sheet: Sheet, form: _Form, table: str, y: float) -> float:
    """Draw the table's name white on black; a name too long for one line is written on several, black."""
    size = form.text * 1.1
    if lay_out((Span(table, size, "Bold"),), 1e4)[0].width > _room(form) - 5 * MM:
        return _write(sheet, form, table, y, "Bold", size)
    draw_tag(sheet, table, form.width / 2, y + size * 0.85, size, filled=True)
    return y + size * 1.7


def _draw_facts(sheet: Sheet, form: _Form, facts: list[tuple[str, str]], y: float) -> float:
    """Write the labels in one column and the values in another, on as many lines as each needs."""
    labels = [Span(f"{label}:", form.text, "Medium") for label, _ in facts]
    column = max(lay_out((label,), 1e4)[0].width for label in labels) + GAP * form.text
    left = form.side + EDGE
    for label, (_, value) in zip(labels, facts, strict=True):
        with sheet.one_paragraph():
            sheet.write([label], left, y, _room(form), leading=1.55)
            y += sheet.write([Span(value, form.text, "Bold")], left, y, _room(form) - column, leading=1.55)
    return y


def _draw_barcode(sheet: Sheet, form: _Form, digits: str, y: float) -> float:
    """Draw the code in the middle, its digits below it; nothing without digits."""
    if not digits:
        return y
    top, height = whole_dots(y + 0.4 * MM), form.bars * DOT
    module = form.module * DOT
    left = whole_dots((form.width - code_width(digits) * module) / 2)
    draw_bars(sheet, digits, left, top, module, height)
    return _write(sheet, form, isolate(fa(digits)), top + height, "Bold", form.text * 0.9, 1.4)


def _notes(ticket: Ticket) -> list[str]:
    found = [(REPRINT, ticket.reprint), ("با اولویت", ticket.priority), ("ثبت از روی برگهٔ کاغذی", ticket.on_paper)]
    return [text for text, holds in found if holds]


def _facts(ticket: Ticket) -> list[tuple[str, str]]:
    ahead = f"{fa(ticket.people_ahead)} نفر" if ticket.people_ahead else "هیچ‌کس"
    wait = range_words(ticket.wait) if ticket.wait else ""
    found = [("نام", fa(ticket.visitor)), ("موضوع", fa(ticket.category)), ("پیش از شما", ahead), ("انتظار", wait)]
    if ticket.on_paper:  # served already: nobody is ahead
        found = found[:2]
    return [(label, value) for label, value in found if value]
