"""«پیرو» to a unit about many referrals: one letter with a table. A4, on as many pages as it needs."""

from collections.abc import Sequence

from app.papers.reminders import ReminderLetter, ReminderRow
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, draw_section, number_pages, running_name
from reports.barcode import draw_barcode
from reports.foot import POST
from reports.grid import Column
from reports.letter import LINE, NBSP, draw_letterhead, draw_title, quoted, reprint_marks, shortened
from reports.reminder import REQUEST
from reports.sheet import A4, MM, Sheet

TITLE = "نامهٔ پیرو (یادآوری)"
DENIED, UNANSWERED = "پاسخ‌هایی که متقاضی به آن‌ها اعتراض کرده است", "ارجاع‌هایی که پاسخی به آن‌ها نرسیده است"
_NUMBER, _DAYS = (Column("ردیف", 1.05), Column("شمارهٔ پیرو و کد", 2.9)), (Column("پایان مهلت و دیرکرد", 2.2),)
COLUMNS = (*_NUMBER, Column("متقاضی و موضوع", 5.4), Column("پاراف", 5.6), *_DAYS)
DENIED_COLUMNS = (*_NUMBER, Column("متقاضی، موضوع و پاراف", 5.5), Column("پاسخ واحد و اعتراض متقاضی", 5.5), *_DAYS)
MATTER, WORDS = 150, 120
"""Letters of a matter, and of a paraph, an answer or an objection, in a row; a row is at most a few lines high."""
SIGNATURE = 26 * MM
"""Height the signature and the barcode need below the last row."""


def reminder_letter_pdf(letter: ReminderLetter) -> bytes:
    sheet = Sheet(*A4, f"پیرو {letter.number}", letter.letterhead.office)
    facts = [("شماره", letter.number), ("تاریخ", jalali(letter.day))]
    y = draw_letterhead(sheet, AREA, letter.letterhead, facts)
    y = draw_title(sheet, AREA, y, TITLE, reprint_marks(letter.reprint)) + 1 * MM
    y += sheet.write([AREA.span(fa(letter.addressed_as), "Bold", 12.5)], SIDE, y, BOUNDS.width, leading=1.7) + 1 * MM
    for text in ("سلام علیکم؛", f"{_opening(letter)} {REQUEST}"):
        y += sheet.write([AREA.span(text, size=11)], SIDE, y, BOUNDS.width, "justify", leading=1.8)
    y += 3 * MM
    denied = [row for row in letter.rows if row.objected_day]
    unanswered = [row for row in letter.rows if not row.objected_day]
    y = draw_section(sheet, DENIED, DENIED_COLUMNS, _numbered(denied, 1), y)
    y = draw_section(sheet, UNANSWERED, COLUMNS, _numbered(unanswered, len(denied) + 1), y)
    _draw_end(sheet, letter, y)
    name = running_name(f"پیرو {isolate(letter.number)}", letter.unit, isolate(jalali(letter.day)))
    number_pages(sheet, name)
    return sheet.save()


def _opening(letter: ReminderLetter) -> str:
    denied = sum(bool(row.objected_day) for row in letter.rows)
    worst = max(row.late_days for row in letter.rows)
    answered = f" {denied}{NBSP}مورد از آن‌ها را آن واحد پاسخ داده و متقاضی به پاسخ اعتراض کرده است." if denied else ""
    return fa(
        f"مهلت پاسخ {len(letter.rows)}{NBSP}ارجاع آن واحد به شرح زیر به پایان رسیده (بیشترین دیرکرد:"
        f" {worst}{NBSP}روز{NBSP}کاری) و تا این تاریخ پاسخ نهایی به این دبیرخانه واصل نشده است.{answered}"
    )


def _numbered(rows: Sequence[ReminderRow], first: int) -> list[list[str]]:
    return [[str(place), *_cells(row)] for place, row in enumerate(rows, first)]


def _cells(row: ReminderRow) -> tuple[str, ...]:
    number = f"{isolate(row.number)}\n{isolate(row.barcode)}"
    about = _lines(" · ".join(filter(None, (row.visitor, row.category))), shortened(row.matter, MATTER))
    paraph = quoted(shortened(row.words, WORDS))
    given = f"{row.official_post}: {paraph}" if row.official_post and paraph else paraph
    days = f"{isolate(jalali(row.due_day))}\n{row.late_days}{NBSP}روز{NBSP}کاری"
    if not row.objected_day:
        return number, about, given or "—", days
    answer = f"پاسخ {isolate(jalali(row.answered_day))}: {quoted(shortened(row.answer, WORDS))}"
    objection = f"اعتراض {isolate(jalali(row.objected_day))}: {quoted(shortened(row.objection, WORDS))}"
    return number, _lines(about, given), _lines(answer, objection), days


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _draw_end(sheet: Sheet, letter: ReminderLetter, y: float) -> None:
    """Draw the barcode right, and left name and post of the sender, as a letter is signed."""
    if y + SIGNATURE > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    draw_barcode(sheet, letter.barcode, AREA.right, y + 3 * MM, "کد پیرو")
    sender, width = letter.letterhead.sender, 70 * MM
    for text in filter(None, (sender.name, sender.post or POST)):
        span = AREA.span(fa(text), "Bold" if text == sender.name else "Regular")
        y += sheet.write([span], SIDE, y, width, "centre", LINE)
