"""The trial page of a receipt printer: a ruler across the head's reach, letters of the ticket, lines and bars."""

from app.persian.text import fa, isolate
from reports.barcode import code_width, draw_bars
from reports.letter import NBSP
from reports.sheet import MM, Sheet
from reports.text_line import Span
from reports.ticket import DOT, FORMS, Roll, fill_dots, whole_dots
from reports.trial_page import BARCODE, SAYS

STEP = 10
DOTS = (1, 2, 3, 4)
"""Thicknesses of the lines, in dots: the head is sound where each is unbroken."""


def trial_ticket_pdf(printer: str, roll: Roll) -> bytes:
    form = FORMS[roll]
    sheet = Sheet(form.width, 0, SAYS)
    reach = form.width - 2 * form.side
    y = 4 * MM
    for text, size in ((SAYS, form.office), (printer, form.text)):
        y += sheet.write([Span(text, size, "Bold")], form.side, y, reach, "centre")
    y = _draw_ruler(sheet, form.side, whole_dots(y + 2 * MM), reach)
    says = f"پهنای چاپ: {fa(round(reach / MM))}{NBSP}میلی‌متر، هر بخش: {fa(STEP)}{NBSP}میلی‌متر"
    y += sheet.write([Span(says, form.text, "Medium")], form.side, y + 1 * MM, reach, "centre", 1.55)
    y = whole_dots(y + 3 * MM)
    for dots in DOTS:
        fill_dots(sheet, form.side, y, reach, dots * DOT)
        y += 16 * DOT
    module = form.module * DOT
    left = whole_dots((form.width - code_width(BARCODE) * module) / 2)
    draw_bars(sheet, BARCODE, left, y, module, form.bars * DOT)
    y += form.bars * DOT
    y += sheet.write([Span(isolate(fa(BARCODE)), form.text, "Bold")], form.side, y, reach, "centre", 1.4)
    sheet.height = whole_dots(y + 4 * MM)
    return sheet.save()


def _draw_ruler(sheet: Sheet, left: float, top: float, length: float) -> float:
    """Draw marks at every half step, the first and last at the very ends of the head's reach."""
    for mm in range(0, round(length / MM) + 1, STEP // 2):
        x = min(left + mm * MM, left + length - 2 * DOT)
        fill_dots(sheet, x, top, 2 * DOT, (5 if mm % STEP == 0 else 2.5) * MM)
    fill_dots(sheet, left + length - 2 * DOT, top, 2 * DOT, 5 * MM)
    fill_dots(sheet, left, top, length, 2 * DOT)
    return top + 5 * MM
