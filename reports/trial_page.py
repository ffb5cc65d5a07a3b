"""The trial page of a printer: rulers to lay a ruler on, a scale of greys, and a barcode for the reader."""

from app.persian.text import fa
from reports.barcode import draw_barcode
from reports.sheet import MM, Sheet
from reports.text_line import Span

WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, TOP = 25 * MM, 30 * MM
ACROSS, DOWN, STEP = 150, 200, 10
"""Lengths of the rulers and the distance of their long marks, in millimetres."""
GREYS = 11
BARCODE = "140500000014"
SAYS = "صفحهٔ آزمایش چاپگر"
HOW = "خط‌کش روی صفحه باید با خط‌کش واقعی یکی باشد؛ هر بخش {} میلی‌متر است."
GREYS_HOW = "خانه‌ها از سیاه تا سفید باید از هم جدا دیده شوند."
BARCODE_HOW = "بارکدخوان باید این دوازده رقم را بخواند."
NUMBERED = 50
"""Distance of the ruler's marks with a number, in millimetres."""


def trial_page_pdf(printer: str) -> bytes:
    sheet = Sheet(WIDTH, HEIGHT, SAYS)
    sheet.write([Span(SAYS, 16, "Bold")], LEFT, 12 * MM, ACROSS * MM, "centre")
    sheet.write([Span(printer, 10.5)], LEFT, 20 * MM, ACROSS * MM, "centre")
    for mm in range(0, ACROSS + 1, STEP // 2):
        sheet.rule(LEFT + mm * MM, TOP, 0, (5 if mm % STEP == 0 else 2.5) * MM, weight=0.5)
    for mm in range(0, DOWN + 1, STEP // 2):
        sheet.rule(LEFT, TOP + mm * MM, (5 if mm % STEP == 0 else 2.5) * MM, weight=0.5)
    sheet.rule(LEFT, TOP, ACROSS * MM)
    sheet.rule(LEFT, TOP, 0, DOWN * MM)
    for mm in range(NUMBERED, ACROSS + 1, NUMBERED):
        sheet.write([Span(fa(mm), 8)], LEFT + (mm - 10) * MM, TOP + 5 * MM, 9 * MM, "right")
    for mm in range(NUMBERED, DOWN + 1, NUMBERED):
        sheet.write([Span(fa(mm), 8)], LEFT + 6 * MM, TOP + (mm - 5) * MM, 9 * MM, "left")
    sheet.write([Span(HOW.format(fa(STEP)), 10.5)], LEFT + 15 * MM, TOP + 12 * MM, (ACROSS - 15) * MM)
    for step in range(GREYS):
        _draw_grey(sheet, LEFT + (15 + step * 12) * MM, TOP + 30 * MM, step / (GREYS - 1))
    sheet.write([Span(GREYS_HOW, 10.5)], LEFT + 15 * MM, TOP + 43 * MM, (ACROSS - 15) * MM)
    draw_barcode(sheet, BARCODE, LEFT + ACROSS * MM, TOP + 60 * MM)
    sheet.write([Span(BARCODE_HOW, 10.5)], LEFT + 15 * MM, TOP + 75 * MM, (ACROSS - 15) * MM)
    return sheet.save()


def _draw_grey(sheet: Sheet, left: float, top: float, grey: float) -> None:
    """Draw a framed field; `grey` is 0 for black and 1 for white."""
    side = 12 * MM
    sheet.add_code(f"q {grey:.2f} g {left:.2f} {-top - side:.2f} {side:.2f} {side:.2f} re f Q")
    sheet.box(left, top, side, side)
