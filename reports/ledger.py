"""The dispatch ledger: what one unit was handed, with a place to sign for it. A4, as many pages as it needs."""

from app.papers.documents import Ledger, LedgerLine
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import Area, head, title
from reports.line import Span
from reports.minutes import BOTTOM, HEIGHT, PAGES, SIDE, TOP, numbered
from reports.sheet import A4, MM, Sheet
from reports.table import Column, table

COLUMNS = (
    Column("ردیف", 1.1), Column("شمارهٔ ارجاع", 2.6), Column("تاریخ برگه", 2), Column("متقاضی", 3.6),
    Column("موضوع", 3.4), Column("مهلت پاسخ", 2), Column("ملاحظات", 2.2),
)
SIGN = 46 * MM
"""What the signatures need below the last row."""


def ledger(ledger: Ledger) -> bytes:
    sheet = Sheet(*A4, f"دفتر ارسال {ledger.number}")
    area = Area(SIDE, TOP, PAGES.width, HEIGHT - TOP - BOTTOM)
    facts = [("شمارهٔ دفتر", str(ledger.number)), ("تاریخ", jalali(ledger.day))]
    y = head(sheet, area, ledger.letterhead, facts)
    y = title(sheet, area, y, "دفتر ارسال برگه‌های ارجاع", ["المثنی"] if ledger.reprint else [])
    y += sheet.write([area.span(fa(ledger.addressed_as), "Bold", 12)], SIDE, y, PAGES.width)
    y += sheet.write([Span(opening(ledger))], SIDE, y, PAGES.width, "justify") + 3 * MM
    rows = [cells(place, line) for place, line in enumerate(ledger.lines, 1)]
    y = table(sheet, PAGES, y, COLUMNS, rows, 9.5)
    signatures(sheet, ledger, y + 8 * MM)
    numbered(sheet)
    return sheet.save()


def opening(ledger: Ledger) -> str:
    number = f" به شمارهٔ {isolate(ledger.office_number)}" if ledger.office_number else ""
    return fa(f"{len(ledger.lines)} برگهٔ ارجاع به شرح زیر برای «{ledger.unit}» فرستاده می‌شود ({ledger.mode}{number})."
              " مهلت واحد از روز وصول آغاز می‌شود؛ خواهشمند است تاریخ وصول نوشته و امضا شود.")


def cells(place: int, line: LedgerLine) -> list[str]:
    due = isolate(jalali(line.due_day)) if line.due_day else "—"
    notes = "، ".join(filter(None, (line.urgency, "رونوشت" if line.copy else "")))
    number, day = isolate(line.number), isolate(jalali(line.day))
    texts = (str(place), number, day, line.visitor or "—", line.category, due, notes)
    return [fa(text) for text in texts]


def signatures(sheet: Sheet, ledger: Ledger, y: float) -> None:
    """Who sends right, who receives left, both in boxes wide enough for a stamp."""
    if y + SIGN > PAGES.bottom:
        sheet.next_page()
        y = PAGES.top
    width = (PAGES.width - 8 * MM) / 2
    receiver = ("تحویل‌گیرنده", ("نام و نام خانوادگی:", "شمارهٔ ثبت دبیرخانهٔ واحد:", "تاریخ وصول:", "امضا و مهر:"))
    sender = ("تحویل‌دهنده", (f"نام: {fa(ledger.clerk)}", f"تاریخ ارسال: {isolate(fa(jalali(ledger.day)))}", "امضا:"))
    for left, (name, lines) in ((SIDE + width + 8 * MM, sender), (SIDE, receiver)):
        sheet.box(left, y, width, SIGN - 4 * MM, 2 * MM, 0.7)
        inside = y + 2 * MM
        inside += sheet.write([Span(name, 10.5, "Bold")], left + 3 * MM, inside, width - 6 * MM) + 1 * MM
        for text in lines:
            inside += sheet.write([Span(text, 10)], left + 3 * MM, inside, width - 6 * MM) + 2 * MM
