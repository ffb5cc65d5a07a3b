"""The grid at the foot of a slip in which the unit reports: dates, the result, lines to write on."""

from reports.letter import NBSP, Area
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

ROW = 7 * MM
RESULTS = ("انجام شد", f"در برنامه تا{NBSP}…………………", "خلاف ضوابط", "خارج از وظایف این واحد")


def report_height(lines: int) -> float:
    return (2 + lines) * ROW


def draw_unit_report(sheet: Sheet, area: Area, top: float, lines: int) -> None:
    """Draw the grid from `top` on. It stands on the letter's foot, so that the result is at one place in every
    slip of one size."""
    inset = 2 * MM
    arrival = 68 * MM
    sheet.box(area.left, top, area.width, report_height(lines), weight=0.96)
    sheet.rule(area.right - arrival, top, 0, ROW, weight=0.96)
    for row in range(1, 2 + lines):
        sheet.rule(area.left, top + row * ROW, area.width, weight=0.96 if row < 3 else 0.7)
    strokes = f"{NBSP * 12}/{NBSP * 12}/"
    for text, right, row, size in (
        (f"تاریخ وصول:{strokes}", area.right, 0, 10.5),
        ("شماره و تاریخ ثبت واحد:", area.right - arrival, 0, 10.5),
        ("گزارش اقدام واحد:", area.right, 2, 9.6),
    ):
        if row == 2:
            _draw_results(sheet, area.right - inset, top + 1.5 * ROW)
        line = lay_out((Span(text, size),), arrival)[0]
        sheet.write_line(line, right - inset - arrival, top + (row + 0.5) * ROW, arrival, "right")


def _draw_results(sheet: Sheet, right: float, middle: float) -> None:
    """Draw «نتیجه» with boxes to tick; they are drawn because the font has none."""
    x, side = right, 3.5 * MM
    for place, text in enumerate(("نتیجه:", *RESULTS)):
        if place:
            x -= side
            sheet.box(x, middle - side / 2, side, side, weight=1.2)
            x -= 1.4 * MM
        line = lay_out((Span(text, 10.5),), 200)[0]
        x -= line.width
        sheet.write_line(line, x, middle, line.width, "right")
        x -= 3.6 * MM
