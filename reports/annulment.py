"""«ابطال ارجاع»: a letter to a unit that was sent a slip which is void now. A5 across."""

from app.papers.annulment import Annulment
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.barcode import draw_barcode
from reports.foot import draw_sender, draw_sent_by, sender_spans
from reports.letter import (
    CONFIDENTIAL,
    FOOT,
    NBSP,
    Area,
    applicant_fields,
    draw_letterhead,
    draw_title_row,
    letter_area,
    quoted,
    reprint_marks,
)
from reports.marks import draw_tag
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span

SCALES = (1.0, 0.9, 0.8, 0.7)


def annulment_pdf(letter: Annulment) -> bytes:
    sheet = Sheet(*A5_ACROSS, f"ابطال ارجاع {letter.number}", letter.letterhead.office)
    start = sheet.checkpoint()
    for scale in SCALES:
        sheet.rewind(start)
        if _draw(sheet, letter_area(0, sheet.height, scale), letter):
            break
    return sheet.save()


def _draw(sheet: Sheet, area: Area, letter: Annulment) -> bool:
    """Return False when the letter does not fit the area at its scale."""
    y = draw_letterhead(sheet, area, letter.letterhead, [("تاریخ", jalali(letter.day))], letter.confidential)
    framed = [Span(f"شمارهٔ باطل‌شده:{NBSP}", 11), Span(isolate(fa(letter.number)), 12.5, "Bold")]
    y = draw_title_row(sheet, area, y, "نامهٔ ابطال ارجاع", reprint_marks(letter.reprint), framed) + 1 * MM
    y += sheet.write([area.span(fa(letter.addressed_as), "Bold", 12.5)], area.left, y, area.width, leading=1.7)
    y += sheet.write(applicant_fields(area, letter.applicant), area.left, y, area.width) + 2 * MM
    for text in filter(None, ("سلام علیکم؛", _opening(letter), _reason(letter), _request(letter))):
        y += sheet.write([area.span(text, size=11.5)], area.left, y, area.width, "justify", leading=1.9)
    signature = 16 * MM
    draw_sent_by(sheet, area, letter.letterhead, y + 2 * MM)
    draw_barcode(sheet, letter.barcode, area.right, area.bottom - FOOT + 1 * MM, "کد ابطال")
    if letter.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + 20 * MM, area.bottom - FOOT + 4 * MM, 9.6)
    draw_sender(sheet, area, sender_spans(letter.letterhead)[:1], area.bottom - FOOT + 1 * MM)
    return y + signature <= area.bottom - FOOT


def _opening(letter: Annulment) -> str:
    giver = "، ".join(filter(None, (letter.official_post, letter.official_name)))
    slip = f"ارجاع شمارهٔ{NBSP}{isolate(letter.number)} مورخ{NBSP}{isolate(jalali(letter.slip_day))}"
    return fa(f"{slip} با موضوع {quoted(letter.category)} و پاراف {giver} باطل شده است و نیازی به اقدام و پاسخ ندارد.")


def _reason(letter: Annulment) -> str:
    return fa(f"علت ابطال: {letter.reason.rstrip('.')}.") if letter.reason else ""


def _request(letter: Annulment) -> str:
    instead = f" ارجاع شمارهٔ{NBSP}{isolate(letter.instead)} جایگزین آن است." if letter.instead else ""
    return fa(
        f"خواهشمند است دستور فرمایید برگهٔ باطل‌شده به این دبیرخانه بازگردانده و در سوابق آن واحد ابطال شود.{instead}"
    )
