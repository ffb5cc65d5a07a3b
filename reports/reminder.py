"""«پیرو»: a letter to a unit whose deadline has passed. A5 across."""

from app.papers.documents import Reminder
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.barcode import draw_barcode
from reports.foot import draw_sender, draw_sent_by, sender_spans
from reports.letter import (
    CONFIDENTIAL,
    FOOT,
    NBSP,
    Area,
    applicant_fields,
    draw_letterhead,
    draw_title_row,
    due_text,
    letter_area,
    ordinal,
    reprint_marks,
)
from reports.marks import draw_tag
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span

SCALES = (1.0, 0.9, 0.8, 0.7)
REQUEST = (
    "خواهشمند است دستور فرمایید نتیجهٔ اقدام به همراه مستندات در اسرع وقت اعلام شود. چنانچه پاسخ به زمان بیشتری"
    " نیاز دارد، علت و تاریخ پاسخ نهایی را اعلام فرمایید."
)


def reminder_pdf(reminder: Reminder) -> bytes:
    sheet = Sheet(*A5_ACROSS, f"پیرو {reminder.number}", reminder.letterhead.office)
    start = sheet.checkpoint()
    for scale in SCALES:
        sheet.rewind(start)
        if _draw(sheet, letter_area(0, sheet.height, scale), reminder):
            break
    return sheet.save()


def _draw(sheet: Sheet, area: Area, reminder: Reminder) -> bool:
    """Return False when the letter does not fit the area at its scale."""
    facts = [("شماره", reminder.number), ("تاریخ", jalali(reminder.day))]
    y = draw_letterhead(sheet, area, reminder.letterhead, facts, reminder.confidential)
    label = "مهلت پاسخ" if not reminder.late_days else "پایان مهلت"
    framed = [Span(f"{label}:{NBSP}", 11), Span(due_text(reminder.due_day), 12.5, "Bold")] if reminder.due_day else []
    title = f"نامهٔ پیرو (یادآوری {ordinal(reminder.ordinal)})"
    y = draw_title_row(sheet, area, y, title, reprint_marks(reminder.reprint), framed) + 1 * MM
    y += sheet.write([area.span(fa(reminder.addressed_as), "Bold", 12.5)], area.left, y, area.width, leading=1.7)
    y += sheet.write(applicant_fields(area, reminder.applicant), area.left, y, area.width) + 2 * MM
    for text in ("سلام علیکم؛", _opening(reminder), REQUEST):
        y += sheet.write([area.span(text, size=11.5)], area.left, y, area.width, "justify", leading=1.9)
    signature = 16 * MM
    draw_sent_by(sheet, area, reminder.letterhead, y + 2 * MM)
    draw_barcode(sheet, reminder.barcode, area.right, area.bottom - FOOT + 1 * MM, "کد پیرو")
    if reminder.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + 20 * MM, area.bottom - FOOT + 4 * MM, 9.6)
    draw_sender(sheet, area, sender_spans(reminder.letterhead)[:1], area.bottom - FOOT + 1 * MM)
    return y + signature <= area.bottom - FOOT


def _opening(reminder: Reminder) -> str:
    before = "، ".join(isolate(jalali(day)) for day in reminder.earlier)
    earlier = f" و پیروهای {before}" if len(reminder.earlier) > 1 else f" و پیرو {before}" if before else ""
    slip = f"پیرو ارجاع شمارهٔ{NBSP}{isolate(reminder.slip_number)} مورخ{NBSP}{isolate(jalali(reminder.slip_day))}"
    about, due = f"{slip}{earlier} با موضوع «{reminder.category}»", isolate(jalali(reminder.due_day))
    if not reminder.late_days:
        return fa(f"{about}، متقاضی دوباره مراجعه کرده است؛ خواهشمند است پاسخ آن واحد حداکثر تا{NBSP}{due} ارسال شود.")
    if reminder.objected_day:
        day = isolate(jalali(reminder.objected_day))
        return fa(
            f"{about}، متقاضی در تاریخ{NBSP}{day} به پاسخ آن واحد اعتراض کرده است. مهلت پاسخ به اعتراض در تاریخ"
            f"{NBSP}{due} به پایان رسیده و با گذشت {reminder.late_days}{NBSP}روز کاری، پاسخ جدیدی به این دبیرخانه واصل"
            " نشده است."
        )
    return fa(
        f"{about}، مهلت پاسخ آن واحد در تاریخ{NBSP}{due} به پایان رسیده و با گذشت"
        f" {reminder.late_days}{NBSP}روز کاری، پاسخی به این دبیرخانه واصل نشده است."
    )
