"""A person's file: all matters of a visitor, what is open before what is settled. A4, as many pages as it needs."""

from app.papers.person_file import FileMatter, PersonFile
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, number_pages, running_name
from reports.grid import Column, draw_grid
from reports.letter import draw_letterhead, draw_title
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

COLUMNS = (Column("تاریخ", 2), Column("رویداد", 5.6), Column("شرح", 9.4))
LEAST_ROOM = 26 * MM
"""Height below which a matter starts on the next page: its name never stands at a page's foot without its events."""
TITLE = "پروندهٔ شخص"


def person_file_pdf(document: PersonFile) -> bytes:
    sheet = Sheet(*A4, TITLE, document.letterhead.office)
    y = draw_letterhead(sheet, AREA, document.letterhead, [("تاریخ", jalali(document.made_day))])
    y = draw_title(sheet, AREA, y, TITLE, [])
    for span in (Span(_who(document), 11, "Bold"), Span(_summary(document), 11)):
        y += sheet.write([span], SIDE, y, BOUNDS.width) + 1 * MM
    for is_open, heading in ((True, "باز و ردشده"), (False, "بسته")):
        matters = [each for each in document.matters if each.is_open == is_open]
        for place, matter in enumerate(matters):
            y = _draw_matter(sheet, matter, y + 2 * MM, "" if place else f"{heading} ({len(matters)})")
    day = isolate(jalali(document.made_day))
    number_pages(sheet, running_name(TITLE, document.name, day))
    return sheet.save()


def _who(document: PersonFile) -> str:
    father = f"فرزند {document.father}" if document.father else ""
    code = f"{document.code_label} {isolate(document.code)}" if document.code else ""
    return fa("، ".join(filter(None, (document.name, father, code))))


def _summary(document: PersonFile) -> str:
    late = f"، بدترین {document.late} روز دیر" if document.late else ""
    referrals = f"{document.open} ارجاع باز{late}" if document.open else "ارجاع باز ندارد"
    return fa(f"{document.visits} مراجعه؛ {referrals}. موضوع‌های محرمانه فقط با تاریخ و مرحله آمده است.")


def _draw_matter(sheet: Sheet, matter: FileMatter, y: float, heading: str) -> float:
    """`heading`: what is written over the first matter of its kind; '' over the others."""
    if y + LEAST_ROOM > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    if heading:
        y += sheet.write([Span(fa(heading), 12, "Bold")], SIDE, y, BOUNDS.width) + 1 * MM
    days = " و ".join(isolate(jalali(day)) for day in matter.days)
    name = fa(f"{matter.category} · {days} · {matter.state}")
    y += sheet.write([Span(name, 10.5, "Bold")], SIDE, y, BOUNDS.width) + 1 * MM
    rows = [[fa(isolate(jalali(each.day))), fa(each.title), fa(each.words)] for each in matter.events]
    return draw_grid(sheet, BOUNDS, y, COLUMNS, rows, 9, name) + 2 * MM
