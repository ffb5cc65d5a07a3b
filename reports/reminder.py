"""«پیرو»: a letter to a unit whose deadline has passed. A5 across."""

from app.papers.documents import Reminder
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import (
    CONFIDENTIAL,
    EDGE,
    FOOT,
    SIDE,
    WIDTH,
    Area,
    applicant_fields,
    draw_barcode,
    draw_letterhead,
    draw_tag,
    draw_title,
    reprint_marks,
)
from reports.sheet import A5_ACROSS, MM, Sheet

ORDINALS = ("", "نخست", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")
SCALES = (1.0, 0.9, 0.8, 0.7)
REQUEST = ("خواهشمند است نتیجهٔ اقدام را همراه با مستندات بی‌درنگ اعلام فرمایید. اگر پاسخ به زمان بیشتری نیاز دارد،"
           " علت و تاریخ پاسخ نهایی نوشته شود.")


def reminder_pdf(reminder: Reminder) -> bytes:
    sheet = Sheet(*A5_ACROSS, f"پیرو {reminder.number}")
    start = sheet.checkpoint()
    for scale in SCALES:
        sheet.rewind(start)
        if _draw(sheet, Area(SIDE, EDGE, WIDTH - 2 * SIDE, sheet.height - 2 * EDGE, scale), reminder):
            break
    return sheet.save()


def _draw(sheet: Sheet, area: Area, reminder: Reminder) -> bool:
    """Return False when the letter does not fit the area at its scale."""
    facts = [("شماره", f"{reminder.number}"), ("پیرو", str(reminder.ordinal)), ("تاریخ", jalali(reminder.day))]
    y = draw_letterhead(sheet, area, reminder.letterhead, facts, reminder.confidential)
    y = draw_title(sheet, area, y, f"پیرو {_ordinal(reminder.ordinal)}", reprint_marks(reminder.reprint))
    y += sheet.write([area.span(fa(reminder.addressed_as), "Bold", 12)], area.left, y, area.width, leading=1.75)
    y += sheet.write(applicant_fields(area, reminder.applicant), area.left, y, area.width) + 2 * MM
    for text in (_opening(reminder), REQUEST):
        y += sheet.write([area.span(text, size=11.5)], area.left, y, area.width, "justify", leading=1.9) + 1 * MM
    _draw_foot(sheet, area, reminder, area.bottom - FOOT)
    return y <= area.bottom - FOOT


def _opening(reminder: Reminder) -> str:
    before = "، ".join(isolate(jalali(day)) for day in reminder.earlier)
    earlier = f" و پیروهای {before}" if len(reminder.earlier) > 1 else f" و پیرو {before}" if before else ""
    about = f" با موضوع «{reminder.category}»"
    if not reminder.late_days:
        return fa(f"سلام علیکم؛ پیرو ارجاع شمارهٔ {isolate(reminder.number)} مورخ {isolate(jalali(reminder.slip_day))}"
                  f"{earlier}{about}، متقاضی دوباره مراجعه کرده است و پاسخ آن واحد تا"
                  f" {isolate(jalali(reminder.due_day))} چشم داشته می‌شود.")
    return fa(
        f"سلام علیکم؛ پیرو ارجاع شمارهٔ {isolate(reminder.number)} مورخ {isolate(jalali(reminder.slip_day))}{earlier}"
        f"{about}، مهلت پاسخ آن واحد در {isolate(jalali(reminder.due_day))} پایان یافته و تا امروز"
        f" {reminder.late_days} روز کاری از آن گذشته و پاسخی نرسیده است."
    )


def _ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else fa(number)


def _draw_foot(sheet: Sheet, area: Area, reminder: Reminder, top: float) -> None:
    draw_barcode(sheet, reminder.barcode, area.right, top + 1 * MM)
    if reminder.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + area.width / 2, top + 12 * MM)
    sheet.write([area.span("دبیرخانهٔ پیگیری، امضا")], area.left, top + 9 * MM, 60 * MM, "left")
