"""«پیرو»: a letter to a unit whose deadline has passed. A5 across."""

from app.papers.documents import Reminder
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import Area, barcode, head, tag, title
from reports.papers import EDGE, SIDE, WIDTH
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.slip import FOOT, applicant

ORDINALS = ("", "نخست", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")


def reminder(reminder: Reminder) -> bytes:
    sheet = Sheet(*A5_ACROSS, f"پیرو {reminder.number}")
    for scale in (1.0, 0.9, 0.8, 0.7):
        start = sheet.mark()
        if draw(sheet, Area(SIDE, EDGE, WIDTH - 2 * SIDE, sheet.height - 2 * EDGE, scale), reminder):
            break
        if scale > 0.7:
            sheet.rewind(start)
    return sheet.save()


def draw(sheet: Sheet, area: Area, reminder: Reminder) -> bool:
    facts = [("شماره", f"{reminder.number}"), ("پیرو", str(reminder.ordinal)), ("تاریخ", jalali(reminder.day))]
    y = head(sheet, area, reminder.letterhead, facts, reminder.confidential)
    y = title(sheet, area, y, f"پیرو {ordinal(reminder.ordinal)}", ["المثنی"] if reminder.reprint else [])
    y += sheet.write([area.span(fa(reminder.addressed_as), "Bold", 12)], area.left, y, area.width, leading=1.75)
    y += sheet.write(applicant(area, reminder.applicant, reminder.applicant.code), area.left, y, area.width) + 2 * MM
    for words in (opening(reminder), ASKED):
        y += sheet.write([area.span(words, size=11.5)], area.left, y, area.width, "justify", leading=1.9) + 1 * MM
    foot(sheet, area, reminder, area.bottom - FOOT)
    return y <= area.bottom - FOOT


ASKED = ("خواهشمند است نتیجهٔ اقدام را همراه با مستندات بی‌درنگ اعلام فرمایید. اگر پاسخ به زمان بیشتری نیاز دارد،"
         " علت و تاریخ پاسخ نهایی نوشته شود.")


def opening(reminder: Reminder) -> str:
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


def ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else fa(number)


def foot(sheet: Sheet, area: Area, reminder: Reminder, top: float) -> None:
    barcode(sheet, reminder.barcode, area.right, top + 1 * MM)
    if reminder.confidential:
        tag(sheet, "محرمانه", area.left + area.width / 2, top + 12 * MM)
    sheet.write([area.span("دبیرخانهٔ پیگیری، امضا")], area.left, top + 9 * MM, 60 * MM, "left")
