"""The letter that tells a unit of its new deadlines, because a day was closed or opened. A4, on as many pages as it
needs.
"""

from app.papers.deadline_letter import DeadlineLetter, MovedRow
from app.persian.calendar import jalali, long_day
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, number_pages, running_name
from reports.foot import POST
from reports.grid import Column, draw_grid
from reports.letter import LINE, NBSP, draw_letterhead, draw_title, due_text, reprint_marks
from reports.sheet import A4, MM, Sheet

COLUMNS = (
    Column("ردیف", 1),
    Column("شمارهٔ ارجاع", 2.4),
    Column("متقاضی", 3.4),
    Column("موضوع", 4.2),
    Column("مهلت پیشین", 3.3),
    Column("مهلت جدید", 3.3),
)
SIGNATURE = 22 * MM
"""Height the closing sentence and the signature need below the last row."""
TITLE = "اعلام تغییر مهلت پاسخ"


def deadline_letter_pdf(letter: DeadlineLetter) -> bytes:
    sheet = Sheet(*A4, f"{TITLE} {letter.number}", letter.letterhead.office)
    facts = [("شماره", str(letter.number)), ("تاریخ", jalali(letter.day))]
    y = draw_letterhead(sheet, AREA, letter.letterhead, facts)
    y = draw_title(sheet, AREA, y, TITLE, reprint_marks(letter.reprint)) + 1 * MM
    y += sheet.write([AREA.span(fa(letter.addressed_as), "Bold", 12.5)], SIDE, y, BOUNDS.width, leading=1.7) + 1 * MM
    for text in ("سلام علیکم؛", _opening(letter)):
        y += sheet.write([AREA.span(text, size=11.5)], SIDE, y, BOUNDS.width, "justify", leading=1.9)
    rows = [_cells(place, row) for place, row in enumerate(letter.rows, 1)]
    y = draw_grid(sheet, BOUNDS, y + 3 * MM, COLUMNS, rows, 9.5, "مهلت‌های جدید")
    _draw_end(sheet, letter, y + 5 * MM)
    number_pages(sheet, running_name(f"{TITLE}، شمارهٔ {letter.number}", letter.unit, isolate(jalali(letter.day))))
    return sheet.save()


def _opening(letter: DeadlineLetter) -> str:
    decree = f" (نامهٔ شمارهٔ{NBSP}{isolate(letter.decree)})" if letter.decree else ""
    closed, opened = (_dated(day) for day in (letter.closed_day, letter.opened_day))
    if closed and opened:
        cause = f"با توجه به انتقال تعطیلی «{letter.reason}» از {opened} به {closed}"
    elif closed:
        cause = f"با توجه به تعطیلی روز {closed} به علت «{letter.reason}»{decree}"
    else:
        cause = f"با توجه به منتفی شدن تعطیلی روز {opened} («{letter.reason}»)"
    return fa(
        f"{cause}، مهلت پاسخ {len(letter.rows)}{NBSP}ارجاع آن واحد به شرح زیر تغییر یافت. تاریخی که به متقاضیان اعلام"
        " شده است تغییری ندارد."
    )


def _dated(day: str) -> str:
    return long_day(day).replace(" ", NBSP) if day else ""


def _cells(place: int, row: MovedRow) -> list[str]:
    days = (due_text(row.before_day), due_text(row.after_day))
    return [fa(text) for text in (str(place), isolate(row.number), row.visitor or "—", row.category, *days)]


def _draw_end(sheet: Sheet, letter: DeadlineLetter, y: float) -> None:
    """Write name and post of the sender at the left, as a letter is signed."""
    if y + SIGNATURE > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    sender, width = letter.letterhead.sender, 70 * MM
    for text in filter(None, (sender.name, sender.post or POST)):
        span = AREA.span(fa(text), "Bold" if text == sender.name else "Regular")
        y += sheet.write([span], SIDE, y, width, "centre", LINE)
