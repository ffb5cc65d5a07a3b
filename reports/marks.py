"""Marks on a letter: words in boxes, the corners by which a scan is squared, the strokes of a void one."""

from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span, lay_out


def tag_width(text: str, size: float = 11.0) -> float:
    return lay_out((Span(text, size, "Bold"),), 200)[0].width + 3.6 * MM


def draw_tag(sheet: Sheet, text: str, centre: float, middle: float, size: float = 11.0, filled: bool = False) -> None:
    """Draw a word in a small box, white on black when `filled`."""
    line = lay_out((Span(text, size, "Bold"),), 200)[0]
    width, height = tag_width(text, size), size * 1.5
    left, top = centre - width / 2, middle - height / 2
    if filled:
        sheet.fill(left, top, width, height, 0.9 * MM)
    else:
        sheet.box(left, top, width, height, 0.9 * MM, 0.96)
    sheet.write_line(line, left, middle, width, "centre", grey=1.0 if filled else 0.0)


def draw_corner_marks(sheet: Sheet, top: float, height: float) -> None:
    """Draw the marks by which a scan of the letter is squared: 5 mm long, 0.7 mm thick, 6 mm from the paper's edges."""
    edge, long, thick = 6 * MM, 5 * MM, 0.7 * MM
    for right in (False, True):
        for low in (False, True):
            x = A5_ACROSS[0] - edge - long if right else edge
            y = top + height - edge - thick if low else top + edge
            sheet.fill(x, y, long, thick)
            sheet.fill(A5_ACROSS[0] - edge - thick if right else edge, y - (long - thick if low else 0), thick, long)


def draw_void_strokes(sheet: Sheet, left: float, top: float, width: float, height: float) -> None:
    """Strike a void letter out from corner to corner; what it says stays readable."""
    for below in (top + height, top + height - 3 * MM):
        sheet.rule(left, below, width, -height, weight=1.2)
