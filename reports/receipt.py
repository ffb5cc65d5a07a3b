"""The visitor's receipt: the units the matter was sent to, until when an answer is due, and what to do without one."""

from app.papers.documents import Receipt, ReceiptReferral
from app.persian.calendar import jalali
from app.persian.text import fa, isolate, masked
from reports.letter import (
    FOOT,
    Area,
    draw_barcode,
    draw_letterhead,
    draw_title,
    join_fields,
    reprint_marks,
    session_suffix,
)
from reports.sheet import MM, Sheet
from reports.text_line import Span


def draw_receipt(sheet: Sheet, area: Area, receipt: Receipt) -> bool:
    """Return False when the receipt does not fit the area at its scale."""
    facts = [("شماره", receipt.number)] if receipt.number else []
    y = draw_letterhead(sheet, area, receipt.letterhead, [*facts, ("تاریخ", jalali(receipt.day))])
    name = f"رسید متقاضی{session_suffix(receipt.round)}، نوبت {fa(receipt.ticket)}"
    y = draw_title(sheet, area, y, name, reprint_marks(receipt.reprint))
    for text in _body(area, receipt):
        y += sheet.write(text, area.left, y, area.width, leading=1.75)
    y = _draw_referrals(sheet, area, receipt.referrals, y + 2 * MM) if receipt.referrals else y
    y += sheet.write([area.span(_advice(receipt))], area.left, y + 3 * MM, area.width) + 3 * MM
    draw_barcode(sheet, receipt.barcode, area.right, area.bottom - FOOT + 1 * MM, "کد رهگیری")
    return y <= area.bottom - FOOT


def _body(area: Area, receipt: Receipt) -> list[list[Span]]:
    person = receipt.applicant
    code = isolate(fa(masked(person.code))) if person.code else ""
    texts = [
        join_fields(area.field("متقاضی", fa(person.name), "Bold"), area.field(person.code_label or "شناسه", code)),
        area.field("موضوع", fa(receipt.category)),
        area.field("نتیجهٔ ملاقات", fa(receipt.outcome)),
    ]
    return [text for text in texts if text]


def _advice(receipt: Receipt) -> str:
    phone = receipt.letterhead.phone
    call = f" یا با {isolate(fa(phone))} تماس بگیرید" if phone else ""
    if any(row.due_day for row in receipt.referrals):
        return f"اگر تا پایان این مهلت پاسخی دریافت نکردید، با همین رسید به جلسهٔ بعد مراجعه فرمایید{call}."
    return f"لطفاً این رسید را نگه دارید؛ برای پیگیری با همین رسید به جلسهٔ بعد مراجعه فرمایید{call}."


def _draw_referrals(sheet: Sheet, area: Area, referrals: tuple[ReceiptReferral, ...], top: float) -> float:
    """Draw one row a unit; return the height below the last."""
    columns = (area.right - 45 * MM, area.left + 55 * MM, area.left)
    widths = (45 * MM, columns[0] - columns[1], 55 * MM)
    y = top
    titles = [area.label(text) for text in ("شمارهٔ ارجاع", "ارجاع به", "مهلت پاسخ")]
    rows = [[area.span(text) for text in (isolate(fa(row.number)), fa(row.unit), _due(row))] for row in referrals]
    for cells in (titles, *rows):
        heights = [sheet.write([cell], x, y, width) for cell, x, width in zip(cells, columns, widths, strict=True)]
        y += max(heights) + 0.5 * MM
        sheet.rule(area.left, y, area.width, weight=0.4)
        y += 0.5 * MM
    return y


def _due(row: ReceiptReferral) -> str:
    if row.copy:
        return "رونوشت جهت اطلاع"
    return f"تا {isolate(fa(jalali(row.due_day)))}" if row.due_day else "بدون مهلت"
