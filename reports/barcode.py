"""The barcode of a paper: Code 128 in digits."""

from functools import lru_cache
from itertools import accumulate

from reportlab.graphics.barcode.code128 import Code128

from app.persian.text import fa, isolate
from reports.letter import LINE, NBSP
from reports.sheet import MM, Sheet
from reports.text_line import Span


def draw_barcode(sheet: Sheet, digits: str, right: float, top: float, label: str = "") -> None:
    """Draw Code 128, 51 mm wide for twelve digits, with the digits readable under it; nothing without digits.

    A bar is 0.508 mm: whole dots of a printer with 150, 300 or 600 dots an inch.
    """
    if not digits:
        return
    module, height = 0.508 * MM, 9 * MM
    left = right - code_width(digits) * module
    draw_bars(sheet, digits, left, top, module, height)
    below = [Span(f"{label}:{NBSP}", 8.6)] if label else []
    sheet.write(
        [*below, Span(isolate(fa(digits)), 8.6, "Bold" if label else "Regular")],
        left,
        top + height + 0.3 * MM,
        right - left,
        leading=LINE,
    )


def code_width(digits: str) -> int:
    """Return the width in modules, without the quiet zones."""
    return sum(code128_bars(digits)[0])


def draw_bars(sheet: Sheet, digits: str, left: float, top: float, module: float, height: float) -> None:
    widths, bars = code128_bars(digits)
    starts = accumulate(widths, initial=0)
    drawn = (
        f"{left + start * module:.3f} {-top - height:.3f} {width * module:.3f} {height:.3f} re"
        for start, width, bar in zip(starts, widths, bars, strict=False)
        if bar
    )
    sheet.add_code(f"0 g {' '.join(drawn)} f")


@lru_cache(maxsize=256)
def code128_bars(digits: str) -> tuple[list[int], list[bool]]:
    """Return the widths of bars and gaps in modules, and whether each is black."""
    code = Code128(digits, quiet=0)
    code.validate()
    code.encode()
    code.decompose()
    return ["ABCD".index(sign.upper()) + 1 for sign in code.decomposed], [sign.isupper() for sign in code.decomposed]
