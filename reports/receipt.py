"""The visitor's receipt: the units the matter was sent to, until when an answer is due, and what to do without one."""

from app.papers.documents import Receipt, ReceiptReferral
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate, masked
from reports.barcode import draw_barcode
from reports.foot import draw_signature
from reports.letter import (
    BODY,
    FOOT,
    LINE,
    NBSP,
    THICK,
    Area,
    again_text,
    draw_letterhead,
    draw_title_row,
    due_text,
    join_fields,
    reprint_marks,
)
from reports.sheet import MM, Sheet
from reports.text_line import Span, lay_out

STAMP = (42 * MM, 27 * MM)
ROWS = (8.5 * MM, 6.5 * MM)
"""Height of a unit's row, and where there are more units than FEW."""
FEW = 4
PARTS = {"lead": "مسئول", "partner": "همکار", "copy": "رونوشت"}
NO_ANSWER = "پاسخ لازم نیست"
THANKS = "از مراجعهٔ شما سپاسگزاریم؛ این رسید را نزد خود نگه دارید."
ADVICE = {
    "settled": f"موضوع در همان جلسه حل شد و به پیگیری نیاز ندارد. {THANKS}",
    "phoned": "دستور رسیدگی تلفنی به واحد مربوط ابلاغ شد. چنانچه نتیجه به شما اعلام نشد، {come}.",
    "guided": f"راهنمایی لازم در جلسه ارائه شد و ارجاعی ثبت نشده است. {THANKS}",
    "papers": "رسیدگی نیازمند تکمیل مدارک است. لطفاً مدارک خواسته‌شده را تهیه کنید و {come}.",
    "barred": f"رسیدگی به این درخواست منع قانونی دارد و ارجاعی ثبت نشده است. {THANKS}",
    "withdrew": f"رسیدگی به درخواست شما پایان یافت. {THANKS}",
}
"""The words for the visitor where no unit was written to, by the outcome."""


def draw_receipt(sheet: Sheet, area: Area, receipt: Receipt) -> bool:
    """Return False when the receipt does not fit the area at its scale."""
    day, time = jalali(local_day(receipt.written_at)), local_time(receipt.written_at)
    facts = [("تاریخ", f"{isolate(day)}، ساعت{NBSP}{isolate(time)}"), ("نوبت", str(receipt.ticket))]
    if again := again_text(receipt.times, receipt.follows):
        facts.append(("مراجعه", again))
    y = draw_letterhead(sheet, area, receipt.letterhead, facts, round=receipt.round)
    y = draw_title_row(sheet, area, y, "رسید متقاضی", reprint_marks(receipt.reprint), _legal(receipt)) + 1 * MM
    for text in _body(area, receipt):
        y += sheet.write(text, area.left, y, area.width, leading=1.7)
    y = _draw_referrals(sheet, area, receipt.referrals, y + 1 * MM) if receipt.referrals else y
    y = _draw_advice(sheet, area, receipt, y + 3 * MM)
    draw_barcode(sheet, receipt.barcode, area.right, area.bottom - FOOT + 1 * MM, "کد پیگیری")
    sender = receipt.letterhead.sender
    draw_signature(sheet, area, "، ".join(filter(None, (sender.name, sender.post))) or "نام و امضای مسئول دبیرخانه")
    return y <= area.bottom - FOOT


def _legal(receipt: Receipt) -> list[Span]:
    if not receipt.legal_day:
        return []
    day = isolate(fa(jalali(receipt.legal_day)))
    return [Span(f"مهلت قانونی پاسخ قطعی:{NBSP}", 11), Span(day, 12.5, "Bold")]


def _body(area: Area, receipt: Receipt) -> list[list[Span]]:
    person = receipt.applicant
    code = isolate(fa(masked(person.code))) if person.code else ""
    texts = [
        join_fields(area.field("متقاضی", fa(person.name), "Bold"), area.field(person.code_label or "شناسه", code)),
        join_fields(area.field("موضوع", fa(receipt.category)), area.field("نتیجهٔ ملاقات", fa(receipt.outcome))),
    ]
    return [text for text in texts if text]


def _draw_advice(sheet: Sheet, area: Area, receipt: Receipt, top: float) -> float:
    """Write what to do next, beside the place for the stamp; return the height below both."""
    width = area.width - STAMP[0] - 6 * MM
    y = top
    for text in _advice(receipt):
        y += sheet.write([area.span(text)], area.left + STAMP[0] + 6 * MM, y, width, leading=1.7)
    sheet.box(area.left, top, *STAMP, 1.35 * MM, 0.96, "3 2.5")
    sheet.write([Span("محل مهر دبیرخانه", 8.6)], area.left, top + 0.7 * MM, STAMP[0], "centre", LINE)
    return max(y, top + STAMP[1])


def _advice(receipt: Receipt) -> list[str]:
    letterhead = receipt.letterhead
    phone = f" یا با{NBSP}شمارهٔ{NBSP}{isolate(fa(letterhead.phone))} تماس بگیرید" if letterhead.phone else ""
    come = f"با همین رسید در جلسهٔ بعد حضور یابید{phone}"
    office = letterhead.sender.phone
    found = []
    if any(row.due_day for row in receipt.referrals):
        found += [
            f"چنانچه تا پایان مهلت هر واحد پاسخی دریافت نکردید، لطفاً {come}.",
            "چنانچه به پاسخ واحد اعتراض دارید، اعلام فرمایید؛ پرونده با همان شماره باز می‌شود.",
        ]
    elif receipt.referrals:
        found += [f"لطفاً این رسید را نزد خود نگه دارید و برای پیگیری، {come}."]
    else:
        found += [
            ADVICE.get(receipt.outcome_code, "لطفاً این رسید را نزد خود نگه دارید و برای پیگیری، {come}.").replace(
                "{come}", come
            )
        ]
    return [*found, f"تلفن دبیرخانه:{NBSP}{isolate(fa(office))}"] if office else found


def _draw_referrals(sheet: Sheet, area: Area, referrals: tuple[ReceiptReferral, ...], top: float) -> float:
    """Draw one row a unit: its part, its number and its own deadline; return the height below the last."""
    lefts = (area.left + 97 * MM, area.left + 78 * MM, area.left + 46 * MM, area.left)
    widths = (area.right - lefts[0], 17 * MM, 30 * MM, 45 * MM)
    titles = [area.span(text, size=9.6) for text in ("واحد", "کار واحد", "شمارهٔ ارجاع", "مهلت پاسخ")]
    y = top
    least = ROWS[len(referrals) > FEW]
    for place, cells in enumerate((titles, *(_cells(area, row) for row in referrals))):
        texts = [lay_out((cell,), width) for cell, width in zip(cells, widths, strict=True)]
        height = max(6.5 * MM if not place else least, max(map(len, texts)) * BODY * area.scale * LINE + 1 * MM)
        for lines, cell, left, width in zip(texts, cells, lefts, widths, strict=True):
            inside = (height - len(lines) * cell.size * LINE) / 2
            sheet.write([cell], left, y + inside, width, leading=LINE)
        y += height
        sheet.rule(area.left, y, area.width, weight=0.7 if place else THICK)
    return y


def _cells(area: Area, row: ReceiptReferral) -> list[Span]:
    due = due_text(row.due_day) if row.due_day else NO_ANSWER
    return [
        area.span(fa(row.unit), "Regular" if row.part == "copy" else "Bold"),
        area.span(PARTS[row.part]),
        area.span(isolate(fa(row.number))),
        area.span(due, "Bold" if row.due_day else "Regular"),
    ]
