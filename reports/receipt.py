"""The visitor's receipt: where the matter went, until when an answer is due, and what to do without one."""

from app.papers.documents import Receipt, ReceiptLine
from app.persian.calendar import jalali
from app.persian.text import fa, isolate, masked
from reports.letter import Area, barcode, head, row, session, title
from reports.line import Span
from reports.sheet import MM, Sheet
from reports.slip import FOOT


def draw(sheet: Sheet, area: Area, receipt: Receipt) -> bool:
    """False when it does not fit the area at its scale."""
    facts = [("شماره", receipt.number)] if receipt.number else []
    y = head(sheet, area, receipt.letterhead, [*facts, ("تاریخ", jalali(receipt.day))])
    name = f"رسید متقاضی{session(receipt.round)}، نوبت {fa(receipt.ticket)}"
    y = title(sheet, area, y, name, ["المثنی"] if receipt.reprint else [])
    for text in body(area, receipt):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    y = referrals(sheet, area, receipt.lines, y + 2 * MM) if receipt.lines else y
    y += sheet.write([area.span(advice(receipt))], area.left, y + 3 * MM, area.width) + 3 * MM
    barcode(sheet, receipt.barcode, area.right, area.bottom - FOOT + 1 * MM, "کد رهگیری")
    return y <= area.bottom - FOOT


def body(area: Area, receipt: Receipt) -> list[list[Span]]:
    person = receipt.applicant
    code = isolate(fa(masked(person.code))) if person.code else ""
    texts = [
        row(area.field("متقاضی", fa(person.name), "Bold"), area.field(person.code_label or "شناسه", code)),
        area.field("موضوع", fa(receipt.category)),
        area.field("نتیجهٔ ملاقات", fa(receipt.outcome)),
    ]
    return [text for text in texts if text]


def advice(receipt: Receipt) -> str:
    phone = receipt.letterhead.phone
    call = f" یا با {isolate(fa(phone))} تماس بگیرید" if phone else ""
    if any(line.due_day for line in receipt.lines):
        return f"اگر تا پایان این مهلت پاسخی دریافت نکردید، با همین رسید به جلسهٔ بعد مراجعه فرمایید{call}."
    return f"لطفاً این رسید را نگه دارید؛ برای پیگیری با همین رسید به جلسهٔ بعد مراجعه فرمایید{call}."


def referrals(sheet: Sheet, area: Area, lines: tuple[ReceiptLine, ...], top: float) -> float:
    """One line a unit; the height below the last."""
    columns = (area.right - 45 * MM, area.left + 55 * MM, area.left)
    widths = (45 * MM, columns[0] - columns[1], 55 * MM)
    y = top
    titles = [area.label(text) for text in ("شمارهٔ ارجاع", "ارجاع به", "مهلت پاسخ")]
    rows = [[area.span(text) for text in (isolate(fa(line.number)), fa(line.unit), due(line))] for line in lines]
    for cells in (titles, *rows):
        heights = [sheet.write([cell], x, y, width) for cell, x, width in zip(cells, columns, widths, strict=True)]
        y += max(heights) + 0.5 * MM
        sheet.rule(area.left, y, area.width, weight=0.4)
        y += 0.5 * MM
    return y


def due(line: ReceiptLine) -> str:
    if line.copy:
        return "رونوشت جهت اطلاع"
    return f"تا {isolate(fa(jalali(line.due_day)))}" if line.due_day else "بدون مهلت"
