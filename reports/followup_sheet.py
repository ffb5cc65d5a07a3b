"""The follow-up sheet: what earlier rounds asked for and no unit has answered, unit by unit. A4, as many pages as it
needs."""

from app.papers.documents import FollowupLine, FollowupSheet, FollowupUnit
from app.persian.calendar import jalali, long_day
from app.persian.text import fa, isolate
from reports.letter import Area, head, title
from reports.line import Span
from reports.minutes import BOTTOM, HEIGHT, PAGES, SIDE, TOP, numbered
from reports.sheet import A4, MM, Sheet
from reports.table import Column, table

COLUMNS = (
    Column("شمارهٔ ارجاع", 2.5), Column("روز جلسه", 2), Column("متقاضی", 3.2), Column("موضوع", 3.6),
    Column("مهلت", 2), Column("دیرکرد", 1.6), Column("وضعیت", 3), Column("نتیجه", 2.2),
)
ROOM = 26 * MM
"""A unit's name never stands at a page's foot without its first rows."""


def followup_sheet(sheet_of: FollowupSheet) -> bytes:
    sheet = Sheet(*A4, "برگهٔ پیگیری")
    area = Area(SIDE, TOP, PAGES.width, HEIGHT - TOP - BOTTOM)
    y = head(sheet, area, sheet_of.letterhead, [("تاریخ", jalali(sheet_of.made_day))])
    y = title(sheet, area, y, "برگهٔ پیگیری جلسه‌های پیشین", ["المثنی"] if sheet_of.reprint else [])
    y += sheet.write([Span(opening(sheet_of))], SIDE, y, PAGES.width, "justify") + 3 * MM
    for unit in sheet_of.units:
        y = one(sheet, unit, y)
    numbered(sheet)
    return sheet.save()


def opening(sheet_of: FollowupSheet) -> str:
    name = f"جلسهٔ {sheet_of.round} " if sheet_of.round else "جلسهٔ "
    when = f"برای {name}{sheet_of.letterhead.programme}، {long_day(sheet_of.day)}"
    lines = [line for unit in sheet_of.units for line in unit.lines]
    if not lines:
        return fa(f"{when}: از جلسه‌های پیشین درخواست بی‌پاسخی نمانده است.")
    late = sum(1 for line in lines if line.late)
    return fa(f"{when}: {len(lines)} ارجاع از جلسه‌های پیشین در {len(sheet_of.units)} واحد بی‌پاسخ مانده و مهلت {late}"
              " ارجاع گذشته است. مهلت به روز کاری و از وصول واحد، یا پیش از وصول از تاریخ برگه است.")


def one(sheet: Sheet, unit: FollowupUnit, y: float) -> float:
    if y + ROOM > PAGES.bottom:
        sheet.next_page()
        y = PAGES.top
    late = sum(1 for line in unit.lines if line.late)
    count = f"{len(unit.lines)} باز" + (f"، {late} دیر" if late else "")
    y += sheet.write([Span(fa(f"{unit.name} ({count})"), 11, "Bold")], SIDE, y, PAGES.width) + 1 * MM
    return table(sheet, PAGES, y, COLUMNS, [cells(line) for line in unit.lines], 9) + 4 * MM


def cells(line: FollowupLine) -> list[str]:
    state = "، ".join(filter(None, (
        line.stage, f"{line.reminders} پیرو" if line.reminders else "",
        f"{line.objections} اعتراض" if line.objections else "")))
    late = f"{line.late} روز" if line.late else "—"
    met, due = isolate(jalali(line.day)), isolate(jalali(line.due_day))
    texts = (isolate(line.number), met, line.visitor or "—", line.category, due, late, state, "")
    return [fa(text) for text in texts]
