"""The follow-up sheet: the referrals of earlier rounds that no unit has answered, unit by unit. A4, as many pages as it
needs."""

from app.papers.documents import FollowupRow, FollowupSheet, FollowupUnit
from app.persian.calendar import jalali, long_day
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, number_pages, running_name
from reports.grid import Column, draw_grid
from reports.letter import NBSP, draw_letterhead, draw_title, reprint_marks
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

COLUMNS = (
    Column("شمارهٔ ارجاع", 2.4),
    Column("روز جلسه", 2.05),
    Column("متقاضی", 2.75),
    Column("موضوع", 3.5),
    Column("مهلت", 2.05),
    Column("دیرکرد", 1.5),
    Column("وضعیت", 3.05),
    Column("نتیجه", 2),
)
LEAST_ROOM = 26 * MM
"""Height below which a unit starts on the next page: its name never stands at a page's foot without its first rows."""


def followup_sheet_pdf(document: FollowupSheet) -> bytes:
    sheet = Sheet(*A4, "برگهٔ پیگیری", document.letterhead.office)
    y = draw_letterhead(sheet, AREA, document.letterhead, [("تاریخ", jalali(document.made_day))])
    y = draw_title(sheet, AREA, y, "برگهٔ پیگیری جلسه‌های پیشین", reprint_marks(document.reprint))
    y += sheet.write([Span(_opening(document))], SIDE, y, BOUNDS.width, "justify") + 3 * MM
    for unit in document.units:
        y = _draw_unit(sheet, unit, y)
    session = f"جلسهٔ {document.round}" if document.round else ""
    day = isolate(jalali(document.day))
    number_pages(sheet, running_name("برگهٔ پیگیری", document.letterhead.programme, session, day))
    return sheet.save()


def _opening(document: FollowupSheet) -> str:
    name = f"جلسهٔ {document.round} " if document.round else "جلسهٔ "
    when = f"برای {name}{document.letterhead.programme}، {long_day(document.day)}"
    rows = [row for unit in document.units for row in unit.rows]
    if not rows:
        return fa(f"{when}: از جلسه‌های پیشین درخواست بی‌پاسخی نمانده است.")
    late = sum(1 for row in rows if row.late)
    return fa(
        f"{when}: {len(rows)} ارجاع از جلسه‌های پیشین در {len(document.units)} واحد بی‌پاسخ مانده و مهلت {late}"
        " ارجاع گذشته است. مبنای مهلت، روز کاری از تاریخ وصول در واحد است و تا پیش از ثبت وصول، از تاریخ"
        " صدور برگه."
    )


def _draw_unit(sheet: Sheet, unit: FollowupUnit, y: float) -> float:
    if y + LEAST_ROOM > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    late = sum(1 for row in unit.rows if row.late)
    count = f"{len(unit.rows)} مورد باز" + (f"، {late} مورد دیرشده" if late else "")
    y += sheet.write([Span(fa(f"{unit.name} ({count})"), 11, "Bold")], SIDE, y, BOUNDS.width) + 1 * MM
    return draw_grid(sheet, BOUNDS, y, COLUMNS, [_cells(row) for row in unit.rows], 9, fa(unit.name)) + 4 * MM


def _cells(row: FollowupRow) -> list[str]:
    state = "، ".join(
        filter(
            None,
            (
                row.stage,
                f"{row.reminders}{NBSP}پیرو" if row.reminders else "",
                f"{row.objections}{NBSP}اعتراض" if row.objections else "",
            ),
        )
    )
    late = f"{row.late}{NBSP}روز" if row.late else "—"
    met, due = isolate(jalali(row.day)), isolate(jalali(row.due_day))
    texts = (isolate(row.number), met, row.visitor or "—", row.category, due, late, state, "")
    return [fa(text) for text in texts]
