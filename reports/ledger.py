"""The dispatch ledger: the slips handed to one unit, with a place to sign for them. A4, as many pages as it needs."""

from app.papers.documents import Ledger, LedgerRow
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.a4_pages import AREA, BOUNDS, SIDE, number_pages, running_name
from reports.grid import Column, draw_grid
from reports.letter import draw_letterhead, draw_title, reprint_marks
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

COLUMNS = (
    Column("ردیف", 1.1),
    Column("شمارهٔ ارجاع", 2.6),
    Column("تاریخ برگه", 2),
    Column("متقاضی", 3.6),
    Column("موضوع", 3.4),
    Column("مهلت پاسخ", 2),
    Column("ملاحظات", 2.2),
)
SIGNATURES = 60 * MM
"""Height the signatures need below the last row."""


def ledger_pdf(ledger: Ledger) -> bytes:
    sheet = Sheet(*A4, f"دفتر ارسال {ledger.number}", ledger.letterhead.office)
    facts = [("شمارهٔ دفتر", str(ledger.number)), ("تاریخ", jalali(ledger.day))]
    y = draw_letterhead(sheet, AREA, ledger.letterhead, facts)
    y = draw_title(sheet, AREA, y, "دفتر ارسال برگه‌های ارجاع", reprint_marks(ledger.reprint))
    y += sheet.write([AREA.span(fa(ledger.addressed_as), "Bold", 12)], SIDE, y, BOUNDS.width)
    y += sheet.write([Span(_opening(ledger))], SIDE, y, BOUNDS.width, "justify") + 3 * MM
    rows = [_cells(place, row) for place, row in enumerate(ledger.rows, 1)]
    y = draw_grid(sheet, BOUNDS, y, COLUMNS, rows, 9.5, "برگه‌های ارجاع")
    _draw_signatures(sheet, ledger, y + 8 * MM)
    day = isolate(jalali(ledger.day))
    number_pages(sheet, running_name(f"دفتر ارسال شمارهٔ {ledger.number}", ledger.unit, day))
    return sheet.save()


def _opening(ledger: Ledger) -> str:
    number = f" به شمارهٔ {isolate(ledger.office_number)}" if ledger.office_number else ""
    void = sum(row.void for row in ledger.rows)
    voided = f" {void} برگه پس از ارسال باطل شده است." if void else ""
    return fa(
        f"{len(ledger.rows)} برگهٔ ارجاع به شرح زیر برای «{ledger.unit}» ارسال می‌شود ({ledger.mode}{number}).{voided}"
        " مهلت پاسخ از تاریخ وصول محاسبه می‌شود؛ خواهشمند است پس از درج تاریخ وصول، امضا فرمایید."
    )


def _cells(place: int, row: LedgerRow) -> list[str]:
    due = isolate(jalali(row.due_day)) if row.due_day else "—"
    notes = "، ".join(filter(None, ("باطل" if row.void else "", row.urgency, "رونوشت" if row.copy else "")))
    number, day = isolate(row.number), isolate(jalali(row.day))
    texts = (str(place), number, day, row.visitor or "—", row.category, due, notes)
    return [fa(text) for text in texts]


def _draw_signatures(sheet: Sheet, ledger: Ledger, y: float) -> None:
    """Draw the sender's box right and the receiver's left, both wide enough for a stamp."""
    if y + SIGNATURES > BOUNDS.bottom:
        sheet.next_page()
        y = BOUNDS.top
    width = (BOUNDS.width - 8 * MM) / 2
    receiver = ("تحویل‌گیرنده", ("نام و نام خانوادگی:", "شمارهٔ ثبت دبیرخانهٔ واحد:", "تاریخ وصول:", "امضا و مهر:"))
    sender = ("تحویل‌دهنده", (f"نام: {fa(ledger.clerk)}", f"تاریخ ارسال: {isolate(fa(jalali(ledger.day)))}", "امضا:"))
    for left, (name, texts) in ((SIDE + width + 8 * MM, sender), (SIDE, receiver)):
        sheet.box(left, y, width, SIGNATURES - 4 * MM, 2 * MM, 0.7)
        inside = y + 2 * MM
        inside += sheet.write([Span(name, 10.5, "Bold")], left + 3 * MM, inside, width - 6 * MM) + 1 * MM
        for text in texts:
            inside += sheet.write([Span(text, 10)], left + 3 * MM, inside, width - 6 * MM) + 2 * MM
